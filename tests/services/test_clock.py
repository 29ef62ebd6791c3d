"""The till's time."""

import asyncio
import time
from contextlib import closing

import pytest

from benchmarks.virtual_loop import VirtualClock, VirtualLoop
from pos_app.services.clock import FastClock, SystemClock


def test_the_clock_is_the_computers_and_never_goes_back() -> None:  # F41
    clock = SystemClock()
    readings = [clock.now() for _ in range(1000)]
    assert readings == sorted(readings)
    assert abs(readings[-1] - time.time() * 1000) < 5_000


def test_what_the_computer_says_now_is_told_beside_it(  # F41
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = SystemClock()
    assert abs(clock.wall() - clock.now()) < 1_000
    tomorrow = time.time_ns() + 86_400_000_000_000
    monkeypatch.setattr(time, "time_ns", lambda: tomorrow)
    assert clock.wall() == tomorrow // 1_000_000
    assert clock.wall() - clock.now() > 86_000_000


def test_a_fast_clock_has_no_other_time_than_its_own() -> None:
    clock = FastClock(50.0)
    assert clock.speed == 50.0
    assert 0 <= clock.wall() - clock.now() <= 50


def test_a_virtual_clock_sleeps_and_is_put_wrong_as_it_is_told() -> None:
    with closing(VirtualLoop()) as loop:
        clock = VirtualClock(loop)
        before = clock.now()
        clock.slept, clock.wrong = 3_600.0, -5_000
        assert clock.now() - before == 3_600_000
        assert (clock.monotonic(), clock.wall()) == (3_600.0, clock.now() - 5_000)


async def test_a_wait_ends_at_its_event_or_its_time() -> None:
    clock, event = SystemClock(), asyncio.Event()
    assert await clock.wait(event, 0.01) is False
    event.set()
    assert await clock.wait(event, 60) is True
    await clock.sleep(0)
