"""The part of the book about what has left the desk: set aside, watched, money without a sale."""

from sqlalchemy import Connection, bindparam, select, text

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.orphan import MoneyClaimed, MoneyFact, MoneyFound, Orphan
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import LineAdded, MoneyAdopted, Sale, SaleOpened
from pos_app.store import journal
from pos_app.store.book import Book
from pos_app.store.connection import as_text, names, raw
from pos_app.store.folds import Folds, check_takes, next_ticket
from pos_app.store.projections import WATCHED_MS
from pos_app.store.schema import ASIDE, attempt, orphan, payment, sale, tender

_ASIDE = as_text(select(sale.c.id).where(ASIDE).order_by(sale.c.ticket_number))
_WATCHED = as_text(
    select(attempt.c.reference)
    .where(attempt.c.watch_until >= bindparam("until"), attempt.c.watch_until > text("0"))
    .order_by(attempt.c.watch_until)
)
_ORPHANS = as_text(
    select(orphan.c.payment).where(orphan.c.task != text("''")).order_by(orphan.c.found_at)
)
_SALE = as_text(select(sale.c.id).where(sale.c.id == bindparam("of")))
_ATTEMPT = as_text(select(attempt.c.reference).where(attempt.c.reference == bindparam("of")))
_ORPHAN = as_text(select(orphan.c.sale).where(orphan.c.payment == bindparam("of")))
_PAYS = as_text(
    select(tender.c.id, tender.c.sale).where(
        tender.c.payment == bindparam("of"), tender.c.payment != text("''")
    )
)
_KNOWN = as_text(
    select(payment.c.id)
    .select_from(payment.join(attempt))
    .where(attempt.c.sale == bindparam("sale"), payment.c.id == bindparam("of"))
)
_LOOSE = as_text(
    select(payment.c.attempt).where(payment.c.id == bindparam("of"), payment.c.loose == text("1"))
)


