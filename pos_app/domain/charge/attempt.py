"""One attempt to collect one amount on one terminal: the fold of the facts about it."""

from dataclasses import dataclass, replace
from functools import cached_property

from pos_app.domain.charge.doubt import Doubt, Task
from pos_app.domain.charge.facts import (
    TURNS,
    CancelAnswered,
    CancelAsked,
    Covered,
    Decided,
    Decision,
    Deferred,
    Fact,
    Heard,
    IdTaken,
    Missed,
    NotLeft,
    PaymentsRead,
    PersonSaid,
    Prepared,
    Refusal,
    Refused,
    Searched,
    Seen,
    Sending,
)
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import LAST_WORDS, PaymentStatus
from pos_app.domain.charge.standing import Standing
from pos_app.domain.charge.status import AttemptStatus

VANISHED_AFTER = 60_000  # milliseconds
NO_PAYMENT_AFTER = 300_000
MOST_UNLEFT, MOST_DEFERRED = 3, 5  # tries
DEFERRED_LEAST, DEFERRED_MOST = 1_000, 60_000
SKEW_NOTED = 15_000  # less is the jitter of the replies, and not worth an event
SKEW_ERROR = 6_000  # of two readings: each a second that was cut off, and half of a slow reply
_AFTERWARDS = (PaymentsRead, Searched, Decided, Covered)  # what a settled one may still learn


