"""What may be done to a sale, and learnt of an attempt."""

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    CancelAsked,
    Decided,
    Decision,
    Fact,
    Lost,
    Missed,
    PaymentsRead,
    PersonSaid,
    Refusal,
    Refused,
    Searched,
    Seen,
    Sending,
)
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.sale import (
    LineAdded,
    LineRemoved,
    QuantitySet,
    Sale,
    SaleCancelled,
    SaleFact,
    SaleSetAside,
    SaleTakenUp,
)
from tests.store.shop import heard, line, payment


def fact_of_sale(act: str, sale: Sale, number: int) -> SaleFact:
    facts: dict[str, SaleFact] = {
        "add": LineAdded(at=1, line=line(len(sale.lines) + 100 * number)),
        "set": QuantitySet(at=1, line_id=f"line-{number * 100}", quantity=number),
        "remove": LineRemoved(at=1, line_id=f"line-{number * 100}"),
        "cancel": SaleCancelled(at=1),
        "aside": SaleSetAside(at=1),
        "up": SaleTakenUp(at=1),
    }
    return facts[act]


def facts_of_attempt(
    attempt: Attempt, at: int, status: S, number: int, paid: PaymentStatus
) -> list[Fact]:
    """In any order, at any time."""
    read = (payment(attempt, f"payment-{number}", paid),)
    return [
        heard(attempt, status, "", *[f"payment-{number}"][: number % 2], at=at),
        heard(attempt, status, f"intent-{number}", at=at),
        PaymentsRead(at=at, payments=read, skew=number),
        Searched(at=at, payments=read[: number % 2]),
        Refused(at=at, why=Refusal.BUSY),
        *(Sending(at=at), Lost(at=at, why="silence"), Missed(at=at)),
        CancelAsked(at=at, by="ana"),
        CancelAnswered(at=at, answer=CancelAnswer.TOO_LATE),
        *(PersonSaid(at=at, seen=seen, by="ana") for seen in Seen),
    ]


def facts_of_an_end(attempt: Attempt, number: int, what: Decision) -> list[Fact]:
    """It expires, unpaid as far as anybody knows; money comes; somebody decides; it goes back."""
    approved = payment(attempt, f"payment-{number}", PaymentStatus.APPROVED)
    back = payment(attempt, f"payment-{number}", PaymentStatus.REFUNDED)
    return [
        Sending(at=1),
        heard(attempt, S.EXPIRED, at=2),
        Searched(at=10_000),
        Searched(at=20_000, payments=(approved,)),
        Decided(at=4_000_000, what=what, by="sol", reason="so"),
        PaymentsRead(at=4_000_001, payments=(back,)),
    ]
