"""What happened, in order, each event chained to the one before it."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, insert, select

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Fact, Prepared
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.sale import Sale, SaleFact, SaleOpened
from pos_app.store.codec import Plain, canonical, decode, encode, kind_of
from pos_app.store.connection import as_text, raw
from pos_app.store.schema import START, happened

NOTE = "note."  # kinds that no fold reads begin so
_LAST = select(func.max(happened.c.seq)).scalar_subquery()
_HEAD = as_text(select(happened.c.seq, happened.c.hash).where(happened.c.seq == _LAST))
_HASH = select(happened.c.hash).where(happened.c.seq == bindparam("seq"))
_ADD = as_text(insert(happened))
_ALL = select(happened).where(happened.c.seq > bindparam("after")).order_by(happened.c.seq)
_OF_SUBJECT = (
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
    def fact(self) -> Fact | SaleFact:
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


def append_fact(db: Connection, fact: Fact | SaleFact, actor: str, subject: str) -> None:
    append(db, fact.at, actor, kind_of(fact), subject, encode(fact))


def is_last(db: Connection, fact: Fact | SaleFact, subject: str) -> bool:
    """Is this very fact the last thing that was written about the subject?"""
    row = db.execute(_LAST_OF, {"subject": subject}).first()
    written = (fact.at, kind_of(fact), encode(fact))
    return row is not None and (row.at, row.kind, row.body) == written


def of_subjects(db: Connection, subjects: list[str]) -> Iterator[Event]:
    return (Event(*row) for row in db.execute(_OF_SUBJECTS, {"subjects": subjects}))


def read_attempt(db: Connection, reference: str) -> Attempt:
    """Fold all that was written about the attempt.

    Raises:
        LedgerError: DAMAGED, there is none, or what is there makes none.
    """
    attempt: Attempt | None = None
    for row in db.execute(_OF_SUBJECT, {"subject": reference}):
        fact = Event(*row).fact
        if attempt is None and isinstance(fact, Prepared):
            attempt = Attempt.begin(fact)
        elif attempt is not None and isinstance(fact, Fact):
            attempt = attempt.apply(fact)
        else:
            raise LedgerError(LedgerFault.DAMAGED, f"event {row.seq}: out of place")
    if attempt is None:
        raise LedgerError(LedgerFault.DAMAGED, f"attempt {reference}: no events")
    return attempt


def read_sale(db: Connection, sale_id: str) -> Sale:
    """Fold all that was written about the sale.

    Raises:
        LedgerError: DAMAGED, there is none, or what is there makes none.
    """
    sale: Sale | None = None
    for row in db.execute(_OF_SUBJECT, {"subject": sale_id}):
        fact = Event(*row).fact
        if sale is None and isinstance(fact, SaleOpened):
            sale = Sale.begin(fact)
        elif sale is not None and isinstance(fact, SaleFact):
            sale = sale.apply(fact)
        else:
            raise LedgerError(LedgerFault.DAMAGED, f"event {row.seq}: out of place")
    if sale is None:
        raise LedgerError(LedgerFault.DAMAGED, f"sale {sale_id}: no events")
    return sale


def breaks(db: Connection, after: int = 0) -> Iterator[tuple[int, str]]:
    """Each event at which the chain does not hold, and why, from the one after `after`."""
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
