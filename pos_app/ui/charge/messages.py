"""What the live panel says at each moment of a charge: one row a moment."""

from enum import Enum, unique

from pos_app.ui.charge import doubt
from pos_app.ui.sale.shown import Look
from pos_app.ui.shared.language import Sentence, paid, said, unpaid

_SENT = said("Sent to {terminal}")
_CHECKING = said("Checking that nothing was charged")
_CHECKING_HINT = said("One moment: hold the goods. The till looks for a payment that came in late.")


@unique
class Moment(Enum):
    """`step`: which of the four it reached. `headline`: what is happening, read in half a second;
    `happened`: what just did; `hint`: what to do now, where the terminal's model, or the bank's
    reason, does not give a better one (coach.py).
    """

    PREPARING = (
        Look.PREPARING,
        0,
        said("Preparing the charge"),
        said("Charge was pressed"),
        said("One moment: it is about to leave."),
    )
    RETRYING = (
        Look.PREPARING,
        0,
        said("No connection: trying again"),
        said("It could not leave the till"),
        said("Check the network cable or the Wi-Fi. The till tries again by itself."),
    )
    DEFERRED = (
        Look.PREPARING,
        0,
        said("Mercado Pago is busy: again in {seconds} s"),
        said("Mercado Pago asked to wait"),
        said("Wait: the till sends it again by itself."),
    )
    SENDING = (
        Look.PREPARING,
        0,
        said("Sending it to {terminal}"),
        said("It is on its way to Mercado Pago"),
        said("One moment: the terminal is about to show it."),
    )
    OPENED = (
        Look.SENT,
        0,
        _SENT,
        said("Mercado Pago has it; the terminal has not taken it yet"),
        said("Press CHARGE or the green key on the terminal."),
    )
    CANCELLING = (
        Look.SENT,
        0,
        said("Cancelling…"),
        said("Cancel was pressed"),
        said("Wait for the answer. If the terminal asks for a card, cancel it there too."),
    )
    CANCEL_OPEN = (
        Look.SENT,
        0,
        said("Not cancelled yet"),
        said("The cancel has not taken effect"),
        said("The customer could still pay. Press Cancel again, or cancel on the terminal."),
    )
    ON_TERMINAL = (
        Look.ON_TERMINAL,
        1,
        said("The customer is paying"),
        said("The terminal took it"),
        said("The customer can pay. You can still ask to cancel here."),
    )
    TOO_LATE = (
        Look.ON_TERMINAL,
        1,
        said("Too late to cancel here"),
        said("The terminal took it before the cancel"),
        said("Cancel it on the terminal, or let the customer pay."),
    )
    PROCESSING = (
        Look.PROCESSING,
        2,
        said("The bank is answering"),
        said("The terminal asked the bank"),
        said("Wait. Do not switch the terminal off."),
    )
    PROCESSED = (
        Look.PROCESSING,
        2,
        said("Nearly done"),
        said("The bank has answered the terminal"),
        said("Wait for the confirmation. Hold the goods."),
    )
    UNUSUAL = (
        Look.VERIFYING,
        1,
        said("Unusual answer, checking"),
        said("Mercado Pago answered with a word that is new to the till"),
        said("Hold the goods and look at the terminal. To stop it, cancel there."),
    )
    VERIFYING = (
        Look.VERIFYING,
        2,
        said("Confirming the payment"),
        said("The terminal has finished"),
        said("Hold the goods: the till is reading the payment."),
    )
    REVIEW = (
        Look.VERIFYING,
        2,
        said("The payment is under review"),
        said("Mercado Pago has not decided about the payment"),
        said("Hold the goods and do not charge again. The till keeps asking. Call the supervisor."),
    )
    CHECKING_CANCELLED = (
        Look.VERIFYING,
        1,
        _CHECKING,
        said("Mercado Pago says that the charge was cancelled"),
        _CHECKING_HINT,
    )
    CHECKING_EXPIRED = (
        Look.VERIFYING,
        0,
        _CHECKING,
        said("Mercado Pago says that the charge expired"),
        _CHECKING_HINT,
    )
    CHECKING_FAILED = (
        Look.VERIFYING,
        1,
        _CHECKING,
        said("The terminal could not finish"),
        _CHECKING_HINT,
    )
    # Not known: goods are held.
    UNKNOWN = doubt.UNKNOWN
    VANISHED = doubt.VANISHED
    FOREIGN = doubt.FOREIGN
    CONFIRM = doubt.CONFIRM
    NO_PAYMENT = doubt.NO_PAYMENT
    AMOUNTS_DIFFER = doubt.AMOUNTS_DIFFER
    MISMATCH = doubt.MISMATCH
    WRONG_AMOUNT = doubt.WRONG_AMOUNT
    DISPUTED = doubt.DISPUTED
    SEEN_AMOUNT = doubt.SEEN_AMOUNT
    SEEN_APPROVED = doubt.SEEN_APPROVED
    SEEN_IDLE = doubt.SEEN_IDLE
    LATE = doubt.LATE
    ATTESTED = doubt.ATTESTED
    DENIED = doubt.DENIED
    # The money is proved.
    PAID = (
        Look.APPROVED,
        3,
        paid("Paid"),
        said("{amount} · {method}"),
        said("Hand over the goods. The next sale can begin."),
    )
    PAID_FIRST = (
        Look.APPROVED,
        3,
        paid("They paid just before the cancel"),
        said("{amount} · {method}"),
        paid("The sale is paid. If the customer does not want it any more, call the supervisor."),
    )
    PAID_TWICE = (
        Look.APPROVED,
        3,
        paid("Paid more than once"),
        said("{amount} · {method}"),
        said("Hand over the goods once. Call the supervisor: a payment must be given back."),
    )
    PAID_BACK = (
        Look.APPROVED,
        3,
        paid("It was paid, and money has gone back"),
        said("The payment was given back, or is disputed"),
        said("Call the supervisor before any more goods leave: press F7."),
    )
    # It is proved that none was taken.
    DECLINED = (
        Look.DECLINED,
        2,
        unpaid("Not charged: card refused"),
        said("The payment was refused"),
        said("The card was refused without a reason. Ask for another card, then send again."),
    )
    GIVEN_BACK = (
        Look.CANCELLED,
        2,
        unpaid("Not charged: the money went back"),
        said("The payment was given back"),
        said("The customer has the money back. Send again if the sale goes on."),
    )
    UNPAID = (
        Look.CANCELLED,
        2,
        unpaid("Nothing was charged"),
        said("The terminal finished without a payment"),
        said("Send again, or choose another terminal."),
    )
    CANCELLED = (
        Look.CANCELLED,
        1,
        unpaid("Cancelled, nothing was charged"),
        said("The charge was cancelled"),
        said("Change the sale if you like, or send again."),
    )
    EXPIRED = (
        Look.CANCELLED,
        0,
        unpaid("Expired, nothing was charged"),
        said("The charge expired before anyone paid"),
        said("Send again, or choose another terminal."),
    )
    FAILED = (
        Look.DECLINED,
        1,
        unpaid("Not charged: the terminal failed"),
        said("The terminal could not finish the charge"),
        said("Send again. If it happens again, restart the terminal or choose another."),
    )
    GONE = (
        Look.CANCELLED,
        0,
        unpaid("Nothing was charged"),
        said("In more than an hour, no payment was found"),
        said("The terminal is free again. Send again if the sale goes on."),
    )
    IDLE = (
        Look.CANCELLED,
        1,
        unpaid("Nothing was charged"),
        said("The terminal was idle, and no payment was found"),
        said("Send again if the sale goes on. The till keeps watching for late money."),
    )
    APART = (
        Look.CANCELLED,
        2,
        unpaid("Not paid: that money goes back"),
        said("A supervisor put the late money apart"),
        said("Give that money back first: press F7. Then send again if the sale goes on."),
    )
    NOT_CREATED = (  # what it says depends on the reason: refusals.py
        Look.DECLINED,
        0,
        unpaid("Nothing was charged"),
        said("It did not reach the terminal"),
        said("Send again; if it happens again, call the supervisor."),
    )

    def __init__(
        self, look: Look, step: int, headline: Sentence, happened: Sentence, hint: Sentence
    ) -> None:
        self.look, self.step = look, step
        self.headline, self.happened, self.hint = headline, happened, hint


STEPS = (said("Sent"), said("On terminal"), said("Bank"), said("Done"))
