"""One case, whole: the verdict, the one next step, and what else can be done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.charge.facts import Seen
from pos_app.ui.case_parts.answers import LARGEST, LEAST, LookView
from pos_app.ui.case_parts.form import FormView, StepButton
from pos_app.ui.cases.shown import Act, Chosen, Offer
from pos_app.ui.naming import named
from pos_app.ui.sale.shown import Tone as Weight
from pos_app.ui.sale_parts.frame import Weighted
from pos_app.ui.sale_parts.icons_later import Icons
from pos_app.ui.sale_parts.panel import Details
from pos_app.ui.shared.buttons import DangerButton, SecondaryButton
from pos_app.ui.shared.colours import Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES
from pos_app.ui.shared.widgets import Card, Overflow, ToneSurface, plain_label

_OfferButton = SecondaryButton | DangerButton
PICTURE_GAP = 10


class Head(ToneSurface):
    """What it is, how much, whose: in the colour of its kind, with its icon."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(Tone.UNKNOWN)
        self.picture = icons.picture(Tone.UNKNOWN.icon, 36)
        self.headline = named(plain_label("", Text.TITLE, Overflow.WRAP), "case_headline_label")
        self.amount = named(plain_label("", Text.TITLE), "case_amount_label")
        self.where = named(plain_label("", Text.BODY, Overflow.WRAP), "case_where_label")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.headline)
        words.addWidget(self.where)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.margin)
        row.addWidget(self.picture)
        row.addLayout(words, 1)
        row.addWidget(self.amount)

    def show_case(self, chosen: Chosen) -> None:
        if chosen.tone is not self.tone:
            self.show_tone(chosen.tone)
        self.picture.show_name(chosen.icon)
        self.headline.setText(chosen.headline)
        self.amount.setText(chosen.amount)
        self.where.setText(chosen.where)


class Offers(QWidget):
    """The rarer acts, two in a row; what gives away or ends something is apart, at the right."""

    chosen = Signal(Act, str)

    def __init__(self) -> None:
        super().__init__()
        self._shape: list[tuple[Act, str, bool]] = []
        self.buttons: list[_OfferButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SIZES.gap)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)

    def show_offers(self, offers: tuple[Offer, ...]) -> None:
        shape = [(offer.act, offer.target, offer.danger) for offer in offers]
        if shape != self._shape:
            self._build(offers)
            self._shape = shape
        for button, offer in zip(self.buttons, offers, strict=True):
            reason = offer.button.reason
            button.setText(f"{offer.button.text} ({reason})" if reason else offer.button.text)
            button.setEnabled(offer.button.enabled)
            button.setAccessibleDescription(reason)
        self.setVisible(bool(offers))

    def _build(self, offers: tuple[Offer, ...]) -> None:
        for old in self.buttons:
            old.hide()
            old.setObjectName("")  # it lives on until it has told what was pressed
            old.deleteLater()
        self.buttons = []
        apart = any(offer.danger for offer in offers)
        self._grid.setHorizontalSpacing(SIZES.apart if apart else SIZES.gap)
        places = _places(offers, apart)
        for place, offer in zip(places, offers, strict=True):
            kind = DangerButton if offer.danger else SecondaryButton
            name = offer.act.value.replace(" ", "_")
            button = named(kind(), f"case_{name}_button")
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
            button.setSizePolicy(policy)
            button.clicked.connect(
                lambda _=False, button=button, offer=offer: self._press(button, offer)
            )
            self._grid.addWidget(button, *place)
            button.show()  # now: what follows measures
            self.buttons.append(button)

    def _press(self, button: _OfferButton, offer: Offer) -> None:
        button.setEnabled(False)  # until the next screen says otherwise (F17)
        self.chosen.emit(offer.act, offer.target)


