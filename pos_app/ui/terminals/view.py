"""The page of the terminals: a card for each. It decides nothing."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.ui.keys import Keys
from pos_app.ui.naming import named
from pos_app.ui.sale_parts.frame import NoticeLine, Training, quiet, show_button
from pos_app.ui.sale_parts.icons_later import Draw, Icons
from pos_app.ui.shared.buttons import SecondaryButton
from pos_app.ui.shared.colours import Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES
from pos_app.ui.shared.widgets import Card, Overflow, ToneSurface, plain_label
from pos_app.ui.terminals.drawing import Device
from pos_app.ui.terminals.screen import TerminalCard, TerminalsScreen


class CardView(Card):
    """Property for test rigs: `terminal`, its id."""

    opened = Signal(str)
    chosen = Signal(str)
    switched = Signal(str)

    def __init__(self, card: TerminalCard, icons: Icons) -> None:
        super().__init__()
        named(self, "terminal_card", card.title)
        self.setProperty("terminal", card.id)
        self.device = Device(card.hand)
        self.title = plain_label("", Text.TITLE, Overflow.ELIDE)
        self.mode = named(plain_label("", Text.BODY, Overflow.ELIDE), "mode_label")
        self.seen = quiet(plain_label("", Text.SECONDARY, Overflow.ELIDE))
        self.state = ToneSurface(Tone.PREPARING)
        self.picture = icons.picture(Tone.PREPARING.icon, 28)
        self.doing = named(plain_label("", Text.TITLE, Overflow.WRAP), "doing_label")
        self.note = named(plain_label("", Text.BODY, Overflow.WRAP), "doing_note_label")
        self.elapsed = named(plain_label("", Text.TITLE), "held_for_label")
        self.open = named(SecondaryButton(), "open_charge_button")
        self.choose = named(SecondaryButton(), "use_terminal_button")
        self.switch = named(SecondaryButton(), "switch_terminal_button")
        icons.put_on(self.open, "eye")
        for button, signal in (
            (self.open, self.opened),
            (self.choose, self.chosen),
            (self.switch, self.switched),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(card.id))
        self._lay_out()

    def _lay_out(self) -> None:
        what = QVBoxLayout()
        what.setSpacing(2)
        what.addStretch(1)
        for label in (self.title, self.mode, self.seen):
            what.addWidget(label)
        what.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.doing)
        words.addWidget(self.note)
        inside = QHBoxLayout(self.state)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        inside.addLayout(words, 1)
        inside.addWidget(self.elapsed, 0, Qt.AlignmentFlag.AlignTop)
        does = QVBoxLayout()
        does.setSpacing(SIZES.gap)
        does.addStretch(1)
        for button in (self.open, self.choose, self.switch):
            does.addWidget(button)
        does.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.margin)
        row.addWidget(self.device)
        row.addLayout(what, 2)
        row.addWidget(self.state, 4)
        row.addLayout(does, 2)

    def show_card(self, card: TerminalCard) -> None:
        tone = Tone[card.look.name]
        self.device.show_tone(tone)
        self.title.setText(card.title)
        self.mode.setText(card.mode)
        self.seen.setText(card.seen)
        self.doing.setText(card.doing)
        self.note.setText(card.note)
        self.elapsed.setText(card.elapsed)
        if tone is not self.state.tone:
            self.state.show_tone(tone)
            self.picture.show_name(tone.icon)
        show_button(self.open, card.open)
        show_button(self.choose, card.choose)
        show_button(self.switch, card.switch)


class TerminalsView(QWidget):
    back_clicked = Signal()
    opened = Signal(str)  # a terminal's id, as all below
    chosen = Signal(str)
    switched = Signal(str)
    scanned = Signal(str)  # a code: the till sells on
    notice_dismissed = Signal()

    def __init__(self, draw: Draw, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        named(self, "terminals_view")
        self._icons, self._cards = Icons(), dict[str, CardView]()
        self._icons.arrive(draw)
        self._training = Training(self._icons)
        self._training.label.setObjectName("terminals_training_label")
        self._back = named(SecondaryButton(), "terminals_back_button")
        self._title = plain_label("", Text.HEADLINE)
        self._empty = quiet(plain_label("", Text.TITLE, Overflow.WRAP))
        self._notice = NoticeLine(self._icons)
        named(self._notice.label, "terminals_notice_label")
        named(self._notice.dismiss, "terminals_dismiss_button")
        self._notice.dismissed.connect(self.notice_dismissed)
        self._icons.put_on(self._back, "chevron-left")
        self._back.clicked.connect(self.back_clicked)
        self._lay_out()
        acts: dict[Qt.Key, Callable[[], None]] = {Qt.Key.Key_Escape: self.back_clicked.emit}
        self._keys = Keys(self, None, None, acts, now)
        self._keys.scanned.connect(self.scanned)

    def _lay_out(self) -> None:
        top, inner, scroll = QHBoxLayout(), QWidget(), QScrollArea()
        top.setContentsMargins(12, 4, 12, 0)
        top.setSpacing(SIZES.margin)
        top.addWidget(self._back)
        top.addWidget(self._title, 1)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(12, 4, 12, 12)
        self._column.setSpacing(SIZES.gap)
        self._column.addWidget(self._empty)
        self._column.addStretch(1)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SIZES.gap)
        rows.addWidget(self._training)
        rows.addLayout(top)
        rows.addWidget(scroll, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 12)
        foot.addWidget(self._notice)
        rows.addLayout(foot)

    def show_screen(self, screen: TerminalsScreen) -> None:
        self.setWindowTitle(screen.window)
        self._training.label.setText(screen.training)
        self._training.setVisible(bool(screen.training))
        self._back.setText(screen.back)
        self._title.setText(screen.title)
        self._notice.show_words(screen.notice, screen.notice_tone)
        self._notice.dismiss.setAccessibleName(screen.dismiss)
        self._empty.setText(screen.empty)
        self._empty.setVisible(bool(screen.empty))
        ids = [card.id for card in screen.cards]
        for gone in self._cards.keys() - set(ids):
            card = self._cards.pop(gone)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for at, shown in enumerate(screen.cards):
            self._of(shown, at).show_card(shown)

    def _of(self, card: TerminalCard, at: int) -> CardView:
        if card.id not in self._cards:
            made = self._cards[card.id] = CardView(card, self._icons)
            made.opened.connect(self.opened)
            made.chosen.connect(self.chosen)
            made.switched.connect(self.switched)
            self._column.insertWidget(at, made)
        return self._cards[card.id]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keys.listen(True)
        self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keys.listen(False)
