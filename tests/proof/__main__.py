"""All that proves the promise, run in turn: python -m tests.proof [--release] [--publish]."""

import argparse
import os
import platform
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
FIGURES = ROOT / "docs" / "figures.md"
PARTS = 10  # of the planted bugs: one is tried at each change


class Step(NamedTuple):
    title: str
    module: str
    change: tuple[str, ...]
    release: tuple[str, ...]


STEPS = (
    Step("Simulated sales", "tests.simulation", (), ("--release",)),
    Step("Real crashes", "tests.crashes", (), ("--passes", "20")),
    Step("Power cuts", "tests.crashes.power", ("--images", "2000"), ("--images", "50000")),
    Step("Planted bugs", "tests.planted", ("--part", "today"), ()),
)


class Done(NamedTuple):
    """`seconds` as the wall clock tells."""

    step: Step
    command: str
    told: str
    code: int
    seconds: float


def take(step: Step, *, release: bool) -> Done:
    """Run one step; what it says while it works goes on the screen at once."""
    asked = step.release if release else step.change
    words = [step.module, *(today() if word == "today" else word for word in asked)]
    print(f"[proof] {step.title}: python -m {' '.join(words)}", file=sys.stderr, flush=True)
    begun = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    seconds = time.monotonic() - begun
    print(ran.stdout, flush=True)
    return Done(step, f"python -m {' '.join(words)}", ran.stdout, ran.returncode, seconds)


def today() -> str:
    """Which tenth of the planted bugs: another one each day."""
    return str(datetime.now(UTC).toordinal() % PARTS)


def page(all_done: Sequence[Done]) -> str:
    """As docs/figures.md holds it."""
    commit = _git("rev-parse", "--short", "HEAD") or "unknown"
    changed = " and changes" if _git("status", "--porcelain", "--untracked-files=no") else ""
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    lines = [
        "# Figures of the proof",
        "",
        "Made by `python -m tests.proof --publish`; what they do and do not prove is said in",
        "[reliability.md](reliability.md).",
        "",
        f"Commit {commit}{changed}, {datetime.now(UTC):%Y-%m-%d}, Python"
        f" {platform.python_version()}, {machine}.",
    ]
    for done in all_done:
        lines += ["", f"## {done.step.title}", "", f"`{done.command}`, {done.seconds:.0f} s", ""]
        lines += [done.told.strip()]
    return "\n".join(lines) + "\n"


def _git(*words: str) -> str:
    ran = subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return ran.stdout.strip()


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.proof", description=__doc__)
    parser.add_argument("--release", action="store_true", help="the long run")
    parser.add_argument("--all-bugs", action="store_true", help="not a tenth of them")
    parser.add_argument("--publish", action="store_true", help=f"write {FIGURES.name}")
    asked = parser.parse_args(arguments)
    all_done = []
    for step in STEPS:
        whole = asked.release or (asked.all_bugs and step.module == "tests.planted")
        all_done.append(take(step, release=whole))
    if asked.publish:
        FIGURES.write_text(page(all_done), "utf-8")
    failed = [done.step.title for done in all_done if done.code]
    for done in all_done:
        print(f"[proof] {done.step.title}: {done.seconds:.0f} s, exit {done.code}")
    print(f"[proof] {'FAILED: ' + ', '.join(failed) if failed else 'all held'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
