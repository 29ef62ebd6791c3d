"""What the till knows about a case, and how it knows: plain lines, never the provider's text."""

from collections.abc import Iterator
from dataclasses import replace

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.orphan import Orphan
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from pos_app.domain.terminal import Terminal
from pos_app.services.state import Case, Following, TillState
from pos_app.ui.cases.about import kin_of, lasting, sales_for
from pos_app.ui.charge.details import method_of, mismatch_words, seen_words, status_words
from pos_app.ui.charge.moment import moment_of
from pos_app.ui.shared.language import Words, plain, said

_MOVED = frozenset({PaymentStatus.REJECTED, PaymentStatus.CANCELLED})
_CAME_IN = said("At {time} a payment of {amount} came in: {status}, {method}.")
_CAME = said("A payment of {amount} came in: {status}, {method}.")
_BACK = said("{amount} of it has gone back.")
_DIFFERS = said("It does not match this charge: {field}.")
_NONE = said("Mercado Pago knows of no payment for this charge (asked {ago}).")
_NOT_YET = said("Mercado Pago has not said yet whether there is a payment for it.")
_UNREAD = said("Mercado Pago names a payment for it that cannot be read yet.")
_AGO = said("{time} ago")
_KIN = said("A payment of {amount} that no sale claims came in at {time}, {method}: maybe this.")
_SEEN = said("{person}, {time}: {what}.")
_SIGNED = said("{person} decided it, {time}: {reason}")
_CUT_OFF = said("The till cannot reach Mercado Pago now. Its last answer came {ago}.")
_NO_ANSWER = said("The till cannot reach Mercado Pago now, and has had no answer yet.")
_OVER = {
    S.CANCELED: said("The charge was over: Mercado Pago had said that it was cancelled."),
    S.EXPIRED: said("The charge was over: Mercado Pago had said that it expired."),
    S.ERROR: said("The charge was over: the terminal could not finish it."),
    S.NOT_CREATED: said("The charge was over: Mercado Pago had not taken it."),
}
_OVER_BY_SEARCH = said("The charge was over: no payment had been found for it.")
_COVERED = said("Sale {number} is settled another way.")
_OPEN = said("Sale {number} is not settled.")
_SETTLES = said("{amount} settles the sale: {method}.")
_UNCLAIMED = said(
    "No sale of this till claims it. It may have been typed on the terminal, or be another till's."
)
_COSTS = said("Sale {number} costs the same, and nothing settles it.")
_NO_CHARGE = said("No charge of it is open. It was set aside with {amount} to be settled.")
_WATCHED = said("The till keeps watching for late money for a day.")


def verdict_of(
    case: Case, state: TillState, api: Capability, now: int, words: Words
) -> tuple[str, ...]:
    """Units: `now` in milliseconds since the epoch, UTC."""
    if case.orphan is not None:
        return tuple(_about_orphan(case.orphan, state, words))
    if case.following is None:
        return tuple(_about_sale(case, words))
    lines = {
        Task.LATE: _about_late,
        Task.SURPLUS: _about_paid,
        Task.RETURN: _about_return,
        Task.GONE: _about_paid,
    }
    if case.task in lines:
        told = lines[case.task](case, case.following.attempt, words)
    else:
        told = _about_doubt(case.following, state, api, now, words)
    return (*told, *_silence(case.following, now, words))


def _about_doubt(
    following: Following, state: TillState, api: Capability, now: int, words: Words
) -> Iterator[str]:
    """What the intent says; what was found by id, by reference, by amount; what people saw."""
    attempt = following.attempt
    yield _happened(attempt, api, now, words)
    if attempt.seen is not None:
        told = {"person": plain(attempt.seen_by), "time": words.time(attempt.seen_at)}
        yield words(_SEEN, what=seen_words(attempt.seen, words), **told)
    yield from _signed(attempt, words)
    if attempt.unread and not attempt.moving:
        yield words(_UNREAD)
    yield from _money(attempt, attempt.payments, words)
    waiting = attempt.outcome is Outcome.PENDING and attempt.clean_at is None
    if attempt.sent_at and not (attempt.moving or waiting):
        yield _asked(following, now, words)
    if not attempt.has_money:
        for _, orphan in kin_of(attempt, state):
            payment = orphan.payment
            when = words.time(payment.created or orphan.found_at)
            amount = _amount(payment, words)
            yield words(_KIN, amount=amount, time=when, method=method_of(payment, words))


