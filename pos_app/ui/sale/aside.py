"""Ways on from a charge that nobody can call: set it aside, see why, see what is in the way."""

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Refusal
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import CredentialsRefused, NoAnswer, NotSent
from pos_app.services.state import Following, TillState
from pos_app.ui.sale import labels as say
from pos_app.ui.sale.shown import Button
from pos_app.ui.shared.language import Words, said

STUCK_AFTER = 30_000  # milliseconds without news

_LOST = (NotSent, NoAnswer, CredentialsRefused)
_SET_ASIDE = said("Set aside and go on")
_ENDED = said("The charge has ended")
_GOES_ON = said("The charge goes on by itself")
_NOT_SENT = said("It has not been sent yet")
_LOOK = said("Look at the terminal")
_FOUND = said("See what was found")
_NOTHING = said("There is nothing to see to")


def set_aside_button(following: Following, now: int, words: Words) -> Button:
    """Offered while it is unclear, or stuck; it can work once it was sent and all is on disk.

    Units: `now` in milliseconds since the epoch, UTC.
    """
    attempt, text = following.attempt, words(_SET_ASIDE)
    if attempt.settled:
        return Button(text, visible=False, reason=words(_ENDED))
    unclear = attempt.outcome is Outcome.UNSURE
    if not (unclear or _is_stuck(following, now)):
        return Button(text, visible=False, reason=words(_GOES_ON))
    if following.unsaved:
        return Button(text, reason=words(say.UNSAVED))
    if attempt.status in (S.PREPARED, S.SENDING):
        return Button(text, reason=words(_NOT_SENT))
    return Button(text, enabled=True)


def _is_stuck(following: Following, now: int) -> bool:
    lost = isinstance(following.trouble, _LOST) and following.attempt.status is not S.PREPARED
    return lost or now - following.attempt.since >= STUCK_AFTER


def see_why_button(attempt: Attempt, words: Words) -> Button:
    """The one next step where a person has to see to it; after a 409, to what is in the way."""
    if attempt.refusal is Refusal.BUSY and attempt.outcome is Outcome.NOT_PAID:
        return Button(words(say.HOLDS), enabled=True)
    if attempt.task is None:
        return Button(words(_FOUND), visible=False, reason=words(_NOTHING))
    look = attempt.task is Task.RESOLVE and attempt.may_be_seen
    return Button(words(_LOOK if look else _FOUND), enabled=True)


def blocker_button(state: TillState, words: Words) -> Button:
    """Beside the picker: to what another sale has on the chosen terminal."""
    holds = holder_of(state, state.chosen) is not None
    return Button(words(say.HOLDS), enabled=holds, visible=holds)


def holder_of(state: TillState, terminal_id: str) -> Attempt | None:
    """Whose charge is on that terminal, where it is not the one on the panel."""
    holder = state.held.get(terminal_id)
    panel = state.following.attempt.prepared if state.following else None
    return None if holder is None or holder.prepared == panel else holder


def owner_of(state: TillState, terminal_id: str) -> Attempt | None:
    """Of what answers with 409: one of ours, or None where it is nobody's that we know (F06)."""
    return holder_of(state, terminal_id) or state.maybe_held.get(terminal_id)


def case_about(state: TillState, attempt: Attempt | None) -> str:
    """Its case, or its sale's; empty where there is none: the terminals tell what there is."""
    prepared, names = attempt.prepared if attempt else None, {case.name for case in state.cases}
    told = (prepared.external_reference, prepared.sale_id) if prepared else ()
    return next((name for name in told if name in names), "")
