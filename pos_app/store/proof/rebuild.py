"""The tables made again from the events: after new ones came, or where they were spoilt."""

from collections import defaultdict

from sqlalchemy import Connection, delete, insert

from pos_app.domain.charge.orphan import Orphan
from pos_app.domain.errors import LedgerError, LedgerFault, TillError
from pos_app.store import journal
from pos_app.store.journal import Event
from pos_app.store.projections import TABLES, Row, Rows, rows_of
from pos_app.store.proof.telling import Story, contents, events_of, tell


def rebuild(db: Connection) -> None:
    """As part of the caller's transaction.

    Raises:
        LedgerError: DAMAGED, the events do not tell it; the detail names the place.
    """
    for table in reversed(TABLES):
        db.execute(delete(table))
    of = contents(db)
    for seq, what in of.odd:
        raise _damaged(seq, what)
    found = (journal.read(db, Orphan, name) for name in of.money)
    money = {orphan.payment.id: orphan for orphan in found}
    _put(db, {key: row for orphan in money.values() for key, row in rows_of(orphan).items()})
    for sale_ids in of.sales_at_once():
        rows: Rows = {}
        for events in events_of(db, of, sale_ids).values():
            rows |= _told(events).rows(money)
        _put(db, rows)


def _told(events: list[Event]) -> Story:
    story: Story | None = None
    for event in events:
        try:
            story = tell(story, event.subject, event.fact)
        except (TillError, ValueError, TypeError) as error:
            raise _damaged(event.seq, str(error)) from error
    if story is None:
        raise LedgerError(LedgerFault.DAMAGED, "a sale without a beginning")
    return story


def _put(db: Connection, rows: Rows) -> None:
    of_table: defaultdict[str, list[Row]] = defaultdict(list)
    for (name, *_), row in rows.items():
        of_table[name].append(row)
    for table in TABLES:
        if of_table[table.name]:
            db.execute(insert(table), of_table[table.name])


def _damaged(seq: int, what: str) -> LedgerError:
    return LedgerError(LedgerFault.DAMAGED, f"event {seq}: {what}")
