"""Power, disk and process end at any time: what was acknowledged is there, and nothing is half."""

import random
import sqlite3
import subprocess
import sys
import time
from asyncio import run
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from pos_app.domain.charge.facts import Lost, Sending
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.connection import raw
from pos_app.store.files.folder import LEDGER, RESERVE
from pos_app.store.ledger import Ledger
from pos_app.store.verify import verify
from tests.store.shop import filled_sale, heard, open_here, prepared

CHILD = (sys.executable, "-m", "tests.store.child")
MEBIBYTE = 1024 * 1024


def test_what_was_acknowledged_is_there_after_a_kill(folder: Path) -> None:  # F45
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    acknowledged: Counter[str] = Counter()
    for _ in range(4):
        with subprocess.Popen([*CHILD, "sell", folder], stdout=subprocess.PIPE, text=True) as till:
            assert till.stdout is not None
            said = till.stdout.readline()
            time.sleep(chance.uniform(0.0, 0.3))
            till.kill()
            said += till.stdout.read()
        acknowledged.update(said.split("\n")[:-1])
        assert verify(folder).findings == ()
        with closing(sqlite3.connect(f"file:{folder / LEDGER}?mode=ro", uri=True)) as beside:
            found = beside.execute("SELECT subject, count(*) FROM event GROUP BY subject")
            there = Counter(dict(found.fetchall()))
        assert not acknowledged - there
    run(run(open_here(folder)).close())
    assert verify(folder).findings == ()


@pytest.mark.parametrize("trouble", ["storage_trouble", "cash_trouble"])
def test_a_write_that_the_disk_refused_is_trouble_and_then_the_truth(
    folder: Path, trouble: str
) -> None:  # F49
    ran = subprocess.run([*CHILD, trouble, folder], check=False)
    assert ran.returncode == 0


def fill(path: Path, size: int = 1 << 40) -> None:
    """Write until there is no room, or `size` bytes."""
    with path.open("ab", buffering=0) as file:
        try:
            while file.tell() < size:
                file.write(bytes(4096))
        except OSError:
            return


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes, where one can be mounted; else a folder on a large one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    mounted = subprocess.run(asked, check=False, capture_output=True).returncode == 0
    yield disk
    if mounted:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def test_without_room_nothing_is_begun(folder: Path) -> None:  # F47
    ledger = run(open_here(folder, least_free=1 << 60))
    with pytest.raises(LedgerError) as caught:
        run(ledger.probe())
    assert caught.value.fault is LedgerFault.DISK_FULL
    run(ledger.close())


async def begin(ledger: Ledger) -> None:
    await ledger.probe()
    attempt = await ledger.prepare(prepared(await filled_sale(ledger, "a")), "ana")
    await ledger.append(attempt, Sending(at=1), "ana")


def test_room_is_given_up_only_for_what_is_under_way(folder: Path) -> None:  # F48
    ledger = run(open_here(folder, reserve=MEBIBYTE))
    run(begin(ledger))

    def let_nothing_grow(db: Connection) -> None:  # until the file is opened again
        raw(db).execute("PRAGMA max_page_count = 1")

    run(ledger._book.write(let_nothing_grow))
    with pytest.raises(LedgerError) as caught:
        run(ledger.memory.remember("long", "x" * 100_000))
    assert caught.value.fault is LedgerFault.DISK_FULL
    assert (folder / RESERVE).exists()
    run(ledger._book.write(let_nothing_grow))
    (attempt,) = run(ledger.unfinished())
    lost = Lost(at=1, why="x" * 100_000)
    assert run(ledger.append(attempt, lost, "till")).status is S.UNKNOWN
    assert not (folder / RESERVE).exists()
    run(ledger.probe())
    assert (folder / RESERVE).exists()
    run(ledger.close())
    assert verify(folder).findings == ()


def test_a_program_that_ends_by_an_error_still_closes_its_ledger(folder: Path) -> None:
    run(run(open_here(folder)).close())
    ran = subprocess.run([*CHILD, "fail", folder], check=False, stderr=subprocess.DEVNULL)
    assert ran.returncode == 1
    report = verify(folder)
    assert (report.findings, report.sealed, report.sales) == ((), True, 1)


def test_what_is_learnt_on_a_full_disk_goes_into_the_room_kept_back(small_disk: Path) -> None:
    """F48: what begins is refused, what is under way is still written down."""
    if not small_disk.is_mount():
        return  # nobody may mount one here: the test above proves the same without
    folder, filler = small_disk / "till", small_disk / "photos"
    ledger = run(open_here(folder, reserve=MEBIBYTE, least_free=64 * 1024))
    run(begin(ledger))
    fill(filler)
    with pytest.raises(LedgerError) as caught:
        run(ledger.probe())
    assert caught.value.fault is LedgerFault.DISK_FULL
    (attempt,) = run(ledger.unfinished())
    for status in (S.OPENED, S.ON_TERMINAL, S.PROCESSING, S.PROCESSED, S.CLOSED):
        fill(filler) if (folder / RESERVE).exists() else None
        attempt = run(ledger.append(attempt, heard(attempt, status), "till"))
    assert not (folder / RESERVE).exists()
    filler.unlink()
    run(ledger.probe())
    assert (folder / RESERVE).stat().st_size == MEBIBYTE
    assert run(ledger.unfinished()) == (attempt,)
    run(ledger.close())
    assert verify(folder).findings == ()
