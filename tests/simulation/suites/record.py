"""The state of a long suite on the disk, so that it can be taken up again."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulation.suites.jobs import Part
from tests.simulation.suites.tally import Failure, Tally


@dataclass
class Record:
    """By suite: what was played, and where the chunks of it begin."""

    commit: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    finished: dict[str, set[int]] = field(default_factory=dict)

    def of(self, part: Part) -> tuple[Tally, set[int]]:
        tally = self.tallies.setdefault(part.suite, Tally())
        return tally, self.finished.setdefault(part.suite, set())

    def save(self, path: Path) -> None:
        """Whole, or not at all."""
        told = {
            suite: {**tally_json(tally), "finished": sorted(self.finished[suite])}
            for suite, tally in self.tallies.items()
        }
        new = path.with_name(path.name + ".new")
        new.write_text(json.dumps({"commit": self.commit, "suites": told}), "utf-8")
        new.replace(path)


def load(path: Path, commit: str) -> Record:
    """What was saved there, or a new one.

    Raises:
        ValueError: it was made of another commit, whose figures are not this one's.
    """
    if not path.exists():
        return Record(commit)
    saved = json.loads(path.read_text("utf-8"))
    if saved["commit"] != commit:
        raise ValueError(f"{path} is of commit {saved['commit']}, not of {commit}")
    record = Record(commit)
    for suite, told in saved["suites"].items():
        record.tallies[suite] = _tally(told)
        record.finished[suite] = set(told["finished"])
    return record


def tally_json(tally: Tally) -> dict[str, object]:
    return {
        "runs": tally.runs,
        "sales": tally.sales,
        "boundaries": tally.boundaries,
        "failed": tally.failed,
        "cpu_seconds": round(tally.cpu, 1),
        "counts": dict(sorted(tally.counts.items())),
        "oracles": dict(sorted(tally.oracles.items())),
        "failures": [
            {
                "seed": failure.seed,
                "suite": failure.suite,
                "crash_at": failure.crash_at,
                "failures": list(failure.failures),
                "lines": list(failure.lines[-25:]),
                "replay": failure.replay,
            }
            for failure in tally.failures
        ],
    }


def _tally(told: dict[str, object]) -> Tally:
    tally = Tally(
        runs=_whole(told["runs"]),
        sales=_whole(told["sales"]),
        boundaries=_whole(told["boundaries"]),
        failed=_whole(told["failed"]),
        cpu=float(str(told["cpu_seconds"])),
    )
    counts, oracles, failures = told["counts"], told["oracles"], told["failures"]
    assert isinstance(counts, dict)
    assert isinstance(oracles, dict)
    assert isinstance(failures, list)
    tally.counts, tally.oracles = Counter(counts), Counter(oracles)
    tally.failures = [
        Failure(
            each["seed"],
            each["suite"],
            each["crash_at"],
            tuple(each["failures"]),
            tuple(each["lines"]),
        )
        for each in failures
    ]
    return tally


def _whole(value: object) -> int:
    assert isinstance(value, int)
    return value
