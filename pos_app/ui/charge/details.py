"""What is folded under the panel: ids, payments and codes, for whoever is asked for help."""

import re
from collections.abc import Iterator

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import Seen
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.verify import Mismatch
from pos_app.domain.money import Money
from pos_app.services.state import Following
from pos_app.ui.charge.coach import LAST_PAYMENTS, hand_of
from pos_app.ui.shared.language import Words, plain, said

TITLE = said("Details")
# Of a reply, no more than this is ever shown: its status, and the id that support asks for.
_TRACES = re.compile(
    r"\bHTTP [1-5][0-9]{2}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE
)
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_KINDS = {
    "credit_card": said("credit card"),
    "debit_card": said("debit card"),
    "prepaid_card": said("prepaid card"),
    "account_money": said("Mercado Pago account"),
}
_CARD = said("card")
_BRANDS = {
    "visa": "Visa",
    "debvisa": "Visa",
    "master": "Mastercard",
    "debmaster": "Mastercard",
    "amex": "American Express",
    "cabal": "Cabal",
    "debcabal": "Cabal",
    "maestro": "Maestro",
    "naranja": "Naranja",
    "elo": "Elo",
    "debelo": "Elo",
    "hipercard": "Hipercard",
}
_STATUSES = {
    PaymentStatus.APPROVED: said("approved"),
    PaymentStatus.AUTHORIZED: said("authorized, not collected"),
    PaymentStatus.IN_PROCESS: said("under review"),
    PaymentStatus.PENDING: said("pending"),
    PaymentStatus.IN_MEDIATION: said("disputed"),
    PaymentStatus.CHARGED_BACK: said("charged back"),
    PaymentStatus.REJECTED: said("rejected"),
    PaymentStatus.CANCELLED: said("cancelled"),
    PaymentStatus.REFUNDED: said("given back"),
    PaymentStatus.UNRECOGNIZED: said("a new word"),
}
_FIELDS = {
    Mismatch.STATUS: said("its status"),
    Mismatch.AMOUNT: said("its amount or currency"),
    Mismatch.MERCHANT: said("the account that was paid"),
    Mismatch.ENVIRONMENT: said("it is a test, not money"),
    Mismatch.REFERENCE: said("its reference"),
    Mismatch.TIME: said("it is older than this charge"),
    Mismatch.REFUNDED: said("a part of it was given back"),
    Mismatch.TAKEN: said("it pays another charge"),
}
_DOUBTS = {
    Doubt.FOREIGN_ANSWER: said("an answer told of another charge"),
    Doubt.WRONG_AMOUNT: said("Mercado Pago named another amount"),
    Doubt.ODD_WORD: said("Mercado Pago used a word that is new to the till"),
    Doubt.VANISHED: said("Mercado Pago did not find the charge for a minute"),
    Doubt.NO_PAYMENT: said("no payment could be read for five minutes"),
    Doubt.MISMATCH: said("a payment does not match this charge"),
    Doubt.SURPLUS: said("more than one payment came in"),
}

_SEEN = {
    Seen.AMOUNT: said("the terminal shows this amount"),
    Seen.APPROVED: said("the terminal says approved, or printed a slip"),
    Seen.IDLE: said("the terminal shows nothing of it"),
}


def seen_words(seen: Seen, words: Words) -> str:
    return words(_SEEN[seen])


def status_words(payment: Payment, words: Words) -> str:
    return words(_STATUSES[payment.status])


def mismatch_words(wrong: Mismatch, words: Words) -> str:
    return words(_FIELDS[wrong])


def method_of(payment: Payment, words: Words) -> str:
    """How it was paid, for people: "debit card Visa ···· 4242"."""
    kind = words(_KINDS.get(payment.kind, _CARD))
    tail = f"···· {payment.last_four}" if re.fullmatch("[0-9]{4}", payment.last_four) else ""
    return " ".join(part for part in (kind, _BRANDS.get(payment.method, ""), tail) if part)


def details_of(following: Following, words: Words) -> tuple[tuple[str, str], ...]:
    """Label and value. Codes are shown only where they look like codes (S23)."""
    attempt = following.attempt
    rows = [(words(said("Reference")), attempt.prepared.external_reference)]
    rows += [(words(said("Attempt")), str(attempt.prepared.number))]
    if attempt.intent_id:
        rows += [(words(said("Charge id")), _code(attempt.intent_id))]
    if attempt.word:
        rows += [(words(said("New word")), _code(attempt.word))]
    for payment in attempt.payments:
        rows += _payment_rows(attempt, payment, words)
    rows += _people_rows(attempt, words)
    noticed = [words(_DOUBTS[doubt]) for doubt in Doubt if doubt in attempt.doubts]
    rows += [(words(said("Noticed")), text) for text in noticed]
    if attempt.outcome is Outcome.UNSURE:
        where = LAST_PAYMENTS[hand_of(attempt.prepared.terminal_id)]
        rows += [(words(said("Last payments")), words(where))]
    if following.heard_at:
        rows += [(words(said("Last answer")), words.time(following.heard_at))]
    if following.trouble and (traces := _TRACES.findall(following.trouble.detail)):
        rows += [(words(said("Last request")), " ".join(traces))]
    return tuple(rows)


def _people_rows(attempt: Attempt, words: Words) -> Iterator[tuple[str, str]]:
    """What people saw and decided, with their names."""
    if attempt.seen is not None:
        told = f"{words.time(attempt.seen_at)} · {plain(attempt.seen_by)}"
        yield words(said("Seen")), f"{told} · {seen_words(attempt.seen, words)}"
    if attempt.decision is not None:
        told = f"{words.time(attempt.decided_at)} · {plain(attempt.decided_by)}"
        yield words(said("Decided")), f"{told} · {plain(attempt.reason)}"


def _payment_rows(attempt: Attempt, payment: Payment, words: Words) -> Iterator[tuple[str, str]]:
    yield from payment_rows(payment, words)
    wrong = attempt.mismatch(payment)
    if wrong and payment.status is PaymentStatus.APPROVED:
        yield words(said("Differs")), words(_FIELDS[wrong])


def payment_rows(payment: Payment, words: Words) -> Iterator[tuple[str, str]]:
    """Label and value, of a payment that need not be any attempt's."""
    amount = words.money(payment.amount) if payment.amount else "?"
    told = f"{_code(payment.id)} · {words(_STATUSES[payment.status])} · {amount}"
    yield words(said("Payment")), f"{told} · {method_of(payment, words)}"
    if payment.authorization_code:
        yield words(said("Authorization")), _code(payment.authorization_code)
    if payment.status is PaymentStatus.REJECTED and payment.detail:
        yield words(said("Reason")), _code(payment.detail)
    if payment.refunded and payment.amount:
        back = Money(payment.refunded, payment.amount.currency)
        yield words(said("Given back")), words.money(back)


def _code(text: str) -> str:
    return text if _CODE.fullmatch(text) else "?"
