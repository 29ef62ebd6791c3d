"""After a power cut at any moment what was acknowledged is there, and the till goes on (F46)."""

import random
from pathlib import Path

import pytest

from tests.crashes.power.cuts import Run, cut_and_examine
from tests.crashes.power.record import NotRecordedError, lay, record


def test_no_power_cut_costs_anything_that_was_acknowledged(tmp_path: Path) -> None:  # F46, I16, I17
    seed = random.randrange(10**6)
    print("seed", seed)
    figures = cut_and_examine(Run(seed, images=60), tmp_path)
    assert figures.failures == []
    assert figures.counts["images"] == 60
    assert figures.counts["acknowledged events lost"] == 0
    assert figures.counts["images that lack something written"] > 15
    assert figures.counts["acknowledged events looked for"] > 60


@pytest.mark.parametrize("synchronous", ["NORMAL", "OFF"])
def test_commits_that_are_not_waited_for_are_found_to_be_lost(
    tmp_path: Path, synchronous: str
) -> None:
    figures = cut_and_examine(Run(1, images=40, synchronous=synchronous), tmp_path)
    assert figures.counts["acknowledged events lost"] > 0
    assert figures.failures


def test_a_till_that_fails_is_no_recording(tmp_path: Path) -> None:
    lay(tmp_path / "disk", {"till": None, "till/ledger.sqlite": b"rubbish" * 1000})
    with pytest.raises(NotRecordedError, match="LedgerError"):
        record(tmp_path / "disk", "1")
