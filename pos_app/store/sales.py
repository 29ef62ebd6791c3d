"""The sales as others may read them: `pos-app sales --json`, also beside an open till."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict, TypeVar

from sqlalchemy import Connection, bindparam, select
from sqlalchemy.exc import DBAPIError

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.money import Money
from pos_app.store.connection import fault_of, is_quiet, to_read
from pos_app.store.files.folder import LEDGER
from pos_app.store.schema import attempt, payment, sale, tender

T = TypeVar("T")
_SINCE = sale.c.opened_at >= bindparam("since")
_SALES = select(sale).where(_SINCE).order_by(sale.c.ticket_number)
_TENDERS = select(tender).select_from(tender.join(sale)).where(_SINCE).order_by(tender.c.id)
_TRIED = attempt.join(sale)
_ATTEMPTS = select(attempt).select_from(_TRIED).where(_SINCE).order_by(attempt.c.number)
_PAYMENTS = select(payment).select_from(payment.join(_TRIED)).where(_SINCE).order_by(payment.c.id)


class TenderJson(TypedDict):
    kind: str
    amount: str


class AttemptJson(TypedDict):
    external_reference: str
    intent_id: str
    status: str
    outcome: str
    amount: str
    terminal: str
    payment_ids: list[str]


class RefundJson(TypedDict):
    amount: str
    status: str
    refund_id: str


class SaleJson(TypedDict):
    id: str
    ticket_number: int
    status: str
    total: str
    currency: str
    tenders: list[TenderJson]
    attempts: list[AttemptJson]
    refunds: list[RefundJson]


class SalesJson(TypedDict):
    sales: list[SaleJson]


def sales_json(folder: Path, since_ms: int = 0) -> SalesJson:
    """The sales opened at `since_ms` (UTC, since the epoch) or later, by ticket number.

    Raises:
        LedgerError: there is no ledger, or it cannot be read.
    """
    return read_beside(folder / LEDGER, lambda db: _sales(db, since_ms))


def read_beside(ledger: Path, work: Callable[[Connection], T]) -> T:
    """Read from the files alone, whether a till has them open or not; one moment's truth.

    Raises:
        LedgerError: there is no ledger, or it cannot be read.
    """
    if not ledger.is_file():
        raise LedgerError(LedgerFault.TROUBLE, f"there is no {ledger.name} in {ledger.parent}")
    still = is_quiet(ledger)
    engine = to_read(ledger, still=still)
    before = ledger.stat().st_mtime_ns
    try:
        with engine.begin() as db:
            found = work(db)
    except (DBAPIError, sqlite3.Error) as error:
        raise fault_of(error) from error
    finally:
        engine.dispose()
    if still and not (is_quiet(ledger) and ledger.stat().st_mtime_ns == before):
        return read_beside(ledger, work)  # a till has started in the meantime
    return found


def _sales(db: Connection, since_ms: int) -> SalesJson:
    since = {"since": since_ms}
    payment_ids: defaultdict[str, list[str]] = defaultdict(list)
    tenders: defaultdict[str, list[TenderJson]] = defaultdict(list)
    attempts: defaultdict[str, list[AttemptJson]] = defaultdict(list)
    rows = db.execute(_SALES, since).all()
    currency = {row.id: row.currency for row in rows}
    for row in db.execute(_PAYMENTS, since):
        payment_ids[row.attempt].append(row.id)
    for row in db.execute(_TENDERS, since):
        amount = Money(row.amount, currency[row.sale]).plain()
        tenders[row.sale].append({"kind": row.kind, "amount": amount})
    for row in db.execute(_ATTEMPTS, since):
        attempts[row.sale].append(
            {
                "external_reference": row.reference,
                "intent_id": row.intent_id,
                "status": row.status,
                "outcome": row.outcome,
                "amount": Money(row.amount, row.currency).plain(),
                "terminal": row.terminal,
                "payment_ids": payment_ids[row.reference],
            }
        )
    return {
        "sales": [
            {
                "id": row.id,
                "ticket_number": row.ticket_number,
                "status": row.status,
                "total": Money(row.total, row.currency).plain(),
                "currency": row.currency,
                "tenders": tenders[row.id],
                "attempts": attempts[row.id],
                "refunds": [],
            }
            for row in rows
        ]
    }
