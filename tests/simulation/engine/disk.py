"""The disk of a till: commits that fail, and the cut of the power at a given one of them."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit
from weakref import WeakValueDictionary

from pos_app.store.files.folder import LEDGER, LOCK, RESERVE

EMERGENCY = 6  # commits that the room kept back is good for, once it was given up
_NEWS = "SELECT seq, at, actor, kind, subject, body FROM event WHERE seq > ? ORDER BY seq"


class PowerCut(BaseException):
    """Nothing of the till runs any more: no handler of an error may take it for one."""


class Fault(Enum):
    """What befalls a transaction: where it strikes, SQLite's word for it, is it there after all."""

    NOTHING_THERE = ("COMMIT", sqlite3.SQLITE_IOERR_FSYNC, False)
    THERE_ALL_THE_SAME = ("COMMIT", sqlite3.SQLITE_IOERR_FSYNC, True)
    FULL = ("COMMIT", sqlite3.SQLITE_FULL, False)
    BUSY = ("BEGIN IMMEDIATE", sqlite3.SQLITE_BUSY, False)

    def __init__(self, at: str, code: int, there: bool) -> None:
        self.at, self.code, self.there = at, code, there

    def raised(self) -> sqlite3.OperationalError:
        error = sqlite3.OperationalError(f"simulated: {self.name}")
        error.sqlite_errorcode = self.code
        return error


class Event(NamedTuple):
    """A row of the ledger, as it was found on the disk. Units: `at` in milliseconds, UTC."""

    seq: int
    at: int
    actor: str
    kind: str
    subject: str
    body: str


class Hand:
    """Who holds the disk: told what was written, and asked what befalls the next transaction."""

    def boundary(self, name: str) -> None:
        """Raises PowerCut where the till dies here, or is dead."""

    def fault(self) -> Fault | None:
        return None

    def struck(self, fault: Fault) -> None: ...

    def wrote(self, event: Event) -> None: ...


class Disk:
    """`failed`: the last transaction did. `full`: there is room for what was kept back, no more."""

    def __init__(self, folder: Path, hand: Hand, head: int) -> None:
        self.folder, self._hand = folder, hand
        self.failed = self.full = False
        self.head = head  # the last event that is known to be on it
        self._fault: Fault | None = None
        self._changes = 0
        self._spare: int | None = None
        self._looks: sqlite3.Connection | None = None
        _DISKS[str(folder)] = self

    def begin(self, changes: int, run: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        """`changes`: how many rows this connection has changed so far."""
        self._hand.boundary("")
        self._changes = changes
        self._fault = self._hand.fault()
        if self._fault is Fault.BUSY:
            raise self._broken(self._fault)
        return run()

    def commit(self, changes: int, run: Callable[[], sqlite3.Cursor]) -> sqlite3.Cursor:
        """A transaction that only read is no boundary: the disk is the same on both its sides."""
        fault, self._fault = self._fault, None
        if changes == self._changes and fault is None:
            return run()
        self._hand.boundary("before a commit")
        if self.full and not self._has_room():
            fault = Fault.FULL
        if fault is not None and not fault.there:
            raise self._broken(fault)
        done = run()
        for row in self.ask(_NEWS, self.head):
            event = Event(*row)  # type: ignore[arg-type]  # as the table has them
            self._hand.wrote(event)
            self.head = event.seq
        self._hand.boundary("after a commit")
        if fault is not None:
            raise self._broken(fault)
        self.failed = False
        return done

    def _has_room(self) -> bool:
        if (self.folder / RESERVE).exists():
            self._spare = None
            return False
        self._spare = EMERGENCY if self._spare is None else self._spare - 1
        return self._spare > 0

    def _broken(self, fault: Fault) -> sqlite3.OperationalError:
        self.failed = True
        self._hand.struck(fault)
        return fault.raised()

    def ask(self, query: str, *of: object) -> list[tuple[object, ...]]:
        """What anybody could read in the file at this moment."""
        if self._looks is None:
            place = f"{(self.folder / LEDGER).as_uri()}?mode=ro"
            self._looks = sqlite3.connect(place, uri=True, isolation_level=None)
        return self._looks.execute(query, of).fetchall()

    def close(self) -> None:
        if self._looks is not None:
            self._looks.close()
            self._looks = None

    def left(self, place: Path) -> None:
        """Put what is on the disk at this moment where another life can begin with it."""
        place.mkdir(mode=0o700)
        for file in self.folder.iterdir():
            if file.is_dir():
                shutil.copytree(file, place / file.name)
            elif file.name != LOCK and not file.name.endswith("-shm"):
                shutil.copy(file, place)


_DISKS: WeakValueDictionary[str, Disk] = WeakValueDictionary()


def disk_usage(folder: "str | os.PathLike[str]") -> "shutil._ntuple_diskusage":
    """In the place of shutil.disk_usage: a simulated disk can be full."""
    disk = _DISKS.get(str(folder))
    full = disk is not None and disk.full
    return shutil._ntuple_diskusage(10**9, 10**9 if full else 0, 0 if full else 10**9)


class SimulatedConnection(sqlite3.Connection):
    """One that writes to a simulated disk, where its file lies on one."""

    def __init__(self, database: str, *arguments: object, **named: object) -> None:
        super().__init__(database, *arguments, **named)  # type: ignore[arg-type]  # passed on
        writes = database.startswith("file:") and "mode=rw" in database
        place = unquote(urlsplit(database).path) if writes else ""
        self._disk = _DISKS.get(place.rpartition("/")[0])

    def execute(self, sql: str, parameters: object = (), /) -> sqlite3.Cursor:
        disk = self._disk
        if disk is not None:
            turn = {"COMMIT": disk.commit, "BEGIN IMMEDIATE": disk.begin}.get(sql)
            if turn is not None:
                return turn(
                    self.total_changes, lambda: super(SimulatedConnection, self).execute(sql)
                )
        return super().execute(sql, parameters)  # type: ignore[arg-type]  # as it was given
