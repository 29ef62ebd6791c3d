"""Is every planted bug caught, and by which seed? python -m tests.planted [--part N]."""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.planted.bugs import BUGS, part
from tests.planted.plant import Bug

ROOT = Path(__file__).parents[2]
SEEDS = 2_000  # each bug must be caught by one of so many
FIRST = 50_000  # seeds that no suite has been looked at with
SIMULATED = {"sales": (), "crash": ("--crash",), "two-tills": ("--two-tills",)}
PATIENCE = 1_200  # seconds


@dataclass(frozen=True, slots=True)
class Caught:
    """`seeds`: how many it took; 0 where a named test caught it, or nothing did."""

    name: str
    breaks: str
    suite: str
    seeds: int
    by: str  # what was found first; empty: it lives
    seconds: float


def hunt(bug: Bug) -> Caught:
    """Try one bug, in a process of its own."""
    begun, simulated = time.monotonic(), bug.suite in SIMULATED
    seeds, by = _simulate(bug) if simulated else (0, _test(bug))
    taken = round(time.monotonic() - begun, 1)
    return Caught(bug.name, bug.breaks, bug.suite, seeds, by, taken)


def _simulate(bug: Bug) -> tuple[int, str]:
    first = FIRST
    while first < FIRST + SEEDS:
        seed, by = _first_to_fail(bug.suite, first, FIRST + SEEDS, bug)
        if not by:
            break
        if not _first_to_fail(bug.suite, seed, seed + 1)[1]:  # it is the bug that fails there
            return seed - FIRST + 1, by
        first = seed + 1
    return 0, ""


def _first_to_fail(suite: str, first: int, end: int, bug: Bug | None = None) -> tuple[int, str]:
    of = ("--seeds", f"{first}:{end}", "--stop-at-first", "--json")
    ran = _run(bug, "tests.simulation", *of, *SIMULATED[suite])
    try:
        told = json.loads(ran.stdout.splitlines()[-1])
    except (ValueError, IndexError) as error:  # it was not tried at all
        raise RuntimeError(f"{bug and bug.name}: {ran.stderr[-2_000:]}") from error
    return (told["seed"], str(told["failures"][0]["failures"][0])) if told["failures"] else (0, "")


def _test(bug: Bug) -> str:
    by = _failed(bug.suite, bug)
    return by if by and not _failed(by) else ""  # it is the bug that fails there


def _failed(tests: str, bug: Bug | None = None) -> str:
    ran = _run(bug, "pytest", tests, "-x", "-q", "-p", "no:cacheprovider", "-p", "no:randomly")
    failed = [line for line in ran.stdout.splitlines() if line.startswith("FAILED")]
    return failed[0].removeprefix("FAILED ").split(" - ")[0] if failed else ""


def _run(bug: Bug | None, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    way = ("tests.planted.one", bug.name, module) if bug else (module,)
    command = [sys.executable, "-m", *way, *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def table(found: Sequence[Caught]) -> str:
    """As Markdown."""
    rows = [
        f"| {c.name} | {c.breaks} | {c.suite} | {c.seeds or '-'} | {c.by[:60] or '**it lives**'} |"
        for c in found
    ]
    caught = sum(bool(c.by) for c in found)
    head = ["| planted bug | breaks | suite | seeds | found first |", "|---|---|---|---:|---|"]
    return "\n".join([f"{caught} of {len(found)} planted bugs caught.", "", *head, *rows])


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.planted", description=__doc__)
    parser.add_argument("--part", type=int, help="every tenth, from this one on; else all")
    parser.add_argument("--only", default="", help="those whose name has this in it")
    parser.add_argument("--jobs", type=int, default=2, help="processes side by side")
    parser.add_argument("--report", type=Path, help="the figures go here, as JSON")
    asked = parser.parse_args(arguments)
    bugs = [bug for bug in (BUGS if asked.part is None else part(asked.part)) if _is(bug, asked)]
    with ThreadPoolExecutor(asked.jobs) as workers:
        found = list(workers.map(_told(hunt), bugs))
    print(table(found))
    if asked.report:
        asked.report.write_text(json.dumps([asdict(each) for each in found], indent=1), "utf-8")
    return 0 if found and all(each.by for each in found) else 1


def _is(bug: Bug, asked: argparse.Namespace) -> bool:
    return asked.only in bug.name


def _told(work: Callable[[Bug], Caught]) -> Callable[[Bug], Caught]:
    def told(bug: Bug) -> Caught:
        caught = work(bug)
        how = f"after {caught.seeds} seeds" if caught.seeds else "by a test"
        said = f"caught {how}" if caught.by else "LIVES"
        print(f"[{caught.seconds:6.1f} s] {bug.name}: {said}", file=sys.stderr, flush=True)
        return caught

    return told


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
