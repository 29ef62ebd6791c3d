"""A slice of the simulation in every run of the tests, and that a run can be had again."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.simulation.run import play
from tests.simulation.suites.command import main
from tests.simulation.suites.jobs import Part, run_part
from tests.simulation.suites.record import Record, load
from tests.simulation.suites.report import Report
from tests.simulation.suites.tally import Tally, run_crashes, run_seeds

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.timeout(300)  # seconds: other work may share the cores


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


def test_a_long_suite_goes_on_where_it_stopped(tmp_path: Path) -> None:
    state, played = tmp_path / "state.json", list[int]()

    def play_on(wanted: int) -> Record:
        record, part = load(state, "a commit"), Part("crash", 0, wanted)
        done, finished = record.of(part)
        with ThreadPoolExecutor(1) as workers:
            run_part(
                part,
                workers,
                1,
                shard=(0, 1),
                done=done,
                finished=finished,
                told=lambda _, tally: played.append(tally.runs),
            )
        record.save(state)
        return record

    first = play_on(1)
    runs = first.tallies["crash"].runs
    again = play_on(1)
    assert again.tallies["crash"].runs == runs
    assert again.finished == first.finished
    assert not Report(again, (Part("crash", 0, 1),), 1.0, 1, gated=False).failed
    with pytest.raises(ValueError, match="is of commit"):
        load(state, "another commit")
