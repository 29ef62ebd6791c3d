"""A slice of the simulation in every run of the tests, and that a run can be had again."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.run import play
from tests.simulation.suites.command import main
from tests.simulation.suites.tally import Tally, run_crashes, run_seeds

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("first", range(0, 32, 8))
def test_sales_under_faults_lose_nothing(first: int) -> None:
    tally = run_seeds("sales", range(first, first + 8))
    assert not tally.failures, "\n".join(failure.text for failure in tally.failures)


def test_two_tills_on_one_account_lose_nothing() -> None:
    tally = run_seeds("two-tills", range(6))
    assert not tally.failures, "\n".join(failure.text for failure in tally.failures)


def test_a_sale_that_dies_at_any_boundary_loses_nothing() -> None:
    tally = Tally()
    run_crashes(1, tally)
    assert tally.boundaries > 30
    assert not tally.failures, "\n".join(failure.text for failure in tally.failures)


@pytest.mark.parametrize("suite", ["sales", "two-tills", "crash"])
def test_a_seed_plays_the_same_run_in_another_process(suite: str) -> None:
    """Also where the hashes of words are others."""
    script = (
        "from tests.simulation.run import play\n"
        f"print([play(seed, {suite!r}, crash_at=seed).hash for seed in range(11, 13)])"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    here = [play(seed, suite, crash_at=seed).hash for seed in range(11, 13)]
    assert told == [f"{here}\n"] * 2


def test_the_command_tells_a_run_and_its_hash(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seed", "3"]) == 0
    assert f"hash {play(3).hash}" in capsys.readouterr().out
    assert main(["--seeds", "3:5", "--json", "--stop-at-first"]) == 0
    assert json.loads(capsys.readouterr().out)["runs"] == 2
