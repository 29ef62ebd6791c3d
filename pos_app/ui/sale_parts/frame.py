"""What surrounds the sale: the top bar, the one line for news, the keys, and the stopped page."""

import re

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui.naming import named
from pos_app.ui.sale.shown import Button, Change, SaleScreen
from pos_app.ui.sale.shown import Tone as Weight
from pos_app.ui.sale_parts.icons_later import Icons
from pos_app.ui.shared.buttons import Chip, PrimaryButton, SecondaryButton
from pos_app.ui.shared.colours import Paint, Theme, Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES
from pos_app.ui.shared.widgets import Card, Overflow, ToneSurface, plain_label

_LONG = 30  # letters
_WEIGHTS = {
    Weight.NEWS: (Tone.SENT, "info"),
    Weight.WARNING: (Tone.ON_TERMINAL, "triangle-alert"),
    Weight.ALARM: (Tone.DECLINED, "triangle-alert"),
}


class CalmButton(PrimaryButton):
    """The one thing to do, unless it is `calm`: then another is."""

    calm = False

    def paint_in(self, theme: Theme) -> Paint:
        if self.calm:
            return Paint(theme.text, theme.surface, theme.edge)
        return super().paint_in(theme)

    def show_calm(self, calm: bool) -> None:
        if calm is not self.calm:
            self.calm = calm
            self.update()


class BarButton(SecondaryButton):
    """As high as the top bar has room for."""

    role, height_hint = Text.BODY, SIZES.target


