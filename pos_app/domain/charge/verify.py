"""The predicate V: whether this payment pays this attempt. The one place that may say paid."""

from enum import Enum

from pos_app.domain.charge.facts import Prepared
from pos_app.domain.charge.payment import Payment, PaymentStatus

CLOCK_MARGIN = 10 * 60 * 1000  # milliseconds that two clocks may differ unnoticed


class Mismatch(Enum):
    """The field that keeps an approved payment from paying the attempt."""

    STATUS = "status"
    AMOUNT = "amount"
    MERCHANT = "merchant"
    ENVIRONMENT = "environment"
    REFERENCE = "reference"
    TIME = "time"
    REFUNDED = "refunded"
    TAKEN = "taken"  # it pays another attempt already


def mismatch(
    attempt: Prepared,
    payment: Payment,
    *,
    sent_at: int,
    skew: int,
    in_results: bool,
    taken: bool,
) -> Mismatch | None:
    """None if the payment is proof for the attempt, else the first thing that is wrong with it.

    Units: `sent_at` and `skew` in milliseconds; `skew` is our clock less the provider's.
    `in_results`: the intent whose reference and amount are ours names the payment. What a reply
    leaves out (merchant, environment, time) contradicts nothing; status, amount and currency it
    must say. A payment without a reference counts only from the intent's own results.

    Source of the rule: docs/reliability.md, "The predicate V".
    """
    foreign_reference = payment.external_reference != attempt.external_reference
    unnamed = not payment.external_reference and in_results
    wrong_environment = attempt.live and payment.live is False
    too_early = payment.created is not None and payment.created + skew < sent_at - CLOCK_MARGIN
    checks = (
        (Mismatch.STATUS, payment.status is not PaymentStatus.APPROVED),
        (Mismatch.REFERENCE, foreign_reference and not unnamed),
        (Mismatch.AMOUNT, payment.amount != attempt.amount),
        (
            Mismatch.MERCHANT,
            payment.merchant_id not in ("", attempt.merchant_id or "")
            and bool(attempt.merchant_id),
        ),
        (Mismatch.ENVIRONMENT, wrong_environment),
        (Mismatch.TIME, too_early),
        (Mismatch.REFUNDED, payment.refunded != 0),
        (Mismatch.TAKEN, taken),
    )
    return next((name for name, wrong in checks if wrong), None)
