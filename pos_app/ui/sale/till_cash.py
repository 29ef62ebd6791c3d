"""Opens the area for cash and puts it away; what was typed there is read, and taken as received."""

from collections.abc import Callable

from pos_app.domain.errors import AmountNotUnderstood
from pos_app.domain.money import Money
from pos_app.ui.sale.cash import cash_screen, received_of
from pos_app.ui.sale.shown import SaleScreen
from pos_app.ui.sale.view import SaleView
from pos_app.ui.sale_parts.cash import CashView
from pos_app.ui.shared.language import Words


class TillCash:
    """`due`: what the sale on the desk costs; `pay` takes what came in; `draw` the page anew."""

    def __init__(
        self,
        view: SaleView,
        due: Callable[[], Money | None],
        pay: Callable[[Money], None],
        draw: Callable[[], None],
        words: Words,
    ) -> None:
        self._view, self._due, self._pay, self._draw = view, due, pay, draw
        self._words, self._open = words, False
        self._area: CashView | None = None

    def open(self) -> None:
        """Or put it away, if it is in sight."""
        if self.put_away():
            return
        if self._area is None:
            self._area = CashView(self._view.icons)
            self._area.received.connect(self._show)
            self._area.confirmed.connect(self._confirm)
            self._area.closed.connect(self._view.panel_closed)
        self._open = True
        self._draw()
        if self._open:
            self._area.begin()

    def put_away(self) -> bool:
        """Whether it was in sight."""
        was, self._open = self._open, False
        if was:
            self._draw()
            self._view.setFocus()
        return was

    def show(self, screen: SaleScreen) -> None:
        """It gives way once the sale cannot be paid in cash any more, or is."""
        self._open = self._open and screen.cash.enabled
        self._show()
        area = self._area if self._open else None
        self._view.show_area(area, area.field if area else None)

    def _show(self) -> None:
        due = self._due()
        if self._open and self._area is not None and due is not None:
            self._area.show_cash(cash_screen(due, self._area.field.text(), self._words))

    def _confirm(self, typed: str) -> None:
        due = self._due()
        if due is None:
            return
        try:
            self._pay(received_of(due, typed, self._words))
        except AmountNotUnderstood:
            self._show()  # it says why
