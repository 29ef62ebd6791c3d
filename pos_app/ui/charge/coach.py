"""What to do at the terminal: by its model, by how long it has taken, by the bank's reason."""

from enum import IntEnum

from pos_app.domain.terminal import KEYED, TOUCHED, Model, Terminal
from pos_app.ui.shared.language import Sentence, said


class Hand(IntEnum):
    """What a hand finds on the terminal."""

    SCREEN = 0
    KEYS = 1
    EITHER = 2  # a model that is newer than this release: both are said


def hand_of(terminal_id: str) -> Hand:
    model = Terminal(terminal_id).model
    return Hand.SCREEN if model in TOUCHED else Hand.KEYS if model in KEYED else Hand.EITHER


# Until this many seconds of OPENED: what to do, by hand. Source of the keys: Mercado Pago, guides
# "Integration test" of Point and "Crear y administrar intents en dispositivos Point".
_STILL_NOTHING = said(
    "Still nothing. Cancel here and choose another terminal, or restart this one and wait."
)
_OPENED = (
    (
        10,
        (
            said("The terminal is about to show it. If it does not, tap CHARGE on it."),
            said("Press the green key on the terminal."),
            said("Press CHARGE or the green key on the terminal."),
        ),
    ),
    (
        30,
        (
            said("Does the terminal not show it? Tap CHARGE or Refresh on it now."),
            said("The terminal waits for a hand: press its green key now."),
            said("Does the terminal not show it? Press CHARGE, Refresh or the green key on it."),
        ),
    ),
    (
        90,
        (
            said(
                "The terminal has not taken it. Is it on, online and in PDV mode? Tap CHARGE on "
                "it. You can cancel here."
            ),
            said(
                "The terminal has not taken it. Is it on and in PDV mode? Press its green key. "
                "You can cancel here."
            ),
            said(
                "The terminal has not taken it. Is it on, online and in PDV mode? You can cancel "
                "here."
            ),
        ),
    ),
    (float("inf"), (_STILL_NOTHING,) * 3),
)
_WITHOUT_CANCEL = 29  # the later hints offer the Cancel button

CANCEL_THERE = (
    said("To cancel, hold the lower-right button of the terminal and tap Yes."),
    said("To cancel, hold the red key of the terminal and confirm."),
    said(
        "To cancel there, hold the red key and confirm. With a touch screen, hold the lower-right "
        "button and tap Yes."
    ),
)
LAST_PAYMENTS = (
    said("More options > Activity on this Point"),
    said("Menu > Last payments"),
    said("Menu > Last payments, or More options > Activity on this Point"),
)

# How to give a payment back, step by step. Source: Mercado Pago, help pages "Devolver un cobro" of
# each Point model, and the guide "Crear y administrar intents", manual refunds.
_TOUCHED_BACK = (
    said("On the terminal, open More options > Activity on this Point and choose the payment."),
    said("Choose Details > Give money back, and confirm. It may ask for the card."),
)
_GIVE_BACK = {
    Model.SMART: _TOUCHED_BACK,
    Model.SMART_2: _TOUCHED_BACK,
    Model.PLUS: (
        said("On the terminal, open Menu > Last payments and choose the payment."),
        said("Choose Give charge back, and confirm."),
    ),
    Model.PRO_2: (
        said(
            "On the terminal, open Menu > Last payments, choose the payment, press the green key."
        ),
        said("Choose Give payment back, and press the green key."),
    ),
    Model.OTHER: (
        said(
            "On the terminal, open Menu > Last payments, or More options > Activity on this Point."
        ),
        said("Choose the payment, then give it back, and confirm."),
    ),
}
_BACK_BY_PHONE = said(
    "Or in the Mercado Pago app: Activity, choose the payment, then Give money back."
)


def give_back_steps(terminal_id: str) -> tuple[Sentence, ...]:
    """How to give a payment back: on a terminal of that model, or without one."""
    return (*_GIVE_BACK[Terminal(terminal_id).model], _BACK_BY_PHONE)


def opened_hint(hand: Hand, seconds: int, can_cancel: bool) -> Sentence:
    """What to do while no terminal has taken it. Units: seconds since it was opened."""
    age = seconds if can_cancel else min(seconds, _WITHOUT_CANCEL)
    return next(hints[hand] for until, hints in _OPENED if age < until)


_CARD_DATA = said("The card's data were wrong. Ask the customer to try again with care.")
_RISK = said("Refused for safety. Ask for another card or another way of paying.")
# Source: Payments API reference, `status_detail`.
_REASONS = {
    "cc_rejected_insufficient_amount": said(
        "Not enough funds. Ask for another card, then send again."
    ),
    "cc_rejected_bad_filled_card_number": _CARD_DATA,
    "cc_rejected_bad_filled_date": _CARD_DATA,
    "cc_rejected_bad_filled_security_code": _CARD_DATA,
    "cc_rejected_bad_filled_other": _CARD_DATA,
    "cc_rejected_card_error": said(
        "The card could not be read. Try it again, or ask for another card."
    ),
    "cc_rejected_call_for_authorize": said(
        "The customer must call the bank and allow this amount. Then send again."
    ),
    "cc_rejected_card_disabled": said(
        "The card is not active: the customer's bank can tell why. Ask for another card."
    ),
    "cc_amount_rate_limit_exceeded": said(
        "It is over the card's limit. Ask for another card, then send again."
    ),
    "cc_rejected_high_risk": _RISK,
    "cc_rejected_blacklist": _RISK,
    "cc_rejected_duplicated_payment": said(
        "The same amount was just paid with this card. Look at Last payments before you send again."
    ),
    "cc_rejected_max_attempts": said("Too many tries with this card. Ask for another card."),
    "cc_rejected_card_type_not_allowed": said(
        "This kind of card is not accepted here. Ask for another card."
    ),
    "cc_rejected_invalid_installments": said(
        "The card does not allow these instalments. Choose others, then send again."
    ),
}


def declined_hint(detail: str, otherwise: Sentence) -> Sentence:
    """What to do about the bank's reason: the payment's `status_detail`."""
    return _REASONS.get(detail, otherwise)
