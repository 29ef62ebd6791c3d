"""Do the tables say what the events say, and do the events keep the promises about money?"""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from sqlalchemy import BindParameter, Connection, bindparam, select

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Fact, Prepared
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.errors import TillError
from pos_app.domain.sale import Sale, SaleFact, SaleOpened
from pos_app.store import journal, projections, schema
from pos_app.store.codec import KINDS

_AT_ONCE = 200  # sales
_FACTS = select(
    schema.happened.c.seq, schema.happened.c.kind, schema.happened.c.subject, schema.happened.c.body
).order_by(schema.happened.c.seq)
_IN: BindParameter[str] = bindparam("sales", expanding=True)
_ROWS = {
    "sale": select(schema.sale).where(schema.sale.c.id.in_(_IN)),
    "line": select(schema.line).where(schema.line.c.sale.in_(_IN)),
    "attempt": select(schema.attempt).where(schema.attempt.c.sale.in_(_IN)),
    "tender": select(schema.tender).where(schema.tender.c.sale.in_(_IN)),
    "payment": select(schema.payment)
    .select_from(schema.payment.join(schema.attempt))
    .where(schema.attempt.c.sale.in_(_IN)),
}
_SALE_BEGINS, _ATTEMPT_BEGINS = SaleOpened.__name__, Prepared.__name__
_SALE_IDS = select(schema.sale.c.id)


@dataclass(frozen=True, slots=True)
class Finding:
    """`place`: where to look, as narrow as it is known."""

    place: str
    what: str


@dataclass(slots=True)
class Told:
    """What all events told so far, and what is wrong with it. Times are numbers of events."""

    found: list[Finding] = field(default_factory=list)
    events: int = 0
    head: str = ""
    attempts: int = 0
    sale_ids: list[str] = field(default_factory=list)
    tickets: list[tuple[int, str]] = field(default_factory=list)
    references: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    owners: dict[tuple[str, str], str] = field(default_factory=dict)  # of what only one may have
    holds: dict[tuple[str, str], int] = field(default_factory=dict)  # since when
    held: list[tuple[str, int, float, str]] = field(default_factory=list)

    def say(self, place: str, what: str) -> None:
        self.found.append(Finding(place, what))

    def claim(self, kind: str, name: str, reference: str) -> None:
        """Of one attempt alone (I2, I11)."""
        owner = self.owners.setdefault((kind, name), reference)
        if owner != reference:
            self.say(f"attempt {reference}", f"{kind} {name} is {owner}'s already")

    def hold(self, attempt: Attempt, seq: int) -> None:
        """Note when the attempt took its terminal, and when it let go of it."""
        key = (attempt.prepared.terminal_id, attempt.prepared.external_reference)
        if attempt.holds_terminal:
            self.holds.setdefault(key, seq)
        elif key in self.holds:
            self.held.append((key[0], self.holds.pop(key), seq, key[1]))


@dataclass(slots=True)
class _One:
    """A sale as its events tell it."""

    sale: Sale
    attempts: dict[str, Attempt] = field(default_factory=dict)

    @property
    def tendered(self) -> int:
        paid = (a for a in self.attempts.values() if a.outcome is Outcome.PAID)
        return sum(attempt.prepared.amount.minor for attempt in paid)

    @property
    def live(self) -> Attempt | None:
        return next((a for a in self.attempts.values() if not a.settled), None)

    @property
    def rows(self) -> projections.Rows:
        outcome = self.live.outcome if self.live else None
        rows = projections.rows_of_sale(self.sale, self.tendered, outcome)
        for attempt in self.attempts.values():
            rows |= projections.rows_of_attempt(attempt)
        return rows


def check_tables(db: Connection, told: Told) -> None:
    """Fold every event; compare each row; prove I2 to I4, I7, I11, I14 and I16."""
    _index(db, told)
    _check_beginnings(told)
    for start in range(0, len(told.sale_ids), _AT_ONCE):
        _check_some(db, told.sale_ids[start : start + _AT_ONCE], told)
    for sale_id in sorted(set(db.scalars(_SALE_IDS)) - {*told.sale_ids}):
        told.say(f"sale {sale_id}", "no event tells of it (I16)")
    still = [(terminal, start, inf, ref) for (terminal, ref), start in told.holds.items()]
    for (one, _, end, first), (other, start, _, second) in pairwise(sorted(told.held + still)):
        if one == other and start < end:
            told.say(f"terminal {one}", f"{first} and {second} held it at once (I3)")


