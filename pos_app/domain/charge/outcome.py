"""What an attempt means to its sale."""

from enum import Enum


class Outcome(Enum):
    PENDING = "pending"
    PAID = "paid"
    NOT_PAID = "not_paid"
    UNSURE = "unsure"


SETTLED = frozenset({Outcome.PAID, Outcome.NOT_PAID})