def _places(offers: tuple[Offer, ...], apart: bool) -> list[tuple[int, int]]:
    """Row and column of each."""
    if not apart:
        return [(at // 2, at % 2) for at in range(len(offers))]
    sides = [int(offer.danger) for offer in offers]
    return [(sides[:at].count(side), side) for at, side in enumerate(sides)]


class Scroll(QScrollArea):
    """What does not fit scrolls; only up and down, and on the ground of the card."""

    resized = Signal()

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for ground in (content, self.viewport()):
            ground.setAutoFillBackground(False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()


class ChosenView(Card):
    """`details` stands elsewhere on the page: what it unfolds is here."""

    act_chosen = Signal(Act, str)
    answered = Signal(Seen)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        named(self, "case_area")
        self._case = ""
        self._offer: Offer | None = None
        self.alarm = Weighted(icons)
        self.head, self.look, self.form = Head(icons), LookView(), FormView()
        self.verdict = named(plain_label("", Text.BODY, Overflow.WRAP), "verdict_label")
        self.hint = named(plain_label("", Text.STRONG, Overflow.WRAP), "case_hint_label")
        self.steps = named(plain_label("", Text.BODY, Overflow.WRAP), "case_steps_label")
        self.next = named(StepButton(), "next_step_button")
        self.offers, self.details = Offers(), Details(icons)
        named(self.details.toggle, "case_details_button")
        named(self.details.copy, "case_copy_button")
        named(self.details.words, "case_details_text")
        named(self.alarm.label, "case_alarm_label")
        self._lay_out()
        self.next.clicked.connect(self._press)
        self.offers.chosen.connect(self.act_chosen)
        self.look.answered.connect(self.answered)
        self.details.toggle.toggled.connect(self._fit)
        self._scroll.resized.connect(self._fit)

    def _lay_out(self) -> None:
        content = QWidget()
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(10)
        for part in (
            self.alarm,
            self.head,
            self.verdict,
            self.hint,
            self.steps,
            self.look,
            self.form,
        ):
            self._column.addWidget(part)
        self._column.addStretch(1)
        self._column.addWidget(self.details.words, 1)
        self._scroll = Scroll(content)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap)
        column.addWidget(self._scroll, 1)
        column.addWidget(self.form.missing)
        column.addWidget(self.form.confirm)
        column.addWidget(self.next)
        column.addWidget(self.offers)

    def show_case(self, chosen: Chosen) -> None:
        if chosen.name != self._case:
            self._case = chosen.name
            self.details.unfold(False)
            self._scroll.verticalScrollBar().setValue(0)
        asking = chosen.form is not None
        self.alarm.show_words(chosen.alarm, Weight.ALARM)
        self.head.show_case(chosen)
        self.verdict.setText("\n".join(f"· {line}" for line in chosen.verdict))
        self.hint.setFont((Text.TITLE if chosen.look is None else Text.STRONG).font())
        self.hint.setText(chosen.hint)
        self.hint.setVisible(not asking)
        self.steps.setText("\n".join(chosen.steps))
        self.steps.setVisible(bool(chosen.steps) and not asking)
        self.look.setVisible(chosen.look is not None and not asking)
        if chosen.look is not None:
            self.look.show_look(chosen.look)
        self._show_acts(chosen, asking)
        self.form.show_form(chosen.form)
        self.details.show_rows(chosen.details_title, chosen.details)
        if asking:
            self.details.unfold(False)
        self._settle()

    def would_lose(self, chosen: Chosen | None) -> bool:
        """Would `chosen` take away, or turn into something else, what has the keyboard (F17)?"""
        focus, next_one = QApplication.focusWidget(), chosen.next if chosen else None
        if focus is None or not self.isAncestorOf(focus):
            return False
        if chosen is None or chosen.name != self._case:
            return True
        if not self.form.isHidden():
            return chosen.form is None
        was = (self._offer.act, self._offer.target) if self._offer else None
        turns = next_one is None or (next_one.act, next_one.target) != was
        return focus is self.next and turns and chosen.form is None

    def _settle(self) -> None:
        """What was shown and hidden takes its place now, so that the rest is measured rightly."""
        column = self.layout()
        if column is not None:
            column.activate()
        self._column.activate()
        self._fit()

    def _show_acts(self, chosen: Chosen, asking: bool) -> None:
        self._offer = chosen.next
        self.next.setVisible(chosen.next is not None and not asking)
        if chosen.next is not None:
            self.next.setText(chosen.next.button.text)
            self.next.setEnabled(chosen.next.button.enabled)
            self.next.show_danger(chosen.next.danger)
        self.offers.show_offers(chosen.offers)
        self.offers.setVisible(bool(chosen.offers) and not asking)

    def _press(self) -> None:
        if self._offer is not None:
            self.next.setEnabled(False)  # until the next screen says otherwise (F17)
            self.act_chosen.emit(self._offer.act, self._offer.target)

    def _fit(self) -> None:
        """The pictures are as large as there is room for; what does not fit at all scrolls."""
        if self.look.isHidden():
            return
        self.look.draw_high(0)
        self._column.invalidate()
        room = self._scroll.viewport().size()
        left = room.height() - self._column.totalHeightForWidth(room.width()) - PICTURE_GAP
        self.look.draw_high(min(left, LARGEST) if left >= LEAST else 0)
        self._column.invalidate()
