"""The question that only somebody at the terminal can answer, and what each answer leads to."""

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Seen
from pos_app.domain.charge.standing import SETTLE
from pos_app.domain.terminal import Terminal
from pos_app.services.state import Following
from pos_app.ui.cases.shown import Answer, Look
from pos_app.ui.charge.coach import CANCEL_THERE, LAST_PAYMENTS, hand_of
from pos_app.ui.sale.shown import Button
from pos_app.ui.shared.language import Words, said

_QUESTION = said("What does {terminal} show?")
_PATH = said("Look at its screen, then at {path}")
_ANSWERS = {
    Seen.AMOUNT: said("It still shows {amount}"),
    Seen.APPROVED: said("Approved, in its list, or a slip came out"),
    Seen.IDLE: said("Nothing of it, and not in its list"),
}
_TOO_EARLY = said("in {seconds} s")
_SAVING = said("The last result is not saved yet")
_FINISH = said("Let the customer finish, and the till sees it by itself.")
_DO_NOT = said(
    "Do not charge again: the till keeps looking for the payment. If it does not find it, a "
    "supervisor can attest it."
)
_WAIT = said("Noted. In {seconds} s the till searches once more; then it is over, or it is found.")
_SEARCHING = said("Noted. The till is searching once more; then it is over, or it is found.")
_CUT_OFF = said("Noted. The till searches once more as soon as it reaches Mercado Pago again.")


def look_of(following: Following, now: int, words: Words) -> Look | None:
    """None where it would not help to know. Units: `now` in milliseconds since the epoch, UTC."""
    attempt = following.attempt
    if not attempt.may_be_seen:
        return None
    hand, amount = hand_of(attempt.prepared.terminal_id), words.money(attempt.prepared.amount)
    return Look(
        question=words(_QUESTION, terminal=Terminal(attempt.prepared.terminal_id).title),
        path=words(_PATH, path=words(LAST_PAYMENTS[hand])),
        hand=hand,
        amount=amount,
        answers=tuple(_answer(seen, following, now, amount, words) for seen in Seen),
        follows=_follows(following, now, words),
    )


def _answer(seen: Seen, following: Following, now: int, amount: str, words: Words) -> Answer:
    """Idle tells something only a minute after it was sent, and only the first time."""
    attempt = following.attempt
    given = attempt.seen is seen
    early = seconds_until(attempt.look_at, now) if seen is Seen.IDLE else 0
    reason = words(_SAVING) if following.unsaved else ""
    if early:
        reason = words(_TOO_EARLY, seconds=early)
    text = words(_ANSWERS[seen], amount=amount)
    return Answer(seen, Button(text, enabled=not (reason or given), reason=reason), given)


def _follows(following: Following, now: int, words: Words) -> str:
    attempt = following.attempt
    if attempt.seen is None:
        return ""
    if attempt.seen is Seen.APPROVED:
        return words(_DO_NOT)
    if attempt.seen is Seen.AMOUNT:
        there = CANCEL_THERE[hand_of(attempt.prepared.terminal_id)]
        return f"{words(_FINISH)} {words(there)}"
    return _after_idle(following, attempt, now, words)


def _after_idle(following: Following, attempt: Attempt, now: int, words: Words) -> str:
    if left := seconds_until(attempt.seen_at + SETTLE, now):
        return words(_WAIT, seconds=left)
    return words(_CUT_OFF if following.trouble else _SEARCHING)


def seconds_until(moment: int, now: int) -> int:
    """Whole seconds, counted down to nothing."""
    return max(0, -(-(moment - now) // 1000))
