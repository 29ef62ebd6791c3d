"""python -m tests.crashes.power: power cuts by the thousand, none of which may cost anything."""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from tests.crashes.power.cuts import IMAGES, Figures, Run, in_memory
from tests.crashes.power.record import ROOT

MOST_SHOWN = 20


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.crashes.power")
    parser.add_argument("--images", type=int, default=2_000, help="50000 for a release")
    parser.add_argument(
        "--seed", type=int, default=0, help="of the first till; the next has the next"
    )
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--report", type=Path, metavar="FILE", help="JSON")
    parser.add_argument(
        "--synchronous", default="FULL", choices=("FULL", "NORMAL", "OFF"), help="to see it fail"
    )
    args = parser.parse_args()
    if args.images < 1 or args.jobs < 1:
        parser.error("--images and --jobs are at least 1")
    started = time.monotonic()
    figures = run_all(runs(args.seed, args.images, args.synchronous), args.jobs)
    told: dict[str, str | int | list[str] | dict[str, int]] = {
        "commit": commit(),
        "sqlite": sqlite3.sqlite_version,
        "python": sys.version.split()[0],
        "synchronous": args.synchronous,
        "first seed": args.seed,
        "seconds": round(time.monotonic() - started),
        "counts": dict(figures.counts),
        "what verify says of what was being written, before the till has opened it": dict(
            figures.alarms
        ),
        "failures": figures.failures,
    }
    if args.report:
        args.report.write_text(json.dumps(told, indent=2) + "\n", "utf-8")
    print("| power cuts | |\n|---|---:|")
    for name, count in [*told.items(), *figures.counts.items()]:
        if isinstance(count, str | int):
            print(f"| {name} | {count:,} |" if isinstance(count, int) else f"| {name} | {count} |")
    for failure in figures.failures[:MOST_SHOWN]:
        print(failure, file=sys.stderr)
    print("FAILED" if figures.failures else "Nothing was lost, nothing was half.")
    return 1 if figures.failures else 0


def runs(seed: int, images: int, synchronous: str) -> list[Run]:
    starts = range(0, images, IMAGES)
    return [
        Run(seed + number, min(IMAGES, images - start), synchronous)
        for number, start in enumerate(starts)
    ]


def run_all(wanted: list[Run], jobs: int) -> Figures:
    figures = Figures()
    with ProcessPoolExecutor(jobs, get_context("spawn")) as pool:
        for done in as_completed([pool.submit(in_memory, run) for run in wanted]):
            figures.add(done.result())
            if sys.stderr.isatty():
                print(f"{figures.counts['images']:,} images", end="\r", file=sys.stderr)
    figures.failures.sort()
    return figures


def commit() -> str:
    asked = ("git", "describe", "--always", "--dirty", "--abbrev=12")
    try:
        ran = subprocess.run(asked, cwd=ROOT, check=False, capture_output=True, text=True)
    except FileNotFoundError:
        return "unknown"
    return ran.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
