"""Plays one run, given by its seed and its suite, and says what the oracles found."""

import asyncio
import shutil
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from benchmarks.virtual_loop import VirtualLoop
from tests.simulation.engine.installed import installed
from tests.simulation.engine.till import prepare
from tests.simulation.story.story import NAMES, Story

SALES = 3  # in a run of the sequential suite
SHARED_MEMORY = Path("/dev/shm")
VERIFIED = 20  # every so many runs the whole file is checked by the till's own command, too


@dataclass(frozen=True, slots=True)
class Verdict:
    """`failures`: the oracle's name first. Units: `cpu` in seconds."""

    seed: int
    suite: str
    failures: tuple[str, ...]
    hash: str
    lines: tuple[str, ...]
    counts: Counter[str]
    sales: int
    boundaries: int
    cpu: float


def play(seed: int, suite: str = "sales", *, crash_at: int = 0, whole: bool = False) -> Verdict:
    """`suite`: sales, crash or two-tills. `crash_at`: at which boundary of a crash run the power goes.

    `whole`: keep every line of the trace.
    """
    begun = time.process_time()
    ram = SHARED_MEMORY if SHARED_MEMORY.is_dir() else Path(gettempdir())
    folder = Path(mkdtemp(prefix="simulated-", dir=ram))
    tills = 2 if suite == "two-tills" else 1
    for name in NAMES[:tills]:
        prepare(name)
    try:
        with installed(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(_play(seed, suite, tills, crash_at, whole, folder, begun))
    finally:
        shutil.rmtree(folder)


async def _play(
    seed: int, suite: str, tills: int, crash_at: int, whole: bool, folder: Path, begun: float
) -> Verdict:
    sales = 1 if suite == "crash" else SALES
    story = Story(f"{suite} {seed}", folder, tills, sales=sales, whole=whole)
    story.tills[0].crash_at = crash_at
    trace = story.world.trace
    try:
        await story.play(deep=seed % VERIFIED == 0)
    except Exception as error:  # an oracle that cannot look has not seen that all is well
        trace.fail("broken", repr(error))
        if whole:
            raise
    return Verdict(
        seed=seed,
        suite=suite,
        failures=tuple(trace.failures),
        hash=trace.hash,
        lines=tuple(trace.lines),
        counts=trace.counts,
        sales=sum(cashier.sales for cashier in story.cashiers),
        boundaries=story.tills[0].boundaries,
        cpu=time.process_time() - begun,
    )
