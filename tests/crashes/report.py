"""The figures of many crashes: how many, at which calls, and what was found."""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import TypedDict

from tests.crashes.cases import KILL, Case, Crasher, Result
from tests.crashes.rig.bench import ROOT, Bench
from tests.crashes.rig.plan import kills, measure, note, refusals
from tests.crashes.rig.windows import shown_by_windows

KINDS = ("lost", "doubled", "wrongly paid", "stuck", "not whole", "not shown", "unannounced",
         "unacknowledged")  # fmt: skip
SHARE = 20  # cases, from one setting up to the next


class Figures(TypedDict):
    """Units: seconds. `how`: at calls, by strace; or at moments, where strace cannot work."""

    commit: str
    how: str
    passes: list[int]
    kills: int
    refusals: int
    missed: int
    by_call: dict[str, int]
    by_phase: dict[str, int]
    taken_up: dict[str, int]
    found: dict[str, int]
    findings: list[str]
    worst_taken_up: float
    worst_window: float
    seconds: float


def crash(numbers: Sequence[int], jobs: int, only: str = "") -> Figures:
    """Passes of these numbers, over so many processes."""
    begun = perf_counter()
    with tempfile.TemporaryDirectory() as place, Bench(Path(place)) as bench:
        windows = shown_by_windows(bench)
        crasher = Crasher(bench)
        noted, lasts = note(crasher), measure(crasher)
    planned = {"kills": kills, "refusals": refusals}
    cases = [
        case
        for number in numbers
        for name, plan in planned.items()
        if only in ("", name)
        for case in plan(noted, lasts, number)
    ]
    shares = [cases[n::jobs] for n in range(jobs)]
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        results = [*chain.from_iterable(pool.map(run_all, shares))]
    return _figures(numbers, results, max(windows), perf_counter() - begun, bool(noted))


def run_all(cases: Sequence[Case]) -> list[Result]:
    """In this process, one after the other."""
    results: list[Result] = []
    while len(results) < len(cases):
        with tempfile.TemporaryDirectory() as place, Bench(Path(place)) as bench:
            crasher = Crasher(bench)
            for case in cases[len(results) :]:
                results.append(crasher.run(case))
                if results[-1].findings:  # what it left in the world must not befall the next
                    print(f"{case}: {results[-1].findings}", file=sys.stderr, flush=True)
                    break
    return results


def _figures(
    numbers: Sequence[int], results: list[Result], window: float, seconds: float, at_calls: bool
) -> Figures:
    hit = [result for result in results if result.hit]
    findings = [f"{result.case}: {what}" for result in results for what in result.findings]
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "commit": commit.stdout.strip(),
        "how": "at calls, by strace" if at_calls else "at moments: strace cannot work here",
        "passes": [*numbers],
        "kills": sum(result.case.what == KILL for result in hit),
        "refusals": sum(result.case.what != KILL for result in hit),
        "missed": len(results) - len(hit),
        "by_call": _count(_call(result.case) for result in hit),
        "by_phase": _count(result.case.phase for result in hit),
        "taken_up": _count(result.took_up or "nothing open" for result in results),
        "found": {kind: sum(f": {kind}:" in each for each in findings) for kind in KINDS},
        "findings": findings,
        "worst_taken_up": round(max(result.shown_in for result in results), 3),
        "worst_window": round(window, 2),
        "seconds": round(seconds, 1),
    }


def _call(case: Case) -> str:
    what = case.what.rstrip("+").partition("=")[2] or case.what.rstrip("+")
    return f"{what} at {case.call.name if case.call else 'a moment'}"


def _count(words: Iterator[str]) -> dict[str, int]:
    return dict(Counter(words).most_common())


def markdown(figures: Figures) -> str:
    """The table for people."""
    found = ", ".join(f"{number} {kind}" for kind, number in figures["found"].items())
    rows = [
        ("commit, passes", f"{figures['commit']}, {figures['passes']}"),
        ("how", figures["how"]),
        ("SIGKILL", f"{figures['kills']}"),
        ("EIO and ENOSPC", f"{figures['refusals']}"),
        ("never reached", f"{figures['missed']}"),
        ("found", found),
        ("open charges found again", _told(figures["taken_up"])),
        ("worst time from opening to the open charge", f"{figures['worst_taken_up']} s"),
        (
            "worst time from starting the program to it in the window",
            f"{figures['worst_window']} s",
        ),
        ("at which calls", _told(figures["by_call"])),
        ("when", _told(figures["by_phase"])),
        ("took", f"{figures['seconds']} s"),
    ]
    table = ["| | |", "|---|---|", *(f"| {name} | {value} |" for name, value in rows)]
    return "\n".join([*table, *(f"\n* {finding}" for finding in figures["findings"]), ""])


def _told(counted: dict[str, int]) -> str:
    return ", ".join(f"{number} {word}" for word, number in counted.items())
