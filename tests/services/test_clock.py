"""The till's time."""

import asyncio
import time

from pos_app.services.clock import SystemClock


def test_the_clock_is_the_computers_and_never_goes_back() -> None:  # F41
    clock = SystemClock()
    readings = [clock.now() for _ in range(1000)]
    assert readings == sorted(readings)
    assert abs(readings[-1] - time.time() * 1000) < 5_000


async def test_a_wait_ends_at_its_event_or_its_time() -> None:
    clock, event = SystemClock(), asyncio.Event()
    assert await clock.wait(event, 0.01) is False
    event.set()
    assert await clock.wait(event, 60) is True
    await clock.sleep(0)
