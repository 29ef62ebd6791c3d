"""Plays one run, given by its seed and its suite, and says what the oracles found."""

import asyncio
import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir, mkdtemp
from typing import TypeVar

from benchmarks.virtual_loop import VirtualLoop
from tests.simulation.engine.installed import installed
from tests.simulation.engine.till import prepare
from tests.simulation.story.draw import draw, short
from tests.simulation.story.story import NAMES, Story

T = TypeVar("T")
SALES = 5  # in a run of the sequential suite
SHARED_MEMORY = Path("/dev/shm")
VERIFIED = 20  # every so many runs the whole file is checked by the till's own command, too


@dataclass(frozen=True, slots=True)
class Verdict:
    """`failures`: the oracle's name first. `moments`: the boundaries at which a crash leaves what
    it leaves at no earlier one. Units: `cpu` in seconds."""

    seed: int
    suite: str
    failures: tuple[str, ...]
    hash: str
    lines: tuple[str, ...]
    counts: Counter[str]
    sales: int
    boundaries: int
    moments: tuple[int, ...]
    cpu: float


def play(seed: int, suite: str = "sales", *, crash_at: int = 0, whole: bool = False) -> Verdict:
    """One run. `suite`: sales, crash or two-tills. `whole`: keep every line of the trace.

    `crash_at`: the boundary of a crash run at which the power goes.
    """
    rng = random.Random(f"{suite} {seed}")
    drawn = short(rng) if suite == "crash" else draw(rng, SALES if suite == "sales" else 1)
    tills = 2 if suite == "two-tills" else 1
    begun = time.process_time()
    deep = (seed + crash_at) % VERIFIED == 0

    async def story(folder: Path) -> Verdict:
        story = Story(f"{suite} {seed}", folder, tills, drawn, whole=whole)
        story.tills[0].crash_at = crash_at
        trace = story.world.trace
        try:
            await story.play(deep=deep)
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
            moments=tuple(story.tills[0].moments.values()),
            cpu=time.process_time() - begun,
        )

    return in_virtual_time(story)


def in_virtual_time(work: Callable[[Path], Coroutine[object, object, T]]) -> T:
    """Run it on a loop of its own, with a folder of its own, on a disk that can fail."""
    ram = SHARED_MEMORY if SHARED_MEMORY.is_dir() else Path(gettempdir())
    folder = Path(mkdtemp(prefix="simulated-", dir=ram))
    for name in NAMES:
        prepare(name)
    try:
        with installed(), asyncio.Runner(loop_factory=VirtualLoop) as runner:
            return runner.run(work(folder))
    finally:
        shutil.rmtree(folder)
