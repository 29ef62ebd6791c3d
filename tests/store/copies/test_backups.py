"""Backups of an open ledger: whole or not there, in nobody's way, the newest thirty."""

import asyncio
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.copies.kept import MOST, copies_in
from pos_app.store.files.folder import BACKUPS, LEDGER, RESERVE
from pos_app.store.ledger import Ledger, open_ledger
from pos_app.store.verify import verify
from tests.store.shop import NOW, make_ledger, open_here, paid_sale
from tests.store.test_crash import fill, small_disk

__all__ = ["small_disk"]
CHILD = (sys.executable, "-m", "tests.store.child")
MEBIBYTE = 1024 * 1024


def events_in(copy: Path) -> int:
    """Of a whole copy, and of a whole copy alone."""
    with closing(sqlite3.connect(f"file:{copy}?immutable=1", uri=True)) as db:
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return int(db.execute("SELECT max(seq) FROM event").fetchone()[0])


def named_as_copies(folder: Path) -> list[Path]:
    return sorted((folder / BACKUPS).glob("*.sqlite"))


async def test_a_backup_is_one_whole_file_that_only_this_user_sees(
    ledger: Ledger, folder: Path
) -> None:  # F55, S20
    await paid_sale(ledger, "a", "p1")
    assert await ledger.backups.make()
    (copy,) = (folder / BACKUPS).iterdir()
    assert copy.name == "ledger-000001-20261118T110640Z.sqlite"  # in UTC
    assert copy.stat().st_mode & 0o777 == 0o600
    assert (folder / BACKUPS).stat().st_mode & 0o777 == 0o700
    assert events_in(copy) == 1 + 8


async def test_without_anything_new_there_is_no_new_backup(ledger: Ledger, folder: Path) -> None:
    assert await ledger.backups.make()
    await ledger.memory.remember("swept to", "1")  # no event
    assert not await ledger.backups.make()
    await ledger.note("one", "", {}, "ana")
    assert await ledger.backups.make()
    await ledger.close()
    again = await open_here(folder)
    assert not await again.backups.make()
    await again.close()
    assert len(copies_in(folder)) == 2


async def test_a_backup_that_was_spoilt_since_is_no_reason_to_make_none(
    ledger: Ledger, folder: Path
) -> None:
    await ledger.backups.make()
    copies_in(folder)[0].write_bytes(b"rubbish" * 1000)
    assert await ledger.backups.make()


async def test_the_newest_thirty_are_kept_whatever_the_clock_says(folder: Path) -> None:
    times = iter(range(NOW, 0, -86_400_000))  # each backup a day before the last
    ledger = await open_ledger(
        folder, "training", "CAJA01", clock_ms=lambda: next(times), least_free=0, reserve=0
    )
    for number in range(MOST + 3):
        await ledger.note("one", f"{number}", {}, "ana")
        await ledger.backups.make()
    await ledger.close()
    kept = copies_in(folder)
    assert len(kept) == MOST == len(named_as_copies(folder))
    assert [events_in(copy) for copy in kept] == [1 + n for n in range(MOST + 3, 3, -1)]


def test_a_kill_in_the_middle_leaves_no_half_backup_with_a_backups_name(folder: Path) -> None:
    # F55
    seed = random.randrange(10**6)
    print("seed", seed)
    chance, half = random.Random(seed), 0
    for tried in range(60):
        if half and tried >= 12:
            break
        told = [*CHILD, "back_up", folder]
        with subprocess.Popen(told, stdout=subprocess.PIPE, text=True) as till:
            assert till.stdout is not None
            till.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.15))
            till.kill()
        half += any((folder / BACKUPS).glob("*.new*")) if (folder / BACKUPS).exists() else 0
        assert verify(folder).findings == ()
        for copy in named_as_copies(folder):
            assert events_in(copy) > 1
    assert half, "no kill fell into the making of one"
    ledger = asyncio.run(open_here(folder))
    assert asyncio.run(ledger.backups.make())
    asyncio.run(ledger.close())
    assert not list((folder / BACKUPS).glob("*.new*"))
    assert verify(folder).findings == ()


