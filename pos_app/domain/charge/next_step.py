"""What to do next about an attempt: a pure function of what is known, and of the time."""

from enum import Enum
from typing import NamedTuple

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import SEARCH_MARGIN, Attempt, Doubt
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.polling import error_gap, gap, search_gap
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
        return Step(do, max(least, (attempt.not_before - now) / 1000))
    if status in api.cancel_while and _cancel_is_wanted(attempt):
        return Step(Do.CANCEL)
    do, wait = _question(attempt, now, pace)
    return Step(do, max(least, wait))


def _cancel_is_wanted(attempt: Attempt) -> bool:
    """By a person; or by us, once, where the intent stands for another amount (F11)."""
    wrong = Doubt.WRONG_AMOUNT in attempt.noted and attempt.cancel_answer is None
    return attempt.cancel_pending or wrong


def _question(attempt: Attempt, now: int, pace: Pace) -> tuple[Do, float]:
    status, age = attempt.status, max(0.0, (now - attempt.since) / 1000)
    usual = gap(status, age) * pace.slow
    if status in WITH_PERSON:
        since_sent = max(0.0, (now - attempt.sent_at) / 1000)
        first = status is S.CONFIRMATION_REQUIRED and not pace.asked
        return _look_for_payment(attempt, pace), 0.0 if first else search_gap(since_sent)
    if status in ENDED_UNPAID:
        margin = max(0.0, (attempt.since + SEARCH_MARGIN - now) / 1000)
        return _look_for_payment(attempt, pace), max(margin, usual if pace.asked else 0.0)
    if status is S.CLOSED:
        if attempt.outcome is Outcome.UNSURE:
            usual = max(usual, search_gap(age))
        known = attempt.results and not attempt.unread and attempt.clean_at is None
        at_once = not pace.asked or (known and not pace.silences)
        return _look_for_payment(attempt, pace), 0.0 if at_once else usual
    if attempt.missing_since is not None and pace.asked % 2:
        return Do.SEARCH, usual
    return Do.POLL, usual


def _look_for_payment(attempt: Attempt, pace: Pace) -> Do:
    """By id where the intent names payments; else by our reference, in turn with the intent."""
    if attempt.unread and pace.asked % 2 == 0:
        return Do.READ_PAYMENTS
    poll = attempt.intent_id and not attempt.results and pace.asked % 2
    return Do.POLL if poll and attempt.status not in ENDED_UNPAID else Do.SEARCH