class TopBar(QWidget):
    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setFixedHeight(SIZES.top_bar)
        self.title = named(plain_label("", Text.STRONG, Overflow.ELIDE), "till_label")
        self.ticket = named(plain_label("", Text.BODY, Overflow.ELIDE), "ticket_label")
        self.person = named(plain_label("", Text.BODY, Overflow.ELIDE), "person_label")
        self.connection = named(plain_label("", Text.BODY, Overflow.WRAP), "connection_label")
        self.unresolved = named(Chip("", Tone.SET_ASIDE), "unresolved_chip")
        self.terminals = named(BarButton(), "terminals_button")
        self.history = named(SecondaryButton(), "history_button")
        self._person, self._wifi = icons.picture("user", 20), icons.picture("wifi", 20)
        icons.put_on(self.unresolved, "archive")
        icons.put_on(self.terminals, "smartphone-nfc")
        for hidden in (self.unresolved, self.history):
            hidden.setVisible(False)
        self.history.setEnabled(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(SIZES.margin, 2, SIZES.margin, 2)
        row.setSpacing(SIZES.gap)
        for label in (self.title, self.ticket):
            row.addWidget(label)
            row.addSpacing(SIZES.margin)
        row.addStretch(1)
        bar = (self.unresolved, self.terminals, self.history, self._wifi, self.connection)
        for widget in bar:
            row.addWidget(widget)
        row.addSpacing(SIZES.margin)
        row.addWidget(self._person)
        row.addWidget(self.person)

    def show_screen(self, screen: SaleScreen) -> None:
        self.title.setText(screen.title)
        self.ticket.setText(screen.ticket)
        self.person.setText(screen.person)
        self._person.setVisible(bool(screen.person))
        self._show_connection(screen.connection)
        self._wifi.show_name("wifi" if screen.connected else "wifi-off")
        self._wifi.setVisible(bool(screen.connection))
        self.unresolved.setText(screen.unresolved_text)
        self.unresolved.setProperty("count", screen.unresolved)
        self.unresolved.setVisible(screen.unresolved > 0)
        self.unresolved.setEnabled(screen.unresolved > 0)

    def _show_connection(self, words: str) -> None:
        """What is long stands on two lines, in smaller letters: no word of it is cut."""
        if words == self.connection.text():
            return
        long = len(words) > _LONG
        self.connection.setFont((Text.SECONDARY if long else Text.BODY).font())
        self.connection.setText(words)
        width = self.connection.fontMetrics().horizontalAdvance(words) + 2
        self.connection.setFixedWidth(round(width * 0.62) if long else width)


class Weighted(ToneSurface):
    """A line that is news, a warning or an alarm: ground, icon and words."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(Tone.SENT)
        self.label = plain_label("", Text.BODY, Overflow.WRAP)
        self.picture = icons.picture("info", 24)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(12)
        self.row.addWidget(self.picture)
        self.row.addWidget(self.label, 1)

    def show_words(self, words: str, weight: Weight) -> None:
        tone, icon = _WEIGHTS[weight]
        self.label.setText(words)
        self.picture.show_name(icon)
        if tone is not self.tone:
            self.show_tone(tone)
        self.setVisible(bool(words))


class NoticeLine(Weighted):
    dismissed = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons)
        named(self.label, "notice_label")
        self.dismiss = named(SecondaryButton(), "dismiss_button")
        self.dismiss.setFixedWidth(SIZES.field)
        icons.put_on(self.dismiss, "x")
        self.dismiss.clicked.connect(self.dismissed)
        self.row.addWidget(self.dismiss)
        self.setContentsMargins(SIZES.margin, 6, 6, 6)


class ChangeLine(ToneSurface):
    """What goes back to the customer, large, above the catalog: the next sale may begin below."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(Tone.APPROVED)
        self.name = plain_label("", Text.TITLE)
        self.amount = named(plain_label("", Text.TOTAL, Overflow.SHRINK), "change_label")
        self.note = named(plain_label("", Text.BODY, Overflow.WRAP), "change_note_label")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setContentsMargins(SIZES.margin, 4, SIZES.margin, 8)
        top, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top.setSpacing(12)
        top.addWidget(icons.picture("check", 28))
        top.addWidget(self.name)
        top.addWidget(self.amount, 1)
        column.addLayout(top)
        column.addWidget(self.note)

    def show_change(self, change: Change) -> None:
        self.name.setText(change.words)
        self.amount.setText(change.amount)
        self.amount.setProperty("amount", change.plain)
        self.note.setText(change.note)


class Training(ToneSurface):
    """The watermark of training: as wide as the page, striped, on every screen of it."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(Tone.TRAINING)
        self.label = named(plain_label("", Text.STRONG, Overflow.WRAP), "training_label")
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setContentsMargins(SIZES.margin, 6, SIZES.margin, 6)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(icons.picture("triangle-alert", 22))
        row.addWidget(self.label, 1)
        row.addWidget(icons.picture("triangle-alert", 22))


class KeyHelp(Card):
    """The keys of the page, with wide gaps between them: "F2 search   F9 charge"."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "key_help")
        self._page, self._grid, self._labels = parent, QGridLayout(self), list[QLabel]()
        self._grid.setContentsMargins(*4 * (SIZES.margin,))
        self._grid.setHorizontalSpacing(SIZES.apart)
        self._grid.setVerticalSpacing(SIZES.gap)

    def show_keys(self, keys: str) -> None:
        for old in self._labels:
            old.deleteLater()
        self._labels.clear()
        for at, part in enumerate(re.split(r"\s{2,}", keys.strip())):
            key, _, does = part.partition(" ")
            for column, label in enumerate((plain_label(key, Text.STRONG), plain_label(does))):
                self._grid.addWidget(label, at, column)
                self._labels.append(label)
        self.setAccessibleName(keys)
        self.resize(self._grid.totalSizeHint())
        self.move(self._page.rect().center() - self.rect().center())
        self.raise_()
        self.show()


class Stopped(QWidget):
    """Instead of the whole page, when the till cannot work."""

    def __init__(self, icons: Icons, restore_clicked: SignalInstance) -> None:
        super().__init__()
        surface = ToneSurface(Tone.DECLINED)
        surface.setContentsMargins(32, 32, 32, 32)
        self.label = named(plain_label("", Text.HEADLINE, Overflow.WRAP), "stopped_label")
        self.note = named(plain_label("", Text.BODY, Overflow.WRAP), "stopped_note_label")
        self.restore = named(PrimaryButton(), "restore_button")
        self.restore.clicked.connect(restore_clicked)
        row = QHBoxLayout(surface)
        row.setSpacing(SIZES.apart)
        row.addWidget(icons.picture("triangle-alert", 48))
        row.addWidget(self.label, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 48, 48, 48)
        column.setSpacing(SIZES.margin)
        column.addStretch(1)
        column.addWidget(surface)
        column.addWidget(self.note)
        column.addWidget(self.restore)
        column.addStretch(2)

    def show_screen(self, screen: SaleScreen) -> None:
        self.label.setText(screen.stopped)
        self.note.setText(screen.stopped_note)
        self.note.setVisible(bool(screen.stopped_note))
        show_button(self.restore, screen.restore)


def show_button(widget: QAbstractButton, button: Button) -> None:
    widget.setText(button.text)
    widget.setEnabled(button.enabled)
    widget.setVisible(button.visible)
    widget.setAccessibleDescription(button.reason)


def quiet(label: QLabel) -> QLabel:
    """`label` in the colour of less urgent words."""
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