def _index(db: Connection, told: Told) -> None:
    """Which attempts are of which sale; that nothing is told of before its one beginning."""
    begun: set[str] = set()
    for seq, kind, subject, body in db.execute(_FACTS, execution_options={"yield_per": 500}):
        if kind.startswith(journal.NOTE):
            continue
        if kind not in KINDS:
            told.say(f"event {seq}", f"a kind of event that is not known: {kind}")
        if (kind in (_SALE_BEGINS, _ATTEMPT_BEGINS)) is (subject in begun):
            told.say(f"event {seq}", f"{kind} about {subject} is out of place")
        begun.add(subject)
        if kind == _ATTEMPT_BEGINS:
            told.attempts += 1
            told.references[_said(body, "sale_id")].append(subject)
        if kind == _SALE_BEGINS:
            told.sale_ids.append(subject)
            told.tickets.append((seq, _said(body, "ticket_number")))


def _check_beginnings(told: Told) -> None:
    for sale_id in sorted(told.references.keys() - {*told.sale_ids}):
        told.say(f"sale {sale_id}", "it has attempts, and no beginning")
    for ticket, (seq, given) in enumerate(told.tickets, 1):
        if given != str(ticket):
            told.say(f"event {seq}", f"its ticket number is {given}, not {ticket} (I19)")


def _said(body: str, name: str) -> str:
    told = json.loads(body)
    return str(told.get(name)) if isinstance(told, dict) else ""


def _check_some(db: Connection, sale_ids: list[str], told: Told) -> None:
    sale_of = {ref: sale_id for sale_id in sale_ids for ref in told.references[sale_id]}
    events: defaultdict[str, list[journal.Event]] = defaultdict(list)
    for event in journal.of_subjects(db, [*sale_ids, *sale_of]):
        events[sale_of.get(event.subject, event.subject)].append(event)
    expected: projections.Rows = {}
    for sale_id in sale_ids:
        one = _fold(events[sale_id], told)
        if one is not None:
            _check_promises(one, told)
            expected |= one.rows
    _compare(expected, _stored(db, sale_ids), told)


def _fold(events: list[journal.Event], told: Told) -> _One | None:
    one: _One | None = None
    for event in events:
        try:
            fact = event.fact
            if isinstance(fact, SaleOpened):
                one = _One(Sale.begin(fact))
            elif one is not None and isinstance(fact, SaleFact):
                one.sale = one.sale.apply(fact)
            elif one is not None and isinstance(fact, Fact):
                _step(one, event, fact, told)
        except (TillError, ValueError, TypeError) as error:
            told.say(f"event {event.seq}", str(error))
            return None
    return one


def _step(one: _One, event: journal.Event, fact: Fact, told: Told) -> None:
    reference, before = event.subject, one.attempts.get(event.subject)
    if isinstance(fact, Prepared):
        if one.live is not None:
            told.say(f"event {event.seq}", "a second attempt of a sale while one lives (I3)")
        if fact.amount.minor != one.sale.total.minor - one.tendered:
            told.say(f"event {event.seq}", "the attempt is not for what the sale costs (I14)")
        if fact.external_reference != reference:
            told.say(f"event {event.seq}", "its reference is not its subject (I2)")
        after = Attempt.begin(fact)
    elif before is None:
        return  # told already: it is out of place
    else:
        after = before.apply(fact)
    one.attempts[reference] = after
    told.hold(after, event.seq)


def _check_promises(one: _One, told: Told) -> None:
    for reference, attempt in one.attempts.items():
        told.claim("the key", attempt.prepared.idempotency_key, reference)
        if attempt.intent_id:
            told.claim("intent", attempt.intent_id, reference)
        if attempt.outcome is Outcome.PAID and attempt.proof is not None:
            told.claim("payment", attempt.proof.id, reference)
    if one.tendered > one.sale.total.minor:
        told.say(f"sale {one.sale.id}", "more was paid than it costs (I4, I7)")


def _stored(db: Connection, sale_ids: list[str]) -> projections.Rows:
    rows: projections.Rows = {}
    for table in projections.TABLES:
        keys = [column.name for column in table.primary_key]
        for row in db.execute(_ROWS[table.name], {"sales": sale_ids}).mappings():
            rows[(table.name, *(str(row[key]) for key in keys))] = dict(row)
    return rows


def _compare(expected: projections.Rows, stored: projections.Rows, told: Told) -> None:
    for key in sorted(expected.keys() | stored.keys()):
        place, told_row, row = " ".join(key), expected.get(key), stored.get(key)
        if row is None or told_row is None:
            told.say(place, "the row is missing" if row is None else "no event tells of it (I16)")
        elif row != told_row:
            wrong = sorted(name for name in row if row[name] != told_row.get(name))
            told.say(place, f"{', '.join(wrong)}: not what the events say (I16)")
