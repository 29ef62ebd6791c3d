"""What a case is about: how much, whose sale, which terminal, since when."""

from dataclasses import dataclass

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.orphan import Orphan
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import Payment
from pos_app.domain.charge.verify import CLOCK_MARGIN
from pos_app.domain.money import Money
from pos_app.domain.sale import Sale
from pos_app.domain.terminal import Terminal
from pos_app.services.state import Case, TillState
from pos_app.ui.shared.language import Words, said

_LOOSE = frozenset({Task.LATE, Task.SURPLUS, Task.RETURN})
_SALE, _NO_SALE = said("Sale {number}"), said("No sale")
# From so many seconds on: what it is counted in.
_UNITS = (
    (172_800, 86_400, said("{count} days")),
    (7_200, 3_600, said("{count} h")),
    (120, 60, said("{count} min")),
    (0, 1, said("{count} s")),
)


@dataclass(frozen=True, slots=True)
class About:
    """Units: `since` in milliseconds since the epoch, UTC. `amount`: None if it is not known."""

    amount: Money | None
    ticket: int | None
    terminal: str  # its id; empty where it is not known
    since: int

    def where(self, words: Words) -> str:
        sale = words(_NO_SALE) if self.ticket is None else words(_SALE, number=self.ticket)
        return f"{sale} · {Terminal(self.terminal).title}" if self.terminal else sale

    def money(self, words: Words) -> str:
        return words.money(self.amount) if self.amount else "?"


def about(case: Case, state: TillState) -> About:
    if case.orphan is not None:
        payment = case.orphan.payment
        since = payment.created or case.orphan.found_at
        return About(left_of(payment), None, _terminal_of(payment, state), since)
    if case.following is not None:
        attempt, prepared = case.following.attempt, case.following.attempt.prepared
        amount = sum_of(attempt.loose) if case.task in _LOOSE else prepared.amount
        attested = case.task in (Task.ATTESTED, Task.DENIED)
        since = attempt.decided_at if attested else prepared.at
        return About(amount, prepared.ticket_number, prepared.terminal_id, since)
    if case.sale is None:
        return About(None, None, "", 0)
    return About(case.sale.total, case.sale.ticket_number, "", case.sale.opened_at)


def left_of(payment: Payment) -> Money | None:
    """What of it has not gone back."""
    if payment.amount is None:
        return None
    return payment.amount - Money(payment.refunded, payment.amount.currency)


def sum_of(payments: tuple[Payment, ...]) -> Money | None:
    """What of them has not gone back; None where one does not say how much it is."""
    lefts = [left_of(payment) for payment in payments]
    known = [left for left in lefts if left is not None]
    if not known or len(known) < len(lefts) or len({left.currency for left in known}) > 1:
        return None
    return sum(known[1:], known[0])


def _terminal_of(payment: Payment, state: TillState) -> str:
    """By the till that it is tied to, where that leaves no doubt."""
    ids = [t.id for t in state.terminals if t.pos_id and t.pos_id == payment.pos_id]
    return ids[0] if len(ids) == 1 else ""


def sale_of(case: Case) -> str:
    """The id of the sale that it is about; empty where there is none."""
    if case.following is not None:
        return case.following.attempt.prepared.sale_id
    return case.sale.id if case.sale else ""


def kin_of(attempt: Attempt, state: TillState) -> list[tuple[str, Orphan]]:
    """Money without a sale that may be this attempt's: as much, and not older. Name and money."""
    begun = (attempt.sent_at or attempt.prepared.at) - CLOCK_MARGIN
    found = [(case.name, case.orphan) for case in state.cases if case.task is Task.ORPHAN]
    return [
        (name, orphan)
        for name, orphan in found
        if orphan
        and orphan.payment.amount == attempt.prepared.amount
        and (orphan.payment.created is None or orphan.payment.created >= begun)
    ]


def sales_for(orphan: Orphan, state: TillState) -> list[Sale]:
    """Sales that cost what came in, that nothing settles, and that no charge can settle any more.

    Set aside, or on the desk.
    """
    if orphan.payment.refunded:
        return []
    free = [case.sale for case in state.cases if case.task is Task.UNPAID]
    panel = state.following.attempt if state.following else None
    if panel is None or panel.outcome is Outcome.NOT_PAID:
        free.append(state.sale)
    sales = {sale.id: sale for sale in free if sale and not (sale.tenders or sale.cancelled)}
    return [sale for sale in sales.values() if sale.total == orphan.payment.amount]


def lasting(milliseconds: int, words: Words) -> str:
    """How long, in the largest unit that says enough: "40 s", "3 min", "5 h", "2 days"."""
    seconds = max(0, milliseconds // 1000)
    _, unit, text = next(row for row in _UNITS if seconds >= row[0])
    return words(text, count=seconds // unit)
