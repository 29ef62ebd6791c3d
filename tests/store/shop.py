"""A small shop to test the ledger with: its sales, its charges, its clock."""

from pathlib import Path

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Fact, Heard, PaymentsRead, Prepared, Sending
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from pos_app.domain.sale import Line, LineAdded, Sale
from pos_app.store.ledger import Ledger, open_ledger

NOW = 1_795_000_000_000


def ars(minor: int) -> Money:
    return Money(minor, "ARS")


def line(number: int, price: int = 1000, code: str = "") -> Line:
    return Line(f"line-{number}", code, f"Café nº {number}", ars(price))


def prepared(sale: Sale, number: int = 1, terminal: str = "PAX_A910__1", **other: str) -> Prepared:
    reference = other.get("reference", f"CAJA01-{sale.ticket_number:06d}-{number}-ABCDEFGH")
    return Prepared(
        at=NOW,
        external_reference=reference,
        idempotency_key=other.get("key", f"key of {reference}"),
        sale_id=sale.id,
        ticket_number=sale.ticket_number,
        number=number,
        terminal_id=terminal,
        amount=sale.total,
        site="MLA",
        merchant_id="12345",
        live=False,
    )


def heard(attempt: Attempt, status: S, intent_id: str = "", *results: str, at: int = NOW) -> Heard:
    told = attempt.prepared
    report = IntentReport(
        status=status,
        intent_id=intent_id or f"intent of {told.external_reference}",
        external_reference=told.external_reference,
        amount=told.amount,
        results=results,
    )
    return Heard(at=at, intent=report)


def payment(attempt: Attempt, payment_id: str, status: PaymentStatus) -> Payment:
    told = attempt.prepared
    return Payment(
        id=payment_id,
        status=status,
        amount=told.amount,
        external_reference=told.external_reference,
        merchant_id=told.merchant_id,
    )


def paid_by(attempt: Attempt, payment_id: str) -> tuple[Fact, ...]:
    """All that is learnt about a charge that goes well."""
    approved = payment(attempt, payment_id, PaymentStatus.APPROVED)
    return (
        Sending(at=NOW),
        heard(attempt, S.OPENED),
        heard(attempt, S.ON_TERMINAL),
        heard(attempt, S.CLOSED, "", payment_id),
        PaymentsRead(at=NOW, payments=(approved,)),
    )


async def open_here(folder: Path, **other: int) -> Ledger:
    terms = {"least_free": 0, "reserve": 0} | other
    return await open_ledger(folder, "training", "CAJA01", clock_ms=lambda: NOW, **terms)


async def filled_sale(ledger: Ledger, sale_id: str, price: int = 1000) -> Sale:
    sale = await ledger.open_sale(sale_id, "ARS", "ana")
    return await ledger.change_sale(sale, LineAdded(at=NOW, line=line(1, price)), "ana")


async def tell(ledger: Ledger, attempt: Attempt, *facts: Fact) -> Attempt:
    for fact in facts:
        attempt = await ledger.append(attempt, fact, "till")
    return attempt


async def paid_sale(ledger: Ledger, sale_id: str, payment_id: str) -> Attempt:
    sale = await filled_sale(ledger, sale_id)
    attempt = await ledger.prepare(prepared(sale), "ana")
    return await tell(ledger, attempt, *paid_by(attempt, payment_id))


async def make_ledger(folder: Path, sales: int = 3) -> None:
    """A ledger as it lies after an orderly day."""
    ledger = await open_here(folder)
    for number in range(1, sales + 1):
        await paid_sale(ledger, f"sale-{number}", f"payment-{number}")
    await ledger.close()
