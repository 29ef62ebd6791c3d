"""Each benchmark runs at a tiny size and prints its rows; what they say is for the benchmarks."""

import os
import subprocess
import sys

import pytest

from benchmarks.figures import Row, part
from benchmarks.processes.child import HERE

# All but http: it needs the official SDK, which only `./run bench` installs.
SMALL = {
    "start": ("1", "3"),
    "charge": ("1", "2"),
    "paint": ("1", "2"),
    "detect": ("20",),
    "idle": ("1", "0"),
    "memory": ("1", "0"),
    "frames": ("2", "1"),
}


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "benchmarks", *words]
    where = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    return subprocess.run(command, cwd=HERE, env=where, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", SMALL)
@pytest.mark.timeout(180)
def test_a_benchmark_prints_a_row_for_each_promise(name: str) -> None:
    done = run(name, *SMALL[name])
    assert done.returncode == 0, done.stderr
    rows = [line for line in done.stdout.splitlines() if line.startswith(f"| {name} |")]
    assert rows
    assert any(verdict in row for row in rows for verdict in ("| met |", "| **missed** |"))


@pytest.mark.parametrize("words", [(), ("nothing",), ("start", "-1"), ("all", "1")])
def test_what_is_no_benchmark_lists_them(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert all(name in done.stdout for name in SMALL)


def test_a_missed_goal_is_said_as_loudly_as_a_met_one() -> None:
    row = Row("start", "first paint", "300 ms", "bare window 100 ms", 3.0, "<= 2.0x", met=False)
    assert str(row) == (
        "| start | first paint | 300 ms | bare window 100 ms | 3.00x | <= 2.0x | **missed** |"
    )


def test_the_largest_of_a_few_is_their_p95() -> None:
    assert part([3.0, 1.0, 2.0], 0.95) == 3.0
    assert part([float(n) for n in range(100)], 0.95) == 95.0
