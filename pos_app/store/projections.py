"""The rows that stand beside the events, as pure functions of what the events fold to."""

from collections.abc import Collection
from functools import cache
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, update

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.orphan import Orphan
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import GONE, Payment
from pos_app.domain.charge.polling import WATCH_FOR
from pos_app.domain.sale import Sale, SaleStatus
from pos_app.store import schema
from pos_app.store.connection import as_text, raw
from pos_app.store.journal import Subject

Row = dict[str, int | str]
Rows = dict[tuple[str, ...], Row]  # by the table's name and the row's key

WATCHED_MS = int(WATCH_FOR * 1000)
TABLES = (
    schema.sale,
    schema.line,
    schema.attempt,
    schema.tender,
    schema.payment,
    schema.orphan,
)
_ROW_IS = {
    table.name: [column == bindparam(f"of_{column.name}") for column in table.primary_key]
    for table in TABLES
}
_INSERT = {table.name: as_text(insert(table)) for table in TABLES}
_DELETE = {table.name: as_text(delete(table).where(*_ROW_IS[table.name])) for table in TABLES}
_KEY = {table.name: [f"of_{column.name}" for column in table.primary_key] for table in TABLES}
_TAKINGS = """SELECT status, total,
(SELECT coalesce(sum(amount), 0) FROM tender WHERE sale = :of),
(SELECT coalesce(sum(refunded), 0) FROM payment JOIN attempt ON attempt = reference
    WHERE sale = :of AND binds = 1)
+ (SELECT coalesce(sum(refunded), 0) FROM orphan JOIN tender ON orphan.payment = tender.id
    WHERE tender.sale = :of),
(SELECT group_concat(outcome) FROM attempt WHERE sale = :of)
FROM sale WHERE id = :of"""
_SET_STATUS = "UPDATE sale SET status = :status WHERE id = :of"


class Takings(NamedTuple):
    """What came in for a sale, what of that went back, and how its attempts stand.

    Units: minor units of the sale's currency. `outcomes`: their words.
    """

    tendered: int = 0
    returned: int = 0
    outcomes: Collection[str] = ()


def status_of(cancelled: bool, total: int, takings: Takings) -> SaleStatus:
    """What the sale is."""
    if cancelled:
        return SaleStatus.CANCELLED
    tendered, returned, outcomes = takings
    if tendered and tendered >= total:
        if not returned:
            return SaleStatus.PAID
        return SaleStatus.REFUNDED if returned >= tendered else SaleStatus.PART_REFUNDED
    if Outcome.UNSURE.value in outcomes:
        return SaleStatus.UNSURE
    if Outcome.PENDING.value in outcomes:
        return SaleStatus.PAYING
    return SaleStatus.PART_PAID if tendered else SaleStatus.OPEN


def given_back(payment: Payment) -> int:
    """What of it is known to be lost to the shop. Units: the amount's minor units."""
    whole = payment.status in GONE and payment.amount is not None
    return payment.amount.minor if whole and payment.amount else payment.refunded


def rows_of(what: Subject, status: SaleStatus = SaleStatus.OPEN) -> Rows:
    """`status`: a sale's, which follows from more than the sale."""
    match what:
        case Sale():
            return _of_sale(what, status)
        case Attempt():
            return _of_attempt(what)
    return _of_orphan(what)


def _of_sale(sale: Sale, status: SaleStatus) -> Rows:
    rows: Rows = {
        ("sale", sale.id): {
            "id": sale.id,
            "ticket_number": sale.ticket_number,
            "currency": sale.currency,
            "opened_at": sale.opened_at,
            "total": sale.total.minor,
            "status": status.value,
            "aside": int(sale.aside),
        }
    }
    for position, line in enumerate(sale.lines, 1):
        rows["line", sale.id, line.id] = {
            "sale": sale.id,
            "id": line.id,
            "position": position,
            "code": line.code,
            "name": line.name,
            "price": line.price.minor,
            "quantity": line.quantity,
        }
    for position, tender in enumerate(sale.tenders, 1):
        name = tender.id or f"{sale.id} {position}"
        rows["tender", name] = {
            "id": name,
            "sale": sale.id,
            "kind": tender.kind.value,
            "amount": tender.amount.minor,
            "payment": tender.id,
        }
    return rows


