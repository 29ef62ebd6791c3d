"""What happens to a charge after it was sent, told in steps for the tests."""

from dataclasses import replace

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    CancelAsked,
    Decided,
    Decision,
    PersonSaid,
    Seen,
)
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from tests.domain.charge.making import APPROVED, T0, folded, read, searched, standing


def cancelled_by_us(attempt: Attempt, answer: CancelAnswer | None = None) -> Attempt:
    asked = attempt.apply(CancelAsked(at=T0 + 4_000, by="ana"))
    return asked.apply(CancelAnswered(at=T0 + 4_200, answer=answer)) if answer else asked


def closed_with(*payments: PaymentStatus, detail: str = "") -> Attempt:
    """The terminal finished, its payments are read, and the search found no more."""
    read_ones = [
        replace(APPROVED, id=f"9{at}", status=status, detail=detail)
        for at, status in enumerate(payments)
    ]
    closed = standing(S.CLOSED, *(payment.id for payment in read_ones), at=9_000)
    return folded(read(9_500, *read_ones), searched(9_900), start=closed)


def ended(status: S) -> Attempt:
    return standing(status, at=9_000).apply(searched(12_000))


def looked(seen: Seen, at: int = 70_000) -> PersonSaid:
    """Units: `at` in milliseconds after T0."""
    return PersonSaid(at=T0 + at, seen=seen, by="Ana")


def decided(what: Decision, at: int = 400_000) -> Decided:
    return Decided(at=T0 + at, what=what, by="Sol", reason="The slip was shown")
