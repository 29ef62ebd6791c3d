"""What many runs came to, added up; and one chunk of them, played in a process of its own."""

import gc
from collections import Counter
from dataclasses import dataclass, field

from tests.simulation.run import Verdict, play

KEPT = 20  # failures whose trace is kept
COUNTERS = ("lost", "doubled", "wrongly paid", "stuck")  # the four that the promise is about
CRASHED, EVERY_CRASH = "crash", "every crash"


@dataclass(frozen=True, slots=True)
class Failure:
    """`replay` plays it again."""

    seed: int
    suite: str
    crash_at: int
    failures: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def replay(self) -> str:
        options = {"two-tills": " --two-tills", CRASHED: f" --crash --at {self.crash_at}"}
        return f"python -m tests.simulation --seed {self.seed}{options.get(self.suite, '')}"

    @property
    def text(self) -> str:
        told = "\n".join(f"    {line}" for line in self.lines[-25:])
        return (
            f"seed {self.seed} ({self.suite}): {'; '.join(self.failures)}\n{told}\n  {self.replay}"
        )


@dataclass
class Tally:
    """Units: `cpu` in seconds."""

    runs: int = 0
    sales: int = 0
    boundaries: int = 0
    failed: int = 0
    cpu: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    oracles: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def see(self, verdict: Verdict, crash_at: int = 0) -> None:
        self.runs += 1
        self.cpu += verdict.cpu
        self.counts.update(verdict.counts)
        if verdict.failures:
            self.failed += 1
            self.oracles.update({each.split(":")[0] for each in verdict.failures})
            found = (verdict.seed, verdict.suite, crash_at, verdict.failures, verdict.lines)
            self.failures.append(Failure(*found))

    def add(self, other: "Tally") -> None:
        self.runs += other.runs
        self.sales += other.sales
        self.boundaries += other.boundaries
        self.failed += other.failed
        self.cpu += other.cpu
        self.counts.update(other.counts)
        self.oracles.update(other.oracles)
        self.failures = (self.failures + other.failures)[:KEPT]


def run_seeds(suite: str, seeds: range, *, at_first: bool = False) -> Tally:
    """Play them all. `at_first`: stop at the first that fails."""
    tally = Tally()
    for number, seed in enumerate(seeds):
        if suite in (CRASHED, EVERY_CRASH):
            run_crashes(seed, tally, every=suite == EVERY_CRASH)
        else:
            verdict = play(seed, suite)
            tally.see(verdict)
            tally.sales += verdict.sales
        if number % 10 == 9:
            gc.collect()
        if at_first and tally.failed:
            break
    return tally


def run_crashes(seed: int, tally: Tally, *, every: bool = False) -> None:
    """One sale, then again for the boundaries that it has, dying there.

    Not `every` one: of those that leave the same disk and the same provider, the first.
    """
    whole = play(seed, CRASHED)
    tally.see(whole)
    tally.sales += whole.sales
    tally.boundaries += whole.boundaries
    for crash_at in range(1, whole.boundaries + 1) if every else whole.moments:
        tally.see(play(seed, CRASHED, crash_at=crash_at), crash_at)
