"""Money without a sale: an approved payment on this till's terminals that no attempt claims."""

from dataclasses import dataclass, replace

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.known import has_moved
from pos_app.domain.charge.payment import Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFact:
    """Units: `at` in milliseconds since the epoch, UTC."""

    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyFound(MoneyFact):
    """Typed on the terminal, of another till, or of a ledger that was lost."""

    payment: Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRead(MoneyFact):
    """How it stands now: it may have been given back elsewhere."""

    payment: Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyClaimed(MoneyFact):
    """A sale adopted it, or an attempt turned out to be its owner. Said by a person, or proved."""

    sale_id: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyApart(MoneyFact):
    """It belongs to no sale of ours: it is given back, or is none of this till's business."""

    by: str
    reason: str
    to_return: bool = True


@dataclass(frozen=True, slots=True)
class Orphan:
    found_at: int
    payment: Payment
    sale_id: str = ""  # that adopted it
    apart: MoneyApart | None = None

    @classmethod
    def begin(cls, fact: MoneyFound) -> "Orphan":
        return cls(fact.at, fact.payment)

    def apply(self, fact: MoneyFact) -> "Orphan":
        """What it is after one more fact. What was adopted, or went back, stays so."""
        match fact:
            case MoneyRead(payment=payment):
                same = payment.id == self.payment.id and not payment.is_older_than(self.payment)
                return replace(self, payment=payment) if same else self
            case MoneyClaimed(sale_id=sale_id):
                return self if self.sale_id else replace(self, sale_id=sale_id)
            case MoneyApart():
                same = self.apart is not None and self.apart.to_return == fact.to_return
                return self if self.sale_id or same else replace(self, apart=fact)
            case MoneyFound():
                return self
        raise TypeError(f"not a fact about money: {fact!r}")

    @property
    def task(self) -> Task | None:
        """What a person has to see to, if anything."""
        if self.sale_id or not has_moved(self.payment):
            return None
        if self.apart is None:
            return Task.ORPHAN
        return Task.RETURN if self.apart.to_return else None
