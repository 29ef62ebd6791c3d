"""Where an attempt stands: what its facts amount to, and what that means."""

from dataclasses import dataclass
from functools import cached_property

from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.charge.known import Known
from pos_app.domain.charge.outcome import SETTLED, Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import ENDED_UNPAID, WITH_PERSON, AttemptStatus

# Milliseconds. The margins are assumptions until a real device has been asked.
SEARCH_MARGIN = 2_000  # after a final word: the index may lag behind a payment that raced it
INTENT_GONE = 3_700_000  # an intent expires after one hour
LOOK_AFTER = 60_000  # since it was sent: an idle terminal tells nothing before
SETTLE = 10_000  # from a look at an idle terminal to the search that counts

# A word of the API that leaves open, for good, whether it was charged.
_OPEN_END = WITH_PERSON | {AttemptStatus.UNRECOGNIZED, AttemptStatus.CLOSED}


@dataclass(frozen=True)
class Standing(Known):
    @property
    def over(self) -> bool:
        """Money that comes now is late."""
        return self.ended or self.covered

    @cached_property
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
        back = any(payment.status is PaymentStatus.REFUNDED for payment in self.payments)
        waits = self.status is AttemptStatus.CONFIRMATION_REQUIRED and not back  # it never changes
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
        stuck = self.status in _OPEN_END and not self.ended
        return undecided and stuck and not (self.attested or self.unread)

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
