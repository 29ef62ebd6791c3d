"""A scanner that is used on a page without a search: its Enter reaches no button (F17)."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from pos_app.ui.keys import Burst

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)


class ScanGuard(QObject):
    """Watches the whole application while its page is shown."""

    def __init__(self, page: QWidget, now: Callable[[], float]) -> None:
        super().__init__(page)
        self._burst = Burst(now)

    def listen(self, on: bool) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
        if application is not None and on:
            application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        focus = watched.window().focusWidget() if isinstance(watched, QWidget) else None
        return watched is focus and self._key(event, isinstance(focus, QLineEdit))

    def _key(self, event: QKeyEvent, typing: bool) -> bool:
        if event.key() in _ENDS:
            return bool(self._burst.end()) or self._burst.just_scanned
        text = event.text()
        if not (text and text.isprintable()) or event.isAutoRepeat():
            return False
        hot = self._burst.hot
        self._burst.take(text)
        return text == " " and hot and not typing  # a space in a code presses no button
