"""A very small disk: charges are off while it is full, and a result waits until it fits."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.store.files.folder import BACKUPS, RESERVE
from tests.crashes.cases import KILL, Crasher, befall
from tests.crashes.rig.bench import ROOT, Lived
from tests.crashes.rig.child import Orders
from tests.crashes.rig.small_disk import SmallDisk, small_disk

KIBI = 1024
SIZES = {"768 KiB": 768 * KIBI, "1 MiB": 1024 * KIBI, "4 MiB": 4096 * KIBI}
A_WHILE = 0.1  # seconds of the computer's, six of the till's
MOST_SALES = 5
pytestmark = pytest.mark.timeout(300)  # processes, on a machine that may be busy


@pytest.fixture(params=[True, False], ids=["mounted", "limited"])
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[SmallDisk]:
    with small_disk(tmp_path / "disk", 2048 * KIBI, mounted=request.param) as disk:
        yield disk


def orders_on(crasher: Crasher, disk: SmallDisk, reserve: int, least_free: int) -> Orders:
    given = crasher.orders(disk.place)
    given["reserve"], given["least_free"] = reserve, least_free
    return given


def test_a_disk_that_is_full_before_asks_for_no_money(
    crasher: Crasher, disk: SmallDisk
) -> None:  # F47
    given = orders_on(crasher, disk, 256 * KIBI, 64 * KIBI)

    async def at_gate(life: Lived) -> None:
        disk.fill(life.pid)

    life = crasher.bench.live(given, at_gate)
    assert "LedgerError" in life.last["notice"]
    assert not crasher.bench.town.intents
    disk.free(life.pid)
    found = crasher.aftermath(given, life)
    assert not found.findings, found.findings


@pytest.mark.parametrize("status", ["(sending)", "OPENED", "PROCESSING"])
def test_a_result_waits_in_a_till_whose_disk_is_full(
    crasher: Crasher, disk: SmallDisk, status: str
) -> None:
    """F48. Nothing is kept back here: it is told as not saved, and saved when there is room."""
    given = orders_on(crasher, disk, 0, 0)

    async def at_line(life: Lived) -> None:
        if life.last["unsaved"]:
            asyncio.get_running_loop().call_later(A_WHILE, disk.free, life.pid)
        elif life.last["status"] == status and not life.doomed:
            life.doomed = True
            disk.fill(life.pid)

    life = crasher.bench.live(given, at_line=at_line)
    assert any(line["unsaved"] for line in life.lines)
    assert life.last["outcome"] == "paid"
    found = crasher.aftermath(given, life)
    assert not found.findings, found.findings


def test_the_room_kept_back_takes_the_result(crasher: Crasher, tmp_path: Path) -> None:  # F48
    with small_disk(tmp_path / "disk", 4096 * KIBI) as disk:
        given = orders_on(crasher, disk, 1024 * KIBI, 64 * KIBI)
        kept = Path(given["folder"]) / RESERVE

        async def at_line(life: Lived) -> None:
            if life.last["status"] == "OPENED":
                assert kept.stat().st_size == 1024 * KIBI
                if disk.mounted:  # what only limits the files leaves no room to give up
                    disk.fill(life.pid)

        life = crasher.bench.live(given, at_line=at_line)
        assert life.last["outcome"] == "paid"
        assert not any(line["unsaved"] for line in life.lines)
        assert kept.exists() != disk.mounted
        disk.free(life.pid)
        found = crasher.aftermath(given, life)
        assert not found.findings, found.findings


async def give_up(life: Lived) -> None:
    """Nobody makes room here: a till that waits for it is ended after a while."""
    if life.last["unsaved"] and not life.doomed:
        life.doomed = True
        asyncio.get_running_loop().call_later(A_WHILE, befall, life, KILL)


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_disk_hardly_larger_than_the_ledger_loses_nothing(
    crasher: Crasher, tmp_path: Path, size: int
) -> None:
    """F47, F48. It sells until it may not, or has sold enough; each sale is there."""
    with small_disk(tmp_path / "disk", size) as disk:
        given, town = orders_on(crasher, disk, size // 8, size // 3), crasher.bench.town
        life = crasher.bench.live(given, at_line=give_up)
        for _ in range(MOST_SALES):
            if life.last["outcome"] != "paid":
                assert "LedgerError" in life.last["notice"] or life.last["unsaved"]
                break
            given["start"] = town.time.now() + 1_000
            life = crasher.bench.live(given, at_line=give_up)
        (Path(given["folder"]) / RESERVE).unlink(missing_ok=True)  # there is room again
        shutil.rmtree(Path(given["folder"]) / BACKUPS, ignore_errors=True)
        found = crasher.aftermath(given, life)
        assert not found.findings, found.findings


def test_a_plain_user_has_a_small_disk_in_a_namespace(tmp_path: Path) -> None:
    """Who may not mount one here runs all of this again where he may, if there is such a place."""
    with small_disk(tmp_path / "disk", KIBI) as disk:
        if disk.mounted:
            return  # the tests above had theirs
    alone = ["unshare", "-Urm"]
    if subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        return  # nowhere: the tests above could only limit the files
    words = [*alone, sys.executable, "-m", "pytest", __file__, "-q", "-p", "no:cacheprovider"]
    ran = subprocess.run(words, cwd=ROOT, check=False, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout
