"""What the till takes of the machine while it stands there: processor time, and memory."""

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.figures import RUNS, Row, median, numbers, progress
from benchmarks.processes.child import Child, platforms, provider, start

IDLE, WAITING = 0.1, 1.0  # per cent of a core
MEMORY = 1.35  # times bare Qt with its loop and its client
CALM = 3  # seconds, until what the start left behind is done
NOBODY_PAYS = ("100", "0")


def idle(arguments: list[str]) -> list[Row]:
    """[SECONDS] [SECONDS OF CALM BEFORE]"""
    seconds, calm = numbers(arguments, 30, CALM)
    rows = []
    for platform, how in platforms():
        progress(f"idle: {seconds} s, twice, {platform}")
        with _till(how) as (till, _):
            spent = _busy(till, seconds, calm)
            _ask(till, "waiting")
            waited = _busy(till, seconds, calm)
        for job, share, goal in (
            ("ready to sell", spent, IDLE),
            ("waiting for the terminal, asking and animating", waited, WAITING),
        ):
            ours, wanted = f"{share:.3f} % of a core", f"<= {goal:g} %"
            job = f"processor, {job} ({platform})"
            rows.append(Row("idle", job, ours, goal=wanted, met=share <= goal))
    return rows


def memory(arguments: list[str]) -> list[Row]:
    """[RUNS] [SECONDS OF CALM BEFORE]"""
    runs, calm = numbers(arguments, RUNS, CALM)
    ours, floor = [], []
    for run in range(runs):
        progress(f"memory: {run + 1} of {runs}")
        with _till({"QT_QPA_PLATFORM": "offscreen"}) as (till, _):
            time.sleep(calm)
            ours.append(_pss(till))
        with provider(*NOBODY_PAYS) as address:  # never both at once: they would share pages
            bare = start("benchmarks.processes.bare_network", address, QT_QPA_PLATFORM="offscreen")
            _hear(bare, "ready")
            time.sleep(calm)
            floor.append(_pss(bare))
            bare.communicate("\n")
    till_mib, bare_mib = median(ours), median(floor)
    job, beside = "memory (PSS), ready to sell", f"bare Qt, qasync and httpx {bare_mib:.1f} MiB"
    ratio, goal = till_mib / bare_mib, f"<= {MEMORY}x"
    return [Row("memory", job, f"{till_mib:.1f} MiB", beside, ratio, goal, ratio <= MEMORY)]


@contextmanager
def _till(how: dict[str, str]) -> Iterator[tuple[Child, str]]:
    """A till that is ready to sell, in a process of its own, and its provider's address."""
    with (
        tempfile.TemporaryDirectory(prefix="pos-app-bench-") as folder,
        provider(*NOBODY_PAYS) as address,
    ):
        child = start("benchmarks.processes.standing_till", folder, address, **how)
        _hear(child, "ready")
        try:
            yield child, address
        finally:
            child.communicate("\n\n")


def _ask(child: Child, word: str) -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()
    _hear(child, word)


def _hear(child: Child, word: str) -> None:
    assert child.stdout is not None
    if child.stdout.readline().strip() != word:
        raise RuntimeError(child.communicate()[1][-2000:])


def _busy(child: Child, seconds: int, calm: int) -> float:
    """Per cent of a core over so many seconds, all threads of the process together."""
    time.sleep(calm)
    before, begun = _spent(child.pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (_spent(child.pid) - before) / (time.monotonic() - begun)


def _spent(pid: int) -> float:
    """Seconds of processor time. Source: proc(5), schedstat, whose first number is nanoseconds."""
    threads = Path(f"/proc/{pid}/task").iterdir()
    return sum(int((each / "schedstat").read_text().split()[0]) for each in threads) / 1e9


def _pss(child: Child) -> float:
    """MiB, each shared page counted in proportion."""
    rollup = Path(f"/proc/{child.pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if "Pss:" in line) / 1024
