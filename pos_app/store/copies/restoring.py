"""A damaged ledger set aside with what lies beside it, and the newest whole copy in its place."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import Timeout
from sqlalchemy import Connection, insert

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store import journal
from pos_app.store.codec import Plain, canonical
from pos_app.store.connection import leave_complete, to_read, to_write, transaction
from pos_app.store.copies.copying import faults_told, prove, put_copy
from pos_app.store.copies.kept import copies_in, stamp
from pos_app.store.files import disk, seal, wal
from pos_app.store.files.folder import LEDGER
from pos_app.store.opening import Owner, check_owner, lock_of, make, prepare, revision_of
from pos_app.store.schema import happened, setting

RESTORED = journal.NOTE + "restored"
_REMEMBER = insert(setting).prefix_with("OR IGNORE")
_BESIDE = (".seal", "-wal", "-shm", "-journal")
ASIDE = "damaged-"  # how the folder is named that keeps the evidence


@dataclass(frozen=True, slots=True)
class Whole:
    """A proved copy of this till's ledger. Units: `at`, of its last event, in milliseconds, UTC."""

    path: Path
    at: int
    events: int
    head: str


def newest_whole(folder: Path, owner: Owner) -> Whole | None:
    """The newest copy that is whole and this till's own; what lies there is not changed.

    Where only the write-ahead file of the ledger is missing, the ledger itself may hold more.
    """
    copies = (_examined(path, owner) for path in copies_in(folder))
    newest = next((copy for copy in copies if copy is not None), None)
    ledger = folder / LEDGER
    if not ledger.is_file() or wal.path_of(ledger).exists() or seal.path_of(ledger).exists():
        return newest
    itself = _examined(ledger, owner)
    if itself is None or (newest is not None and not _goes_on(itself, newest)):
        return newest
    return itself


def restore(folder: Path, owner: Owner, copy: Whole, why: str, settings: Mapping[str, str]) -> None:
    """Put the copy in a damaged ledger's place, with a note that tells of it. The rest is kept.

    `settings`: what it remembers from now on, where it did not yet.

    Raises:
        LedgerError: OPEN_ELSEWHERE; DAMAGED, the copy is not whole any more; DISK_FULL, TROUBLE.
    """
    ledger = folder / LEDGER
    new = ledger.with_name(ledger.name + ".restored")
    with _locked(folder), faults_told():
        if _is_sound(ledger, owner):
            return
        put_copy(copy.path, new, still=True)
        aside = _free_name(folder, owner.now)
        came_from: dict[str, Plain] = {"copy": copy.path.name, "events": copy.events}
        note = canonical({**came_from, "head": copy.head, "aside": aside.name, "why": why})
        engine = to_write(new, busy_ms=0)
        try:
            with engine.connect() as db:
                with transaction(db):
                    journal.append(db, owner.now, "", RESTORED, owner.till, note)
                    for key, value in settings.items():
                        db.execute(_REMEMBER, {"key": key, "value": value})
                leave_complete(db)
        finally:
            engine.dispose()
        _set_aside(ledger, aside)
        disk.put_in_place(new, ledger)
        seal.announce(ledger)


def begin_anew(folder: Path, owner: Owner, why: str, settings: Mapping[str, str]) -> None:
    """A new ledger where no copy is whole. What was there is kept.

    Raises:
        LedgerError: OPEN_ELSEWHERE, DISK_FULL, TROUBLE.
    """
    ledger = folder / LEDGER
    with _locked(folder), faults_told():
        if _is_sound(ledger, owner):
            return
        aside = _free_name(folder, owner.now)
        _set_aside(ledger, aside)
        make(ledger, owner, {"aside": aside.name, "why": why}, settings)


def _is_sound(ledger: Path, owner: Owner) -> bool:
    """Somebody has put it right meanwhile."""
    try:
        with faults_told():
            prepare(ledger, owner)
    except LedgerError as error:
        if error.fault is not LedgerFault.DAMAGED:
            raise
        return False
    return True


def _examined(path: Path, owner: Owner) -> Whole | None:
    try:
        revision_of(path)
        with faults_told():
            prove(path)
            return _read(path, owner)
    except (LedgerError, ValueError):
        return None


def _read(path: Path, owner: Owner) -> Whole:
    engine = to_read(path, still=True)
    try:
        with engine.connect() as db:
            check_owner(db, owner)
            events, head = journal.head(db)
            return Whole(path, _last_at(db, events), events, head)
    finally:
        engine.dispose()


def _last_at(db: Connection, seq: int) -> int:
    return int(db.execute(happened.select().where(happened.c.seq == seq)).one().at)


def _goes_on(itself: Whole, copy: Whole) -> bool:
    """Is the copy the beginning of it?"""
    engine = to_read(itself.path, still=True)
    try:
        with engine.connect() as db:
            row = db.execute(happened.select().where(happened.c.seq == copy.events)).first()
            return row is not None and row.hash == copy.head
    finally:
        engine.dispose()


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    lock = lock_of(folder)
    try:
        lock.acquire()
    except Timeout as error:
        raise LedgerError(LedgerFault.OPEN_ELSEWHERE) from error
    try:
        yield
    finally:
        lock.release()


def _free_name(folder: Path, now: int) -> Path:
    number = 1
    while (aside := folder / f"{ASIDE}{stamp(now)}-{number}").exists():
        number += 1
    return aside


def _set_aside(ledger: Path, aside: Path) -> None:
    """The ledger's own name always stands for something: without one, a new one would be begun.

    What lies beside it goes before another takes its place: SQLite would play it into that one.
    """
    aside.mkdir(mode=0o700)
    if ledger.exists():
        try:
            os.link(ledger, aside / ledger.name)
        except OSError:  # a file system without a second name for a file
            shutil.copyfile(ledger, aside / ledger.name)
    for beside in ledger.parent.glob(f"{ledger.name}[.-]*"):
        if beside.name.removeprefix(ledger.name) in _BESIDE:
            beside.rename(aside / beside.name)
    disk.sync_folder(aside)
    disk.sync_folder(ledger.parent)
