"""The backups of an open ledger: the newest thirty, each of them whole (F55)."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store import journal
from pos_app.store.book import Book
from pos_app.store.connection import to_read
from pos_app.store.copies.copying import NEW, faults_told, put_copy, sweep
from pos_app.store.copies.kept import MOST, copies_in, next_name
from pos_app.store.files import wal
from pos_app.store.files.disk import Room
from pos_app.store.files.folder import BACKUPS, make_private

_FEWEST = 3  # that are kept also where the disk is full


class Backups:
    def __init__(self, book: Book, clock_ms: Callable[[], int]) -> None:
        self._book, self._clock_ms = book, clock_ms

    async def make(self) -> bool:
        """Copy the ledger as it stands. False: nothing has happened since the last copy.

        No writer waits for it, and what is kept back on the disk is not touched.

        Raises:
            LedgerError: DISK_FULL; TROUBLE; DAMAGED, what came out is not whole, and is gone.
        """
        now, room = self._clock_ms(), self._book.room
        return await self._book.beside(lambda ledger, rest: _make(ledger, room, now, rest))


def _make(ledger: Path, room: Room, now: int, rest: Callable[[], None]) -> bool:
    rest()
    with faults_told():
        make_private(ledger.parent / BACKUPS)
        for left in (ledger.parent / BACKUPS).glob(f"*{NEW}"):
            sweep(left)
        kept = copies_in(ledger.parent)
        if kept and _head(ledger, still=False) == _head_of_copy(kept[0]):
            return False
        _make_room(ledger, room, kept)
    put_copy(ledger, next_name(ledger.parent, now), still=False, rest=rest)
    with faults_told():
        for old in copies_in(ledger.parent)[MOST:]:
            old.unlink()
    return True


def _make_room(ledger: Path, room: Room, kept: list[Path]) -> None:
    """Where the disk is full, the oldest copies make room for the new one."""
    size = sum(each.stat().st_size for each in (ledger, wal.path_of(ledger)) if each.exists())
    while True:
        try:
            room.spare(size)
        except LedgerError:
            if len(kept) <= _FEWEST:
                raise
            kept.pop().unlink()
        else:
            return


def _head(ledger: Path, *, still: bool) -> tuple[int, str]:
    engine = to_read(ledger, still=still)
    try:
        with faults_told(), engine.connect() as db:
            return journal.head(db)
    finally:
        engine.dispose()


def _head_of_copy(copy: Path) -> tuple[int, str]:
    """Of one that was spoilt since: no head that a ledger has."""
    with suppress(LedgerError):
        return _head(copy, still=True)
    return -1, LedgerFault.DAMAGED.value
