"""The open file: one connection that writes, one that reads, each in a thread of its own."""

import asyncio
import atexit
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event, Lock
from time import sleep
from typing import TypeVar

from filelock import BaseFileLock
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.connection import (
    fault_of,
    is_quiet,
    keep_beside,
    raw,
    to_read,
    to_write,
    transaction,
)
from pos_app.store.files import disk, seal, wal
from pos_app.store.files.disk import Room
from pos_app.store.files.folder import LEDGER
from pos_app.store.journal import Subject

T = TypeVar("T")
_REMEMBERED = 512  # attempts, sales and money: what is watched for 25 h is read again and again
_REST = 0.0005  # seconds


class Book:
    """One job is one transaction, run whole: whoever stops waiting for it leaves nothing half done.

    `known` spares reading what was just written. After any failure it is empty, and the next job
    reads from a file that was opened again: what a failed commit left behind is on the disk (F49).
    """

    def __init__(self, room: Room, *, inline: bool, busy_ms: int) -> None:
        self.room, self._busy_ms = room, busy_ms
        self.known: dict[str, Subject] = {}
        self._ledger = room.folder / LEDGER
        self._lock: BaseFileLock | None = None
        self._writes: tuple[Engine, Connection] | None = None
        self._reads: tuple[Engine, Connection] | None = None
        self._keeper: Engine | None = None
        self._reading = Lock()
        self._writer = None if inline else ThreadPoolExecutor(1, "ledger")
        self._reader = None if inline else ThreadPoolExecutor(1, "ledger-read")
        self._copier = None if inline else ThreadPoolExecutor(1, "ledger-copy")
        self._closing = Event()

    async def start(self, take_lock: Callable[[], BaseFileLock]) -> None:
        """Take the lock for life, open, and see that the file takes a write."""
        await _wait_for(self._writer, lambda: self._start(take_lock))

    async def write(self, work: Callable[[Connection], T], *, urgent: bool = False) -> T:
        """Run the transaction. What is urgent may use up the room that was kept back (F48).

        Raises:
            AlreadyTaken: a unique index refuses it; nothing was written.
            LedgerError: TROUBLE, DISK_FULL: it may be there all the same; read again.
        """
        return await _wait_for(self._writer, lambda: self._write(work, urgent))

    async def read(self, work: Callable[[Connection], T]) -> T:
        """Run a query beside the writer."""
        return await _wait_for(self._reader, lambda: self._read(work))

    async def beside(self, job: Callable[[Path, Callable[[], None]], T]) -> T:
        """Run what reads the ledger for long, beside all the rest, by connections of its own.

        It is given a rest to take now and then: so all others get their turn, and `close` need not
        wait for its end.
        """
        return await _wait_for(self._copier, lambda: job(self._ledger, self._rest))

    async def close(self) -> None:
        """Bring all into the one file, seal it and let go of the lock. Twice is once."""
        if self._lock is not None:
            self._closing.set()
            try:
                await _wait_for(self._copier, lambda: None)  # it would keep the file from the seal
                await _wait_for(self._writer, self._close)
            finally:
                self._end()

    def abandon(self) -> None:
        """Close as soon as what runs is done, with nobody waiting."""
        if self._writer is None:
            self._close()
        else:
            self._writer.submit(self._close)
        self._end()

    def _end(self) -> None:
        for pool in (self._writer, self._reader, self._copier):
            if pool is not None:
                pool.shutdown(wait=False)

    def _rest(self) -> None:
        if self._closing.is_set() or self._lock is None:
            raise LedgerError(LedgerFault.TROUBLE, "the ledger is closed")
        if self._copier is not None:
            sleep(_REST)

    def remember(self, subject: str, what: Subject) -> None:
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        self.known[subject] = what

    def _start(self, take_lock: Callable[[], BaseFileLock]) -> None:
        self._lock = take_lock()
        try:
            self._write(lambda db: None, urgent=False)
            self._bring_in()
        except BaseException:
            self._lock.release()
            self._lock = None
            raise
        atexit.register(self._close)  # also where the program ends by an error

    def _bring_in(self) -> None:
        # After a kill or a power cut, half a step may lie behind the last commit in the file beside
        # this one. What were left of it behind the next commit would look like damage.
        if not is_quiet(self._ledger):
            with suppress(sqlite3.Error):  # it hinders nobody, and the closing tries again
                raw(self._connected()).execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _write(self, work: Callable[[Connection], T], urgent: bool) -> T:
        try:
            return self._once(work)
        except LedgerError as error:
            full = error.fault is LedgerFault.DISK_FULL
            if not (urgent and full and self.room.give_up()):
                raise
        return self._once(work)

    def _once(self, work: Callable[[Connection], T]) -> T:
        try:
            db = self._connected()
            with transaction(db):
                return work(db)
        except (DBAPIError, sqlite3.Error) as error:
            fault = fault_of(error)
            self.known.clear()
            if isinstance(fault, LedgerError):
                self._disconnect()
            raise fault from error
        except OSError as error:
            self._disconnect()
            raise disk.fault_of(error) from error
        except BaseException:
            self.known.clear()
            raise

    def _connected(self) -> Connection:
        if self._lock is None:
            raise LedgerError(LedgerFault.TROUBLE, "the ledger is closed")
        if self._writes is None:
            if self._keeper is None and wal.path_of(self._ledger).exists():
                self._keeper = keep_beside(self._ledger)  # before there is who could take it away
            engine = to_write(self._ledger, self._busy_ms)
            try:
                db = engine.connect()
                with transaction(db):  # the write-ahead file is there before the seal goes
                    pass
                if self._keeper is None:
                    self._keeper = keep_beside(self._ledger)
                seal.remove(self._ledger)
            except BaseException:  # there is a keeper, or still the seal
                engine.dispose()
                raise
            self._writes = engine, db
        return self._writes[1]

    def _disconnect(self) -> None:
        """Close all but the keeper: the next one to open reads what was committed, and no more.

        What a failed commit has left in the file beside it is not seen, and written over: it could
        be read before it is on the disk.
        """
        self.known.clear()
        self._let_go()

    def _let_go(self) -> None:
        with self._reading:
            for one in (self._reads, self._writes):
                if one is not None:
                    with suppress(DBAPIError, sqlite3.Error):  # what broke it was told already
                        one[1].close()
                    one[0].dispose()
            self._reads = self._writes = None

    def _drop_keeper(self) -> None:
        if self._keeper is not None:
            self._keeper.dispose()
            self._keeper = None

    def _read(self, work: Callable[[Connection], T]) -> T:
        with self._reading:
            if self._lock is None:
                raise LedgerError(LedgerFault.TROUBLE, "the ledger is closed")
            try:
                if self._reads is None:
                    engine = to_read(self._ledger, still=False)
                    self._reads = engine, engine.connect()
                with self._reads[1].begin():
                    return work(self._reads[1])
            except (DBAPIError, sqlite3.Error) as error:
                raise fault_of(error) from error

    def _close(self) -> None:
        if self._lock is None:
            return
        try:
            db = self._connected()
            raw(db).execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if is_quiet(self._ledger):
                seal.announce(self._ledger)
                self._drop_keeper()  # so that the last to close may take away what lies beside
                self._let_go()
                seal.put(self._ledger)
        except (LedgerError, DBAPIError, sqlite3.Error, OSError):
            return  # unsealed, as after a power cut: all that was acknowledged is on the disk
        finally:
            self._disconnect()
            self._drop_keeper()
            self._lock.release()
            self._lock = None
            atexit.unregister(self._close)


async def _wait_for(pool: ThreadPoolExecutor | None, job: Callable[[], T]) -> T:
    if pool is None:
        return job()
    try:
        running = pool.submit(job)
    except RuntimeError as error:
        raise LedgerError(LedgerFault.TROUBLE, "the ledger is closed") from error
    return await asyncio.shield(asyncio.wrap_future(running))