async def test_sales_go_on_while_a_backup_is_made_and_are_not_half_in_it(
    ledger: Ledger, folder: Path
) -> None:  # F55
    for number in range(60):
        await ledger.note("big", f"{number}", {"what": "x" * 100_000}, "ana")
    making = asyncio.ensure_future(ledger.backups.make())
    written = 0
    while not making.done():
        await paid_sale(ledger, f"sale {written}", f"payment {written}")
        written += 1
    assert await making
    assert written > 1, "the writer waited for the backup"
    assert 61 <= events_in(copies_in(folder)[0]) <= 61 + 8 * written
    assert await ledger.backups.make()
    assert events_in(copies_in(folder)[0]) == 61 + 8 * written


async def test_a_closing_does_not_wait_for_a_backup_and_seals(folder: Path) -> None:
    ledger = await open_here(folder)
    for number in range(60):
        await ledger.note("big", f"{number}", {"what": "x" * 100_000}, "ana")
    making = asyncio.ensure_future(ledger.backups.make())
    await asyncio.sleep(0.005)
    await ledger.close()
    with pytest.raises(LedgerError):
        await making
    assert verify(folder).sealed
    assert list((folder / BACKUPS).iterdir()) == []


async def test_what_came_out_damaged_is_no_backup(folder: Path) -> None:  # F53, F55
    await make_ledger(folder)
    ledger = await open_here(folder)

    def tamper(db: Connection) -> None:
        db.exec_driver_sql("DROP TRIGGER event_update")
        db.exec_driver_sql("UPDATE event SET actor = 'eva' WHERE seq = 9")

    await ledger._book.write(tamper)
    with pytest.raises(LedgerError) as caught:
        await ledger.backups.make()
    assert caught.value.fault is LedgerFault.DAMAGED
    assert "event 9" in caught.value.detail
    assert list((folder / BACKUPS).iterdir()) == []
    await ledger.close()


async def test_without_room_there_is_no_backup_and_what_is_kept_back_stays(folder: Path) -> None:
    # F47, F55
    ledger = await open_here(folder, least_free=1 << 60, reserve=4096)
    (folder / RESERVE).write_bytes(bytes(4096))
    with pytest.raises(LedgerError) as caught:
        await ledger.backups.make()
    assert caught.value.fault is LedgerFault.DISK_FULL
    assert list((folder / BACKUPS).iterdir()) == []
    assert (folder / RESERVE).stat().st_size == 4096
    await ledger.close()


def test_a_disk_that_fills_up_during_a_backup_costs_nothing(small_disk: Path) -> None:  # F48, F55
    if not small_disk.is_mount():
        return  # nobody may mount one here: the test above proves what it can
    folder = small_disk / "till"
    ledger = asyncio.run(open_here(folder, reserve=MEBIBYTE // 4))
    asyncio.run(ledger.probe())
    for number in range(8):
        asyncio.run(ledger.note("big", f"{number}", {"what": "x" * 100_000}, "ana"))
    room = ledger._book.room
    room.spare = lambda size: 0  # type: ignore[method-assign]  # it filled up after it was asked
    fill(small_disk / "photos")
    with pytest.raises(LedgerError) as caught:
        asyncio.run(ledger.backups.make())
    assert caught.value.fault is LedgerFault.DISK_FULL
    assert list((folder / BACKUPS).iterdir()) == []
    assert (folder / RESERVE).stat().st_size == MEBIBYTE // 4
    (small_disk / "photos").unlink()
    assert asyncio.run(ledger.backups.make())
    asyncio.run(ledger.close())
    assert verify(folder).findings == ()


async def test_on_a_full_disk_the_oldest_copies_make_room(folder: Path) -> None:
    ledger = await open_here(folder)
    for number in range(6):
        await ledger.note("one", f"{number}", {}, "ana")
        await ledger.backups.make()
    asked = iter([False, False, True])

    def spare(size: int) -> int:
        if not next(asked):
            raise LedgerError(LedgerFault.DISK_FULL)
        return 0

    ledger._book.room.spare = spare  # type: ignore[method-assign]  # a disk with little room
    await ledger.note("one", "", {}, "ana")
    assert await ledger.backups.make()
    assert [events_in(copy) for copy in copies_in(folder)] == [8, 7, 6, 5, 4]
    await ledger.close()
    assert (folder / LEDGER).exists()