def _happened(attempt: Attempt, api: Capability, now: int, words: Words) -> str:
    """The last word about the intent itself, with its time."""
    moment = moment_of(replace(attempt, seen=None, decision=None), api, now)
    terminal = Terminal(attempt.prepared.terminal_id).title
    values = {"terminal": terminal, "amount": words.money(attempt.prepared.amount)}
    return f"{words.time(attempt.since)} · {words(moment.happened, method='', **values)}."


def _asked(following: Following, now: int, words: Words) -> str:
    attempt = following.attempt
    if attempt.clean_at is None:
        return words(_NOT_YET)
    ago = lasting(now - max(attempt.clean_at, following.heard_at), words)
    return words(_NONE, ago=words(_AGO, time=ago))


def _money(attempt: Attempt, payments: tuple[Payment, ...], words: Words) -> Iterator[str]:
    """Each payment that moved money: what came in, what went back, what does not fit."""
    for payment in payments:
        if payment.status in _MOVED:
            continue
        told = [_came_in(payment, words)]
        wrong = attempt.mismatch(payment)
        if wrong and payment.status is PaymentStatus.APPROVED and payment.id != attempt.paid_by:
            told.append(words(_DIFFERS, field=mismatch_words(wrong, words)))
        yield " ".join(told)


def _came_in(payment: Payment, words: Words) -> str:
    values = {
        "amount": _amount(payment, words),
        "status": status_words(payment, words),
        "method": method_of(payment, words),
    }
    if payment.created is None:
        told = words(_CAME, **values)
    else:
        told = words(_CAME_IN, time=words.time(payment.created), **values)
    if payment.refunded and payment.amount:
        back = Money(payment.refunded, payment.amount.currency)
        told = f"{told} {words(_BACK, amount=words.money(back))}"
    return told


def _amount(payment: Payment, words: Words) -> str:
    return words.money(payment.amount) if payment.amount else "?"


def _about_late(case: Case, attempt: Attempt, words: Words) -> Iterator[str]:
    number = attempt.prepared.ticket_number
    if not attempt.covered:
        yield words(_OVER.get(attempt.status, _OVER_BY_SEARCH))
    yield from _money(attempt, attempt.loose, words)
    yield words(_COVERED if case.settled or attempt.covered else _OPEN, number=number)


def _about_paid(case: Case, attempt: Attempt, words: Words) -> Iterator[str]:
    proof = attempt.proof
    if proof is not None:
        amount, method = _amount(proof, words), method_of(proof, words)
        settles = words(_SETTLES, amount=amount, method=method)
        yield settles if case.task is Task.SURPLUS else _came_in(proof, words)
    yield from _money(attempt, attempt.loose, words)


def _about_return(case: Case, attempt: Attempt, words: Words) -> Iterator[str]:
    yield from _signed(attempt, words)
    yield from _money(attempt, attempt.loose, words)


def _about_orphan(orphan: Orphan, state: TillState, words: Words) -> Iterator[str]:
    yield _came_in(orphan.payment, words)
    if orphan.apart is not None:
        told = {"person": plain(orphan.apart.by), "time": words.time(orphan.apart.at)}
        yield words(_SIGNED, reason=plain(orphan.apart.reason), **told)
        return
    yield words(_UNCLAIMED)
    for sale in sales_for(orphan, state):
        yield words(_COSTS, number=sale.ticket_number)


def _about_sale(case: Case, words: Words) -> Iterator[str]:
    if case.sale is not None:
        yield words(_NO_CHARGE, amount=words.money(case.sale.total))
    yield words(_WATCHED)


def _signed(attempt: Attempt, words: Words) -> Iterator[str]:
    if attempt.decision is not None:
        told = {"person": plain(attempt.decided_by), "time": words.time(attempt.decided_at)}
        yield words(_SIGNED, reason=plain(attempt.reason), **told)


def _silence(following: Following, now: int, words: Words) -> Iterator[str]:
    """Where nobody answers, what is shown may be old."""
    if following.trouble is not None:
        ago = words(_AGO, time=lasting(now - following.heard_at, words))
        yield words(_CUT_OFF, ago=ago) if following.heard_at else words(_NO_ANSWER)
