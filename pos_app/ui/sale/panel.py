"""The live panel, as a function of the attempt it follows."""

from dataclasses import replace

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import Refusal
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.errors import CredentialsRefused, LedgerError, TooManyRequests
from pos_app.domain.terminal import Terminal
from pos_app.services.state import Following
from pos_app.ui.charge.asking import cancel_button, cancel_is_possible, check_again_button
from pos_app.ui.charge.coach import CANCEL_THERE, declined_hint, hand_of, opened_hint
from pos_app.ui.charge.details import TITLE, details_of, method_of
from pos_app.ui.charge.messages import STEPS, Moment
from pos_app.ui.charge.moment import moment_of
from pos_app.ui.charge.refusals import REFUSALS, Row
from pos_app.ui.sale.aside import see_why_button, set_aside_button
from pos_app.ui.sale.shown import Button, End, Panel, Tone
from pos_app.ui.shared.language import Sentence, Words, said, unpaid

_ENDS = {
    Outcome.PENDING: End.GOING,
    Outcome.PAID: End.DONE,
    Outcome.NOT_PAID: End.FAILED,
    Outcome.UNSURE: End.UNKNOWN,
}
_UNSAVED = said("Result not saved yet, do not close the till.")
_SURPLUS = said("Two payments came in for this sale. Call the supervisor.")
_SIGN_IN = said("Signed out of Mercado Pago. The payment may still complete: call the supervisor.")
_SLOW = said("Mercado Pago is slow: the till asks less often.")
_LOST = said("Connection lost. The terminal can still take the payment. Do not charge again.")
_HELD_BY_US = unpaid(
    "Nothing was charged. {terminal} may still show {held} of sale {number}: cancel it there, then "
    "send again."
)
_HELD_BY_OTHERS = unpaid(
    "Nothing was charged. It shows a charge of another till, or an old one: cancel it on the "
    "terminal, then send again."
)
_LOST_LATE = said("Connection lost. Do not charge again: the till keeps asking.")


def panel_of(
    following: Following, api: Capability, now: int, words: Words, owner: Attempt | None = None
) -> Panel:
    """`owner`: of what answers with 409, where it is ours. Units: `now` in milliseconds, UTC."""
    attempt = following.attempt
    moment = moment_of(attempt, api, now)
    row = _row(attempt, moment, api, now)
    if attempt.refusal is Refusal.BUSY:
        row = row._replace(hint=_HELD_BY_US if owner else _HELD_BY_OTHERS)
    values = _values(attempt, owner, now, words)
    alarms, warnings = _warnings(following)
    elapsed = _elapsed(attempt, now)
    return Panel(
        look=moment.look,
        status=attempt.status.word,
        outcome=attempt.outcome.value,
        amount=str(values["amount"]),
        terminal=str(values["terminal"]),
        steps=tuple(words(step) for step in STEPS),
        step=moment.step,
        end=_ENDS[attempt.outcome],
        headline=words(row.headline, **values),
        happened=f"{words.time(_when(attempt, moment))} · {words(row.happened, **values)}",
        hint=words(row.hint, **values),
        elapsed_seconds=elapsed,
        elapsed=f"{elapsed // 60}:{elapsed % 60:02d}",
        cancel=_cancel(attempt, api, now, words),
        check_again=check_again_button(following, words),
        see_why=see_why_button(attempt, words),
        set_aside=set_aside_button(following, now, words),
        warning=" ".join(words(sentence) for sentence in (*alarms, *warnings)),
        warning_tone=Tone.ALARM if alarms else Tone.WARNING,
        details_title=words(TITLE),
        details=details_of(following, words),
    )


def _values(
    attempt: Attempt, owner: Attempt | None, now: int, words: Words
) -> dict[str, str | int]:
    """What the sentences have room for."""
    proof = attempt.proof
    return {
        "terminal": Terminal(attempt.prepared.terminal_id).title,
        "amount": words.money(attempt.prepared.amount),
        "method": method_of(proof, words) if proof else "",
        "seconds": max(0, -(-(attempt.not_before - now) // 1000)),
        "held": words.money(owner.prepared.amount) if owner else "",
        "number": owner.prepared.ticket_number if owner else 0,
    }


def _cancel(attempt: Attempt, api: Capability, now: int, words: Words) -> Button:
    """Out of the way where nobody can cancel any more, and something else is to be done."""
    button = cancel_button(attempt, api, now, words)
    useless = attempt.outcome is Outcome.UNSURE and not button.enabled
    return replace(button, visible=False) if useless else button


def _row(attempt: Attempt, moment: Moment, api: Capability, now: int) -> Row:
    """The sentences of the moment, with the better ones that the model or a reason gives."""
    if moment is Moment.NOT_CREATED and attempt.refusal in REFUSALS:
        return REFUSALS[attempt.refusal]
    return Row(moment.headline, moment.happened, _hint(attempt, moment, api, now))


def _hint(attempt: Attempt, moment: Moment, api: Capability, now: int) -> Sentence:
    hand = hand_of(attempt.prepared.terminal_id)
    can_cancel = cancel_is_possible(attempt, api, now)
    if moment is Moment.OPENED:
        return opened_hint(hand, (now - attempt.since) // 1000, can_cancel)
    if moment in (Moment.ON_TERMINAL, Moment.TOO_LATE) and not can_cancel:
        return CANCEL_THERE[hand]
    if moment is Moment.DECLINED and attempt.declined:
        return declined_hint(attempt.declined.detail, moment.hint)
    return moment.hint


def _warnings(following: Following) -> tuple[list[Sentence], list[Sentence]]:
    """What stands above everything else: first what is an alarm."""
    attempt, trouble = following.attempt, following.trouble
    alarms = [_SURPLUS] if Doubt.SURPLUS in attempt.doubts else []
    if following.unsaved or isinstance(trouble, LedgerError):
        alarms.append(_UNSAVED)
    if attempt.settled or trouble is None or isinstance(trouble, LedgerError):
        return alarms, []
    if isinstance(trouble, CredentialsRefused):
        return alarms, [_SIGN_IN]
    if isinstance(trouble, TooManyRequests):
        return alarms, [_SLOW]
    return alarms, [_LOST if attempt.holds_terminal else _LOST_LATE]


def _when(attempt: Attempt, moment: Moment) -> int:
    cancel = moment in (Moment.CANCELLING, Moment.CANCEL_OPEN, Moment.TOO_LATE)
    return (attempt.cancel_asked_at if cancel else None) or attempt.since


def _elapsed(attempt: Attempt, now: int) -> int:
    """Seconds since Charge was pressed; it stands still once the outcome is settled."""
    until = attempt.since if attempt.settled else now
    return max(0, until - attempt.prepared.at) // 1000
