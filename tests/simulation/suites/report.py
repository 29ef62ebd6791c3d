"""The figures of a suite: for programs as JSON, for people as a page of Markdown."""

import json
import platform
from collections import Counter
from dataclasses import dataclass

from tests.simulation.suites.gates import gates
from tests.simulation.suites.jobs import Part
from tests.simulation.suites.record import Record, tally_json
from tests.simulation.suites.tally import COUNTERS, CRASHED, EVERY_CRASH, Tally

CRASHES = (CRASHED, EVERY_CRASH)
# Invariants of money that nothing in this release can break, for it cannot do what they are about.
NOT_YET = {
    "I8, I9, I10": "refunds",
    "I15": "notifications",
    "I18": "people with PINs",
    "I21": "secrets at rest",
    "I22": "shifts",
}


@dataclass(frozen=True, slots=True)
class Report:
    """`seconds` that it took by the clock on the wall."""

    record: Record
    parts: tuple[Part, ...]
    seconds: float
    jobs: int
    gated: bool  # was it long enough to ask for its share of every fault?

    @property
    def counts(self) -> Counter[str]:
        return sum((tally.counts for tally in self.record.tallies.values()), Counter[str]())

    @property
    def sales(self) -> int:
        return sum(t.sales for name, t in self.record.tallies.items() if name not in CRASHES)

    @property
    def shut(self) -> list[str]:
        """The gates that were not met."""
        if not self.gated:
            return []
        found = gates(self.counts, self.sales)
        return [f"{g.name}: {g.found} of {g.least}" for g in found if not g.open]

    @property
    def failed(self) -> bool:
        return any(tally.failed for tally in self.record.tallies.values()) or bool(self.shut)

    def counters(self) -> dict[str, int]:
        found = sum((tally.oracles for tally in self.record.tallies.values()), Counter[str]())
        return {name: found[name] for name in COUNTERS}

    def json(self) -> str:
        told = {
            "commit": self.record.commit,
            "python": platform.python_version(),
            "jobs": self.jobs,
            "seconds": round(self.seconds, 1),
            "counters": self.counters(),
            "shut_gates": self.shut,
            "not_yet": NOT_YET,
            "suites": {
                part.suite: {
                    "first_seed": part.first,
                    "seeds_played": len(self.record.finished[part.suite]),
                    **tally_json(self.record.tallies[part.suite]),
                }
                for part in self.parts
            },
        }
        return json.dumps(told, indent=1)

    def markdown(self) -> str:
        counters = ", ".join(f"{count} {name}" for name, count in self.counters().items())
        rows = [_row(part, self.record.tallies[part.suite]) for part in self.parts]
        faults = self._counted("fault: ")
        lines = [
            f"Commit {self.record.commit[:12]}, Python {platform.python_version()}, "
            f"{self.seconds:.0f} s on {self.jobs} cores: **{counters}**.",
            "",
            "| suite | first seed | runs | sales | boundaries | failed | ms of CPU a run |",
            "|---|---|---|---|---|---|---|",
            *rows,
            "",
            f"{sum(faults.values())} faults of {len(faults)} kinds; "
            f"{len(self._counted('pair: '))} pairs of a status and a fault; "
            f"{len(self._counted('turn: '))} kinds of turns; "
            f"{len(self._counted('screen: '))} moments shown, each read in every language.",
        ]
        if self.shut:
            lines += ["", "Not met often enough: " + "; ".join(self.shut)]
        return "\n".join(lines)

    def _counted(self, prefix: str) -> dict[str, int]:
        return {name: n for name, n in self.counts.items() if name.startswith(prefix)}


def _row(part: Part, tally: Tally) -> str:
    each = tally.cpu * 1000 / max(1, tally.runs)
    return (
        f"| {part.suite} | {part.first} | {tally.runs:,} | {tally.sales:,} "
        f"| {tally.boundaries:,} | {tally.failed} | {each:.1f} |"
    )
