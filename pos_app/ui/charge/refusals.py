"""What the panel says where nothing was created: one row a reason."""

from typing import NamedTuple

from pos_app.domain.charge.facts import Refusal
from pos_app.ui.shared.language import Sentence, said, unpaid


class Row(NamedTuple):
    headline: Sentence
    happened: Sentence
    hint: Sentence


_NOT_SENT = said("It did not leave the till")
_REFUSED = said("Mercado Pago did not take it")

REFUSALS = {
    Refusal.NOT_LEFT: Row(
        unpaid("No connection. Nothing was charged."),
        _NOT_SENT,
        said("Check the network cable or the Wi-Fi, then send again."),
    ),
    Refusal.BLOCKED: Row(
        said("The network blocks Mercado Pago"),
        _NOT_SENT,
        unpaid("Nothing was charged. Check the network, and this computer's date and time."),
    ),
    Refusal.CLOCK: Row(
        said("This computer's clock is wrong"),
        _NOT_SENT,
        unpaid("Nothing was charged. Set the date and the time right, then send again."),
    ),
    Refusal.INTERRUPTED: Row(
        unpaid("Not sent, nothing was charged"),
        said("The till was closed before it was sent"),
        said("Send again if the sale goes on."),
    ),
    Refusal.BUSY: Row(
        said("The terminal holds another charge"),
        _REFUSED,
        unpaid("Nothing was charged. Finish or cancel what the terminal shows, then send again."),
    ),
    Refusal.NOT_READY: Row(
        said("The terminal is not ready"),
        _REFUSED,
        unpaid("Nothing was charged. It must be in PDV mode, with somebody signed in on it."),
    ),
    Refusal.NO_TERMINAL: Row(
        said("This terminal was not found"),
        _REFUSED,
        unpaid("Nothing was charged. Check that it is linked to this account, or choose another."),
    ),
    Refusal.AMOUNT: Row(
        said("The terminal does not take this amount"),
        _REFUSED,
        unpaid("Nothing was charged. Change the amount, then send again."),
    ),
    Refusal.CREDENTIALS: Row(
        said("Signed out of Mercado Pago"),
        _REFUSED,
        unpaid("Nothing was charged. Call the supervisor: the till must be signed in again."),
    ),
    Refusal.TOO_MANY: Row(
        said("Mercado Pago is too busy"),
        said("Mercado Pago asked to wait several times"),
        unpaid("Nothing was charged. Wait a minute, then send again."),
    ),
    Refusal.REQUEST: Row(
        said("Mercado Pago did not take the charge"),
        _REFUSED,
        unpaid("Nothing was charged. Send again; if it happens again, call the supervisor."),
    ),
}
