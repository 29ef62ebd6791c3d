"""What can be done about a case, the best first: offered exactly where it can work."""

from collections.abc import Iterator
from dataclasses import replace

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Decided, Decision
from pos_app.domain.charge.orphan import Orphan
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import LAST_WORDS
from pos_app.domain.sale import Sale
from pos_app.services.state import Case, TillState
from pos_app.ui.cases.about import kin_of, left_of, sales_for, sum_of
from pos_app.ui.cases.shown import Act, Offer
from pos_app.ui.charge.asking import cancel_button
from pos_app.ui.sale.shown import Button
from pos_app.ui.shared.language import Words, said

_CHECK = said("Check again")
_OPEN_AGAIN = said("Open sale {number} again")
_CASH = said("Pay it in cash")
_DROP = said("Drop sale {number}")
_SHOW = said("See that payment")
_ATTEST = said("The customer did pay: attest it")
_WITHDRAW = said("Withdraw: no money ever came")
_APPLY = said("Apply it to sale {number}")
_BACK, _BACK_ALL = said("Give {amount} back"), said("Give it back")
_NOTE = said("Note it and close it")
_ADOPT = said("Use it for sale {number}")
_MAKE = said("Make a sale of it")
_FOREIGN = said("It is not this till's")
_DESK_BUSY = said("desk in use")
_UNSAVED = said("not saved yet")
ASKING = frozenset({Task.RESOLVE, Task.ASIDE})  # a look at the terminal may tell how it stands
_TRIAL = "\0"  # nobody's name
_MOST_SALES = 2  # offered for one payment: more are told apart on the list


def offers_of(
    case: Case, state: TillState, api: Capability, now: int, words: Words
) -> tuple[Offer | None, tuple[Offer, ...]]:
    """The one next step, if a button is one; and the rarer acts.

    Units: `now` in milliseconds since the epoch, UTC.
    """
    if case.orphan is not None:
        offers = [*_for_money(case.task, case.orphan, state, words)]
    elif case.following is not None:
        offers = [*_for_attempt(case, case.following.attempt, state, api, now, words)]
        if case.following.unsaved:
            offers = [_held_back(offer, words) for offer in offers]
    else:
        offers = []
    offers += _for_sale(case, state, words)
    if _is_asked(case):
        return None, tuple(offers)
    first = next((offer for offer in offers if offer.button.enabled), None)
    return first, tuple(offer for offer in offers if offer is not first)


def _is_asked(case: Case) -> bool:
    """The next step is to look at the terminal: the pictures are its buttons."""
    attempt = case.following.attempt if case.following else None
    asks = attempt is not None and case.task in ASKING and attempt.may_be_seen
    return asks and attempt is not None and attempt.seen is None


def fits(attempt: Attempt, what: Decision, now: int) -> bool:
    """Would it change anything, decided now?"""
    after = attempt.apply(Decided(at=now, what=what, by=_TRIAL, reason=_TRIAL))
    return after.decision is what and after.decided_by == _TRIAL


def _held_back(offer: Offer, words: Words) -> Offer:
    if offer.act is Act.CHECK_AGAIN:
        return offer
    return replace(offer, button=Button(offer.button.text, reason=words(_UNSAVED)))


def _for_attempt(
    case: Case, attempt: Attempt, state: TillState, api: Capability, now: int, words: Words
) -> Iterator[Offer]:
    """A charge that the till follows is asked about first; of money that came in, people decide."""
    check = _offer(Act.CHECK_AGAIN, words(_CHECK))
    if case.task is Task.ASIDE:
        cancel = cancel_button(attempt, api, now, words)
        if cancel.enabled:  # else the hint says how it is cancelled on the terminal
            yield Offer(Act.CANCEL, cancel, danger=True)
    if not attempt.has_money and (kin := kin_of(attempt, state)):
        yield _offer(Act.SHOW, words(_SHOW), kin[0][0])
    open_ended = case.task in (Task.RESOLVE, Task.ATTESTED, Task.ASIDE)
    asked = case.task is Task.RETURN or (
        open_ended and (not attempt.has_money or is_disputed(attempt))
    )
    decisions = [*_decisions(case, attempt, now, words)]
    yield from (check, *decisions) if asked else (*decisions, check)


def is_disputed(attempt: Attempt) -> bool:
    """Others decide about its money now."""
    return any(payment.status in LAST_WORDS for payment in attempt.payments)


def _decisions(case: Case, attempt: Attempt, now: int, words: Words) -> Iterator[Offer]:
    number = attempt.prepared.ticket_number
    rows = (
        (Act.APPLY, Decision.APPLIED, words(_APPLY, number=number), not case.settled),
        (Act.APART, Decision.APART, _give_back(attempt, words), case.task is not Task.RETURN),
        (Act.WITHDRAW, Decision.WITHDRAWN, words(_WITHDRAW), True),
        (Act.NOTE, Decision.NOTED, words(_NOTE), True),
        (Act.ATTEST, Decision.ATTESTED, words(_ATTEST), case.task is Task.RESOLVE),
    )
    for act, what, text, wanted in rows:
        if wanted and fits(attempt, what, now):
            yield _offer(act, text, danger=act in (Act.APART, Act.WITHDRAW))


def _give_back(attempt: Attempt, words: Words) -> str:
    amount = sum_of(attempt.loose)
    return words(_BACK, amount=words.money(amount)) if amount else words(_BACK_ALL)


def _for_money(task: Task, orphan: Orphan, state: TillState, words: Words) -> Iterator[Offer]:
    if task is Task.RETURN:
        yield _offer(Act.CHECK_AGAIN, words(_CHECK))
    for sale in sales_for(orphan, state)[:_MOST_SALES]:
        yield _offer(Act.ADOPT, words(_ADOPT, number=sale.ticket_number), sale.id)
    if orphan.payment.amount is not None and not orphan.payment.refunded:
        yield _offer(Act.MAKE_SALE, words(_MAKE))
    if task is not Task.RETURN:
        left = left_of(orphan.payment)
        text = words(_BACK, amount=words.money(left)) if left else words(_BACK_ALL)
        yield _offer(Act.GIVE_BACK, text, danger=True)
    yield _offer(Act.FOREIGN, words(_FOREIGN))


def _for_sale(case: Case, state: TillState, words: Words) -> Iterator[Offer]:
    """What a sale that was set aside can still have, as long as nothing settles it."""
    sale = case.sale
    if sale is None or not sale.aside or case.settled:
        return
    if case.task not in (Task.UNPAID, Task.RESOLVE, Task.ASIDE):
        return
    text, busy = words(_OPEN_AGAIN, number=sale.ticket_number), desk_is_busy(state, sale)
    reason = words(_DESK_BUSY) if busy else ""
    yield Offer(Act.TAKE_UP, Button(text, enabled=not busy, reason=reason), sale.id)
    yield _offer(Act.PAY_CASH, words(_CASH), sale.id)
    if case.task is Task.UNPAID:
        yield _offer(Act.DROP, words(_DROP, number=sale.ticket_number), sale.id, danger=True)


def desk_is_busy(state: TillState, wanted: Sale) -> bool:
    """Does the desk hold another sale that is not over?"""
    desk = state.sale
    if desk is None or not desk.lines or desk.id == wanted.id:
        return False
    paid = state.following is not None and state.following.attempt.outcome is Outcome.PAID
    return not (desk.cancelled or desk.tenders or paid)


def _offer(act: Act, text: str, target: str = "", *, danger: bool = False) -> Offer:
    return Offer(act, Button(text, enabled=True), target, danger)
