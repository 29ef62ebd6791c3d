"""The cashier's desk: the sale on the screen, and what may be done with it."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.errors import AlreadyTaken, LedgerError, UnknownCode
from pos_app.domain.money import Money
from pos_app.domain.sale import (
    Line,
    LineAdded,
    LineRemoved,
    QuantitySet,
    Sale,
    SaleCancelled,
    SaleFact,
)
from pos_app.services.board import Board
from pos_app.services.clock import Clock
from pos_app.services.ids import Ids
from pos_app.services.ports import MoneyBook, Shelf
from pos_app.services.state import News, Notice
from pos_app.services.tasks import TaskOwner

MOST_MATCHES = 30
FREE_AMOUNT = ""  # the code of a line without a product
RETRY = 1.0  # seconds


class Desk:
    """Its methods are plain functions that return at once; what they did shows in the state."""

    def __init__(
        self, board: Board, book: MoneyBook, shelf: Shelf, tasks: TaskOwner, clock: Clock, ids: Ids
    ) -> None:
        self._board, self._book, self._shelf = board, book, shelf
        self._tasks, self._clock, self._ids = tasks, clock, ids
        self._wanted = ""  # the newest search
        self._stale = False  # the book may say otherwise of the sale (F49)

    async def open(self) -> None:
        """Show the sale that was left open, and what sells most. Raises LedgerError."""
        await self._read()
        sale, notice = self._board.now.sale, None
        if sale and self._board.shown:
            notice = Notice(News.FOUND_OPEN_CHARGE, str(sale.ticket_number))
        matches = await self._shelf.find_products("", MOST_MATCHES)
        now = replace(self._board.now, matches=matches, notice=notice, ready=True)
        self._board.update(now)

    def add_amount(self, amount: Money) -> None:
        """A free amount, "varios"."""
        self._board.do(lambda: self._add(FREE_AMOUNT, "", amount))

    def add_code(self, code: str) -> None:
        """The product with this code, or the only one that a search for it finds."""
        self._board.do(lambda: self._add_code(code))

    def set_quantity(self, line_id: str, quantity: int) -> None:
        self._change(lambda at: QuantitySet(at=at, line_id=line_id, quantity=quantity))

    def remove_line(self, line_id: str) -> None:
        self._change(lambda at: LineRemoved(at=at, line_id=line_id))

    def new_sale(self) -> None:
        self._board.do(self._new_sale)

    def search(self, text: str) -> None:
        """The newest question wins; its matches are in the state."""
        self._wanted = text
        self._tasks.spawn("search", self._search())

    def show(self, notice: Notice | None) -> None:
        """Put a line under the sale, or clear it."""
        self._board.update(replace(self._board.now, notice=notice))

    def close_panel(self) -> None:
        """Go back to the sale whose charge has failed, or on to the next where it was paid."""
        if self._board.is_paid:
            self.leave()
        else:
            self._board.let_go()
            self._board.update(self._board.now)

    def leave(self) -> None:
        """Make room for the next customer. What the panel showed is under watch as before."""
        self._board.let_go()
        self._board.shown = ""
        self._board.update(replace(self._board.now, sale=None, tries=0, notice=None))

    async def put(self, sale: Sale) -> None:
        """That sale onto the desk, with its charge on the panel if one lives."""
        self._show(sale, await self._book.attempts_of(sale.id))

    async def told(self, write: Awaitable[Sale]) -> Sale:
        """Where it failed it may be on disk all the same: the book says (F49)."""
        try:
            return await write
        except (LedgerError, AlreadyTaken):
            self._stale = True
            self._tasks.spawn("desk", self._keep())
            await self._read()
            raise

    def _change(self, fact: Callable[[int], SaleFact]) -> None:
        async def act() -> None:
            if (sale := await self._changeable()) is not None:
                await self._write(sale, fact(self._clock.now()))

        self._board.do(act)

    async def _keep(self) -> None:
        """What stands on the screen is what the book says, as soon as it says something."""

        async def read() -> None:
            if self._stale:
                with suppress(LedgerError):
                    await self._read()

        while self._stale:
            await self._clock.sleep(RETRY)
            self._board.do(read)

    async def _read(self) -> None:
        """The sale as the book has it, and its charge."""
        sale = await self._book.current_sale()
        attempts = await self._book.attempts_of(sale.id) if sale else ()
        self._stale = False
        self._show(sale, attempts)

    def _show(self, sale: Sale | None, attempts: tuple[Attempt, ...]) -> None:
        references = [attempt.prepared.external_reference for attempt in attempts]
        if self._board.shown not in references:
            left = [a.prepared.external_reference for a in attempts if not a.settled]
            self._board.let_go()
            self._board.shown = left[-1] if left else ""
        self._board.update(replace(self._board.now, sale=sale, tries=len(attempts)))

    async def _changeable(self) -> Sale | None:
        """The sale, if it may be changed; None once it is paid: the next line begins another."""
        if self._stale:
            await self._read()
        self._board.check_free()
        if self._board.is_paid:
            self.leave()
        self._board.let_go()
        return self._board.now.sale

    async def _write(self, sale: Sale, fact: SaleFact) -> None:
        sale = await self.told(self._book.change_sale(sale, fact, self._board.place.person))
        self._board.update(replace(self._board.now, sale=sale, notice=None))

    async def _add_code(self, code: str) -> None:
        product = await self._shelf.product(code)
        if product is None:
            found = await self._shelf.find_products(code, 2)
            if len(found) != 1:
                raise UnknownCode(code)
            product = found[0]
        await self._add(product.code, product.name, product.price)

    async def _add(self, code: str, name: str, price: Money) -> None:
        sale, person = await self._changeable(), self._board.place.person
        if sale is None:
            sale_id = self._ids.chance(8).hex()
            sale = await self.told(self._book.open_sale(sale_id, price.currency, person))
        now = self._clock.now()
        same = [row for row in sale.lines if code and (row.code, row.price) == (code, price)]
        if same:
            more = QuantitySet(at=now, line_id=same[-1].id, quantity=same[-1].quantity + 1)
            await self._write(sale, more)
        else:
            line = Line(self._ids.chance(6).hex(), code, name, price)
            await self._write(sale, LineAdded(at=now, line=line))

    async def _new_sale(self) -> None:
        sale, notice = await self._changeable(), None
        if sale is not None:
            gone = SaleCancelled(at=self._clock.now())
            await self.told(self._book.change_sale(sale, gone, self._board.place.person))
            notice = Notice(News.SALE_DROPPED, str(sale.ticket_number))
        self.leave()
        self._board.update(replace(self._board.now, notice=notice))

    async def _search(self) -> None:
        done = None
        while done != self._wanted:
            done = self._wanted
            matches = await self._shelf.find_products(done, MOST_MATCHES)
            self._board.update(replace(self._board.now, matches=matches))
