"""Takes what is due to the chosen terminal: everything is checked before anything is written."""

from dataclasses import replace

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Prepared
from pos_app.domain.errors import (
    ActRefusal,
    ActRefused,
    AlreadyTaken,
    ChargeRefusal,
    ChargeRefused,
)
from pos_app.domain.money import Money
from pos_app.domain.reference import RANDOM_BYTES, external_reference
from pos_app.domain.terminal import Mode
from pos_app.services.board import Board
from pos_app.services.charges import Charges
from pos_app.services.clock import Clock
from pos_app.services.connection import Connection
from pos_app.services.following.tenders import Tenders
from pos_app.services.ids import Ids
from pos_app.services.ports import MoneyBook
from pos_app.services.state import News, Notice


class Checkout:
    """Its methods are plain functions that return at once; what they did shows in the state."""

    def __init__(
        self,
        board: Board,
        book: MoneyBook,
        charges: Charges,
        tenders: Tenders,
        connection: Connection,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._board, self._book = board, book
        self._charges, self._tenders = charges, tenders
        self._connection, self._clock, self._ids = connection, clock, ids
        self._charging = False

    def choose_terminal(self, terminal_id: str) -> None:
        self._board.update(replace(self._board.now, chosen=terminal_id))

    def switch_to_pdv(self, terminal_id: str) -> None:
        """Make a terminal obey the till."""

        async def act() -> None:
            await self._connection.switch_to_pdv(terminal_id, self._board.place.person)
            titles = {terminal.id: terminal.title for terminal in self._board.now.terminals}
            notice = Notice(News.TERMINAL_SWITCHED, titles.get(terminal_id, ""))
            self._board.update(replace(self._board.now, notice=notice))

        self._board.do(act)

    def charge(self) -> None:
        """Send what is due to the chosen terminal. Pressed twice is once (F17)."""
        if not self._charging:
            self._charging, chosen = True, self._board.now.chosen
            self._board.do(lambda: self._charge(chosen))

    def pay_cash(self, received: Money) -> None:
        """The sale on the desk, in cash. `received`: what the customer handed over."""
        self._board.do(lambda: self._pay_cash(received))

    def cancel(self) -> None:
        """Ask for the end of the charge on the panel."""
        self._charges.cancel(self._board.shown, self._board.place.person)

    def look_again(self) -> None:
        """Somebody looks: ask Mercado Pago now."""
        self._charges.nudge()
        if self._connection.state.value.trouble is not None:
            self._connection.refresh()

    async def _pay_cash(self, received: Money) -> None:
        board, sale = self._board, self._board.now.sale
        following = board.now.following
        if following is not None and following.attempt.task is Task.LATE:
            raise ActRefused(ActRefusal.LATE_MONEY)
        if board.shown and board.outcome() is None:
            raise ActRefused(ActRefusal.CHARGE_LIVES)
        if sale is None or board.is_paid:
            raise ActRefused(ActRefusal.NOTHING_TO_PAY)
        board.let_go()
        sale = await self._tenders.cash(sale, received, self._clock.now(), board.place.person)
        board.update(replace(board.now, sale=sale, notice=None))

    async def _charge(self, chosen: str) -> None:
        try:
            prepared = self._prepare(chosen)
            await self._book.probe()  # I20
            self._board.let_go()
            self._board.shown = prepared.external_reference
            try:
                await self._charges.begin(prepared, self._board.place.person)
            except BaseException as error:
                self._board.shown = ""
                if not isinstance(error, AlreadyTaken):
                    raise
                await self._charges.resume()  # one that a failing disk left behind is voided
                tries = len(await self._book.attempts_of(prepared.sale_id))
                self._board.update(replace(self._board.now, tries=tries))
                raise ChargeRefused(ChargeRefusal.TERMINAL_HELD, error.detail) from error
        finally:
            self._charging = False
        self._board.update(replace(self._board.now, tries=prepared.number, notice=None))

    def _prepare(self, chosen: str) -> Prepared:
        """All that will go on the wire. Raises ChargeRefused and AmountOutOfRange."""
        now, place = self._board.now, self._board.place
        sale, account = now.sale, now.account
        if now.following is not None and now.following.attempt.task is Task.LATE:
            raise ChargeRefused(ChargeRefusal.LATE_MONEY)
        self._board.check_free()
        if sale is None or not sale.lines or self._board.is_paid:
            raise ChargeRefused(ChargeRefusal.NOTHING_TO_CHARGE)
        place.site.check(sale.total)
        terminal = next((each for each in now.terminals if each.id == chosen), None)
        if terminal is None:
            raise ChargeRefused(ChargeRefusal.NO_TERMINAL)
        if terminal.mode is not Mode.PDV:
            raise ChargeRefused(ChargeRefusal.NOT_IN_PDV)
        if terminal.id in now.held:
            raise ChargeRefused(ChargeRefusal.TERMINAL_HELD)
        if account is None:
            raise ChargeRefused(ChargeRefusal.NO_ACCOUNT)
        if now.other_merchant:
            raise ChargeRefused(ChargeRefusal.OTHER_MERCHANT)
        number, chance = now.tries + 1, self._ids.chance(RANDOM_BYTES)
        return Prepared(
            at=self._clock.now(),
            external_reference=external_reference(place.till, sale.ticket_number, number, chance),
            idempotency_key=self._ids.chance(16).hex(),
            sale_id=sale.id,
            ticket_number=sale.ticket_number,
            number=number,
            terminal_id=terminal.id,
            amount=sale.total,
            site=place.site.id,
            merchant_id=account.id,
            live=not place.training,
            till_external_id=terminal.till_external_id,
        )
