"""Does the window ever stand still? A heart that beats in its thread tells."""

import asyncio
import faulthandler
import json
import math
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks.figures import Row, numbers, part, progress
from benchmarks.processes.child import last_words, provider, start
from benchmarks.processes.heart import BEAT, Heart
from benchmarks.shop import HurriedClock, Shop
from pos_app.domain.charge.status import AttemptStatus
from pos_app.services.clock import Clock, SystemClock
from pos_app.ui.shared.loop import run

GAP, STALL = 20.0, 50.0  # milliseconds
Beats = tuple[list[float], list[float]]  # the till's, and a bare program's at the same time
Work = Callable[[Shop], Awaitable[None]]


def measure(arguments: list[str]) -> list[Row]:
    """[SALES] [SECONDS]"""
    sales, seconds = numbers(arguments, 1_000, 30)
    progress(f"frames: {seconds} s of waiting for the terminal, then {sales} sales")
    waiting = _beats(lambda shop: _wait(shop, seconds), SystemClock(), "100", "0")
    selling = _beats(lambda shop: _sell(shop, sales), HurriedClock(), "1", "1")
    return [
        _row("p99 between two turns of the window, asking and animating", waiting, 0.99, GAP),
        _row(f"longest stall, {sales:,} sales", selling, 1.0, STALL),
        _row(f"p99.9 between two turns of the window, {sales:,} sales", selling, 0.999, math.inf),
    ]


def _row(job: str, beats: Beats, share: float, goal: float) -> Row:
    till, bare = (part(gaps, share) for gaps in beats)
    ours, beside, ratio = f"{till:.1f} ms", f"bare Qt, same time {bare:.1f} ms", till / bare
    if goal == math.inf:
        return Row("frames", job, ours, beside, ratio)
    return Row("frames", job, ours, beside, ratio, f"<= {goal:g} ms", till <= goal)


def _beats(work: Work, clock: Clock, *provided: str) -> Beats:
    gaps: list[float] = []
    floor: list[float] = []
    with (
        tempfile.TemporaryDirectory(prefix="pos-app-bench-") as folder,
        provider(*provided) as address,
    ):
        shop = Shop(Path(folder), address)
        run(shop.till.front.qt, _watched(shop, work, clock, gaps, floor))
    return gaps, floor


async def _watched(
    shop: Shop, work: Work, clock: Clock, gaps: list[float], floor: list[float]
) -> int:
    await shop.open(clock)
    await shop.add()
    await asyncio.sleep(1)  # what the start left behind is done
    bare = start("benchmarks.processes.heart", QT_QPA_PLATFORM="offscreen")
    heart = Heart()
    physician = Physician(heart)
    physician.start()
    await work(shop)
    heart.rest()
    physician.leave()
    bare.terminate()
    floor += json.loads(last_words(bare))
    gaps += heart.gaps
    await shop.till.close()
    return 0


async def _wait(shop: Shop, seconds: int) -> None:
    await shop.charge()
    await shop.reach(AttemptStatus.ON_TERMINAL)
    await asyncio.sleep(seconds)


async def _sell(shop: Shop, sales: int) -> None:
    for number in range(sales):
        if number:
            await shop.add()
        await shop.charge()
        await shop.settle()


class Physician(threading.Thread):
    """Says where the window's thread stands when the heart has missed its beat for too long."""

    def __init__(self, heart: Heart) -> None:
        super().__init__(daemon=True)
        self._heart, self._over = heart, threading.Event()

    def run(self) -> None:
        told = math.inf
        while not self._over.wait(BEAT / 1000):
            last = self._heart.last
            if 1000 * (time.monotonic() - last) > STALL and told != last:
                told = last
                progress(f"a stall of more than {STALL:g} ms:")
                faulthandler.dump_traceback()  # at once: a stack that runs on must not be walked

    def leave(self) -> None:
        self._over.set()
        self.join()
