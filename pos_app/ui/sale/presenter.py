"""Ties the sale page to the services: state in, what the cashier did out."""

from collections.abc import Iterator

from PySide6.QtCore import QMetaObject, QObject, QTimer

from pos_app.domain.amount_text import WRITINGS, read_amount
from pos_app.domain.capability import Capability
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.errors import AmountNotUnderstood
from pos_app.domain.money import Money
from pos_app.services.board import Board
from pos_app.services.checkout import Checkout
from pos_app.services.clock import Clock
from pos_app.services.desk import Desk
from pos_app.services.resolver import Resolver
from pos_app.services.state import Notice, TillState
from pos_app.ui.sale.screen import render
from pos_app.ui.sale.shown import SaleScreen
from pos_app.ui.sale.till_cash import TillCash
from pos_app.ui.sale.view import SaleView
from pos_app.ui.shared.language import Words
from pos_app.ui.way import Way

Wire = QMetaObject.Connection
_TICK = 1000  # milliseconds, while a charge lives: its elapsed time, and hints that grow
_MOMENT = 20  # milliseconds that the screen lets a request go first
_LOOKS = 1.0  # seconds, at least, between two questions because somebody is at the till


class SalePresenter:
    def __init__(
        self,
        view: SaleView,
        desk: Desk,
        checkout: Checkout,
        resolver: Resolver,
        board: Board,
        api: Capability,
        words: Words,
        clock: Clock,
        way: Way,
    ) -> None:
        self._view, self._desk, self._checkout, self._board = view, desk, checkout, board
        self._api, self._words, self._clock, self._way = api, words, clock, way
        self._shown = SaleScreen()
        self._cash = TillCash(view, self._due, checkout.pay_cash, self._draw_again, words)
        self._looked = clock.monotonic() - _LOOKS
        self._tick = QTimer(view)
        self._tick.setInterval(_TICK)
        self._tick.timeout.connect(self._draw_again)
        self._soon = QTimer(view)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_MOMENT)
        self._soon.timeout.connect(self._draw_again)
        self._wires = [*self._sell(view, desk), *self._charge(view, checkout)]
        self._wires += self._see_to(view, resolver, way)
        self._unwatch = board.state.watch(self._show)

    def _sell(self, view: SaleView, desk: Desk) -> Iterator[Wire]:
        yield from (
            view.amount_typed.connect(self._add_amount),
            view.search_changed.connect(desk.search),
            view.search_entered.connect(self._enter),
            view.product_chosen.connect(desk.add_code),
            view.quantity_changed.connect(desk.set_quantity),
            view.line_removed.connect(desk.remove_line),
            view.new_sale_clicked.connect(desk.new_sale),
            view.notice_dismissed.connect(lambda: desk.show(None)),
            view.panel_closed.connect(self._put_away),
        )

    def _charge(self, view: SaleView, checkout: Checkout) -> Iterator[Wire]:
        board = self._board
        yield from (
            view.terminal_chosen.connect(checkout.choose_terminal),
            view.switch_mode_clicked.connect(lambda: checkout.switch_to_pdv(board.now.chosen)),
            view.charge_clicked.connect(checkout.charge),
            view.cancel_clicked.connect(checkout.cancel),
            view.check_again_clicked.connect(checkout.look_again),
            view.cash_clicked.connect(self._cash.open),
            view.touched.connect(self._look),
        )

    def _see_to(self, view: SaleView, resolver: Resolver, way: Way) -> Iterator[Wire]:
        yield from (
            view.set_aside_clicked.connect(resolver.set_aside),
            view.see_why_clicked.connect(self._see_why),
            view.blocker_clicked.connect(lambda: self._lead_to(self._shown.leads_to)),
            view.unresolved_clicked.connect(lambda: way.to_cases()),
            view.terminals_clicked.connect(lambda: way.to_terminals()),
        )

    def stop(self) -> None:
        """Tell nothing more, and hear nothing more."""
        self._unwatch()
        self._tick.stop()
        self._soon.stop()
        for wire in self._wires:
            QObject.disconnect(wire)

    def _show(self, state: TillState) -> None:
        """What leaves goes first: while a charge is being sent, it is drawn a moment later."""
        if not _leaves(state):
            self._soon.stop()
            self._draw(state)
        elif not self._soon.isActive():
            self._soon.start()

    def _draw(self, state: TillState) -> None:
        self._shown = render(state, self._api, self._clock.now(), self._words)
        self._cash.show(self._shown)
        self._view.show_screen(self._shown)
        if _lives(state) is not self._tick.isActive():
            self._tick.start() if _lives(state) else self._tick.stop()

    def _draw_again(self) -> None:
        self._draw(self._board.now)

    def _due(self) -> Money | None:
        sale = self._board.now.sale
        return sale.total if sale else None

    def _put_away(self) -> None:
        """The nearest thing that is open: what is typed for cash, then the panel."""
        if not self._cash.put_away():
            self._desk.close_panel()

    def _see_why(self) -> None:
        if self._shown.panel is not None:
            self._lead_to(self._shown.panel.leads_to)

    def _lead_to(self, case: str) -> None:
        """The case that is in the way; where there is none, the terminals tell what there is."""
        if case:
            self._way.to_cases(case)
        else:
            self._way.to_terminals()

    def _add_amount(self, typed: str) -> None:
        try:
            amount = read_amount(typed, self._board.now.site.currency, self._words.locale)
        except AmountNotUnderstood as error:
            self._desk.show(Notice(error))  # the text stays, to be mended
            return
        self._view.clear_amount()
        self._desk.add_amount(amount)

    def _enter(self, typed: str) -> None:
        """What was typed or scanned into the search: an amount with cents can be nothing else."""
        locale = self._words.locale
        try:
            amount = read_amount(typed, self._board.now.site.currency, locale)
        except AmountNotUnderstood:
            self._desk.add_code(typed)
            return
        if WRITINGS[locale].decimal in typed:
            self._view.clear_search()
            self._desk.add_amount(amount)
        else:
            self._desk.add_code(typed)

    def _look(self) -> None:
        """Somebody is at the till while a charge lives: ask now, but not for every key."""
        now = self._clock.monotonic()
        if _lives(self._board.now) and now - self._looked >= _LOOKS:
            self._looked = now
            self._checkout.look_again()


def _leaves(state: TillState) -> bool:
    following = state.following
    if following is None or following.trouble is not None:
        return False
    return following.attempt.status in (AttemptStatus.PREPARED, AttemptStatus.SENDING)


def _lives(state: TillState) -> bool:
    return state.following is not None and not state.following.attempt.settled
