"""The sales as others may read them: `pos-app sales --json`, also beside an open till."""

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict, TypeVar

from sqlalchemy import Connection, Row, bindparam, select
from sqlalchemy.exc import DBAPIError

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.money import Money
from pos_app.store import journal
from pos_app.store.connection import fault_of, is_quiet, to_read
from pos_app.store.files.folder import LEDGER
from pos_app.store.schema import attempt, orphan, payment, sale, tender

T = TypeVar("T")
AnyRow = Row[tuple[object, ...]]
_SINCE = sale.c.opened_at >= bindparam("since")
_SALES = select(sale).where(_SINCE).order_by(sale.c.ticket_number)
_TENDERS = select(tender).select_from(tender.join(sale)).where(_SINCE).order_by(tender.c.id)
_TRIED = attempt.join(sale)
_ATTEMPTS = select(attempt).select_from(_TRIED).where(_SINCE).order_by(attempt.c.number)
_PAYMENTS = select(payment).select_from(payment.join(_TRIED)).where(_SINCE).order_by(payment.c.id)
_MONEY = select(orphan).order_by(orphan.c.found_at, orphan.c.payment)
_ATTESTED = {Task.ATTESTED.value, Task.DENIED.value}


class TenderJson(TypedDict):
    kind: str
    amount: str


class AttestedJson(TypedDict):
    by: str
    reason: str


class AttemptJson(TypedDict):
    external_reference: str
    intent_id: str
    status: str
    outcome: str
    amount: str
    terminal: str
    payment_ids: list[str]
    task: str  # what a person has to see to; empty: nothing
    attested: AttestedJson | None  # paid, says a supervisor, and nothing proves it yet


class RefundJson(TypedDict):
    amount: str
    status: str
    refund_id: str  # empty: it was given back elsewhere


class SaleJson(TypedDict):
    id: str
    ticket_number: int
    status: str
    total: str
    currency: str
    tenders: list[TenderJson]
    attempts: list[AttemptJson]
    refunds: list[RefundJson]


class MoneyJson(TypedDict):
    payment_id: str
    amount: str  # empty: not of a currency that the till knows
    status: str
    task: str


class SalesJson(TypedDict):
    sales: list[SaleJson]
    money_without_sale: list[MoneyJson]


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
    except UnicodeDecodeError as error:
        raise LedgerError(LedgerFault.DAMAGED, str(error)) from error
    finally:
        engine.dispose()
    if still and not (is_quiet(ledger) and ledger.stat().st_mtime_ns == before):
        return read_beside(ledger, work)  # a till has started in the meantime
    return found


def _sales(db: Connection, since_ms: int) -> SalesJson:
    since = {"since": since_ms}
    rows, money = db.execute(_SALES, since).all(), db.execute(_MONEY).all()
    gone = {row.payment: row.refunded for row in money}
    payment_ids: defaultdict[str, list[str]] = defaultdict(list)
    for row in db.execute(_PAYMENTS, since):
        payment_ids[row.attempt].append(row.id)
        gone |= {row.id: row.refunded} if row.binds else {}
    attempts: defaultdict[str, list[AttemptJson]] = defaultdict(list)
    for row in db.execute(_ATTEMPTS, since):
        attempts[row.sale].append(_attempt(db, row, payment_ids[row.reference]))
    sales: dict[str, SaleJson] = {row.id: _sale(row, attempts[row.id]) for row in rows}
    for row in db.execute(_TENDERS, since):
        currency = sales[row.sale]["currency"]
        amount, back = Money(row.amount, currency), Money(gone.get(row.payment, 0), currency)
        sales[row.sale]["tenders"].append({"kind": row.kind, "amount": amount.plain()})
        if back.minor:
            refund: RefundJson = {"amount": back.plain(), "status": "done", "refund_id": ""}
            sales[row.sale]["refunds"].append(refund)
    unclaimed = [_money(row) for row in money if not row.sale and row.found_at >= since_ms]
    return {"sales": [*sales.values()], "money_without_sale": unclaimed}


def _sale(row: AnyRow, attempts: list[AttemptJson]) -> SaleJson:
    return {
        "id": row.id,
        "ticket_number": row.ticket_number,
        "status": row.status,
        "total": Money(row.total, row.currency).plain(),
        "currency": row.currency,
        "tenders": [],
        "attempts": attempts,
        "refunds": [],
    }


def _money(row: AnyRow) -> MoneyJson:
    return {
        "payment_id": row.payment,
        "amount": Money(row.amount, row.currency).plain() if row.currency else "",
        "status": row.status,
        "task": row.task,
    }


def _attempt(db: Connection, row: AnyRow, payment_ids: list[str]) -> AttemptJson:
    attested: AttestedJson | None = None
    if row.task in _ATTESTED:
        told = journal.read(db, Attempt, row.reference)
        attested = {"by": told.decided_by, "reason": told.reason}
    return {
        "external_reference": row.reference,
        "intent_id": row.intent_id,
        "status": row.status,
        "outcome": row.outcome,
        "amount": Money(row.amount, row.currency).plain(),
        "terminal": row.terminal,
        "payment_ids": payment_ids,
        "task": row.task,
        "attested": attested,
    }
