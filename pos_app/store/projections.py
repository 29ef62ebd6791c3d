"""The rows that stand beside the events, as pure functions of what the events fold to."""

from functools import cache

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.sale import Sale, SaleStatus
from pos_app.store import schema
from pos_app.store.connection import as_text, raw

Row = dict[str, int | str]
Rows = dict[tuple[str, ...], Row]  # by the table's name and the row's key

TABLES = (schema.sale, schema.line, schema.attempt, schema.tender, schema.payment)
_ROW_IS = {
    table.name: [column == bindparam(f"of_{column.name}") for column in table.primary_key]
    for table in TABLES
}
_INSERT = {table.name: as_text(insert(table)) for table in TABLES}
_DELETE = {table.name: as_text(delete(table).where(*_ROW_IS[table.name])) for table in TABLES}
_KEY = {table.name: [f"of_{column.name}" for column in table.primary_key] for table in TABLES}
_MONEY_OF_SALE = select(
    schema.sale.c.status,
    schema.sale.c.total,
    select(func.coalesce(func.sum(schema.tender.c.amount), 0))
    .where(schema.tender.c.sale == bindparam("of_id"))
    .scalar_subquery()
    .label("tendered"),
    select(schema.attempt.c.outcome)
    .where(schema.attempt.c.sale == bindparam("of_id"), schema.IS_UNSETTLED)
    .scalar_subquery()
    .label("live"),
).where(schema.sale.c.id == bindparam("of_id"))


def status_of(cancelled: bool, total: int, tendered: int, live: Outcome | None) -> SaleStatus:
    """What the sale is. `live`: of its attempt that is not settled; amounts in minor units."""
    if cancelled:
        return SaleStatus.CANCELLED
    if tendered and tendered >= total:
        return SaleStatus.PAID
    if live is not None:
        return SaleStatus.UNSURE if live is Outcome.UNSURE else SaleStatus.PAYING
    return SaleStatus.PART_PAID if tendered else SaleStatus.OPEN


def rows_of_sale(sale: Sale, tendered: int = 0, live: Outcome | None = None) -> Rows:
    total = sale.total.minor
    rows: Rows = {
        ("sale", sale.id): {
            "id": sale.id,
            "ticket_number": sale.ticket_number,
            "currency": sale.currency,
            "opened_at": sale.opened_at,
            "total": total,
            "status": status_of(sale.cancelled, total, tendered, live).value,
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
    return rows


def rows_of_attempt(attempt: Attempt) -> Rows:
    told, outcome, proof = attempt.prepared, attempt.outcome, attempt.proof
    reference = told.external_reference
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
        }
    }
    if outcome is Outcome.PAID:
        rows["tender", reference] = {
            "id": reference,
            "sale": told.sale_id,
            "kind": "card",
            "amount": told.amount.minor,
        }
    read = {payment.id: payment.status.word for payment in attempt.payments}
    for payment_id, word in sorted({**dict.fromkeys(attempt.results, ""), **read}.items()):
        rows["payment", reference, payment_id] = {
            "attempt": reference,
            "id": payment_id,
            "status": word,
            "binds": int(proof is not None and proof.id == payment_id),
        }
    return rows


def write_sale(db: Connection, before: Sale | None, after: Sale) -> None:
    """Of a sale that may be changed: nothing is tendered yet, and no attempt of it lives."""
    _write(db, rows_of_sale(before) if before else {}, rows_of_sale(after))


def write_attempt(db: Connection, before: Attempt | None, after: Attempt) -> None:
    _write(db, rows_of_attempt(before) if before else {}, rows_of_attempt(after))
    if before is None or before.outcome is not after.outcome:
        _refresh_status(db, after.prepared.sale_id)


def _refresh_status(db: Connection, sale_id: str) -> None:
    money = db.execute(_MONEY_OF_SALE, {"of_id": sale_id}).one()
    live = Outcome(money.live) if money.live else None
    cancelled = money.status == SaleStatus.CANCELLED.value
    status = status_of(cancelled, money.total, money.tendered, live).value
    if status != money.status:
        raw(db).execute(_update("sale", ("status",)), {"of_id": sale_id, "status": status})


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
