"""What must hold before the till may write: one owner, the right ledger, nothing damaged."""

import os
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from filelock import BaseFileLock, FileLock, Timeout
from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DBAPIError

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store import journal
from pos_app.store.codec import canonical
from pos_app.store.connection import (
    fault_of,
    finish_rolling_back,
    is_quiet,
    leave_complete,
    raw,
    to_read,
    to_write,
)
from pos_app.store.copies.copying import NEW, sweep
from pos_app.store.copies.kept import copies_in
from pos_app.store.files import disk, seal, wal
from pos_app.store.files.folder import LEDGER, LOCK, make_private
from pos_app.store.schema import REVISION, about, metadata, setting, version

LAST_EVENTS = 2_000  # whose chain is proved at each start; verify proves all of it
BEGUN, BEGUN_ANEW = journal.NOTE + "begun", journal.NOTE + "begun_anew"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose ledger it is. Units: `now` in milliseconds since the epoch, UTC."""

    environment: str
    till: str
    now: int


def take(folder: Path, owner: Owner, *, mend: bool = False) -> BaseFileLock:
    """Lock the folder, see that its ledger may be written to, and make it where there is none.

    `mend`: what the tables say is told again from the events, after a copy was put aside.

    Raises:
        LedgerError: why it may not; nothing was changed, and the lock is free again.
    """
    lock = lock_of(folder)
    try:
        made = [path for path in (folder, *folder.parents) if not path.exists()]
        make_private(folder)
        for path in made:  # a power cut must not take the folder's own name
            disk.sync_folder(path.parent)
        lock.acquire()
        prepare(folder / LEDGER, owner, mend=mend)
    except Timeout as error:
        raise LedgerError(LedgerFault.OPEN_ELSEWHERE) from error
    except BaseException as error:
        lock.release()
        if isinstance(error, DBAPIError | sqlite3.Error):
            raise fault_of(error) from error
        if isinstance(error, OSError):
            raise disk.fault_of(error) from error
        if isinstance(error, UnicodeDecodeError):  # SQLite quotes names that are rubbish
            raise LedgerError(LedgerFault.DAMAGED, str(error)) from error
        raise
    return lock


def prepare(ledger: Path, owner: Owner, *, mend: bool = False) -> None:
    """What `take` does once it has the lock. Raises LedgerError, or what the disk or SQLite say."""
    if not ledger.exists():
        beside = (wal.path_of(ledger), seal.path_of(ledger), *copies_in(ledger.parent))
        left = [path.name for path in beside if path.exists()]
        if left:
            raise LedgerError(LedgerFault.DAMAGED, f"{ledger.name} is gone; {left[0]} is there")
        make(ledger, owner)
    os.close(os.open(ledger, os.O_RDWR))  # refuses at once where it may not be written to
    if os.name == "posix" and ledger.stat().st_mode & 0o777 != 0o600:
        ledger.chmod(0o600)
    finish_rolling_back(ledger)
    revision = revision_of(ledger)
    _check_beside(ledger)
    if revision < REVISION or mend:
        if revision:  # another till's stays as it is
            _look(ledger, lambda db: check_owner(db, owner))
        upgrade: Callable[[Path, int], None] = import_module("pos_app.store.migrations").upgrade
        upgrade(ledger, owner.now)

    def check(db: Connection) -> None:
        check_owner(db, owner)
        check_whole(db)

    _look(ledger, check)


def _look(ledger: Path, check: Callable[[Connection], None]) -> None:
    engine = to_read(ledger, still=is_quiet(ledger))
    try:
        with engine.connect() as db:
            check(db)
    finally:
        engine.dispose()


def _check_beside(ledger: Path) -> None:
    """What was acknowledged may lie in the file beside it alone, which must not be missing (F51).

    Raises:
        LedgerError: DAMAGED.
    """
    beside = wal.path_of(ledger)
    if beside.exists() or seal.path_of(ledger).exists():
        return
    if wal.is_due(ledger):
        raise LedgerError(LedgerFault.DAMAGED, f"{beside.name} is gone, and it was not closed")
    seal.announce(ledger)  # complete in itself, as copies are, until it is next written to


def revision_of(ledger: Path) -> str:
    """Empty: the tables have not been made.

    Raises:
        LedgerError: TOO_NEW; DAMAGED where the file is no ledger.
    """
    engine = to_read(ledger, still=is_quiet(ledger))
    try:
        with engine.connect() as db:
            found = db.execute(select(version.c.version_num)).scalar() or ""
    except (DBAPIError, sqlite3.Error) as error:
        fault = fault_of(error)
        damaged = LedgerError(LedgerFault.DAMAGED, f"{ledger.name}: {error}")
        no_table = "no such table" in str(error)
        raise damaged if no_table else fault from error
    finally:
        engine.dispose()
    if found > REVISION:
        raise LedgerError(LedgerFault.TOO_NEW, f"its tables are of {found}; known: {REVISION}")
    return str(found)


def check_owner(db: Connection, owner: Owner) -> None:
    row = db.execute(select(about)).first()
    if row is None:
        raise LedgerError(LedgerFault.DAMAGED, "it does not say whose it is")
    if (row.environment, row.till) != (owner.environment, owner.till):
        theirs = f"it is of till {row.till}, {row.environment}"
        raise LedgerError(LedgerFault.OTHER_ENVIRONMENT, theirs)


def check_whole(db: Connection) -> None:
    """See that the file hangs together, and prove the chain of the last events (F51).

    Raises:
        LedgerError: DAMAGED; the detail names the place.
    """
    found = raw(db).execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise LedgerError(LedgerFault.DAMAGED, str(found))
    seq, _ = journal.head(db)
    for place, what in journal.breaks(db, max(0, seq - LAST_EVENTS)):
        raise LedgerError(LedgerFault.DAMAGED, f"event {place} {what}")


def make(
    ledger: Path,
    owner: Owner,
    notes: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
) -> None:
    """A whole new ledger beside its place, then in it: never half of one.

    `notes`: what is told of its beginning; `settings`: what it remembers from the first.
    """
    new = ledger.with_name(ledger.name + NEW)
    sweep(new)
    os.close(os.open(new, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    engine = to_write(new, busy_ms=0)
    try:
        with engine.begin() as db:
            raw(db).execute("BEGIN IMMEDIATE")
            metadata.create_all(db)
            db.execute(insert(version), {"version_num": REVISION})
            whose = {"environment": owner.environment, "till": owner.till}
            db.execute(insert(about), {"id": 1, "created": owner.now, **whose})
            journal.append(db, owner.now, "", BEGUN, owner.till, canonical({**whose}))
            if notes is not None:
                note = canonical({**notes})
                journal.append(db, owner.now, "", BEGUN_ANEW, owner.till, note)
            for key, value in (settings or {}).items():
                db.execute(insert(setting), {"key": key, "value": value})
        with engine.connect() as db:
            leave_complete(db)
    finally:
        engine.dispose()
    disk.put_in_place(new, ledger)


def in_use(folder: Path) -> bool:
    """Whether a till has the ledger of this folder open now."""
    lock = lock_of(folder)
    try:
        lock.acquire()
    except Timeout:
        return True
    lock.release()
    return False


def lock_of(folder: Path) -> FileLock:
    return FileLock(
        folder / LOCK,
        timeout=0,
        mode=0o600,
        thread_local=False,
        fallback_to_soft=False,
        preserve_lock_file=True,
    )
