"""One moment of a ledger in a file of its own, copied by SQLite, and proved before it is named."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store import journal
from pos_app.store.connection import fault_of, raw, to_read
from pos_app.store.files import disk

NEW = ".new"  # how a file ends that is not what its name says yet
_PAGES = 256  # at a time, between two rests
# What SQLite's backup raises carries no code, only these words. Source: sqlite3_errstr.
_FAULTS = {
    "database or disk is full": LedgerFault.DISK_FULL,
    "disk I/O error": LedgerFault.TROUBLE,
    "database is locked": LedgerFault.TROUBLE,
    "unable to open database file": LedgerFault.TROUBLE,
}


def _at_once() -> None: ...


def put_copy(ledger: Path, copy: Path, *, still: bool, rest: Callable[[], None] = _at_once) -> None:
    """Copy the ledger as it stands, whether others write to it or not, and prove the copy.

    `still`: nobody writes, and all is in the one file. `rest` is called now and then; what it
    raises ends the copying.

    Raises:
        LedgerError: DAMAGED, the copy is not whole; DISK_FULL, TROUBLE. Nothing is left of it.
    """
    new = copy.with_name(copy.name + NEW)
    sweep(new)
    try:
        with faults_told():
            os.close(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            _copy(ledger, new, still, rest)
            prove(new, rest)
            with new.open("rb+") as file:
                disk.sync(file)
            disk.put_in_place(new, copy)
    except BaseException:
        sweep(new)
        raise


def sweep(new: Path) -> None:
    """Take away what a copying that was cut short has left."""
    for left in new.parent.glob(f"{new.name}*"):
        left.unlink()


@contextmanager
def faults_told() -> Iterator[None]:
    """Whatever the disk or SQLite raises becomes a LedgerError."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        if isinstance(error, sqlite3.OperationalError) and str(error) in _FAULTS:
            raise LedgerError(_FAULTS[str(error)], str(error)) from error
        raise fault_of(error) from error
    except OSError as error:
        raise disk.fault_of(error) from error
    except UnicodeDecodeError as error:  # SQLite quotes names that are rubbish
        raise LedgerError(LedgerFault.DAMAGED, str(error)) from error


def _copy(ledger: Path, new: Path, still: bool, rest: Callable[[], None]) -> None:
    engine = to_read(ledger, still=still)
    try:
        with engine.connect() as db, closing(sqlite3.connect(new)) as target:
            source = raw(db)
            source.execute("BEGIN")  # one moment: else each commit would begin the copy again
            source.execute("SELECT count(*) FROM sqlite_master").fetchone()
            source.backup(target, pages=_PAGES, progress=lambda *_: rest())
            source.execute("ROLLBACK")
            target.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
    finally:
        engine.dispose()


def prove(copy: Path, rest: Callable[[], None] = _at_once) -> None:
    """See that the file hangs together, and that every event follows the one before it.

    Raises:
        LedgerError: DAMAGED; the detail names the place.
    """
    engine = to_read(copy, still=True)
    try:
        with engine.connect() as db:
            told = raw(db).execute("PRAGMA integrity_check(1)").fetchone()[0]
            if told != "ok":
                raise LedgerError(LedgerFault.DAMAGED, str(told))
            if raw(db).execute("SELECT 1 FROM sqlite_master WHERE name = 'event'").fetchone():
                for place, what in journal.breaks(db, rest=rest):
                    raise LedgerError(LedgerFault.DAMAGED, f"event {place} {what}")
    finally:
        engine.dispose()
