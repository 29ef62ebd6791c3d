"""Do the tables say what the events say, and do the events keep the promises about money?"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from sqlalchemy import BindParameter, Connection, Select, bindparam, select

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Fact, Prepared
from pos_app.domain.charge.orphan import Orphan
from pos_app.domain.errors import TillError
from pos_app.domain.sale import SaleFact, SaleStatus, TenderKind
from pos_app.store import journal, projections, schema
from pos_app.store.codec import AnyFact
from pos_app.store.folds import takes
from pos_app.store.journal import Event
from pos_app.store.projections import Rows, rows_of
from pos_app.store.proof.telling import Contents, Story, contents, events_of, tell

_IN: BindParameter[str] = bindparam("sales", expanding=True)
_ROWS: Mapping[str, Select[tuple[object, ...]]] = {
    "sale": select(schema.sale).where(schema.sale.c.id.in_(_IN)),
    "line": select(schema.line).where(schema.line.c.sale.in_(_IN)),
    "attempt": select(schema.attempt).where(schema.attempt.c.sale.in_(_IN)),
    "tender": select(schema.tender).where(schema.tender.c.sale.in_(_IN)),
    "payment": select(schema.payment)
    .select_from(schema.payment.join(schema.attempt))
    .where(schema.attempt.c.sale.in_(_IN)),
}
_MONEY = {"orphan": select(schema.orphan)}
_SALE_IDS = select(schema.sale.c.id)


@dataclass(frozen=True, slots=True)
class Finding:
    """`place`: where to look, as narrow as it is known."""

    place: str
    what: str


@dataclass(slots=True)
class Told:
    """What all events told so far, and what is wrong with it. Times are numbers of events.

    `money`: what was found without a sale, by the ids of the payments; `backed`: which of it
    which sale has, as the sale itself tells.
    """

    found: list[Finding] = field(default_factory=list)
    events: int = 0
    head: str = ""
    sales: int = 0
    attempts: int = 0
    owners: dict[tuple[str, str], str] = field(default_factory=dict)  # of what only one may have
    holds: dict[tuple[str, str], int] = field(default_factory=dict)  # since when
    held: list[tuple[str, int, float, str]] = field(default_factory=list)
    money: dict[str, Orphan] = field(default_factory=dict)
    backed: set[tuple[str, str]] = field(default_factory=set)

    def say(self, place: str, what: str) -> None:
        self.found.append(Finding(place, what))

    def claim(self, kind: str, name: str, owner: str) -> None:
        """Of one attempt or sale alone (I2, I11)."""
        first = self.owners.setdefault((kind, name), owner)
        if first != owner:
            self.say(owner, f"{kind} {name} is of {first} already")

    def hold(self, attempt: Attempt, seq: int) -> None:
        """Note when the attempt took its terminal, and when it let go of it."""
        key = (attempt.prepared.terminal_id, attempt.prepared.external_reference)
        if attempt.holds_terminal:
            self.holds.setdefault(key, seq)
        elif key in self.holds:
            self.held.append((key[0], self.holds.pop(key), seq, key[1]))


def check_tables(db: Connection, told: Told) -> None:
    """Fold every event; compare each row; prove I2 to I4, I6, I7, I11, I14 and I16."""
    of = contents(db)
    told.sales, told.attempts = len(of.sales), sum(len(names) for names in of.attempts.values())
    _check_beginnings(of, told)
    _check_money(db, of, told)
    for sale_ids in of.sales_at_once():
        _check_some(db, of, sale_ids, told)
    for sale_id in sorted(set(db.scalars(_SALE_IDS)) - {*of.sales}):
        told.say(f"sale {sale_id}", "no event tells of it (I16)")
    for payment_id, found in told.money.items():
        if found.sale_id and (payment_id, found.sale_id) not in told.backed:
            told.say(f"payment {payment_id}", f"sale {found.sale_id} does not have it (I6)")
    still = [(terminal, start, inf, ref) for (terminal, ref), start in told.holds.items()]
    for (one, _, end, first), (other, start, _, second) in pairwise(sorted(told.held + still)):
        if one == other and start < end:
            told.say(f"terminal {one}", f"{first} and {second} held it at once (I3)")


def _check_beginnings(of: Contents, told: Told) -> None:
    for seq, what in of.odd:
        told.say(f"event {seq}", what)
    for sale_id in sorted(of.attempts.keys() - {*of.sales}):
        told.say(f"sale {sale_id}", "it has attempts, and no beginning")
    for ticket, (seq, given) in enumerate(of.tickets, 1):
        if given != str(ticket):
            told.say(f"event {seq}", f"its ticket number is {given}, not {ticket} (I19)")


def _check_money(db: Connection, of: Contents, told: Told) -> None:
    for name in of.money:
        try:
            found = journal.read(db, Orphan, name)
        except (TillError, ValueError, TypeError) as error:
            told.say(name, str(error))
            continue
        told.money[found.payment.id] = found
    expected = {key: row for found in told.money.values() for key, row in rows_of(found).items()}
    _compare(expected, _stored(db, _MONEY, []), told)


def _check_some(db: Connection, of: Contents, sale_ids: list[str], told: Told) -> None:
    expected: Rows = {}
    for events in events_of(db, of, sale_ids).values():
        story = _fold(events, told)
        if story is not None:
            _check_promises(story, told)
            expected |= story.rows(told.money)
    _compare(expected, _stored(db, _ROWS, sale_ids), told)


def _fold(events: list[Event], told: Told) -> Story | None:
    story: Story | None = None
    for event in events:
        try:
            fact = event.fact
            if story is not None:
                _check_turn(story, event, fact, told)
            story = tell(story, event.subject, fact)
        except (TillError, ValueError, TypeError) as error:
            told.say(f"event {event.seq}", str(error))
            return None
        if isinstance(fact, Fact):
            told.hold(story.attempts[event.subject], event.seq)
    return story


def _check_turn(story: Story, event: Event, fact: AnyFact, told: Told) -> None:
    """Could it be so then?"""
    place, sale = f"event {event.seq}", story.sale
    if isinstance(fact, SaleFact) and not takes(story.status(told.money), sale.aside, fact):
        told.say(place, "an act that the sale did not take then (I6, I7, I14)")
    if not isinstance(fact, Prepared):
        return
    if story.status(told.money) is not SaleStatus.OPEN or sale.aside:
        told.say(place, "an attempt of a sale that is not open, or is aside (I3)")
    if fact.amount.minor != sale.total.minor - story.tendered:
        told.say(place, "the attempt is not for what the sale costs (I14)")
    if fact.external_reference != event.subject:
        told.say(place, "its reference is not its subject (I2)")


def _check_promises(story: Story, told: Told) -> None:
    sale = story.sale
    for reference, attempt in story.attempts.items():
        place = f"attempt {reference}"
        told.claim("the key", attempt.prepared.idempotency_key, place)
        if attempt.intent_id:
            told.claim("intent", attempt.intent_id, place)
        if attempt.paid_by:
            told.claim("payment", attempt.paid_by, place)
        if attempt.loose and attempt.task is None:
            told.say(place, "money came in with it that nobody has to see to (I6)")
        told.backed |= {(p.id, sale.id) for p in attempt.payments if p.id in told.money}
    _check_adopted(story, told)
    if story.tendered > sale.total.minor or (sale.cancelled and story.tendered):
        told.say(f"sale {sale.id}", "more was paid than it costs (I4, I7)")


def _check_adopted(story: Story, told: Told) -> None:
    sale, place = story.sale, f"sale {story.sale.id}"
    for tender in (tender for tender in sale.tenders if tender.kind is TenderKind.CARD):
        told.claim("payment", tender.id, place)
        told.backed.add((tender.id, sale.id))
        found = told.money.get(tender.id)
        if found is None or (found.sale_id, found.payment.amount) != (sale.id, tender.amount):
            told.say(place, f"it was not paid by payment {tender.id} (I4)")


def _stored(
    db: Connection, which: Mapping[str, Select[tuple[object, ...]]], sale_ids: list[str]
) -> Rows:
    rows: Rows = {}
    for table in projections.TABLES:
        if table.name in which:
            keys = [column.name for column in table.primary_key]
            for row in db.execute(which[table.name], {"sales": sale_ids}).mappings():
                rows[(table.name, *(str(row[key]) for key in keys))] = dict(row)
    return rows


def _compare(expected: Rows, stored: Rows, told: Told) -> None:
    for key in sorted(expected.keys() | stored.keys()):
        place, told_row, row = " ".join(key), expected.get(key), stored.get(key)
        if row is None or told_row is None:
            told.say(place, "the row is missing" if row is None else "no event tells of it (I16)")
        elif row != told_row:
            wrong = sorted(name for name in row if row[name] != told_row.get(name))
            told.say(place, f"{', '.join(wrong)}: not what the events say (I16)")
