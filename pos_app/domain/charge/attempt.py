"""One attempt to collect one amount on one terminal: the fold of the facts about it."""

from dataclasses import dataclass, replace
from enum import Enum

from pos_app.domain.charge.facts import (
    TURNS,
    CancelAnswer,
    CancelAnswered,
    CancelAsked,
    Deferred,
    Fact,
    Heard,
    IdTaken,
    Missed,
    NotLeft,
    PaymentsRead,
    Prepared,
    Refusal,
    Refused,
    Searched,
    Sending,
)
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.outcome import SETTLED, Outcome
from pos_app.domain.charge.payment import LAST_WORDS, Payment, PaymentStatus
from pos_app.domain.charge.status import ENDED_UNPAID, AttemptStatus
from pos_app.domain.charge.verify import Mismatch, mismatch

# Milliseconds. The margins are assumptions until a real device has been asked.
SEARCH_MARGIN = 2_000  # after a final word: the index may lag behind a payment that raced it
INTENT_GONE = 3_700_000  # an intent expires after one hour
VANISHED_AFTER = 60_000
NO_PAYMENT_AFTER = 300_000
MOST_UNLEFT, MOST_DEFERRED = 3, 5  # tries
DEFERRED_LEAST, DEFERRED_MOST = 1_000, 60_000
SKEW_NOTED = 60_000  # less is the jitter of the replies, and not worth an event


class Doubt(Enum):
    """What keeps a person's eye on it. Never a reason to call it paid, or not paid."""

    FOREIGN_ANSWER = "foreign answer"  # a reply told of another intent
    WRONG_AMOUNT = "wrong amount"  # the intent stands for another amount than ours
    ODD_WORD = "odd word"  # a status newer than this release
    VANISHED = "vanished"  # 404 for a minute, though it was created
    NO_PAYMENT = "no payment"  # closed, and after five minutes no payment can be read
    MISMATCH = "mismatch"  # an approved payment that is no proof
    SURPLUS = "surplus"  # more than one approved payment


@dataclass(frozen=True, slots=True)
class Attempt:
    """Units: all times in milliseconds since the epoch, UTC; `skew` in milliseconds."""

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

    @classmethod
    def begin(cls, fact: Prepared) -> "Attempt":
        return cls(fact, since=fact.at)

    def apply(self, fact: Fact) -> "Attempt":
        """The attempt after one more fact. A settled outcome stands; stale reports are dropped."""
        if self.outcome in SETTLED:
            return self
        after = self._rewound(fact.at)._learn(fact)
        late = after.status.final and fact.at - after.since > NO_PAYMENT_AFTER
        waiting = after.outcome is Outcome.PENDING
        return after._note(Doubt.NO_PAYMENT) if late and waiting else after

    def _rewound(self, at: int) -> "Attempt":
        """Where the clock was put back, waits begin again and no search made before counts."""
        if at >= max(self.since, self.sent_at, self.missing_since or 0, self.clean_at or 0):
            return self
        missing = None if self.missing_since is None else min(self.missing_since, at)
        since, sent_at = min(self.since, at), min(self.sent_at, at)
        return replace(self, since=since, sent_at=sent_at, missing_since=missing, clean_at=None)

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
        return self._leave(fact)

    def _leave(self, fact: Fact) -> "Attempt":
        """The facts of sending."""
        turn = TURNS.get(type(fact))
        if turn is None:
            raise TypeError(f"not a fact about an attempt: {fact!r}")
        if self.status not in turn:
            return self
        match fact:
            case Sending(at=at):
                going = self._now(AttemptStatus.SENDING, at)
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
        after = replace(self, results=self.results + fresh, missing_since=None)
        after = replace(after, intent_id=self.intent_id or intent.intent_id)
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
        after = replace(self, payments=merged, taken=self.taken | {*read.taken}, skew=skew)
        # A payment with our reference: it left after all, whatever else is said.
        left = merged and self.status in {AttemptStatus.PREPARED, AttemptStatus.SENDING}
        return after._now(AttemptStatus.UNKNOWN, read.at) if left else after

    def _search(self, found: Searched) -> "Attempt":
        after = replace(self._merge(found), search_first=False)
        if after.moving:
            return after
        clean = replace(after, clean_at=found.at)
        # A watch may last for hours: a search that settles nothing new is not written again.
        return clean if after.clean_at is None or clean.outcome is not after.outcome else after

    def _now(self, status: AttemptStatus, at: int) -> "Attempt":
        """A search made in the status before proves nothing about this one."""
        return (
            self if status is self.status else replace(self, status=status, since=at, clean_at=None)
        )

    def _note(self, doubt: Doubt) -> "Attempt":
        return replace(self, noted=self.noted | {doubt})

    # What follows from the facts.

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
    def outcome(self) -> Outcome:
        if self.proof is not None:
            return Outcome.PAID
        if self.status is AttemptStatus.NOT_CREATED:
            return Outcome.NOT_PAID
        if any(
            p.status is PaymentStatus.APPROVED or (p.status in LAST_WORDS and p.status.counts)
            for p in self.payments
        ):
            return Outcome.UNSURE  # money moved, and it is not plainly ours
        if self._proved_unpaid():
            return Outcome.NOT_PAID
        troubled = self.noted & {Doubt.NO_PAYMENT, Doubt.WRONG_AMOUNT}
        return Outcome.UNSURE if troubled else self.status.outcome

    @property
    def moving(self) -> bool:
        """A payment is known whose money has moved, or may yet."""
        return any(payment.status.counts for payment in self.payments)

    def _proved_unpaid(self) -> bool:
        """A final word and a clean search after its margin; or the hour of an intent has passed."""
        if self.clean_at is None or self.unread or self.moving:
            return False
        if self.status is AttemptStatus.CLOSED:
            return bool(self.results)
        if self.status in ENDED_UNPAID:
            return self.clean_at >= self.since + SEARCH_MARGIN
        gone = (self.sent_at or self.since) + INTENT_GONE
        return self.status is AttemptStatus.UNKNOWN and self.clean_at >= gone

    @property
    def doubts(self) -> frozenset[Doubt]:
        approved = [p for p in self.payments if p.status is PaymentStatus.APPROVED]
        derived = set()
        if len(approved) > 1:
            derived.add(Doubt.SURPLUS)
        if approved and self.proof is None:
            derived.add(Doubt.MISMATCH)
        return self.noted | derived

    @property
    def settled(self) -> bool:
        return self.outcome in SETTLED

    @property
    def holds_terminal(self) -> bool:
        return self.status.holds_terminal and not self.settled

    @property
    def declined(self) -> Payment | None:
        """The payment that the bank refused, where that is how it ended."""
        refused = [p for p in self.payments if p.status is PaymentStatus.REJECTED]
        last = max(refused, key=lambda p: (p.created or 0, p.id), default=None)
        return last if self.proof is None else None