def _of_attempt(attempt: Attempt) -> Rows:
    told, task = attempt.prepared, attempt.task
    reference, outcome = told.external_reference, attempt.outcome
    rows: Rows = {
        ("attempt", reference): {
            "reference": reference,
            "idempotency_key": told.idempotency_key,
            "sale": told.sale_id,
            "number": told.number,
            "terminal": told.terminal_id,
            "amount": told.amount.minor,
            "currency": told.amount.currency,
            "intent_id": attempt.intent_id,
            "status": attempt.status.word,
            "outcome": outcome.value,
            "unsettled": int(not attempt.settled),
            "holds_terminal": int(attempt.holds_terminal),
            "lives": int(attempt.lives),
            "task": task.value if task else "",
            "watch_until": attempt.sent_at + WATCHED_MS if attempt.watched else 0,
        }
    }
    if attempt.paid_by:
        rows["tender", reference] = {
            "id": reference,
            "sale": told.sale_id,
            "kind": "card",
            "amount": told.amount.minor,
            "payment": attempt.paid_by,
        }
    return rows | _of_payments(attempt)


def _of_payments(attempt: Attempt) -> Rows:
    rows: Rows = {}
    reference = attempt.prepared.external_reference
    loose = {payment.id for payment in attempt.loose}
    known = {payment.id: payment for payment in attempt.payments}
    for payment_id in sorted({*attempt.results, *known}):
        read = known.get(payment_id)
        rows["payment", reference, payment_id] = {
            "attempt": reference,
            "id": payment_id,
            "status": read.status.word if read else "",
            "refunded": given_back(read) if read else 0,
            "binds": int(payment_id == attempt.paid_by),
            "loose": int(payment_id in loose),
        }
    return rows


def _of_orphan(orphan: Orphan) -> Rows:
    payment, task = orphan.payment, orphan.task
    return {
        ("orphan", payment.id): {
            "payment": payment.id,
            "amount": payment.amount.minor if payment.amount else 0,
            "currency": payment.amount.currency if payment.amount else "",
            "status": payment.status.word,
            "refunded": given_back(payment),
            "found_at": orphan.found_at,
            "sale": orphan.sale_id,
            "task": task.value if task else "",
        }
    }


def write(db: Connection, before: Subject | None, after: Subject) -> None:
    """The rows of what has changed, and the status of the sale that it is about."""
    _write(db, rows_of(before) if before else {}, rows_of(after))
    if _weighs(before) == _weighs(after):
        return
    match after:
        case Sale():
            refresh_status(db, after.id, cancelled=after.cancelled)
        case Attempt():
            refresh_status(db, after.prepared.sale_id)
        case Orphan(sale_id=sale_id) if sale_id:
            refresh_status(db, sale_id)


def _weighs(what: Subject | None) -> tuple[object, ...]:
    """What of it the status of its sale follows from."""
    match what:
        case Sale():
            return what.cancelled, what.tenders
        case Attempt():
            proof = what.proof if what.paid_by else None
            return what.outcome, given_back(proof) if proof else 0
        case Orphan():
            return what.sale_id, given_back(what.payment)
    return False, ()  # a sale begins so


def refresh_status(db: Connection, sale_id: str, *, cancelled: bool = False) -> None:
    """Bring the row of the sale in step with what its other rows tell."""
    found = raw(db).execute(_TAKINGS, {"of": sale_id}).fetchone()
    before, total, tendered, returned, outcomes = found
    gone = cancelled or before == SaleStatus.CANCELLED.value
    takings = Takings(tendered, returned, (outcomes or "").split(","))
    status = status_of(gone, total, takings).value
    if status != before:
        raw(db).execute(_SET_STATUS, {"of": sale_id, "status": status})


def _write(db: Connection, before: Rows, after: Rows) -> None:
    """Write what differs, and no more: each page that stays clean makes the commit faster."""
    driver = raw(db)
    for (table, *key), row in after.items():
        old = before.get((table, *key))
        if old is None:
            driver.execute(_INSERT[table], row)
        elif old != row:
            changed = {name: value for name, value in row.items() if old[name] != value}
            which = dict(zip(_KEY[table], key, strict=True))
            driver.execute(_update(table, tuple(changed)), changed | which)
    for table, *key in before.keys() - after.keys():
        driver.execute(_DELETE[table], dict(zip(_KEY[table], key, strict=True)))


@cache
def _update(table: str, columns: tuple[str, ...]) -> str:
    return as_text(update(schema.metadata.tables[table]).where(*_ROW_IS[table]), *columns)
