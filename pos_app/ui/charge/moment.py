"""Which moment of a charge it is."""

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Doubt, Task
from pos_app.domain.charge.facts import CancelAnswer, Decision, Seen
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.charge.verify import Mismatch
from pos_app.ui.charge.asking import cancel_is_under_way
from pos_app.ui.charge.messages import Moment

_USUAL = {
    S.SENDING: Moment.SENDING,
    S.OPENED: Moment.OPENED,
    S.ON_TERMINAL: Moment.ON_TERMINAL,
    S.PROCESSING: Moment.PROCESSING,
    S.PROCESSED: Moment.PROCESSED,
    S.CLOSED: Moment.VERIFYING,
    S.CANCELED: Moment.CHECKING_CANCELLED,
    S.EXPIRED: Moment.CHECKING_EXPIRED,
    S.ERROR: Moment.CHECKING_FAILED,
    S.UNRECOGNIZED: Moment.UNUSUAL,
}
_NOT_PAID = {
    S.NOT_CREATED: Moment.NOT_CREATED,
    S.CANCELED: Moment.CANCELLED,
    S.EXPIRED: Moment.EXPIRED,
    S.UNKNOWN: Moment.GONE,
}
_OPEN_ENDS = (S.CONFIRMATION_REQUIRED, S.CLOSED, S.UNRECOGNIZED)
_UNDECIDED = frozenset(
    {
        PaymentStatus.AUTHORIZED,
        PaymentStatus.IN_PROCESS,
        PaymentStatus.PENDING,
        PaymentStatus.UNRECOGNIZED,
    }
)
_SEEN = {
    Seen.AMOUNT: Moment.SEEN_AMOUNT,
    Seen.APPROVED: Moment.SEEN_APPROVED,
    Seen.IDLE: Moment.SEEN_IDLE,
}
_DISPUTED = frozenset({PaymentStatus.IN_MEDIATION, PaymentStatus.CHARGED_BACK})


def moment_of(attempt: Attempt, api: Capability, now: int) -> Moment:
    """Units: `now` in milliseconds since the epoch, UTC."""
    match attempt.outcome:
        case Outcome.PAID:
            return _paid(attempt)
        case Outcome.NOT_PAID:
            return _not_paid(attempt)
        case Outcome.UNSURE:
            return _unsure(attempt)
    return _pending(attempt, api, now)


def _paid(attempt: Attempt) -> Moment:
    if Doubt.SURPLUS in attempt.doubts:
        return Moment.PAID_TWICE
    if attempt.task is Task.GONE:
        return Moment.PAID_BACK
    return Moment.PAID if attempt.cancel_asked_at is None else Moment.PAID_FIRST


def _not_paid(attempt: Attempt) -> Moment:
    if any(payment.status is PaymentStatus.REFUNDED for payment in attempt.payments):
        return Moment.GIVEN_BACK
    if attempt.has_money and attempt.decision is Decision.APART:
        return Moment.APART
    if attempt.seen is Seen.IDLE and attempt.status in (S.UNKNOWN, *_OPEN_ENDS):
        return Moment.IDLE
    if attempt.status in _NOT_PAID:
        return _NOT_PAID[attempt.status]
    if attempt.declined:
        return Moment.DECLINED
    return Moment.FAILED if attempt.status is S.ERROR else Moment.UNPAID


def _unsure(attempt: Attempt) -> Moment:
    if attempt.late:
        return Moment.LATE
    if attempt.attested:
        return Moment.DENIED if attempt.task is Task.DENIED else Moment.ATTESTED
    if Doubt.MISMATCH in attempt.doubts:
        wrong = {attempt.mismatch(p) for p in attempt.payments}
        return Moment.AMOUNTS_DIFFER if Mismatch.AMOUNT in wrong else Moment.MISMATCH
    if any(payment.status in _DISPUTED for payment in attempt.payments):
        return Moment.DISPUTED
    if Doubt.WRONG_AMOUNT in attempt.noted:
        return Moment.WRONG_AMOUNT
    return _unclear(attempt)


def _unclear(attempt: Attempt) -> Moment:
    """No payment is known; what a person saw comes before what the provider said."""
    if attempt.seen is not None and attempt.may_be_seen:
        return _SEEN[attempt.seen]
    if attempt.status is S.CONFIRMATION_REQUIRED:
        return Moment.CONFIRM
    if attempt.status is not S.UNKNOWN:
        return Moment.NO_PAYMENT
    if Doubt.VANISHED in attempt.noted:
        return Moment.VANISHED
    return Moment.FOREIGN if Doubt.FOREIGN_ANSWER in attempt.noted else Moment.UNKNOWN


def _pending(attempt: Attempt, api: Capability, now: int) -> Moment:
    if any(payment.status in _UNDECIDED for payment in attempt.payments):
        return Moment.REVIEW
    if attempt.status is S.PREPARED:
        if not attempt.tries:
            return Moment.PREPARING
        asked = attempt.search_first or attempt.clean_at is not None
        return Moment.DEFERRED if asked else Moment.RETRYING
    if attempt.cancel_asked_at is None or attempt.status not in (S.OPENED, S.ON_TERMINAL):
        return _USUAL[attempt.status]
    return _after_cancel(attempt, api, now)


def _after_cancel(attempt: Attempt, api: Capability, now: int) -> Moment:
    """A cancel is a wish: what became of it is what the provider then says."""
    if attempt.status not in api.cancel_while or attempt.cancel_answer is CancelAnswer.TOO_LATE:
        return Moment.TOO_LATE
    return Moment.CANCELLING if cancel_is_under_way(attempt, now) else Moment.CANCEL_OPEN