class Cases:
    """Each call is one transaction, as the ledger's own are."""

    def __init__(self, book: Book, folds: Folds) -> None:
        self._book, self._folds = book, folds

    async def kept(
        self, since: int
    ) -> tuple[tuple[Sale, ...], tuple[Orphan, ...], tuple[Attempt, ...]]:
        """All at one moment: the sales that are aside and not over yet, as they began; the money
        without a sale; and the attempts sent at `since` or later that ended unpaid, and may yet
        turn into money.

        Units: `since` in milliseconds since the epoch, UTC.
        """
        return await self._book.write(
            lambda db: (self._aside(db), self._orphans(db), self._watched(db, since))
        )

    async def orphans(self) -> tuple[Orphan, ...]:
        """The money without a sale of which a task is left, in the order it was found."""
        return await self._book.write(self._orphans)

    async def sale(self, sale_id: str) -> Sale | None:
        return await self._book.write(
            lambda db: self._folds.get(db, Sale, sale_id) if _is_there(db, _SALE, sale_id) else None
        )

    async def attempt(self, reference: str) -> Attempt | None:
        return await self._book.write(
            lambda db: (
                self._folds.get(db, Attempt, reference)
                if _is_there(db, _ATTEMPT, reference)
                else None
            )
        )

    async def owner_of(self, payment_id: str) -> str:
        """The reference of the attempt, or the id of the sale, that has the payment.

        Empty: none of them knows it.
        """
        return await self._book.write(lambda db: _owner(db, payment_id))

    async def find_money(self, fact: MoneyFound, actor: str) -> Orphan:
        """Write down money without a sale. What it is by now, where it was found before.

        Raises:
            AlreadyTaken: an attempt or a sale has it, or it carries an attempt's reference.
        """
        return await self._book.write(lambda db: self._find(db, fact, actor))

    async def tell_money(self, orphan: Orphan, fact: MoneyFact, actor: str) -> Orphan:
        """The money after one more fact about it.

        Raises:
            AlreadyTaken: another fact came first.
            ValueError: no attempt of the sale that claims it knows of it.
        """
        return await self._book.write(lambda db: self._tell(db, orphan, fact, actor), urgent=True)

    async def adopt(self, sale: Sale, fact: MoneyAdopted, actor: str) -> Sale:
        """The sale paid by money that was found, and the money claimed by it.

        Raises:
            SaleFrozen: a charge of it lives or is unclear, it is over, or costs something else.
            AlreadyTaken: the money pays something already, or the sale was changed meanwhile.
        """
        return await self._book.write(lambda db: self._adopt(db, sale, fact, actor), urgent=True)

    async def make_sale(self, made: Sale, fact: MoneyAdopted, actor: str) -> Sale:
        """A new sale of these lines, paid by money that was found: all of it, or nothing.

        Raises:
            SaleFrozen: it costs something else, or the money went back.
            AlreadyTaken: the money pays something already, or the sale is there.
        """
        return await self._book.write(lambda db: self._make(db, made, fact, actor), urgent=True)

    def _make(self, db: Connection, made: Sale, fact: MoneyAdopted, actor: str) -> Sale:
        if _is_there(db, _SALE, made.id):
            raise AlreadyTaken(f"sale.id: {made.id}")
        at, ticket = fact.at, next_ticket(db)
        opened = SaleOpened(
            at=at, sale_id=made.id, ticket_number=ticket, currency=fact.amount.currency
        )
        sale = self._folds.write(db, None, Sale.begin(opened), opened, actor)
        for line in made.lines:
            added = LineAdded(at=at, line=line)
            sale = self._folds.write(db, sale, sale.apply(added), added, actor)
        return self._adopt(db, sale, fact, actor)

    def _aside(self, db: Connection) -> tuple[Sale, ...]:
        return tuple(self._folds.get(db, Sale, name) for name in names(db, _ASIDE))

    def _watched(self, db: Connection, since: int) -> tuple[Attempt, ...]:
        found = names(db, _WATCHED, {"until": since + WATCHED_MS})
        return tuple(self._folds.get(db, Attempt, name) for name in found)

    def _orphans(self, db: Connection) -> tuple[Orphan, ...]:
        return tuple(self._orphan(db, name) for name in names(db, _ORPHANS))

    def _orphan(self, db: Connection, payment_id: str) -> Orphan:
        return self._folds.get(db, Orphan, journal.name_of_money(payment_id))

    def _find(self, db: Connection, fact: MoneyFound, actor: str) -> Orphan:
        if _is_there(db, _ORPHAN, fact.payment.id):
            return self._orphan(db, fact.payment.id)
        owner, named = _owner(db, fact.payment.id), fact.payment.external_reference
        if owner or _is_there(db, _ATTEMPT, named):
            raise AlreadyTaken(f"the payment is {owner or named}'s")
        return self._folds.write(db, None, Orphan.begin(fact), fact, actor)

    def _tell(self, db: Connection, given: Orphan, fact: MoneyFact, actor: str) -> Orphan:
        if (stored := self._folds.written(db, given, fact)) is not None:
            return stored
        if isinstance(fact, MoneyClaimed):
            known = {"of": given.payment.id, "sale": fact.sale_id}
            if raw(db).execute(_KNOWN, known).fetchone() is None:
                raise ValueError("a sale that does not know the money")
        return self._folds.write(db, given, given.apply(fact), fact, actor)

    def _adopt(self, db: Connection, given: Sale, fact: MoneyAdopted, actor: str) -> Sale:
        if (stored := self._folds.written(db, given, fact)) is not None:
            return stored
        check_takes(db, given.id, fact)
        if not _is_there(db, _ORPHAN, fact.payment_id):
            raise ValueError("money that was not found")
        if owner := _owner(db, fact.payment_id):
            raise AlreadyTaken(f"the payment is {owner}'s")
        found = self._orphan(db, fact.payment_id)
        money, sound = found.payment, found.payment.status is PaymentStatus.APPROVED
        if not sound or money.refunded or money.amount != fact.amount:
            raise SaleFrozen("the money is not what the sale costs, or went back")
        claimed = MoneyClaimed(at=fact.at, sale_id=given.id, by=fact.by, reason=fact.reason)
        self._folds.write(db, found, found.apply(claimed), claimed, actor)
        return self._folds.write(db, given, given.apply(fact), fact, actor)


def claim_known(
    db: Connection, folds: Folds, before: Attempt, after: Attempt, at: int, actor: str
) -> None:
    """Money that was found without a sale, and turns out to be this attempt's, is its sale's."""
    for payment_id in (p.id for p in after.payments if p not in before.payments):
        if _is_there(db, _ORPHAN, payment_id):
            found = folds.get(db, Orphan, journal.name_of_money(payment_id))
            sale_id = after.prepared.sale_id
            claimed = MoneyClaimed(at=at, sale_id=sale_id, by="", reason="")
            folds.write(db, found, found.apply(claimed), claimed, actor)


def _is_there(db: Connection, which: str, name: str) -> bool:
    return raw(db).execute(which, {"of": name}).fetchone() is not None


def _owner(db: Connection, payment_id: str) -> str:
    of = {"of": payment_id}
    if (pays := raw(db).execute(_PAYS, of).fetchone()) is not None:
        name, sale_id = pays
        return str(sale_id if name == payment_id else name)
    for which in (_ORPHAN, _LOOSE):
        if (has := raw(db).execute(which, of).fetchone()) is not None and has[0]:
            return str(has[0])
    return ""
