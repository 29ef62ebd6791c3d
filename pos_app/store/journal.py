"""What happened, in order, each event chained to the one before it."""

import hashlib
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection, bindparam, func, insert, select

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Fact, Prepared
from pos_app.domain.charge.orphan import MoneyFact, MoneyFound, Orphan
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.sale import Sale, SaleFact, SaleOpened
from pos_app.store.codec import AnyFact, Plain, canonical, decode, encode, kind_of
from pos_app.store.connection import as_text, raw
from pos_app.store.schema import START, happened

Subject = Attempt | Sale | Orphan
T = TypeVar("T", bound=Subject)
NOTE = "note."  # kinds that no fold reads begin so
_AT_ONCE = 100  # events, between two rests
_LAST = select(func.max(happened.c.seq)).scalar_subquery()
_HEAD = as_text(select(happened.c.seq, happened.c.hash).where(happened.c.seq == _LAST))
_HASH = select(happened.c.hash).where(happened.c.seq == bindparam("seq"))
_ADD = as_text(insert(happened))
_ALL = select(happened).where(happened.c.seq > bindparam("after")).order_by(happened.c.seq)
_OF_SUBJECT = as_text(
    select(happened).where(happened.c.subject == bindparam("subject")).order_by(happened.c.seq)
)
_OF_SUBJECTS = (
    select(happened)
    .where(happened.c.subject.in_(bindparam("subjects", expanding=True)))
    .order_by(happened.c.seq)
)
_LAST_OF = (
    select(happened)
    .where(happened.c.subject == bindparam("subject"))
    .order_by(happened.c.seq.desc())
    .limit(1)
)


class Event(NamedTuple):
    """Units: `at` in milliseconds since the epoch, UTC."""

    seq: int
    at: int
    actor: str
    kind: str
    subject: str
    body: str
    previous: str
    hash: str

    @property
    def true_hash(self) -> str:
        """What the hash must be: of the previous one and the whole row in canonical JSON."""
        row: list[Plain] = [self.previous, self.seq, self.at, self.actor, self.kind]
        row += [self.subject, self.body]
        return hashlib.sha256(canonical(row).encode()).hexdigest()

    @property
    def fact(self) -> AnyFact:
        return decode(self.kind, self.at, self.body)


def head(db: Connection) -> tuple[int, str]:
    """The number and the hash of the last event."""
    newest = raw(db).execute(_HEAD).fetchone()
    return (newest[0], newest[1]) if newest else (0, START)


def append(db: Connection, at: int, actor: str, kind: str, subject: str, body: str) -> None:
    """Add one event as part of the caller's transaction."""
    seq, previous = head(db)
    event = Event(seq + 1, at, actor, kind, subject, body, previous, "")
    raw(db).execute(_ADD, event._replace(hash=event.true_hash)._asdict())


def append_fact(db: Connection, fact: AnyFact, actor: str, subject: str) -> None:
    append(db, fact.at, actor, kind_of(fact), subject, encode(fact))


def is_last(db: Connection, fact: AnyFact, subject: str) -> bool:
    """Is this very fact the last thing that was written about the subject?"""
    row = db.execute(_LAST_OF, {"subject": subject}).first()
    written = (fact.at, kind_of(fact), encode(fact))
    return row is not None and (row.at, row.kind, row.body) == written


def of_subjects(db: Connection, subjects: list[str]) -> Iterator[Event]:
    return (Event(*row) for row in db.execute(_OF_SUBJECTS, {"subjects": subjects}))


def name_of(subject: Subject) -> str:
    """What its events are about: an attempt's reference, a sale's id, money by its payment."""
    match subject:
        case Attempt(prepared=prepared):
            return prepared.external_reference
        case Sale(id=sale_id):
            return sale_id
    return name_of_money(subject.payment.id)


def name_of_money(payment_id: str) -> str:
    return f"payment {payment_id}"


def fold(before: Subject | None, fact: AnyFact) -> Subject:
    """What it is after one more fact, or after its first one.

    Raises:
        LedgerError: DAMAGED, the fact is out of place.
    """
    match before, fact:
        case None, Prepared():
            return Attempt.begin(fact)
        case None, SaleOpened():
            return Sale.begin(fact)
        case None, MoneyFound():
            return Orphan.begin(fact)
        case Attempt(), Fact():
            return before.apply(fact)
        case Sale(), SaleFact():
            return before.apply(fact)
        case Orphan(), MoneyFact():
            return before.apply(fact)
    raise LedgerError(LedgerFault.DAMAGED, f"{kind_of(fact)}: out of place")


def read(db: Connection, kind: type[T], name: str) -> T:
    """Fold all that was written about it.

    Raises:
        LedgerError: DAMAGED, there is nothing, or what is there makes none.
    """
    found: Subject | None = None
    for row in raw(db).execute(_OF_SUBJECT, {"subject": name}):
        found = fold(found, Event(*row).fact)
    if not isinstance(found, kind):
        raise LedgerError(LedgerFault.DAMAGED, f"{name}: its events make no {kind.__name__}")
    return found


def breaks(
    db: Connection, after: int = 0, rest: Callable[[], None] | None = None
) -> Iterator[tuple[int, str]]:
    """Each event at which the chain does not hold, and why, from the one after `after`.

    `rest` is called now and then: to prove all of it keeps the computer busy for long.
    """
    previous = START if after == 0 else db.execute(_HASH, {"seq": after}).scalar()
    seq = after
    for row in db.execute(_ALL, {"after": after}, execution_options={"yield_per": 500}):
        event = Event(*row)
        if event.seq != seq + 1:
            yield event.seq, f"follows event {seq}"
        if event.previous != previous:
            yield event.seq, "does not follow the event before it"
        if event.hash != event.true_hash:
            yield event.seq, "is not what was written"
        seq, previous = event.seq, event.hash
        if rest is not None and seq % _AT_ONCE == 0:
            rest()
