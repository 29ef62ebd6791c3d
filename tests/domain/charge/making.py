"""An attempt for the tests, and the facts that happen to it."""

from dataclasses import replace

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    Decided,
    Decision,
    Fact,
    Heard,
    Lost,
    PaymentsRead,
    PersonSaid,
    Prepared,
    Searched,
    Seen,
    Sending,
)
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.standing import LOOK_AFTER, SETTLE
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money

T0 = 1_790_000_000_000  # milliseconds; when the cashier pressed Charge
REFERENCE, OTHER_REFERENCE = "CAJA01-000417-1-MFRGGZDFMZTWQ2LK", "CAJA02-000090-1-NBSWY3DPEB3W64TM"
AMOUNT = Money(1834_50, "ARS")

PREPARED = Prepared(
    at=T0,
    external_reference=REFERENCE,
    idempotency_key="5b0c6d2e-key",
    sale_id="s1",
    ticket_number=417,
    number=1,
    terminal_id="PAX_A910__SMARTPOS1423437733",
    amount=AMOUNT,
    site="MLA",
    merchant_id="1001",
    live=True,
)
NEW = Attempt.begin(PREPARED)

APPROVED = Payment(
    id="98217700142",
    status=PaymentStatus.APPROVED,
    amount=AMOUNT,
    external_reference=REFERENCE,
    merchant_id="1001",
    live=True,
    created=T0 + 5_000,
)
REJECTED = Payment(
    id="98217700141",
    status=PaymentStatus.REJECTED,
    amount=AMOUNT,
    detail="cc_rejected_insufficient_amount",
    external_reference=REFERENCE,
    created=T0 + 4_000,
)

INTENTS = Capability(
    name="intents",
    cancel_while=frozenset({S.OPENED}),
    cancel_is_immediate=True,
    idempotent_create=False,
    search_by_reference=True,
    partial_refunds=True,
    poll_floor=1.0,
    expires_after=3600,
)


LOST = Lost(at=T0 + 1_000, why="time-out")


def folded(*facts: Fact, start: Attempt = NEW) -> Attempt:
    attempt = start
    for fact in facts:
        attempt = attempt.apply(fact)
    return attempt


def report(status: S, *results: str, intent_id: str = "i1") -> IntentReport:
    return IntentReport(
        status=status,
        intent_id=intent_id,
        external_reference=REFERENCE,
        amount=AMOUNT,
        results=results,
        word="REVIEWING" if status is S.UNRECOGNIZED else "",
    )


def heard(at: int, status: S, *results: str) -> Heard:
    """Units: `at` in milliseconds after T0."""
    return Heard(at=T0 + at, intent=report(status, *results))


def read(at: int, *payments: Payment, missing: tuple[str, ...] = ()) -> PaymentsRead:
    return PaymentsRead(at=T0 + at, payments=payments, missing=missing)


def searched(at: int, *payments: Payment) -> Searched:
    return Searched(at=T0 + at, payments=payments)


def sent(at: int = 0) -> Attempt:
    return NEW.apply(Sending(at=T0 + at))


def standing(status: S, *results: str, at: int = 1_000) -> Attempt:
    """An attempt that was sent at T0 and of which this was heard."""
    return sent().apply(heard(at, status, *results))


UNKNOWN = sent().apply(LOST)
CONFIRM = standing(S.CONFIRMATION_REQUIRED)
LOOKED = LOOK_AFTER + 5_000  # milliseconds after T0
ENOUGH = LOOKED + SETTLE
WRONG = replace(APPROVED, amount=Money(1_00, "ARS"))
BACK = replace(APPROVED, status=PaymentStatus.REFUNDED, refunded=1834_50)


def saw(at: int, seen: Seen = Seen.IDLE) -> PersonSaid:
    return PersonSaid(at=T0 + at, seen=seen, by="Ana")


def decided(at: int, what: Decision) -> Decided:
    return Decided(at=T0 + at, what=what, by="Sol", reason="the slip says so")


def abandoned() -> Attempt:
    return folded(saw(LOOKED), searched(ENOUGH), start=UNKNOWN)
