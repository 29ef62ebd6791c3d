"""What the rest of the till relies on in its event loop: order and timers."""

import asyncio
import gc
import random
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from pos_app.ui.shared.loop import TillEventLoop


class Wakes(QObject):
    """Counts how often Qt's timers wake the loop."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        ours = type(watched).__module__ == TillEventLoop.__module__
        self.count += ours and event.type() == QEvent.Type.Timer
        return False


@pytest.fixture
def wakes(qapp: QApplication) -> Iterator[Wakes]:
    counter = Wakes()
    qapp.installEventFilter(counter)
    yield counter
    qapp.removeEventFilter(counter)


async def test_a_timer_never_rings_early(qapp: QApplication) -> None:
    loop, dice = asyncio.get_running_loop(), random.Random(7)
    early: list[float] = []

    async def nap(seconds: float) -> None:
        due = loop.time() + seconds
        await asyncio.sleep(seconds)
        if loop.time() < due:
            early.append(due - loop.time())

    await asyncio.gather(*(nap(dice.uniform(0, 0.3)) for _ in range(200)))
    assert not early


async def test_timers_ring_in_the_order_of_their_times(qapp: QApplication) -> None:
    loop, rung, done = asyncio.get_running_loop(), list[float](), asyncio.Event()
    times = [loop.time() + number / 2000 for number in range(60)]
    for when in random.Random(7).sample(times, len(times)):
        loop.call_at(when, rung.append, when)
    loop.call_at(times[-1] + 0.001, done.set)
    await done.wait()
    assert rung == times


async def test_what_is_asked_first_runs_first(qapp: QApplication) -> None:
    loop, ran = asyncio.get_running_loop(), list[int]()
    for number in range(100):
        (loop.call_soon if number % 2 else loop.call_soon_threadsafe)(ran.append, number)
    await asyncio.sleep(0.01)
    assert ran == list(range(100))


async def test_twenty_thousand_ended_timeouts_leave_nothing(qapp: QApplication) -> None:
    class Load:
        """Something that a forgotten timer would keep alive."""

    async def use(load: Load) -> None:
        async with asyncio.timeout(30):
            await asyncio.sleep(0)

    loads = weakref.WeakSet[Load]()

    async def use_many() -> None:
        batch = [Load() for _ in range(100)]
        loads.update(batch)
        await asyncio.gather(*map(use, batch))

    for _ in range(200):
        await use_many()
    gc.collect()
    assert not loads
    assert scheduled(asyncio.get_running_loop()) <= 2


def scheduled(loop: asyncio.AbstractEventLoop) -> int:
    """How many timers the loop still holds, by asyncio's own name for them."""
    timers = loop._scheduled  # type: ignore[attr-defined]  # no public way to ask
    return len(timers)


async def test_cancelled_timers_never_outnumber_the_living(qapp: QApplication) -> None:
    loop, dice = asyncio.get_running_loop(), random.Random(7)
    timers = [loop.call_later(30 + dice.random(), print) for _ in range(1000)]
    for count, timer in enumerate(dice.sample(timers, len(timers)), start=1):
        timer.cancel()
        timer.cancel()  # twice is once
        assert scheduled(loop) <= 2 * (1000 - count) + 1
    assert scheduled(loop) <= 1


async def test_a_cancelled_timer_does_not_ring_and_the_next_one_does(qapp: QApplication) -> None:
    loop, rung = asyncio.get_running_loop(), list[str]()
    first = loop.call_later(0.01, rung.append, "first")
    loop.call_later(0.02, rung.append, "second")
    first.cancel()
    await asyncio.sleep(0.03)
    assert rung == ["second"]


async def test_a_timer_says_when_it_is_due(qapp: QApplication) -> None:
    loop = asyncio.get_running_loop()
    when = loop.time() + 3600
    at, later = loop.call_at(when, print), loop.call_later(3600, print)
    assert at.when() == when
    assert later.when() >= when
    at.cancel()
    later.cancel()


async def test_a_timer_may_be_a_century_away(qapp: QApplication) -> None:
    asyncio.get_running_loop().call_later(3e9, print).cancel()


async def test_nothing_due_means_no_wake_up(qapp: QApplication, wakes: Wakes) -> None:
    patience = asyncio.create_task(asyncio.sleep(3600))
    await asyncio.sleep(0.05)
    wakes.count = 0
    await asyncio.sleep(0.5)
    patience.cancel()
    assert wakes.count <= 4  # its own sleep, at most woken twice, and nothing else
