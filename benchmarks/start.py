"""How soon the till is there: from the start of its process to its first paint and a key taken."""

import tempfile
from pathlib import Path

from benchmarks.figures import RUNS, Row, median, numbers, progress
from benchmarks.many_sales import folder_with
from benchmarks.processes.child import ask, platforms

PAINT, KEY = 2.0, 2.5  # times a bare window


def measure(arguments: list[str]) -> list[Row]:
    """[RUNS] [SALES]"""
    runs, sales = numbers(arguments, RUNS, 100_000)
    full, rows = folder_with(sales), []
    with tempfile.TemporaryDirectory(prefix="pos-app-bench-") as empty:
        for platform, how in platforms():
            for ledger, folder in (("empty ledger", Path(empty)), (f"{sales:,} sales", full)):
                progress(f"start: {ledger}, {platform}")
                rows += _alternate(f"{ledger}, {platform}", folder, how, runs)
    return rows


def _alternate(where: str, folder: Path, how: dict[str, str], runs: int) -> list[Row]:
    bare, till = [], []
    for run in range(runs + 1):
        floor = ask("benchmarks.processes.bare_window", **how)
        ours = ask("benchmarks.processes.first_paint", POS_APP_DATA_DIR=str(folder), **how)
        if run:  # the first one compiles
            bare.append(floor)
            till.append(ours)
    window = median([each["painted"] for each in bare])
    rows = []
    for key, job, goal in (("painted", "first paint", PAINT), ("key", "a key is taken", KEY)):
        took = median([each[key] for each in till])
        rows.append(
            Row(
                "start",
                f"process start to {job} ({where})",
                f"{took * 1000:.0f} ms",
                f"bare window {window * 1000:.0f} ms",
                took / window,
                f"<= {goal}x",
                took <= goal * window,
            )
        )
    ready = median([each["ready"] for each in till])
    rows.append(Row("start", f"process start to ready to sell ({where})", f"{ready * 1000:.0f} ms"))
    loaded, floor_loaded = till[-1]["modules"], bare[-1]["modules"]
    job = f"modules loaded at the first paint ({where})"
    beside = f"bare window {floor_loaded:.0f}"
    rows.append(Row("start", job, f"{loaded:.0f}", beside, loaded / floor_loaded))
    return rows
