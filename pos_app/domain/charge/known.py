"""What is known of an attempt, and of the payments that came in with it."""

from dataclasses import dataclass
from functools import cached_property

from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import CancelAnswer, Decision, Prepared, Refusal, Seen
from pos_app.domain.charge.payment import LAST_WORDS, Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.charge.verify import Mismatch, mismatch


@dataclass(frozen=True)
class Known:
    """Units: all times in milliseconds since the epoch, UTC; `skew` in milliseconds.

    `paid_by`: the payment that pays it, for good. `ended`: it was not paid, as far as anybody
    could know then; `covered`: its sale was paid another way. Money that comes after either is
    late: it pays nothing by itself.
    """

    prepared: Prepared
    status: AttemptStatus = AttemptStatus.PREPARED
    since: int = 0  # when this status was first heard
    rank: int = 0  # the highest that was heard
    word: str = ""  # the API's, where the status is UNRECOGNIZED
    intent_id: str = ""
    results: tuple[str, ...] = ()
    payments: tuple[Payment, ...] = ()
    taken: frozenset[str] = frozenset()
    skew: int = 0
    skew_is_sure: bool = True
    sent_at: int = 0
    tries: int = 0
    not_before: int = 0
    search_first: bool = False
    clean_at: int | None = None  # the last search that found no payment that counts
    missing_since: int | None = None
    refusal: Refusal | None = None
    noted: frozenset[Doubt] = frozenset()
    cancel_pending: bool = False
    cancel_asked_at: int | None = None
    cancel_answer: CancelAnswer | None = None

    paid_by: str = ""
    ended: bool = False
    covered: bool = False
    seen: Seen | None = None
    seen_at: int = 0
    seen_by: str = ""
    decision: Decision | None = None
    decided_at: int = 0
    decided_by: str = ""
    reason: str = ""

    def mismatch(self, payment: Payment) -> Mismatch | None:
        """Why `payment` does not pay this attempt, or None if it does."""
        return mismatch(
            self.prepared,
            payment,
            sent_at=self.sent_at or self.prepared.at,
            skew=self.skew,
            in_results=payment.id in self.results and Doubt.WRONG_AMOUNT not in self.noted,
            taken=payment.id in self.taken,
        )

    @cached_property
    def proof(self) -> Payment | None:
        """The payment that pays it: the first, if there is more than one (F31)."""
        if self.paid_by:
            return next(payment for payment in self.payments if payment.id == self.paid_by)
        proofs = [payment for payment in self.payments if self.mismatch(payment) is None]
        return min(proofs, key=lambda p: (p.created or 0, p.id), default=None)

    @cached_property
    def unread(self) -> tuple[str, ...]:
        """The results of the intent whose payments are not known yet, or may still move."""
        settled = {
            payment.id
            for payment in self.payments
            if not payment.status.counts or payment.status is PaymentStatus.APPROVED
        }
        return tuple(result for result in self.results if result not in settled)

    @cached_property
    def has_money(self) -> bool:
        """Money moved, plainly ours or not, and is not known to have gone back."""
        return any(has_moved(payment) for payment in self.payments)

    @cached_property
    def moving(self) -> bool:
        """A payment is known whose money has moved, or may yet."""
        return any(payment.status.counts for payment in self.payments)

    @cached_property
    def loose(self) -> tuple[Payment, ...]:
        """Money that came in with it and does not pay it, as far as it has not gone back."""
        back = PaymentStatus.CHARGED_BACK  # the bank took it: there is nothing to give back
        others = (p for p in self.payments if p.id != self.paid_by and p.status is not back)
        return tuple(p for p in others if has_moved(p))

    @cached_property
    def declined(self) -> Payment | None:
        """The payment that the bank refused, where that is how it ended."""
        refused = [p for p in self.payments if p.status is PaymentStatus.REJECTED]
        last = max(refused, key=lambda p: (p.created or 0, p.id), default=None)
        return last if self.proof is None else None


def has_moved(payment: Payment) -> bool:
    """Whether its money is with the shop, or is disputed."""
    if payment.status is PaymentStatus.APPROVED:
        return payment.amount is None or payment.refunded < payment.amount.minor
    return payment.status in LAST_WORDS and payment.status.counts
