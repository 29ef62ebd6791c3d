"""What keeps a person's eye on an attempt, and what a person has to see to."""

from enum import Enum


class Doubt(Enum):
    """What keeps a person's eye on it. Never a reason to call it paid, or not paid."""

    FOREIGN_ANSWER = "foreign answer"  # a reply told of another intent
    WRONG_AMOUNT = "wrong amount"  # the intent stands for another amount than ours
    ODD_WORD = "odd word"  # a status newer than this release
    VANISHED = "vanished"  # 404 for a minute, though it was created
    NO_PAYMENT = "no payment"  # closed, and after five minutes no payment can be read
    MISMATCH = "mismatch"  # an approved payment that is no proof
    SURPLUS = "surplus"  # more than one approved payment


class Task(Enum):
    """What a person has to see to."""

    RESOLVE = "resolve"  # nobody knows yet whether it was charged
    LATE = "late"  # money came in after it was over: apply it to the sale, or give it back
    SURPLUS = "surplus"  # one sale, more than one payment: give the rest back
    RETURN = "return"  # was decided: watched until the money has gone back
    ATTESTED = "attested"  # a supervisor says that it was paid, and nothing proves it yet
    DENIED = "denied"  # and the provider knows of no payment
    GONE = "gone"  # it paid the sale, and was given back elsewhere, or is disputed
    ASIDE = "aside"  # its sale was set aside, and the charge is still under way
    ORPHAN = "orphan"  # money came in that no sale claims
    UNPAID = "unpaid"  # a sale that was set aside was not paid: open it again, or drop it
