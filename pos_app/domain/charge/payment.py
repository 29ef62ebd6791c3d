"""A payment, as an authenticated read told it: the only proof of money."""

from dataclasses import dataclass
from enum import Enum

from pos_app.domain.money import Money


class PaymentStatus(Enum):
    """The API's words. `counts`: money has moved, or may yet. Source: Payments API reference."""

    APPROVED = ("approved", True)
    AUTHORIZED = ("authorized", True)
    IN_PROCESS = ("in_process", True)
    PENDING = ("pending", True)
    IN_MEDIATION = ("in_mediation", True)
    CHARGED_BACK = ("charged_back", True)
    REJECTED = ("rejected", False)
    CANCELLED = ("cancelled", False)  # two l's here; the intent has one
    REFUNDED = ("refunded", False)  # all of it went back
    UNRECOGNIZED = ("(unrecognized)", True)

    def __init__(self, word: str, counts: bool) -> None:
        self.word, self.counts = word, counts

    @classmethod
    def read(cls, word: str) -> "PaymentStatus":
        wanted = word.strip().lower()
        return next((row for row in cls if row.word == wanted), cls.UNRECOGNIZED)


GONE = frozenset({PaymentStatus.REFUNDED, PaymentStatus.CHARGED_BACK})
LAST_WORDS = GONE | {PaymentStatus.IN_MEDIATION}  # what an approved payment may become
_MOVED = LAST_WORDS | {PaymentStatus.APPROVED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Only what may be kept: no names, no documents, no card number (S30).

    Units: `created` in milliseconds since the epoch, UTC; `refunded` in the amount's minor units.
    An empty text, a None, means that the reply did not say.
    """

    id: str
    status: PaymentStatus
    amount: Money | None  # None: not an amount of a currency that the till knows
    detail: str = ""  # the API's status_detail
    external_reference: str = ""
    merchant_id: str = ""
    live: bool | None = None
    created: int | None = None
    refunded: int = 0
    method: str = ""
    kind: str = ""
    instalments: int = 0
    last_four: str = ""
    authorization_code: str = ""
    pos_id: str = ""  # the till that its terminal is tied to, by the provider's id

    def is_older_than(self, known: "Payment | None") -> bool:
        """It would undo what is known of this payment: that money moved, or was given back."""
        if known is None:
            return False
        undone = known.status in _MOVED and self.status not in _MOVED
        returned = known.status in GONE and self.status not in LAST_WORDS
        return undone or returned or self.refunded < known.refunded
