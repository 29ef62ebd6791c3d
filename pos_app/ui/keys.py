"""The keyboard of a page: its keys, scanners, and digits typed outside a field."""

import math
from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_CHORD = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Burst:
    """Tells a scanner from a person by the gaps between keys.

    Units: `now` gives seconds of a clock that never goes back.
    Source of the limits: product.md 4.4.
    """

    AVERAGE, LONGEST, LEAST = 0.035, 0.100, 4

    def __init__(self, now: Callable[[], float]) -> None:
        self._now, self._text = now, ""
        self._first = self._last = self._scanned = -math.inf

    @property
    def hot(self) -> bool:
        """Did the last character come so lately that the next may be of the same code?"""
        return self._now() - self._last <= self.LONGEST

    @property
    def just_scanned(self) -> bool:
        """Some scanners end with two keys: the second must not reach anything either."""
        return self._now() - self._scanned <= self.LONGEST

    def take(self, character: str) -> bool:
        """One more character. Whether it begins a new row of them."""
        begins = not self.hot
        if begins:
            self._text, self._first = "", self._now()
        self._text, self._last = self._text + character, self._now()
        return begins

    def forget(self) -> None:
        """A key that no scanner presses."""
        self._text, self._last = "", -math.inf

    def end(self) -> str:
        """Enter or Tab came: the code, or "" if it was a person who typed."""
        text, took, hot = self._text, self._now() - self._first, self.hot
        self.forget()
        if not hot or len(text) < self.LEAST or took > self.AVERAGE * len(text):
            return ""
        self._scanned = self._now()
        return text


class Keys(QObject):
    """Watches the whole application, so that it hears a scanner wherever the focus is.

    What a scanner typed into a field is taken out again, and its Enter reaches nothing (F17).
    `acts` are the keys of the page; a held key acts once. Digits typed outside a field go to
    `amount`, other characters to `search`, on a page that has such fields.
    """

    scanned = Signal(str)
    wanted = Signal()  # something is typed for a field that is not in sight
    touched = Signal()  # a key or a click, or the window is back: somebody is looking

    def __init__(
        self,
        page: QWidget,
        search: QLineEdit | None,
        amount: QLineEdit | None,
        acts: Mapping[Qt.Key, Callable[[], None]],
        now: Callable[[], float],
    ) -> None:
        super().__init__(page)
        self._page, self._search, self._acts = page, search, acts
        self.amount = amount  # another takes its turn while what it belongs to is in sight
        self._burst = Burst(now)
        self._before: list[tuple[QLineEdit, str]] = []  # what the fields held before the burst
        self._in_amount = False

    def listen(self, on: bool) -> None:
        """While its page is shown."""
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if application is not None and on:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return isinstance(watched, QWidget) and self._is_first(watched) and self._key(event)
        looking = kind is QEvent.Type.MouseButtonPress or kind is QEvent.Type.WindowActivate
        if looking and isinstance(watched, QWidget):
            self.touched.emit()
        return False

    def _is_first(self, watched: QWidget) -> bool:
        """An event that nobody takes wanders up the parents: it is looked at once."""
        return watched is (watched.window().focusWidget() or watched.window())

    def _key(self, event: QKeyEvent) -> bool:
        self.touched.emit()
        key = Qt.Key(event.key())
        if key in _ENDS:
            return self._end()
        plain = not event.modifiers() & _CHORD and event.text().isprintable() and event.text()
        if plain and not event.isAutoRepeat():
            return self._character(event.text())
        if key not in (Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock):
            self._burst.forget()
        return self._act(key, event.isAutoRepeat())

    def _end(self) -> bool:
        code = self._burst.end()
        if code and self._in_amount and not code.isalnum():
            return False  # "1834,50": nobody scans a decimal comma
        if code:
            self._take_back()
            self.scanned.emit(code)
        return bool(code) or self._burst.just_scanned

    def _character(self, text: str) -> bool:
        focus, hot = QApplication.focusWidget() or self._page.focusWidget(), self._burst.hot
        if self._burst.take(text):
            fields = {self._search, self.amount, focus}
            self._before = [(f, f.text()) for f in fields if isinstance(f, QLineEdit)]
            self._in_amount = focus is self.amount
        if isinstance(focus, QLineEdit):
            return False
        if text == " ":
            return hot  # a space inside a code must not press a button
        if self._act(Qt.Key(ord(text.upper())) if text in "+-" else Qt.Key.Key_unknown, False):
            return True
        return self._type_into(self.amount if text in "0123456789,." else self._search, text)

    def _type_into(self, field: QLineEdit | None, text: str) -> bool:
        if field is None or not self._is_here():
            return False
        if not field.isVisible():
            self.wanted.emit()  # whoever hears it may bring it back at once
        if not field.isEnabled() or not field.isVisible():
            return False
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.end(False)
        field.insert(text)
        return True

    def _act(self, key: Qt.Key, held: bool) -> bool:
        act = self._acts.get(key)
        if act is None or not self._is_here():
            return False
        if not held:
            act()
        return True

    def _is_here(self) -> bool:
        here = QApplication.activeWindow() in (None, self._page.window())
        return here and QApplication.activePopupWidget() is None and self._page.isVisible()

    def _take_back(self) -> None:
        for field, text in self._before:
            field.setText(text)
        if self._search is not None and self._search.isEnabled() and self._is_here():
            self._search.setFocus(Qt.FocusReason.ShortcutFocusReason)
