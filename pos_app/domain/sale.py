"""A sale and its lines: the fold of what the cashier did."""

from dataclasses import dataclass, replace
from enum import Enum

from pos_app.domain.errors import SaleFrozen
from pos_app.domain.money import Money
from pos_app.domain.most import MOST_LINES, MOST_OF_ONE


@dataclass(frozen=True, slots=True)
class Line:
    """`code` is the product's, empty for a free amount."""

    id: str
    code: str
    name: str
    price: Money
    quantity: int = 1

    @property
    def total(self) -> Money:
        return self.price * self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleFact:
    """Units: `at` in milliseconds since the epoch, UTC."""

    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleOpened(SaleFact):
    sale_id: str
    ticket_number: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAdded(SaleFact):
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantitySet(SaleFact):
    line_id: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRemoved(SaleFact):
    line_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleCancelled(SaleFact):
    """The cashier let it go before anything was paid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleSetAside(SaleFact):
    """Its charge is unclear or stuck: the next customer is served while it is watched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleTakenUp(SaleFact):
    """Back on the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaidCash(SaleFact):
    """All that it costs, in cash. `received`: what the customer handed over."""

    amount: Money
    received: Money


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyAdopted(SaleFact):
    """A payment that no attempt of ours made pays it, says a supervisor who knows why."""

    payment_id: str
    amount: Money
    by: str
    reason: str


class TenderKind(Enum):
    CASH = "cash"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Tender:
    """Paid otherwise than by an attempt. `id`: the payment's; empty for cash."""

    kind: TenderKind
    amount: Money
    id: str = ""
    received: Money | None = None


class SaleStatus(Enum):
    OPEN = "open"
    PAYING = "paying"
    PAID = "paid"
    PART_PAID = "part_paid"
    UNSURE = "unsure"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    PART_REFUNDED = "part_refunded"


@dataclass(frozen=True, slots=True)
class Sale:
    id: str
    ticket_number: int
    currency: str
    opened_at: int
    lines: tuple[Line, ...] = ()
    cancelled: bool = False
    aside: bool = False
    tenders: tuple[Tender, ...] = ()

    @classmethod
    def begin(cls, fact: SaleOpened) -> "Sale":
        return cls(fact.sale_id, fact.ticket_number, fact.currency, fact.at)

    @property
    def total(self) -> Money:
        return sum((line.total for line in self.lines), Money(0, self.currency))

    @property
    def tendered(self) -> Money:
        """Otherwise than by attempts."""
        return sum((tender.amount for tender in self.tenders), Money(0, self.currency))

    def apply(self, fact: SaleFact) -> "Sale":
        """The sale after one more act of the cashier.

        Raises:
            SaleFrozen: it is over, or there is no room for more.
        """
        if self.cancelled or self.tenders:
            raise SaleFrozen("a sale that is over is not changed")
        match fact:
            case LineAdded(line=line):
                if len(self.lines) >= MOST_LINES:
                    raise SaleFrozen(f"more than {MOST_LINES} lines")
                return self._grown((*self.lines, line))
            case QuantitySet(line_id=line_id, quantity=quantity):
                rows = (replace(r, quantity=quantity) if r.id == line_id else r for r in self.lines)
                return self._grown(tuple(rows))
            case LineRemoved(line_id=line_id):
                return replace(self, lines=tuple(r for r in self.lines if r.id != line_id))
        return self._placed(fact)

    def _placed(self, fact: SaleFact) -> "Sale":
        match fact:
            case SaleCancelled():
                return replace(self, cancelled=True, aside=False)
            case SaleSetAside():
                return replace(self, aside=True)
            case SaleTakenUp():
                return replace(self, aside=False)
        return self._paid(fact)

    def _paid(self, fact: SaleFact) -> "Sale":
        """By one tender that is all it costs, and no attempt's."""
        match fact:
            case PaidCash(amount=amount, received=received):
                short = received.currency != self.currency or received.minor < amount.minor
                tender = Tender(TenderKind.CASH, amount, received=received)
            case MoneyAdopted(amount=amount, payment_id=payment_id):
                short, tender = not payment_id, Tender(TenderKind.CARD, amount, payment_id)
            case _:
                raise TypeError(f"not a fact about a sale: {fact!r}")
        if short or amount != self.total or not self.lines:
            raise SaleFrozen("not what the sale costs")
        return replace(self, tenders=(tender,), aside=False)

    def _grown(self, lines: tuple[Line, ...]) -> "Sale":
        if any(not 1 <= line.quantity <= MOST_OF_ONE for line in lines):
            raise SaleFrozen(f"a quantity from 1 to {MOST_OF_ONE}")
        grown = replace(self, lines=lines)
        try:
            _ = grown.total
        except ValueError as unsummable:  # another currency, or more than money can be
            raise SaleFrozen(str(unsummable)) from unsummable
        return grown
