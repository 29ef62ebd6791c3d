"""The book of one till: what the services ask of it and tell it."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Connection, bindparam, select, text, update

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Covered, Decided, Decision, Fact, Prepared
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import (
    LineAdded,
    MoneyAdopted,
    PaidCash,
    Sale,
    SaleFact,
    SaleOpened,
)
from pos_app.store import journal, opening
from pos_app.store.book import Book
from pos_app.store.cases import Cases, claim_known
from pos_app.store.catalog import Catalog
from pos_app.store.codec import canonical
from pos_app.store.connection import as_text, names, raw
from pos_app.store.copies.backups import Backups
from pos_app.store.files.disk import Room
from pos_app.store.folds import Folds, check_applies, check_takes, next_ticket, read_standing
from pos_app.store.memory import Memory, remember
from pos_app.store.schema import LEFT, LIVES, ON_DESK, attempt, product, sale, tender

MEBIBYTE = 1024 * 1024
_CURRENT = select(sale.c.id).where(ON_DESK).order_by(sale.c.ticket_number.desc()).limit(1)
_BY_SALE = (
    select(attempt.c.reference)
    .where(attempt.c.sale == bindparam("sale"))
    .order_by(attempt.c.number)
)
_OF_SALE = as_text(_BY_SALE)
_UNSETTLED = as_text(_BY_SALE.where(attempt.c.unsettled == text("1")))
_LIVE = select(attempt.c.reference).where(LIVES)
_UNFINISHED = as_text(_LIVE.union(select(attempt.c.reference).where(LEFT)))  # by two indexes
_EXISTS = as_text(select(attempt.c.reference).where(attempt.c.reference == bindparam("reference")))
_PAYS = as_text(
    select(tender.c.id).where(
        tender.c.payment == bindparam("of"),
        tender.c.payment != text("''"),
        tender.c.id != bindparam("reference"),
    )
)
_SOLD = as_text(
    update(product).where(product.c.code == bindparam("of")).values(sold=product.c.sold + text("1"))
)


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
    mend: bool = False,
) -> "Ledger":
    """Take the ledger of this folder for as long as the program runs, or make a new one.

    Units: `least_free` and `reserve` in bytes. `inline`: no threads, each call is done when it
    returns, as the simulation needs it. `mend`: make the tables again from the events first.

    Raises:
        LedgerError: any of its faults; the detail names the place.
    """
    book = Book(Room(folder, least_free, reserve), inline=inline, busy_ms=busy_ms)
    owner = opening.Owner(environment, till, clock_ms())
    try:
        await book.start(lambda: opening.take(folder, owner, mend=mend))
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
        self._book, self._clock_ms, self._folds = book, clock_ms, Folds(book)
        self.cases = Cases(book, self._folds)
        self.catalog, self.memory = Catalog(book), Memory(book)
        self.backups = Backups(book, clock_ms)

    async def prepare(self, prepared: Prepared, actor: str) -> Attempt:
        """Begin an attempt.

        Raises:
            AlreadyTaken: its terminal or its sale has one, or its reference or key was used.
            SaleFrozen: the sale is not open on the desk, or costs something else (I14).
        """
        return await self._book.write(lambda db: self._prepare(db, prepared, actor))

    async def append(self, attempt: Attempt, fact: Fact, actor: str) -> Attempt:
        """The attempt after one more fact. What changes nothing is not written.

        Raises:
            AlreadyTaken: another attempt has this intent or payment, or another fact came first.
            SaleFrozen: late money does not pay its sale any more (I7).
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
            SaleFrozen: a charge of it lives, it is aside, something was tendered, or it is over.
            AlreadyTaken: it was changed in the meantime.
        """
        if isinstance(fact, PaidCash | MoneyAdopted):
            raise TypeError("a tender is written by pay_cash or adopt")
        return await self._book.write(lambda db: self._change_sale(db, sale, fact, actor))

    async def pay_cash(self, sale: Sale, fact: PaidCash, actor: str) -> Sale:
        """The sale paid in cash; what its attempts that are not settled may bring is surplus.

        Raises:
            SaleFrozen: it is over, or a charge of it is not, and it was not set aside; or money of
                its charge came late, or was attested, and nobody has decided otherwise.
            AlreadyTaken: it was changed in the meantime.
        """
        return await self._book.write(lambda db: self._pay_cash(db, sale, fact, actor))

    async def current_sale(self) -> Sale | None:
        """The newest sale that is neither over nor aside."""
        return await self._book.write(self._current_sale)

    async def attempts_of(self, sale_id: str) -> tuple[Attempt, ...]:
        """In the order in which they were made."""
        return await self._book.write(lambda db: self._attempts(db, _OF_SALE, sale_id))

    async def unfinished(self) -> tuple[Attempt, ...]:
        """All attempts that are not settled, or of which a task is left."""
        return await self._book.write(self._unfinished)

    async def taken(self, payment_ids: tuple[str, ...], reference: str) -> tuple[str, ...]:
        """Which of the payments pay another attempt than this one, or were adopted (I11)."""
        return await self._book.write(lambda db: _taken(db, payment_ids, reference))

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
        if names(db, _EXISTS, {"reference": reference}):
            stored = self._folds.get(db, Attempt, reference)
            if stored == begun and journal.is_last(db, prepared, reference):
                return begun
            raise AlreadyTaken(f"attempt.reference: {reference}")
        of = read_standing(db, prepared.sale_id)
        if of is None or of.ticket_number != prepared.ticket_number:
            raise ValueError("an attempt of a sale that is not there")
        self._folds.write(db, None, begun, prepared, actor)
        if not of.on_desk or of.total != prepared.amount.minor:
            raise SaleFrozen(f"it is {of.status.value} and costs {of.total}")
        return begun

    def _append(self, db: Connection, given: Attempt, fact: Fact, actor: str) -> Attempt:
        if (stored := self._folds.written(db, given, fact)) is not None:
            return stored
        after = given.apply(fact)
        if isinstance(fact, Decided) and fact.what is Decision.APPLIED and after != given:
            check_applies(db, given)
        self._folds.write(db, given, after, fact, actor)
        if after.payments != given.payments:
            claim_known(db, self._folds, given, after, fact.at, actor)
        return after

    def _open_sale(self, db: Connection, sale_id: str, currency: str, actor: str) -> Sale:
        if read_standing(db, sale_id) is not None:
            found = self._folds.get(db, Sale, sale_id)
            if replace(found, opened_at=0) == Sale(sale_id, found.ticket_number, currency, 0):
                return found
            raise AlreadyTaken(f"sale.id: {sale_id}")
        ticket = next_ticket(db)
        at = self._clock_ms()
        opened = SaleOpened(at=at, sale_id=sale_id, ticket_number=ticket, currency=currency)
        return self._folds.write(db, None, Sale.begin(opened), opened, actor)

    def _change_sale(self, db: Connection, given: Sale, fact: SaleFact, actor: str) -> Sale:
        if (stored := self._folds.written(db, given, fact)) is not None:
            return stored
        check_takes(db, given.id, fact)
        after = self._folds.write(db, given, given.apply(fact), fact, actor)
        if isinstance(fact, LineAdded) and fact.line.code and after != given:
            raw(db).execute(_SOLD, {"of": fact.line.code})
        return after

    def _pay_cash(self, db: Connection, given: Sale, fact: PaidCash, actor: str) -> Sale:
        if (stored := self._folds.written(db, given, fact)) is not None:
            return stored
        check_takes(db, given.id, fact)
        if fact.amount.minor <= 0:
            raise SaleFrozen("there is nothing to pay")
        covered = Covered(at=fact.at)
        for left in self._attempts(db, _UNSETTLED, given.id):
            if left.late or left.attested:
                raise SaleFrozen("money of its charge is known, or was attested")
            self._folds.write(db, left, left.apply(covered), covered, actor)
        return self._folds.write(db, given, given.apply(fact), fact, actor)

    def _current_sale(self, db: Connection) -> Sale | None:
        newest = db.scalars(_CURRENT).first()
        return self._folds.get(db, Sale, newest) if newest else None

    def _attempts(self, db: Connection, which: str, sale_id: str) -> tuple[Attempt, ...]:
        found = names(db, which, {"sale": sale_id})
        return tuple(self._folds.get(db, Attempt, reference) for reference in found)

    def _unfinished(self, db: Connection) -> tuple[Attempt, ...]:
        found = sorted(names(db, _UNFINISHED))
        return tuple(self._folds.get(db, Attempt, reference) for reference in found)

    def _probe(self, db: Connection, now: int) -> None:
        self._book.room.check()
        remember(db, "probe", str(now))


def _taken(db: Connection, payment_ids: tuple[str, ...], reference: str) -> tuple[str, ...]:
    pay = {of for of in payment_ids if names(db, _PAYS, {"of": of, "reference": reference})}
    return tuple(sorted(pay))
