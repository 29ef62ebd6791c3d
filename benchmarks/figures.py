"""What a benchmark found: one row a promise, as printed and as published."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

RUNS = 7  # medians of


@dataclass(frozen=True, slots=True)
class Row:
    """`beside`: what was measured in the same run; `met` is None where nothing is promised."""

    command: str
    job: str
    ours: str
    beside: str = ""
    ratio: float | None = None
    goal: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        """A line of the published table."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}x"
        verdict = {True: "met", False: "**missed**", None: ""}[self.met]
        cells = self.command, self.job, self.ours, self.beside, ratio, self.goal, verdict
        return f"| {' | '.join(cells)} |"


HEAD = """| command | what | the till | beside it, same run | ratio | goal | |
|---|---|---|---|---|---|---|"""
Measure = Callable[[list[str]], list[Row]]  # takes the numbers of the command line


def numbers(arguments: Sequence[str], *usual: int) -> list[int]:
    """Whole numbers from the command line, and the usual ones for what is left out."""
    given = [int(each) for each in arguments]
    return given + list(usual[len(given) :])


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def part(values: Sequence[float], share: float) -> float:
    """The value below which `share` of them lie; the largest of a few."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def progress(what: str) -> None:
    print(f"[{time.strftime('%H:%M:%S')}] {what}", file=sys.stderr, flush=True)
