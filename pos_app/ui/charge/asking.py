"""What may be asked of Mercado Pago about an attempt: to cancel it, to look again."""

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import CancelAnswer
from pos_app.domain.charge.status import ENDED_UNPAID, WITH_PERSON
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.services.state import Following
from pos_app.ui.sale.shown import Button
from pos_app.ui.shared.language import Words, said

CANCEL_TAKES = 10_000  # milliseconds in which an accepted cancel is expected to show

_CHECKABLE = WITH_PERSON | ENDED_UNPAID | {S.CLOSED, S.UNRECOGNIZED}

_CANCEL = said("Cancel charge")
_SETTLED = said("The charge has ended")
_ASKED = said("Cancel was asked: waiting for the answer")
_ENDED = said("It has ended: confirming")
_BANK = said("The bank is answering")
_THERE = said("Cancel on the terminal")
_WHY_NOT = {
    S.PREPARED: said("It has not been sent yet"),
    S.SENDING: said("It is being sent"),
    S.UNKNOWN: said("No answer came: look at the terminal"),
    S.PROCESSING: _BANK,
    S.PROCESSED: _BANK,
    S.CLOSED: _ENDED,
    S.CANCELED: _ENDED,
    S.EXPIRED: _ENDED,
    S.ERROR: _ENDED,
    S.CONFIRMATION_REQUIRED: said("It has ended: look at the terminal"),
}


def cancel_is_under_way(attempt: Attempt, now: int) -> bool:
    """Units: `now` in milliseconds since the epoch, UTC."""
    asked = attempt.cancel_asked_at
    accepted = attempt.cancel_answer is CancelAnswer.ACCEPTED
    return attempt.cancel_pending or (accepted and asked is not None and now - asked < CANCEL_TAKES)


def cancel_is_possible(attempt: Attempt, api: Capability, now: int) -> bool:
    here = attempt.status in api.cancel_while and not attempt.settled
    return here and not cancel_is_under_way(attempt, now)


def cancel_button(attempt: Attempt, api: Capability, now: int, words: Words) -> Button:
    """Greyed with its reason beside it, wherever it could not work."""
    text = words(_CANCEL)
    if cancel_is_possible(attempt, api, now):
        return Button(text, enabled=True)
    if attempt.settled:
        return Button(text, visible=False, reason=words(_SETTLED))
    asked = attempt.status in api.cancel_while
    return Button(text, reason=words(_ASKED if asked else _WHY_NOT.get(attempt.status, _THERE)))


def check_again_button(following: Following, words: Words) -> Button:
    """Where the till cannot say how it stands, a person may make it look at once."""
    attempt = following.attempt
    unclear = attempt.status in _CHECKABLE or following.trouble is not None
    wanted = unclear and not attempt.settled
    reason = "" if wanted else words(said("The till is asking by itself"))
    return Button(words(said("Check again")), enabled=wanted, visible=wanted, reason=reason)
