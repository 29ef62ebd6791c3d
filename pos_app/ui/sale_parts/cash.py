"""The area for cash, in the place of the catalog: what is due, what came in, what goes back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout

from pos_app.ui.naming import named
from pos_app.ui.sale.cash import CashScreen
from pos_app.ui.sale_parts.cart import CashButton, ChargeButton
from pos_app.ui.sale_parts.frame import quiet
from pos_app.ui.sale_parts.icons_later import Icons
from pos_app.ui.shared.buttons import SecondaryButton
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES
from pos_app.ui.shared.widgets import Card, Overflow, plain_label


class CashView(Card):
    """Property for test rigs: `amount` of change_due_label, empty while too little came in."""

    received = Signal(str)  # what the field holds
    confirmed = Signal(str)
    closed = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        named(self, "cash_area")
        self.title = plain_label("", Text.TITLE)
        self.close_button = named(SecondaryButton(), "close_cash_button")
        self.total_name, self.total = plain_label("", Text.TITLE), self._amount("cash_total_label")
        self.field = named(QLineEdit(), "received_edit")
        self.field_name = quiet(plain_label("", Text.BODY))
        self.notes = [named(CashButton(), f"{n}_button") for n in ("exact", "note", "large_note")]
        self.change_name = plain_label("", Text.TITLE)
        self.change = self._amount("change_due_label")
        self.problem = named(quiet(plain_label("", Text.BODY, Overflow.WRAP)), "cash_problem_label")
        self.confirm = named(ChargeButton(), "confirm_cash_button")
        self.close_button.setFixedWidth(SIZES.field)
        icons.put_on(self.close_button, "x")
        self.field.setFont(Text.TITLE.font())
        self._lay_out()
        self.close_button.clicked.connect(self.closed)
        self.field.textChanged.connect(self.received)
        self.field.returnPressed.connect(self._go_on)
        self.confirm.clicked.connect(self._confirm)
        for button in self.notes:
            button.clicked.connect(lambda _=False, button=button: self._take(button))

    def _amount(self, name: str) -> QLabel:
        label = named(plain_label("", Text.TOTAL, Overflow.SHRINK), name)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return label

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(10)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        column.addLayout(top)
        for name, label in ((self.total_name, self.total), (self.change_name, self.change)):
            row = QHBoxLayout()
            row.addWidget(name)
            row.addWidget(label, 1)
            column.addLayout(row)
            if label is self.total:
                column.addWidget(self.field_name)
                column.addWidget(self.field)
                notes = QHBoxLayout()
                notes.setSpacing(SIZES.gap)
                for button in self.notes:
                    notes.addWidget(button, 1)
                column.addLayout(notes)
                column.addWidget(self.problem)
        column.addStretch(1)
        column.addWidget(self.confirm)

    def show_cash(self, screen: CashScreen) -> None:
        self.title.setText(screen.title)
        self.total_name.setText(screen.total_name)
        self.total.setText(screen.total)
        self.field_name.setText(screen.received)
        self.field.setAccessibleName(screen.received)
        self.field.setPlaceholderText(screen.exact)
        for button, (text, amount) in zip(self.notes, screen.notes, strict=True):
            button.setText(text)
            button.setAccessibleDescription(amount)
        self.change_name.setText(screen.change_name)
        self.change.setText(screen.change)
        self.change.setProperty("amount", screen.change_plain)
        self.problem.setText(screen.problem)
        self.confirm.setText(screen.confirm.text)
        self.confirm.setEnabled(screen.confirm.enabled)
        self.confirm.setAccessibleDescription(screen.confirm.reason)
        self.close_button.setAccessibleName(screen.close)

    def begin(self) -> None:
        """Empty, and ready to be typed into."""
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, button: CashButton) -> None:
        self.field.setText(button.accessibleDescription())
        self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        """Enter in the field confirms nothing: the next one, on the button, does (F17)."""
        if self.confirm.isEnabled():
            self.confirm.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        """Off in the same slot call (F17)."""
        self.confirm.setEnabled(False)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.confirmed.emit(self.field.text())
