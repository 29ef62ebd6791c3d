"""Where an attempt stands: what its facts amount to, and what that means."""

from dataclasses import dataclass
from enum import Enum

from pos_app.domain.charge.facts import CancelAnswer, Decision, Prepared, Refusal, Seen
from pos_app.domain.charge.outcome import SETTLED, Outcome
from pos_app.domain.charge.payment import LAST_WORDS, Payment, PaymentStatus
from pos_app.domain.charge.status import ENDED_UNPAID, WITH_PERSON, AttemptStatus
from pos_app.domain.charge.verify import Mismatch, mismatch

# Milliseconds. The margins are assumptions until a real device has been asked.
SEARCH_MARGIN = 2_000  # after a final word: the index may lag behind a payment that raced it
INTENT_GONE = 3_700_000  # an intent expires after one hour
LOOK_AFTER = 60_000  # since it was sent: an idle terminal tells nothing before
SETTLE = 10_000  # from a look at an idle terminal to the search that counts


class Doubt(Enum):
    """What keeps a person's eye on it. Never a reason to call it paid, or not paid."""

    FOREIGN_ANSWER = "foreign answer"  # a reply told of another intent
    WRONG_AMOUNT = "wrong amount"  # the intent stands for another amount than ours
    ODD_WORD = "odd word"  # a status newer than this release
    VANISHED = "vanished"  # 404 for a minute, though it was created
    NO_PAYMENT = "no payment"  # closed, and after five minutes no payment can be read
    MISMATCH = "mismatch"  # an approved payment that is no proof
    SURPLUS = "surplus"  # more than one approved payment


class Task(Enum):
    """What a person has to see to."""

    RESOLVE = "resolve"  # nobody knows yet whether it was charged
    LATE = "late"  # money came in after it was over: apply it to the sale, or give it back
    SURPLUS = "surplus"  # one sale, more than one payment: give the rest back
    RETURN = "return"  # was decided: watched until the money has gone back
    ATTESTED = "attested"  # a supervisor says that it was paid, and nothing proves it yet
    DENIED = "denied"  # and the provider knows of no payment
    GONE = "gone"  # it paid the sale, and was given back elsewhere, or is disputed
    ASIDE = "aside"  # its sale was set aside, and the charge is still under way
    ORPHAN = "orphan"  # money came in that no sale claims
    UNPAID = "unpaid"  # a sale that was set aside was not paid: open it again, or drop it


# A word of the API that leaves open, for good, whether it was charged.
_OPEN_END = WITH_PERSON | {AttemptStatus.UNRECOGNIZED, AttemptStatus.CLOSED}


