"""Every benchmark, each in a process of its own, and the table of what they found."""

import os
import platform
import re
import sqlite3
import subprocess
import sys
import time

from PySide6 import __version__ as qt_version

from benchmarks.figures import HEAD, progress
from benchmarks.processes.child import HERE

PAGE = HERE / "docs" / "performance.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def measure_all(names: list[str]) -> None:
    """Run them one after the other, and put the table in its place."""
    rows = [row for name in names for row in _rows(name)]
    table = "\n".join([_where(), "", HEAD, *rows])
    page = PAGE.read_text(encoding="utf-8")
    inside = re.compile(f"{BEGIN}.*?{END}", re.DOTALL)
    PAGE.write_text(inside.sub(lambda _: f"{BEGIN}\n{table}\n{END}", page), encoding="utf-8")
    print(table)


def _rows(name: str) -> list[str]:
    progress(name)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", name],
        cwd=HERE,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return [line for line in done.stdout.splitlines() if line.startswith("|")]


def _where() -> str:
    """The machine in neutral words."""
    day, cores = time.strftime("%Y-%m-%d"), os.cpu_count()
    return (
        f"Measured on {day}: {cores} shared cores, {platform.system()}, "
        f"Python {platform.python_version()}, Qt {qt_version}, SQLite {sqlite3.sqlite_version}."
    )
