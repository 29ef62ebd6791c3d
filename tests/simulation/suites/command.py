"""The command line of the simulation."""

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulation.directed.table import SCHEDULES
from tests.simulation.run import SALES, play
from tests.simulation.suites.jobs import Part, cores, pool, run_part
from tests.simulation.suites.record import Record, load, tally_json
from tests.simulation.suites.report import Report
from tests.simulation.suites.tally import CRASHED, EVERY_CRASH, Tally, run_seeds

TOLD_EVERY, SAVED_EVERY = 5.0, 20.0  # seconds
CHANGE = (
    Part("sales", 0, 20_000),
    Part(CRASHED, 0, 500),
    Part("two-tills", 0, 2_000, "runs"),
)
RELEASE = (
    Part("sales", 1_000_000, 1_000_000),
    Part(EVERY_CRASH, 1_000_000, 10_000),
    Part("two-tills", 1_000_000, 100_000, "runs"),
)


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    crash = EVERY_CRASH if asked.every else CRASHED if asked.crash else ""
    suite = crash or ("two-tills" if asked.two_tills else "sales")
    if asked.list:
        print("\n".join(sorted(SCHEDULES)))
        return 0
    if asked.seed is not None:
        return _replay(asked.seed, suite, asked.at)
    if asked.seeds is not None:
        return _some(suite, asked.seeds, at_first=asked.stop_at_first, as_json=asked.json)
    return _suite(asked)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.simulation",
        description=f"Tills under faults, in virtual time; {SALES} sales in a run. Without"
        " arguments: the suite of each change, on all cores; exit 1 on any failure.",
    )
    parser.add_argument("--seed", type=int, help="play this run again, and tell all of it")
    parser.add_argument("--seeds", type=_range, metavar="A:B", help="from A up to but without B")
    parser.add_argument("--crash", action="store_true", help="die at each moment of a sale")
    parser.add_argument("--every", action="store_true", help="with --seeds: at each boundary")
    parser.add_argument("--at", type=int, default=0, help="with --seed --crash: at this one alone")
    parser.add_argument("--two-tills", action="store_true", help="on one account")
    parser.add_argument("--stop-at-first", action="store_true", help="that fails")
    parser.add_argument("--json", action="store_true", help="with --seeds: told for programs")
    parser.add_argument("--jobs", type=int, default=cores(), help="processes")
    parser.add_argument("--release", action="store_true", help="the long suite")
    parser.add_argument("--shard", type=_shard, default=(0, 1), metavar="I/N", help="a part of it")
    parser.add_argument("--state", type=Path, help="what is done is kept here, to go on from")
    parser.add_argument("--report", type=Path, help="the figures go here, as JSON and Markdown")
    parser.add_argument("--list", action="store_true", help="the directed schedules")
    return parser


def _range(text: str) -> range:
    begin, _, end = text.partition(":")
    return range(int(begin), int(end))


def _shard(text: str) -> tuple[int, int]:
    part, _, parts = text.partition("/")
    if not 1 <= int(part) <= int(parts):
        raise argparse.ArgumentTypeError(f"{text}: from 1/N to N/N")
    return int(part) - 1, int(parts)


def _replay(seed: int, suite: str, crash_at: int) -> int:
    verdict = play(seed, suite, crash_at=crash_at, whole=True)
    print("\n".join(verdict.lines))
    print(f"seed {seed} ({suite}): {verdict.sales} sales, hash {verdict.hash}")
    for failure in verdict.failures:
        print(f"FAILED {failure}")
    return 1 if verdict.failures else 0


def _some(suite: str, seeds: range, *, at_first: bool, as_json: bool) -> int:
    tally = run_seeds(suite, seeds, at_first=at_first)
    if as_json:
        first = next(iter(tally.failures), None)
        print(json.dumps({**tally_json(tally), "seed": first.seed if first else None}))
    else:
        for failure in tally.failures:
            print(failure.text)
        print(f"{tally.runs} runs, {tally.sales} sales, {tally.failed} failed, {tally.cpu:.1f} s")
    return 1 if tally.failed else 0


@dataclass
class _Progress:
    record: Record
    state: Path | None
    begun: float = field(default_factory=time.monotonic)
    told: float = 0.0
    saved: float = 0.0

    def tell(self, part: Part, tally: Tally) -> None:
        now = time.monotonic()
        if now - self.told > TOLD_EVERY or tally.failed:
            self.told = now
            reached = tally.runs if part.counts == "runs" else tally.sales
            line = (
                f"{part.suite}: {reached:,} of {part.wanted:,} {part.counts}, {tally.runs:,} runs"
            )
            print(f"[{now - self.begun:5.0f} s] {line}, {tally.failed} failed", file=sys.stderr)
        if self.state is not None and now - self.saved > SAVED_EVERY:
            self.saved = now
            self.record.save(self.state)


def _suite(asked: argparse.Namespace) -> int:
    whole = RELEASE if asked.release else CHANGE
    parts = tuple(Part(p.suite, p.first, -(-p.wanted // asked.shard[1]), p.counts) for p in whole)
    record = load(asked.state, _commit()) if asked.state else Record(_commit())
    progress = _Progress(record, asked.state)
    with pool(asked.jobs) as workers:
        for part in parts:
            done, finished = record.of(part)
            run_part(
                part,
                workers,
                asked.jobs,
                shard=asked.shard,
                done=done,
                finished=finished,
                told=progress.tell,
            )
    if asked.state:
        record.save(asked.state)
    report = Report(record, parts, time.monotonic() - progress.begun, asked.jobs, gated=True)
    for tally in record.tallies.values():
        for failure in tally.failures:
            print(failure.text)
    print(report.markdown())
    if asked.report:
        asked.report.write_text(report.json(), "utf-8")
        asked.report.with_suffix(".md").write_text(report.markdown() + "\n", "utf-8")
    return 1 if report.failed else 0


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
    )
    return told.stdout.strip() or "unknown"
