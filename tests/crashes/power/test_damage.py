"""A disk that lies after a power cut: what it spoilt is found, and named, or it changed nothing."""

import random
import sqlite3
from asyncio import run
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import pytest

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.verify import verify
from tests.crashes.power.record import SHARED, lay, lying_in
from tests.crashes.power.till import open_till
from tests.store.shop import paid_sale

LEDGER, BESIDE = "till/ledger.sqlite", "till/ledger.sqlite-wal"
MONEY = ("event", "sale", "line", "attempt", "tender", "payment", "about")


@pytest.fixture(scope="module")
def cut(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes | None]:
    """The disk of a till that was at work: nothing is owed to it."""
    root = tmp_path_factory.mktemp("power") / "disk"
    lay(root, {"till": None})
    return run(work(root))


async def work(root: Path) -> dict[str, bytes | None]:
    left: dict[str, bytes | None] = {}
    for day in range(2):
        ledger = await open_till(root / "till")
        for number in range(2):
            await paid_sale(ledger, f"sale {day} {number}", f"payment {day} {number}")
        left = {n: data for n, data in lying_in(root).items() if not n.endswith(SHARED)}
        await ledger.close()
    return left


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Path]:
    return (tmp_path / f"disk-{number}" for number in count())


def on(root: Path, content: dict[str, bytes | None]) -> Path:
    lay(root, content)
    return root / "till"


def money_in(folder: Path) -> list[str]:
    with closing(sqlite3.connect(folder / "ledger.sqlite")) as db:
        return [
            repr(row) for table in MONEY for row in sorted(db.execute(f"SELECT * FROM {table}"))
        ]


def flipped(
    content: dict[str, bytes | None], name: str, at: int, bit: int
) -> dict[str, bytes | None]:
    spoilt = bytearray(content[name] or b"")
    spoilt[at] ^= 1 << bit
    return {**content, name: bytes(spoilt)}


@pytest.mark.parametrize("name", [LEDGER, BESIDE])
def test_a_flipped_bit_is_found_or_changes_no_money(
    cut: dict[str, bytes | None], places: Iterator[Path], name: str
) -> None:  # F51
    good, seed = money_in(on(next(places), cut)), random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(50):
        at, bit = chance.randrange(len(cut[name] or b"")), chance.randrange(8)
        folder = on(next(places), flipped(cut, name, at, bit))
        report = verify(folder)
        assert all(finding.place and finding.what for finding in report.findings)
        assert not report.whole or money_in(folder) == good, f"byte {at}, bit {bit} of {name}"


def test_a_flipped_bit_never_makes_the_start_a_crash(
    cut: dict[str, bytes | None], places: Iterator[Path]
) -> None:  # F51
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(40):
        name = chance.choice((LEDGER, LEDGER, BESIDE))
        at, bit = chance.randrange(len(cut[name] or b"")), chance.randrange(8)
        folder = on(next(places), flipped(cut, name, at, bit))
        with suppress(LedgerError):
            run(run(open_till(folder)).close())


def test_a_file_beside_it_that_was_cut_within_a_frame_is_found(
    cut: dict[str, bytes | None], places: Iterator[Path]
) -> None:  # F51
    beside = cut[BESIDE] or b""
    for size in (31, 32 + 24, 32 + 24 + 4095, len(beside) - 1, len(beside) - 4097):
        report = verify(on(next(places), {**cut, BESIDE: beside[:size]}))
        assert next(f.place for f in report.findings).startswith("ledger.sqlite-wal"), size


def test_a_file_beside_it_that_is_gone_is_found(
    cut: dict[str, bytes | None], places: Iterator[Path]
) -> None:  # F51
    left = {name: data for name, data in cut.items() if name != BESIDE}
    folder = on(next(places), left)
    report = verify(folder)
    gone = ("ledger.sqlite-wal", "is gone, and the ledger was not closed")
    assert gone in [(f.place, f.what) for f in report.findings]
    with pytest.raises(LedgerError) as caught:
        run(open_till(folder))
    assert caught.value.fault is LedgerFault.DAMAGED


def test_the_ledger_gone_from_beside_its_other_file_is_damage(
    cut: dict[str, bytes | None], places: Iterator[Path]
) -> None:  # F51
    folder = on(next(places), {name: data for name, data in cut.items() if name != LEDGER})
    with pytest.raises(LedgerError) as caught:
        run(open_till(folder))
    assert caught.value.fault is LedgerFault.DAMAGED
    assert "ledger.sqlite is gone" in caught.value.detail
