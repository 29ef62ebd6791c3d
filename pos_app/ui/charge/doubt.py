"""What the live panel says while nobody knows whether it was charged: rows of `Moment`."""

from pos_app.ui.sale.shown import Look
from pos_app.ui.shared.language import said

_NOT_KNOWN = said("We do not know yet if it was charged")
_LOOK_THERE = said(
    "Hold the goods. Look at Last payments on the terminal. Do not charge again: the till keeps "
    "looking for the payment."
)
_CALL = said("Hold the goods and do not charge again. Call the supervisor.")
_STILL_LOOKING = said(
    "The goods may be handed over. Do not charge again: the till keeps looking for the payment."
)

UNKNOWN = (Look.UNKNOWN, 0, _NOT_KNOWN, said("It was sent, and no answer came"), _LOOK_THERE)
VANISHED = (
    Look.UNKNOWN,
    1,
    _NOT_KNOWN,
    said("Mercado Pago does not find the charge any more"),
    _LOOK_THERE,
)
FOREIGN = (
    Look.UNKNOWN,
    0,
    _NOT_KNOWN,
    said("The answer was about another charge"),
    _LOOK_THERE,
)
CONFIRM = (
    Look.UNKNOWN,
    2,
    said("Look at the terminal: was it charged?"),
    said("It ended without saying whether it was charged"),
    said("Check Last payments on the terminal before handing over the goods. Do not charge again."),
)
NO_PAYMENT = (
    Look.UNKNOWN,
    2,
    said("No payment found yet"),
    said("The terminal has finished, but no payment can be read"),
    said("Hold the goods. Look at Last payments on the terminal and call the supervisor."),
)
AMOUNTS_DIFFER = (
    Look.UNKNOWN,
    2,
    said("Amounts differ: keep the goods"),
    said("A payment of another amount came in"),
    _CALL,
)
MISMATCH = (
    Look.UNKNOWN,
    2,
    said("The payment does not match"),
    said("A payment came in that does not belong to this charge"),
    _CALL,
)
WRONG_AMOUNT = (
    Look.UNKNOWN,
    1,
    said("The terminal has another amount"),
    said("Mercado Pago answered with another amount"),
    said("The customer must not pay. Cancel it on the terminal and call the supervisor."),
)
DISPUTED = (
    Look.UNKNOWN,
    2,
    said("The payment is disputed"),
    said("Mercado Pago says that the payment was objected to"),
    _CALL,
)
# What a person saw on the terminal, while the till goes on asking.
SEEN_AMOUNT = (
    Look.UNKNOWN,
    1,
    said("The terminal still shows it"),
    said("Somebody looked: it shows this amount"),
    said("Hold the goods. Let the customer finish, or cancel it on the terminal."),
)
SEEN_APPROVED = (
    Look.UNKNOWN,
    2,
    said("Approved there, not found here yet"),
    said("Somebody looked: the terminal says approved"),
    said("Hold the goods. Do not charge again: the till keeps looking for the payment."),
)
SEEN_IDLE = (
    Look.UNKNOWN,
    2,
    said("Searching once more"),
    said("Somebody looked: the terminal shows nothing of it"),
    said("Hold the goods: the till searches once more, and then it knows."),
)
LATE = (
    Look.UNKNOWN,
    2,
    said("Money came in after it was over"),
    said("A payment came in late"),
    said("Hold the goods and do not charge again. A supervisor decides what it is for: press F7."),
)
ATTESTED = (
    Look.UNKNOWN,
    3,
    said("Settled on a person's word"),
    said("A supervisor vouches for it; it is not proved yet"),
    _STILL_LOOKING,
)
DENIED = (
    Look.UNKNOWN,
    3,
    said("A person's word, and no payment found"),
    said("Mercado Pago knows of no payment for this charge"),
    said("Call the supervisor before any more goods leave: press F7."),
)
