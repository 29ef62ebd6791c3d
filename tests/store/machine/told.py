"""What the book must hold, told from the domain alone, without a table."""

from dataclasses import dataclass, field

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.orphan import Orphan
from pos_app.domain.sale import Sale


@dataclass
class Told:
    """By their names: a sale's id, an attempt's reference, a payment's id."""

    sales: dict[str, Sale] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    money: dict[str, Orphan] = field(default_factory=dict)

    def attempts_of(self, sale: Sale) -> list[Attempt]:
        return [a for a in self.attempts.values() if a.prepared.sale_id == sale.id]

    def is_over(self, sale: Sale) -> bool:
        paid = any(attempt.paid_by for attempt in self.attempts_of(sale))
        return sale.cancelled or bool(sale.tenders) or paid

    def is_open(self, sale: Sale) -> bool:
        return not self.is_over(sale) and all(a.settled for a in self.attempts_of(sale))

    def payers(self) -> list[str]:
        """The payments that pay something."""
        adopted = [t.id for sale in self.sales.values() for t in sale.tenders if t.id]
        return adopted + [a.paid_by for a in self.attempts.values() if a.paid_by]

    def is_owned(self, payment_id: str) -> bool:
        claimed = payment_id in self.money and self.money[payment_id].sale_id
        loose = (p.id for attempt in self.attempts.values() for p in attempt.loose)
        return payment_id in self.payers() or bool(claimed) or payment_id in loose

    def takes(self, sale: Sale, act: str) -> bool:
        if act in ("aside", "up"):
            return not self.is_over(sale)
        if act == "cash" and sale.aside:
            return not self.is_over(sale) and bool(sale.lines)
        return self.is_open(sale) and (not sale.aside or act in ("cancel", "adopt"))

    def may_apply(self, late: Attempt) -> bool:
        sale = self.sales[late.prepared.sale_id]
        another = any(attempt.lives for attempt in self.attempts_of(sale))
        return not self.is_over(sale) and not another and sale.total == late.prepared.amount

    def is_taken(self, before: Attempt, after: Attempt) -> bool:
        """An intent or a payment is another's; or a word that came late would take a terminal back
        that another attempt holds by now."""
        others = [a for a in self.attempts.values() if a is not before]
        intent = any(a.intent_id and a.intent_id == after.intent_id for a in others)
        paid = not before.paid_by and after.paid_by in self.payers()
        held = {a.prepared.terminal_id for a in others if a.holds_terminal}
        again = not before.holds_terminal and after.prepared.terminal_id in held
        return intent or paid or again
