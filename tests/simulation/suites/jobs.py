"""Chunks of runs, spread over the cores, until a suite has what it wants."""

import gc
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from itertools import count

from tests.simulation.suites.tally import CRASHED, EVERY_CRASH, Tally, run_seeds

CHUNK = {"sales": 25, CRASHED: 2, EVERY_CRASH: 1, "two-tills": 20}


@dataclass(frozen=True, slots=True)
class Part:
    """A suite from seed `first` on, until so many sales (or runs, or sold-and-crashed sales)."""

    suite: str
    first: int
    wanted: int
    counts: str = "sales"  # or runs

    def has(self, tally: Tally) -> bool:
        return (tally.runs if self.counts == "runs" else tally.sales) >= self.wanted

    def chunks(self) -> Iterator[range]:
        size = CHUNK[self.suite]
        return (range(start, start + size) for start in count(self.first, size))


def cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def pool(jobs: int) -> ProcessPoolExecutor:
    """Forked where the system can: the modules are warm then, and no garbage."""
    way = "fork" if sys.platform == "linux" else "spawn"
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(way), gc.freeze)


def run_part(
    part: Part,
    workers: Executor,
    jobs: int,
    *,
    shard: tuple[int, int],
    done: Tally,
    finished: set[int],
    told: Callable[[Part, Tally], None],
) -> Tally:
    """Add to `done` what is missing. `finished`: where chunks begin that were played before."""
    mine = (
        chunk
        for number, chunk in enumerate(part.chunks())
        if number % shard[1] == shard[0] and chunk.start not in finished
    )
    running: dict[Future[Tally], range] = {}
    while running or not part.has(done):
        while len(running) < jobs + 2 and not part.has(done):
            chunk = next(mine)
            running[workers.submit(run_seeds, part.suite, chunk)] = chunk
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            finished.add(running.pop(future).start)
            done.add(future.result())
        told(part, done)
    return done
