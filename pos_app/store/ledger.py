"""The book of one till: what the services ask of it and tell it."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Select, bindparam, func, select, update

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Fact, Prepared
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import LineAdded, Sale, SaleFact, SaleOpened, SaleStatus
from pos_app.store import journal, opening, projections
from pos_app.store.book import Book
from pos_app.store.catalog import Catalog
from pos_app.store.codec import canonical
from pos_app.store.files.disk import Room
from pos_app.store.memory import Memory, remember
from pos_app.store.schema import IS_UNSETTLED, SALE_IS_OPEN, attempt, payment, product, sale

MEBIBYTE = 1024 * 1024
_TICKET = select(func.coalesce(func.max(sale.c.ticket_number), 0) + 1)
_IS_SALE = sale.c.id == bindparam("sale")
_SALE_MONEY = select(sale.c.status, sale.c.total, sale.c.ticket_number).where(_IS_SALE)
_CURRENT = select(sale.c.id).where(SALE_IS_OPEN).order_by(sale.c.ticket_number.desc()).limit(1)
_OF_SALE = (
    select(attempt.c.reference)
    .where(attempt.c.sale == bindparam("sale"))
    .order_by(attempt.c.number)
)
_UNSETTLED = select(attempt.c.reference).where(IS_UNSETTLED).order_by(attempt.c.reference)
_EXISTS = select(attempt.c.reference).where(attempt.c.reference == bindparam("reference"))
_TAKEN = select(payment.c.id).where(
    payment.c.id.in_(bindparam("ids", expanding=True)),
    payment.c.binds == 1,
    payment.c.attempt != bindparam("reference"),
)
_SOLD = update(product).where(product.c.code == bindparam("of")).values(sold=product.c.sold + 1)


async def open_ledger(
    folder: Path,
    environment: str,
    till: str,
    *,
    clock_ms: Callable[[], int],
    inline: bool = False,
    least_free: int = 200 * MEBIBYTE,
    reserve: int = 64 * MEBIBYTE,
    busy_ms: int = 5_000,
) -> "Ledger":
    """Take the ledger of this folder for as long as the program runs, or make a new one.

    Units: `least_free` and `reserve` in bytes. `inline`: no threads, each call is done when it
    returns, as the simulation needs it.

    Raises:
        LedgerError: any of its faults; the detail names the place.
    """
    book = Book(Room(folder, least_free, reserve), inline=inline, busy_ms=busy_ms)
    owner = opening.Owner(environment, till, clock_ms())
    try:
        await book.start(lambda: opening.take(folder, owner))
    except BaseException:
        book.abandon()
        raise
    return Ledger(book, clock_ms)


class Ledger:
    """Each call is one transaction, durable when it returns, whole even if nobody waits for it.

    All of them raise LedgerError where the disk or the file fails. A step that failed with
    TROUBLE or DISK_FULL may be there all the same: the same call, repeated, tells, and never
    writes it twice.
    """

    def __init__(self, book: Book, clock_ms: Callable[[], int]) -> None:
        self._book, self._clock_ms = book, clock_ms
        self.catalog, self.memory = Catalog(book), Memory(book)

    async def prepare(self, prepared: Prepared, actor: str) -> Attempt:
        """Begin an attempt.

        Raises:
            AlreadyTaken: its terminal or its sale has one, or its reference or key was used.
            SaleFrozen: the sale is over, or costs something else (I14).
        """
        return await self._book.write(lambda db: self._prepare(db, prepared, actor))

    async def append(self, attempt: Attempt, fact: Fact, actor: str) -> Attempt:
        """The attempt after one more fact. What changes nothing is not written.

        Raises:
            AlreadyTaken: another attempt has this intent or payment, or another fact came first.
        """
        return await self._book.write(
            lambda db: self._append(db, attempt, fact, actor), urgent=True
        )

    async def open_sale(self, sale_id: str, currency: str, actor: str) -> Sale:
        """Begin a sale under the next ticket number: none is left out, none is given twice."""
        return await self._book.write(lambda db: self._open_sale(db, sale_id, currency, actor))

    async def change_sale(self, sale: Sale, fact: SaleFact, actor: str) -> Sale:
        """The sale after one more act of the cashier.

        Raises:
            SaleFrozen: a charge of it lives, something was tendered, or it is over.
            AlreadyTaken: it was changed in the meantime.
        """
        return await self._book.write(lambda db: self._change_sale(db, sale, fact, actor))

    async def current_sale(self) -> Sale | None:
        """The newest sale that is neither paid nor cancelled."""
        return await self._book.write(self._current_sale)

    async def attempts_of(self, sale_id: str) -> tuple[Attempt, ...]:
        """In the order in which they were made."""
        return await self._book.write(lambda db: self._attempts(db, _OF_SALE, {"sale": sale_id}))

    async def unfinished(self) -> tuple[Attempt, ...]:
        """All attempts that are not settled."""
        return await self._book.write(lambda db: self._attempts(db, _UNSETTLED, {}))

    async def taken(self, payment_ids: tuple[str, ...], reference: str) -> tuple[str, ...]:
        """Which of the payments pay another attempt than this one (I11)."""
        known = {"ids": list(payment_ids), "reference": reference}
        return await self._book.write(lambda db: tuple(sorted(db.scalars(_TAKEN, known))))

    async def note(
        self, kind: str, subject: str, body: dict[str, str | int | bool], actor: str
    ) -> None:
        """Write down an act that is no fact about a sale or an attempt."""
        told = canonical({**body})
        at, kind = self._clock_ms(), journal.NOTE + kind
        await self._book.write(lambda db: journal.append(db, at, actor, kind, subject, told))

    async def probe(self) -> None:
        """Write something, durably, and see that there is room: before money is asked for (I20).

        Raises:
            LedgerError: DISK_FULL, READ_ONLY or TROUBLE.
        """
        now = self._clock_ms()
        await self._book.write(lambda db: self._probe(db, now))

    async def close(self) -> None:
        """Bring all into one file, seal it and let go of it."""
        await self._book.close()

    def _prepare(self, db: Connection, prepared: Prepared, actor: str) -> Attempt:
        reference, begun = prepared.external_reference, Attempt.begin(prepared)
        if db.execute(_EXISTS, {"reference": reference}).first() is not None:
            if self._attempt(db, reference) == begun and journal.is_last(db, prepared, reference):
                return begun
            raise AlreadyTaken(f"attempt.reference: {reference}")
        of = db.execute(_SALE_MONEY, {"sale": prepared.sale_id}).first()
        if of is None or of.ticket_number != prepared.ticket_number:
            raise ValueError("an attempt of a sale that is not there")
        journal.append_fact(db, prepared, actor, reference)
        projections.write_attempt(db, None, begun)
        if of.status != SaleStatus.OPEN.value or of.total != prepared.amount.minor:
            raise SaleFrozen(f"it is {of.status} and costs {of.total}")
        self._book.remember(reference, begun)
        return begun

    def _append(self, db: Connection, given: Attempt, fact: Fact, actor: str) -> Attempt:
        reference = given.prepared.external_reference
        stored, after = self._attempt(db, reference), given.apply(fact)
        if stored != given:
            if stored == after and journal.is_last(db, fact, reference):
                return stored
            raise AlreadyTaken("another fact about the attempt was written first")
        if after == given:
            return given
        journal.append_fact(db, fact, actor, reference)
        projections.write_attempt(db, given, after)
        self._book.remember(reference, after)
        return after

    def _open_sale(self, db: Connection, sale_id: str, currency: str, actor: str) -> Sale:
        if db.execute(_SALE_MONEY, {"sale": sale_id}).first() is not None:
            found = self._sale(db, sale_id)
            if (found.currency, found.lines, found.cancelled) == (currency, (), False):
                return found
            raise AlreadyTaken(f"sale.id: {sale_id}")
        ticket = db.scalars(_TICKET).one()
        at = self._clock_ms()
        opened = SaleOpened(at=at, sale_id=sale_id, ticket_number=ticket, currency=currency)
        begun = Sale.begin(opened)
        journal.append_fact(db, opened, actor, sale_id)
        projections.write_sale(db, None, begun)
        self._book.remember(sale_id, begun)
        return begun

    def _change_sale(self, db: Connection, given: Sale, fact: SaleFact, actor: str) -> Sale:
        stored = self._sale(db, given.id)
        if stored != given:
            if journal.is_last(db, fact, given.id) and stored == given.apply(fact):
                return stored
            raise AlreadyTaken("another fact about the sale was written first")
        of = db.execute(_SALE_MONEY, {"sale": given.id}).one()
        if of.status != SaleStatus.OPEN.value:
            raise SaleFrozen(f"the sale is {of.status}")
        after = given.apply(fact)
        if after == given:
            return given
        journal.append_fact(db, fact, actor, given.id)
        projections.write_sale(db, given, after)
        if isinstance(fact, LineAdded) and fact.line.code:
            db.execute(_SOLD, {"of": fact.line.code})
        self._book.remember(given.id, after)
        return after

    def _current_sale(self, db: Connection) -> Sale | None:
        newest = db.scalars(_CURRENT).first()
        return self._sale(db, newest) if newest else None

    def _attempts(
        self, db: Connection, which: Select[str], of: dict[str, str]
    ) -> tuple[Attempt, ...]:
        return tuple(self._attempt(db, reference) for reference in db.scalars(which, of).all())

    def _attempt(self, db: Connection, reference: str) -> Attempt:
        known = self._book.known.get(reference)
        return known if isinstance(known, Attempt) else journal.read_attempt(db, reference)

    def _sale(self, db: Connection, sale_id: str) -> Sale:
        known = self._book.known.get(sale_id)
        return known if isinstance(known, Sale) else journal.read_sale(db, sale_id)

    def _probe(self, db: Connection, now: int) -> None:
        self._book.room.check()
        remember(db, "probe", str(now))
