"""What to do next about an attempt: a pure function of what is known, and of the time."""

from enum import Enum
from typing import NamedTuple

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import Seen
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.polling import SLOWEST, error_gap, gap, search_gap, watch_gap
from pos_app.domain.charge.standing import SEARCH_MARGIN, SETTLE
from pos_app.domain.charge.status import ENDED_UNPAID, WITH_PERSON
from pos_app.domain.charge.status import AttemptStatus as S


class Do(Enum):
    ANNOUNCE = "announce"  # write down that it is about to leave; nothing leaves yet
    SEND = "send"
    POLL = "poll"
    CANCEL = "cancel"
    READ_PAYMENTS = "read payments"
    SEARCH = "search"
    NOTHING = "nothing"


class Step(NamedTuple):
    """Units: `after`, seconds to wait first."""

    do: Do
    after: float = 0.0


class Pace(NamedTuple):
    """How the questions have fared since the status changed. It only ever lengthens a wait.

    Units: `hold`, seconds that a reply told us to keep away; `slow` multiplies the gaps.
    """

    asked: int = 0
    silences: int = 0  # in a row
    hold: float = 0.0
    slow: float = 1.0


def next_step(attempt: Attempt, now: int, pace: Pace, api: Capability) -> Step:
    """The one decision of the loop, the same before and after a restart.

    Units: `now` in milliseconds since the epoch, UTC.
    """
    if attempt.settled:
        return Step(Do.NOTHING)
    least = max(error_gap(pace.silences), pace.hold)
    status = attempt.status
    if status is S.SENDING:
        return Step(Do.SEND)
    if status is S.PREPARED:
        do = Do.SEARCH if attempt.search_first else Do.ANNOUNCE
        return Step(do, max(least, _until(attempt.not_before, attempt, now)))
    if status in api.cancel_while and _cancel_is_wanted(attempt):
        return Step(Do.CANCEL, least)
    do, wait = _with_person(attempt, now, pace) or _question(attempt, now, pace)
    return Step(do, max(least, wait))


def _with_person(attempt: Attempt, now: int, pace: Pace) -> tuple[Do, float] | None:
    """What people have said, or have still to decide, sets the pace."""
    if attempt.late:  # should the money go back before somebody decides, that is seen
        return Do.SEARCH, watch_gap(max(0.0, (now - attempt.since) / 1000))
    waits = attempt.seen is Seen.IDLE and attempt.may_be_seen and not attempt.moving
    settled_at = attempt.seen_at + SETTLE  # look, wait, search: in that order
    if waits and (attempt.clean_at or 0) < settled_at:
        return Do.SEARCH, max(_until(settled_at, attempt, now), 2.0 if pace.asked else 0.0)
    return None


def _until(moment: int, attempt: Attempt, now: int) -> float:
    """Seconds from `now`: no more than when the status began, where the clock was put back."""
    return max(0, moment - max(now, attempt.since)) / 1000


def _cancel_is_wanted(attempt: Attempt) -> bool:
    """By a person; or by us, once, where the intent stands for another amount (F11)."""
    wrong = Doubt.WRONG_AMOUNT in attempt.noted and attempt.cancel_answer is None
    return attempt.cancel_pending or wrong


def _question(attempt: Attempt, now: int, pace: Pace) -> tuple[Do, float]:
    status, age = attempt.status, max(0.0, (now - attempt.since) / 1000)
    usual = min(gap(status, age) * pace.slow, SLOWEST)
    if status in WITH_PERSON:
        begun = attempt.sent_at if status is S.UNKNOWN else attempt.since
        first = status is S.CONFIRMATION_REQUIRED and not pace.asked
        wait = 0.0 if first else search_gap(max(0.0, (now - begun) / 1000))
        return _look_for_payment(attempt, pace), wait
    if status.final and attempt.outcome is Outcome.UNSURE:
        usual = max(usual, search_gap(age))  # a person has it: the watch is slow
    if status in ENDED_UNPAID:
        margin = _until(attempt.since + SEARCH_MARGIN, attempt, now)
        return _look_for_payment(attempt, pace), max(margin, usual if pace.asked else 0.0)
    if status is S.CLOSED:
        unsettled = attempt.unread or attempt.moving or attempt.clean_at is not None
        refused = attempt.results and not unsettled  # one clean search more, and it is over
        at_once = not pace.asked or refused
        return _look_for_payment(attempt, pace), 0.0 if at_once else usual
    if pace.asked % 2 and attempt.unread:
        return Do.READ_PAYMENTS, usual
    if pace.asked % 2 and (attempt.missing_since is not None or status is S.UNRECOGNIZED):
        return Do.SEARCH, usual
    return Do.POLL, usual


def _look_for_payment(attempt: Attempt, pace: Pace) -> Do:
    """By id where the intent names payments; else by our reference, in turn with the intent."""
    if attempt.unread and pace.asked % 2 == 0:
        return Do.READ_PAYMENTS
    poll = attempt.intent_id and not attempt.results and pace.asked % 2
    return Do.POLL if poll and attempt.status not in ENDED_UNPAID else Do.SEARCH