@dataclass(frozen=True)
class Attempt(Standing):
    @classmethod
    def begin(cls, fact: Prepared) -> "Attempt":
        return cls(fact, since=fact.at)

    def apply(self, fact: Fact) -> "Attempt":
        """The attempt after one more fact. What is paid stays paid; stale reports are dropped."""
        if self.settled:  # but money may still come in, or go back
            after = self._learn(fact) if isinstance(fact, _AFTERWARDS) else self
        else:
            after = self._in_time(fact)._rewound(fact.at)._learn(fact)
        late = after.status.final and fact.at - after.since > NO_PAYMENT_AFTER
        if late and after.outcome is Outcome.PENDING:
            after = after._note(Doubt.NO_PAYMENT)
        if after.outcome is Outcome.PAID and not after.paid_by and after.proof is not None:
            return replace(after, paid_by=after.proof.id)
        ended = after.ended or after.outcome is Outcome.NOT_PAID
        return after if ended is after.ended else replace(after, ended=ended)

    def _in_time(self, fact: Fact) -> "Attempt":
        """Where our clock was put ahead, as the provider's tells, so are the moments it gave (F41).

        Where it was put back, or a reply lies about the time, waits begin again.
        """
        skew = fact.skew if isinstance(fact, PaymentsRead | Searched) else None
        if skew is None or (self.skew_is_sure and abs(skew - self.skew) <= SKEW_NOTED):
            return self
        ahead = self.skew_is_sure and skew > self.skew
        at, by = fact.at, skew - self.skew + SKEW_ERROR if ahead else fact.at

        def later(moment: int, most: int = at) -> int:
            return min(moment + by, most) if moment else 0

        early = self.seen is Seen.IDLE and self.seen_at + by > at
        return replace(
            self,
            skew=skew,
            skew_is_sure=True,
            since=later(self.since) or at,
            sent_at=later(self.sent_at),
            not_before=later(self.not_before, at + DEFERRED_MOST),
            missing_since=None if self.missing_since is None else later(self.missing_since),
            clean_at=None,
            seen=None if early else self.seen,
            seen_at=later(self.seen_at),
        )

    def _rewound(self, at: int) -> "Attempt":
        """Where the clock was put back, waits begin again and no search made before counts."""
        last = max(self.since, self.sent_at, self.seen_at)
        if at >= max(last, self.missing_since or 0, self.clean_at or 0) - SKEW_NOTED:
            return self  # it may only have waited for its turn to be written
        missing = None if self.missing_since is None else min(self.missing_since, at)
        since, sent_at = min(self.since, at), min(self.sent_at, at)
        seen = None if self.seen is Seen.IDLE else self.seen
        rewound = replace(self, since=since, sent_at=sent_at, missing_since=missing, seen=seen)
        return replace(rewound, clean_at=None)

    def _learn(self, fact: Fact) -> "Attempt":
        match fact:
            case Heard():
                return self._hear(fact)
            case Missed(at=at):
                return self._miss(at)
            case PaymentsRead():
                return self._merge(fact)
            case Searched():
                return self._search(fact)
            case CancelAsked(at=at):
                return replace(self, cancel_pending=True, cancel_asked_at=at, cancel_answer=None)
            case CancelAnswered(answer=answer):
                return replace(self, cancel_pending=False, cancel_answer=answer)
        if isinstance(fact, PersonSaid | Covered | Decided):
            return self._be_told(fact)
        return self._leave(fact)

    def _be_told(self, fact: PersonSaid | Covered | Decided) -> "Attempt":
        """By people. What does not fit what is known by now changes nothing."""
        match fact:
            case Covered():
                return replace(self, covered=True)
            case Decided():
                return self._decide(fact)
        if not self.may_be_seen:
            return self
        return replace(self, seen=fact.seen, seen_at=fact.at, seen_by=fact.by)

    def heeds(self, fact: Fact) -> bool:
        """Is what a person said what it goes by now? All else it takes as it comes."""
        match fact:
            case PersonSaid(seen=seen, at=at):
                return (self.seen, self.seen_at) == (seen, at)
            case Decided(what=what, at=at, by=by):
                return (self.decision, self.decided_at, self.decided_by) == (what, at, by)
        return True

    def _decide(self, fact: Decided) -> "Attempt":
        over = self.status.final or self.over or fact.at >= self.gone_at
        fits = {
            Decision.ATTESTED: self.task in (Task.RESOLVE, Task.DENIED),
            Decision.WITHDRAWN: self.attested,
            Decision.APPLIED: self.late and not self.covered and self.proof is not None,
            Decision.APART: bool(self.loose if self.paid_by else self.has_money) and over,
            Decision.NOTED: self.task is Task.GONE,
        }
        again = fact.what is Decision.APART and self.decision is Decision.APART
        if again or not fits[fact.what]:
            return self
        decided = replace(self, decision=fact.what, decided_at=fact.at)
        decided = replace(decided, decided_by=fact.by, reason=fact.reason)
        return replace(decided, ended=self.ended and fact.what is not Decision.APPLIED)

    def _leave(self, fact: Fact) -> "Attempt":
        """The facts of sending."""
        turn = TURNS.get(type(fact))
        if turn is None:
            raise TypeError(f"not a fact about an attempt: {fact!r}")
        if self.status not in turn:
            return self
        match fact:
            case Sending(at=at, skew=skew):
                going = self._now(AttemptStatus.SENDING, at)
                going = replace(going, skew=skew or 0, skew_is_sure=skew is not None)
                return replace(going, sent_at=at, tries=self.tries + 1, search_first=False)
            case NotLeft(at=at) if self.tries < MOST_UNLEFT:
                again = at + 1_000 * 2 ** (self.tries - 1)
                return replace(self._now(AttemptStatus.PREPARED, at), not_before=again)
            case Deferred(at=at, wait=wait) if self.tries < MOST_DEFERRED:
                again = at + min(max(wait, DEFERRED_LEAST), DEFERRED_MOST)
                held = self._now(AttemptStatus.PREPARED, at)
                return replace(held, not_before=again, search_first=True)
            case Deferred(at=at):
                return self._refuse(Refusal.TOO_MANY, at)
            case NotLeft(at=at, why=why) | Refused(at=at, why=why):
                return self._refuse(why, at)
        unknown = self._now(AttemptStatus.UNKNOWN, fact.at)
        return unknown._note(Doubt.FOREIGN_ANSWER) if isinstance(fact, IdTaken) else unknown

    def _refuse(self, why: Refusal, at: int) -> "Attempt":
        return replace(self._now(AttemptStatus.NOT_CREATED, at), refusal=why)

    def _is_ours(self, intent: IntentReport) -> bool:
        """By its id; before one is known by our reference, which only the create may leave out."""
        if intent.external_reference not in ("", self.prepared.external_reference):
            return False
        if self.intent_id:
            return intent.intent_id in ("", self.intent_id)
        named = bool(intent.external_reference) or self.status is AttemptStatus.SENDING
        return named and intent.intent_id != ""

    def _hear(self, heard: Heard) -> "Attempt":
        intent = heard.intent
        if not self._is_ours(intent):
            unsent = self.status is AttemptStatus.SENDING
            here = self._now(AttemptStatus.UNKNOWN, heard.at) if unsent else self
            return here._note(Doubt.FOREIGN_ANSWER)
        fresh = tuple(result for result in intent.results if result not in self.results)
        after = replace(
            self,
            results=self.results + fresh,
            missing_since=None,
            intent_id=self.intent_id or intent.intent_id,
        )
        if intent.amount_is_odd or intent.amount not in (None, self.prepared.amount):
            after = after._note(Doubt.WRONG_AMOUNT)
        if intent.status is AttemptStatus.UNRECOGNIZED:
            after = replace(after._note(Doubt.ODD_WORD), word=intent.word)
            return after if self.status.final else after._now(intent.status, heard.at)
        rank = intent.status.rank or 0
        older = rank < self.rank and self.status is not AttemptStatus.UNKNOWN
        if older or self.status.final:
            return after
        return replace(after._now(intent.status, heard.at), rank=max(rank, self.rank))

    def _miss(self, at: int) -> "Attempt":
        if self.missing_since is None:
            return replace(self, missing_since=at)
        if self.status.final or at - self.missing_since < VANISHED_AFTER:
            return self
        return self._now(AttemptStatus.UNKNOWN, at)._note(Doubt.VANISHED)

    def _merge(self, read: PaymentsRead | Searched) -> "Attempt":
        ours = ("", self.prepared.external_reference)
        known = {payment.id: payment for payment in self.payments}
        for payment in read.payments:
            named = payment.external_reference in ours or payment.id in self.results
            if named and not payment.is_older_than(known.get(payment.id)):
                known[payment.id] = payment
        merged = tuple(known[id] for id in sorted(known))
        worth = merged != self.payments or abs(read.skew - self.skew) > SKEW_NOTED
        skew = read.skew if worth else self.skew
        noted = self.decision is Decision.NOTED and merged != self.payments  # and more went back
        decision, taken = None if noted else self.decision, self.taken | {*read.taken}
        after = replace(self, payments=merged, taken=taken, skew=skew, decision=decision)
        # A payment with our reference: it left after all, whatever else is said.
        left = merged and self.status in {AttemptStatus.PREPARED, AttemptStatus.SENDING}
        return after._now(AttemptStatus.UNKNOWN, read.at) if left else after

    def _search(self, found: Searched) -> "Attempt":
        after = replace(self._merge(found), search_first=False)
        if after.moving:
            return after
        clean = replace(after, clean_at=found.at)
        # A watch may last for hours: a search that settles nothing new is not written again.
        news = (clean.outcome, clean.task) != (after.outcome, after.task)
        return clean if after.clean_at is None or news else after

    def _now(self, status: AttemptStatus, at: int) -> "Attempt":
        """A search made in the status before, or a look, proves nothing about this one."""
        if status is self.status:
            return self
        seen = None if self.seen is Seen.IDLE else self.seen
        return replace(self, status=status, since=at, clean_at=None, seen=seen)

    def _note(self, doubt: Doubt) -> "Attempt":
        return replace(self, noted=self.noted | {doubt})

    # What a person has to see to.

    @cached_property
    def doubts(self) -> frozenset[Doubt]:
        approved = [p for p in self.payments if p.status is PaymentStatus.APPROVED]
        derived = set()
        if self.loose and (self.paid_by or len(approved) > 1):
            derived.add(Doubt.SURPLUS)
        if approved and self.proof is None:
            derived.add(Doubt.MISMATCH)
        return self.noted | derived

    @cached_property
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
            return None if self.decision is Decision.APART else Task.LATE
        if self.attested:
            gone = self.clean_at is not None and self.clean_at >= self.gone_at
            return Task.DENIED if gone else Task.ATTESTED
        return Task.RESOLVE if self.outcome is Outcome.UNSURE else None
