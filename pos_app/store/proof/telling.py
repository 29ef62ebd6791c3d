"""All that the events tell, sale by sale."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Prepared
from pos_app.domain.charge.orphan import MoneyFound, Orphan
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.sale import Sale, SaleOpened, SaleStatus
from pos_app.store import journal
from pos_app.store.codec import KINDS, AnyFact
from pos_app.store.journal import Event
from pos_app.store.projections import Rows, Takings, given_back, rows_of, status_of
from pos_app.store.schema import happened

_AT_ONCE = 200  # sales
_FACTS = select(happened.c.seq, happened.c.kind, happened.c.subject, happened.c.body).order_by(
    happened.c.seq
)
_SALE, _ATTEMPT, _MONEY = SaleOpened.__name__, Prepared.__name__, MoneyFound.__name__


@dataclass(slots=True)
class Contents:
    """What the events are about. `odd`: what is out of place, by the number of its event."""

    sales: list[str] = field(default_factory=list)
    tickets: list[tuple[int, str]] = field(default_factory=list)
    attempts: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    money: list[str] = field(default_factory=list)
    odd: list[tuple[int, str]] = field(default_factory=list)

    def sales_at_once(self) -> Iterator[list[str]]:
        """As many as are worth one question."""
        for start in range(0, len(self.sales), _AT_ONCE):
            yield self.sales[start : start + _AT_ONCE]

    def begin(self, seq: int, kind: str, subject: str, body: str) -> None:
        if kind == _SALE:
            self.sales.append(subject)
            self.tickets.append((seq, _said(body, "ticket_number")))
        elif kind == _ATTEMPT:
            self.attempts[_said(body, "sale_id")].append(subject)
        else:
            self.money.append(subject)


@dataclass(slots=True)
class Story:
    """A sale as its events tell it."""

    sale: Sale
    attempts: dict[str, Attempt] = field(default_factory=dict)

    @property
    def tendered(self) -> int:
        paid = (a.prepared.amount.minor for a in self.attempts.values() if a.paid_by)
        return sum(paid) + self.sale.tendered.minor

    def status(self, money: Mapping[str, Orphan]) -> SaleStatus:
        """`money`: what was found without a sale, by the ids of the payments."""
        proofs = (a.proof for a in self.attempts.values() if a.paid_by)
        adopted = (money[t.id].payment for t in self.sale.tenders if t.id in money)
        returned = sum(given_back(p) for p in (*proofs, *adopted) if p)
        outcomes = {attempt.outcome.value for attempt in self.attempts.values()}
        takings = Takings(self.tendered, returned, outcomes)
        return status_of(self.sale.cancelled, self.sale.total.minor, takings)

    def rows(self, money: Mapping[str, Orphan]) -> Rows:
        rows = rows_of(self.sale, self.status(money))
        for attempt in self.attempts.values():
            rows |= rows_of(attempt)
        return rows


def contents(db: Connection) -> Contents:
    """Which attempts are of which sale; whether all begin once, and before they are told of."""
    found, begun = Contents(), set[str]()
    for seq, kind, subject, body in db.execute(_FACTS, execution_options={"yield_per": 500}):
        if kind.startswith(journal.NOTE):
            continue
        if kind not in KINDS:
            found.odd.append((seq, f"a kind of event that is not known: {kind}"))
        begins = kind in (_SALE, _ATTEMPT, _MONEY)
        if begins is (subject in begun):
            found.odd.append((seq, f"{kind} about {subject} is out of place"))
        begun.add(subject)
        if begins:
            found.begin(seq, kind, subject, body)
    return found


def _said(body: str, name: str) -> str:
    told = json.loads(body)
    return str(told.get(name)) if isinstance(told, dict) else ""


def events_of(db: Connection, of: Contents, sale_ids: list[str]) -> dict[str, list[Event]]:
    """By the sale, in order; those about its attempts among them."""
    sale_of = {name: sale_id for sale_id in sale_ids for name in of.attempts[sale_id]}
    events: dict[str, list[Event]] = {sale_id: [] for sale_id in sale_ids}
    for event in journal.of_subjects(db, [*sale_ids, *sale_of]):
        events[sale_of.get(event.subject, event.subject)].append(event)
    return events


def tell(story: Story | None, subject: str, fact: AnyFact) -> Story:
    """The story after one more fact.

    Raises:
        LedgerError: DAMAGED, it is out of place.
        SaleFrozen: the sale was over.
    """
    if story is None or subject == story.sale.id:
        sale = journal.fold(story.sale if story else None, fact)
        if isinstance(sale, Sale):
            return Story(sale, story.attempts if story else {})
    else:
        attempt = journal.fold(story.attempts.get(subject), fact)
        if isinstance(attempt, Attempt):
            story.attempts[subject] = attempt
            return story
    raise LedgerError(LedgerFault.DAMAGED, "out of place")
