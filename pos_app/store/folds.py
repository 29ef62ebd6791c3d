"""What is known of attempts, sales and money, what a sale still takes, and the next fact."""

from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, bindparam, func, select

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import (
    MoneyAdopted,
    PaidCash,
    SaleCancelled,
    SaleFact,
    SaleSetAside,
    SaleStatus,
    SaleTakenUp,
)
from pos_app.store import journal, projections
from pos_app.store.book import Book
from pos_app.store.codec import AnyFact
from pos_app.store.connection import as_text, raw
from pos_app.store.journal import Subject
from pos_app.store.schema import LIVES, attempt, sale

T = TypeVar("T", bound=Subject)
_STANDING = as_text(
    select(sale.c.status, sale.c.total, sale.c.ticket_number, sale.c.aside).where(
        sale.c.id == bindparam("of")
    )
)
_LIVING = as_text(select(attempt.c.reference).where(attempt.c.sale == bindparam("of"), LIVES))
_TICKET = select(func.coalesce(func.max(sale.c.ticket_number), 0) + 1)
NOT_OVER = frozenset({SaleStatus.OPEN, SaleStatus.PAYING, SaleStatus.UNSURE, SaleStatus.PART_PAID})


class Folds:
    """By name, read once and remembered; all as part of the caller's transaction."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def get(self, db: Connection, kind: type[T], name: str) -> T:
        """What was written about it. Raises LedgerError: DAMAGED, where nothing was."""
        known = self._book.known.get(name)
        return known if isinstance(known, kind) else journal.read(db, kind, name)

    def written(self, db: Connection, given: T, fact: AnyFact) -> T | None:
        """What is there already, where this very fact was written before; None where it is new.

        Raises:
            AlreadyTaken: another fact came first.
        """
        name = journal.name_of(given)
        stored = self.get(db, type(given), name)
        if stored == given:
            return None
        if journal.is_last(db, fact, name) and stored == journal.fold(given, fact):
            return stored
        raise AlreadyTaken(f"another fact about {name} was written first")

    def write(self, db: Connection, before: T | None, after: T, fact: AnyFact, actor: str) -> T:
        """Write the fact down, and what follows from it. What changes nothing is not written."""
        if after == before:
            return after
        name = journal.name_of(after)
        journal.append_fact(db, fact, actor, name)
        projections.write(db, before, after)
        self._book.remember(name, after)
        return after


class Standing(NamedTuple):
    """Units: `total` in minor units."""

    status: SaleStatus
    total: int
    ticket_number: int
    aside: bool

    @property
    def on_desk(self) -> bool:
        """It may be changed and charged."""
        return self.status is SaleStatus.OPEN and not self.aside


def read_standing(db: Connection, sale_id: str) -> Standing | None:
    row = raw(db).execute(_STANDING, {"of": sale_id}).fetchone()
    if row is None:
        return None
    status, total, ticket_number, aside = row
    return Standing(SaleStatus(status), total, ticket_number, bool(aside))


def next_ticket(db: Connection) -> int:
    """None is left out, none is given twice."""
    return int(db.scalars(_TICKET).one())


def takes(status: SaleStatus, aside: bool, fact: SaleFact) -> bool:
    """Whether a sale that stands so takes this act."""
    match fact:
        case SaleSetAside() | SaleTakenUp():
            return status in NOT_OVER
        case SaleCancelled() | MoneyAdopted():
            return status is SaleStatus.OPEN
        case PaidCash() if aside:  # its charge may be unclear: what that brings is surplus
            return status in NOT_OVER
    return status is SaleStatus.OPEN and not aside


def check_takes(db: Connection, sale_id: str, fact: SaleFact) -> None:
    """Does the sale take this act?

    Raises:
        SaleFrozen: a charge of it lives, money is unclear or tendered, or it is over.
    """
    of = read_standing(db, sale_id)
    if of is None:
        raise ValueError("a sale that is not there")
    if not takes(of.status, of.aside, fact):
        raise SaleFrozen(f"the sale is {of.status.value}{' and aside' * of.aside}")


def check_applies(db: Connection, late: Attempt) -> None:
    """May money that came late pay its sale after all?

    Raises:
        SaleFrozen: it is over, costs something else by now, or another charge of it lives (I7).
    """
    told = late.prepared
    of = read_standing(db, told.sale_id)
    living = raw(db).execute(_LIVING, {"of": told.sale_id}).fetchone()
    if of is None or of.status not in NOT_OVER or of.total != told.amount.minor or living:
        raise SaleFrozen("the late money does not pay this sale")
