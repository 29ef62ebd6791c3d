"""What an act asks before it is done: a name and a reason, or the cash that came in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from pos_app.ui.cases.shown import FormScreen, Labels
from pos_app.ui.naming import named
from pos_app.ui.sale_parts.frame import quiet
from pos_app.ui.shared.buttons import PrimaryButton, SecondaryButton
from pos_app.ui.shared.colours import Paint, Theme
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES
from pos_app.ui.shared.widgets import Overflow, plain_label

LONGEST_NAME, LONGEST_REASON = 60, 200
_CHIPS = 3


class StepButton(PrimaryButton):
    """The one thing to do: in the accent's colour, or outlined in red where it gives away."""

    def __init__(self) -> None:
        super().__init__()
        self._danger = False

    def show_danger(self, danger: bool) -> None:
        self._danger = danger
        self.update()

    def paint_in(self, theme: Theme) -> Paint:
        if self._danger:
            return Paint(theme.danger, theme.surface, theme.danger)
        return super().paint_in(theme)


def _side_by_side(buttons: list[SecondaryButton], across: int) -> QGridLayout:
    """In columns of one width, whatever they say."""
    grid = QGridLayout()
    grid.setSpacing(SIZES.gap)
    for at, button in enumerate(buttons):
        policy = button.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        button.setSizePolicy(policy)
        grid.setColumnStretch(at % across, 1)
        grid.addWidget(button, at // across, at % across)
    return grid


class FormView(QWidget):
    """`missing` and `confirm` stand elsewhere: at the foot of the page, always in sight."""

    changed = Signal(str, str, str)  # who decides, why, what came in
    confirmed = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        named(self, "case_form")
        self._shown: FormScreen | None = None
        self.title = named(plain_label("", Text.TITLE, Overflow.WRAP), "form_title_label")
        self.explains = named(plain_label("", Text.BODY, Overflow.WRAP), "form_explains_label")
        self.who_name, self.why_name = (quiet(plain_label("", Text.SECONDARY)) for _ in "12")
        self.who = named(QLineEdit(), "supervisor_edit")
        self.why = named(QLineEdit(), "reason_edit")
        self.cash_name = quiet(plain_label("", Text.SECONDARY))
        self.cash = named(QLineEdit(), "case_received_edit")
        self.change = named(plain_label("", Text.TITLE, Overflow.WRAP), "case_change_label")
        self.chips = [named(SecondaryButton(), f"reason_{n}_button") for n in range(_CHIPS)]
        self.notes = [
            named(SecondaryButton(), f"case_{n}_button") for n in ("exact", "note", "large_note")
        ]
        self.missing = named(quiet(plain_label("", Text.BODY, Overflow.WRAP)), "missing_label")
        self.confirm = named(StepButton(), "confirm_button")
        self.close_button = named(SecondaryButton(), "close_form_button")
        self.who.setMaxLength(LONGEST_NAME)
        self.why.setMaxLength(LONGEST_REASON)
        self._lay_out()
        for edit in (self.who, self.why, self.cash):
            edit.textChanged.connect(self._tell)
        for chip in self.chips:
            chip.clicked.connect(lambda _=False, chip=chip: self._fill(self.why, chip.text()))
        for note in self.notes:
            note.clicked.connect(
                lambda _=False, note=note: self._fill(self.cash, note.accessibleDescription())
            )
        self.confirm.clicked.connect(self._confirm)
        self.close_button.clicked.connect(self.closed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        column.addWidget(self.explains)
        column.addSpacing(4)
        column.addWidget(self.cash_name)
        column.addWidget(self.cash)
        column.addLayout(_side_by_side(self.notes, 3))
        column.addLayout(self._signature())
        column.addLayout(_side_by_side(self.chips, 2))
        column.addWidget(self.change)

    def _signature(self) -> QGridLayout:
        """Who decides, and why: side by side."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(SIZES.gap)
        grid.setVerticalSpacing(4)
        for column, (name, edit) in enumerate(
            ((self.who_name, self.who), (self.why_name, self.why))
        ):
            grid.addWidget(name, 0, column)
            grid.addWidget(edit, 1, column)
            grid.setColumnStretch(column, 2 + column)
        return grid

    def show_labels(self, labels: Labels) -> None:
        self.who_name.setText(labels.supervisor)
        self.why_name.setText(labels.reason)
        self.who.setAccessibleName(labels.supervisor)
        self.why.setAccessibleName(labels.reason)

    def show_form(self, form: FormScreen | None) -> None:
        """What another act asks begins empty."""
        before, self._shown = self._shown, form
        for part in (self, self.missing, self.confirm):
            part.setVisible(form is not None)
        if form is None:
            self._clear()
            return
        fresh = before is None or (before.act, before.target) != (form.act, form.target)
        if fresh:
            self._clear()
        self.title.setText(form.title)
        self.explains.setText(form.explains)
        self.explains.setVisible(bool(form.explains))
        cash = bool(form.received)
        for widget in (self.cash_name, self.cash):
            widget.setVisible(cash)
        for widget in (self.who_name, self.who, self.why_name, self.why):
            widget.setVisible(form.signed)
        self._show_cash(form)
        for at, chip in enumerate(self.chips):
            chip.setText(form.reasons[at] if at < len(form.reasons) else "")
            chip.setVisible(at < len(form.reasons))
        self.missing.setText(form.confirm.reason)
        self.confirm.setText(form.confirm.text)
        self.confirm.setEnabled(form.confirm.enabled)
        self.confirm.setAccessibleDescription(form.confirm.reason)
        self.confirm.show_danger(form.danger)
        self.close_button.setText(form.close)
        if fresh:
            first = self.cash if cash else self.who if form.signed else self.close_button
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_cash(self, form: FormScreen) -> None:
        self.cash_name.setText(form.received)
        self.cash.setAccessibleName(form.received)
        self.cash.setPlaceholderText(form.exact)
        self.change.setText(form.change)
        self.change.setVisible(bool(form.change))
        for at, note in enumerate(self.notes):
            text, amount = form.notes[at] if at < len(form.notes) else ("", "")
            note.setText(text)
            note.setAccessibleDescription(amount)
            note.setVisible(bool(text))

    def _clear(self) -> None:
        for edit in (self.who, self.why, self.cash):
            edit.blockSignals(True)
            edit.clear()
            edit.blockSignals(False)

    def _fill(self, edit: QLineEdit, text: str) -> None:
        edit.setText(text)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        self.changed.emit(self.who.text(), self.why.text(), self.cash.text())

    def _confirm(self) -> None:
        """Off in the same slot call, and the focus where no key can do harm (F17)."""
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.confirm.setEnabled(False)
        self.confirmed.emit()
