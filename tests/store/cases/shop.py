"""Charges that are unclear, money that comes late, and people who decide."""

from dataclasses import replace
from pathlib import Path

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    Decided,
    Decision,
    Fact,
    Lost,
    Searched,
    Sending,
)
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from pos_app.domain.sale import (
    MoneyAdopted,
    PaidCash,
    Sale,
    SaleSetAside,
    SaleTakenUp,
)
from pos_app.store.ledger import Ledger
from pos_app.store.sales import SaleJson, sales_json
from pos_app.store.verify import verify
from tests.store.shop import (
    NOW,
    ars,
    filled_sale,
    heard,
    payment,
    prepared,
    tell,
)

ASIDE, TAKEN_UP = SaleSetAside(at=NOW), SaleTakenUp(at=NOW)
UNKNOWN: tuple[Fact, ...] = (Sending(at=NOW), Lost(at=NOW + 1_000, why="silence"))
TERMINAL_2 = "PAX_A910__2"


def cash(sale: Sale) -> PaidCash:
    return PaidCash(at=NOW, amount=sale.total, received=sale.total * 2)


def adopted(payment_id: str, amount: Money | None = None) -> MoneyAdopted:
    amount = amount or ars(1000)
    return MoneyAdopted(at=NOW, payment_id=payment_id, amount=amount, by="sol", reason="typed in")


def decided(what: Decision) -> Decided:
    return Decided(at=NOW + 200_000, what=what, by="sol", reason="looked")


def found(payment_id: str, status: PaymentStatus = PaymentStatus.APPROVED) -> Payment:
    return Payment(id=payment_id, status=status, amount=ars(1000), merchant_id="12345")


def returned(paid: Payment, minor: int) -> Payment:
    whole = paid.amount is not None and minor == paid.amount.minor
    status = PaymentStatus.REFUNDED if whole else paid.status
    return replace(paid, status=status, refunded=minor)


async def unclear(ledger: Ledger, sale_id: str, terminal: str = "PAX_A910__1") -> Attempt:
    """A sale whose charge was sent, and nobody knows what became of it."""
    sale = await filled_sale(ledger, sale_id)
    return await tell(ledger, await ledger.prepare(prepared(sale, 1, terminal), "ana"), *UNKNOWN)


async def ended(ledger: Ledger, sale_id: str) -> Attempt:
    """A sale whose charge expired: nobody has paid it."""
    attempt = await ledger.prepare(prepared(await filled_sale(ledger, sale_id)), "ana")
    over = heard(attempt, S.EXPIRED, at=NOW + 1_000)
    return await tell(ledger, attempt, Sending(at=NOW), over, Searched(at=NOW + 60_000))


def came(attempt: Attempt, payment_id: str, at: int = NOW + 100_000) -> Searched:
    """Money that carries the attempt's reference."""
    return Searched(at=at, payments=(payment(attempt, payment_id, PaymentStatus.APPROVED),))


async def sale_of(ledger: Ledger, sale_id: str) -> Sale:
    sale = await ledger.cases.sale(sale_id)
    assert sale is not None
    return sale


async def put_aside(ledger: Ledger, sale_id: str) -> Sale:
    return await ledger.change_sale(await sale_of(ledger, sale_id), ASIDE, "ana")


def told(folder: Path, sale_id: str) -> SaleJson:
    """As others read it; and the whole ledger is what its events say."""
    assert verify(folder).findings == ()
    return next(sale for sale in sales_json(folder)["sales"] if sale["id"] == sale_id)