@dataclass(frozen=True, slots=True)
class Standing:
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

    @property
    def proof(self) -> Payment | None:
        """The payment that pays it: the first, if there is more than one (F31)."""
        if self.paid_by:
            return next(payment for payment in self.payments if payment.id == self.paid_by)
        proofs = [payment for payment in self.payments if self.mismatch(payment) is None]
        return min(proofs, key=lambda p: (p.created or 0, p.id), default=None)

    @property
    def unread(self) -> tuple[str, ...]:
        """The results of the intent whose payments are not known yet, or may still move."""
        settled = {
            payment.id
            for payment in self.payments
            if not payment.status.counts or payment.status is PaymentStatus.APPROVED
        }
        return tuple(result for result in self.results if result not in settled)

    @property
    def over(self) -> bool:
        """Money that comes now is late."""
        return self.ended or self.covered

    @property
    def outcome(self) -> Outcome:
        if self.paid_by or (self.proof is not None and not self.over):
            return Outcome.PAID
        if self.status is AttemptStatus.NOT_CREATED and not self.has_money:
            return Outcome.NOT_PAID
        if self.has_money:
            apart = self.decision is Decision.APART
            return Outcome.NOT_PAID if apart else Outcome.UNSURE
        if self.attested:
            return Outcome.UNSURE
        if self.ended or self._proved_unpaid():
            return Outcome.NOT_PAID
        troubled = self.noted & {Doubt.NO_PAYMENT, Doubt.WRONG_AMOUNT}
        return Outcome.UNSURE if troubled else self.status.outcome

    @property
    def has_money(self) -> bool:
        """Money moved, plainly ours or not, and is not known to have gone back."""
        return any(has_moved(payment) for payment in self.payments)

    @property
    def moving(self) -> bool:
        """A payment is known whose money has moved, or may yet."""
        return any(payment.status.counts for payment in self.payments)

    @property
    def loose(self) -> tuple[Payment, ...]:
        """Money that came in with it and does not pay it, as far as it has not gone back."""
        return tuple(p for p in self.payments if has_moved(p) and p.id != self.paid_by)

    @property
    def late(self) -> bool:
        """Money came in after it was over: a person decides what it is for."""
        return self.over and self.has_money and not self.paid_by

    @property
    def attested(self) -> bool:
        return self.decision is Decision.ATTESTED and not self.paid_by

    def _proved_unpaid(self) -> bool:
        """By a final word and a clean search; or when it cannot turn into money any more (I13)."""
        if self.clean_at is None or self.unread or self.moving:
            return False
        if self.status in ENDED_UNPAID:
            return self.clean_at >= self.since + SEARCH_MARGIN
        if self.status is AttemptStatus.CLOSED and self.results:
            return True
        if self.status not in _OPEN_END:
            return False
        gone = self.status is not AttemptStatus.CLOSED and self.gone_at <= self.clean_at
        waits = self.status is AttemptStatus.CONFIRMATION_REQUIRED  # that word never changes
        return self._seen_idle(self.clean_at) or (gone and not waits)

    @property
    def gone_at(self) -> int:
        """From when on its intent cannot be paid any more."""
        return (self.sent_at or self.since) + INTENT_GONE

    def _seen_idle(self, searched_at: int) -> bool:
        """First somebody looked, then time passed, then a search found nothing: in that order."""
        looked = self.seen is Seen.IDLE and self.seen_at >= self.look_at
        return looked and searched_at >= self.seen_at + SETTLE

    @property
    def look_at(self) -> int:
        """From when on a look at an idle terminal tells something."""
        return (self.sent_at or self.since) + LOOK_AFTER

    @property
    def may_be_seen(self) -> bool:
        """Would it help to know what the terminal shows?"""
        undecided = self.outcome in (Outcome.UNSURE, Outcome.PENDING) and not self.has_money
        stuck = self.status in _OPEN_END and not self.over
        return undecided and stuck and not (self.attested or self.unread)

    @property
    def doubts(self) -> frozenset[Doubt]:
        approved = [p for p in self.payments if p.status is PaymentStatus.APPROVED]
        derived = set()
        if self.loose and (self.paid_by or len(approved) > 1):
            derived.add(Doubt.SURPLUS)
        if approved and self.proof is None:
            derived.add(Doubt.MISMATCH)
        return self.noted | derived

    @property
    def task(self) -> Task | None:
        """What a person has to see to, if anything."""
        if self.decision is Decision.APART and self.loose:
            return Task.RETURN
        if self.paid_by:
            if self.loose:
                return Task.SURPLUS
            proof = self.proof
            back = proof is not None and (proof.refunded or proof.status in LAST_WORDS)
            return Task.GONE if back and self.decision is not Decision.NOTED else None
        if self.late:
            return Task.LATE
        if self.attested:
            gone = self.clean_at is not None and self.clean_at >= self.gone_at
            return Task.DENIED if gone else Task.ATTESTED
        return Task.RESOLVE if self.outcome is Outcome.UNSURE else None

    @property
    def settled(self) -> bool:
        return self.outcome in SETTLED

    @property
    def lives(self) -> bool:
        """It may still bring money: its sale is not charged a second time (I3)."""
        return not (self.settled or self.over)

    @property
    def holds_terminal(self) -> bool:
        """Until it is settled, or a person has seen that the terminal is done with it."""
        if self.settled or self.ended or not self.status.holds_terminal:
            return False
        done = self.seen is Seen.APPROVED or self.attested
        idle = self.seen is Seen.IDLE and self.status is AttemptStatus.CONFIRMATION_REQUIRED
        return not (done or idle)

    @property
    def watched(self) -> bool:
        """It was sent and ended unpaid: money may still come of it, for some time."""
        return self.outcome is Outcome.NOT_PAID and bool(self.tries) and self.refusal is None

    @property
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
