"""The till's time: a port, and the real one."""

import asyncio
import time
from typing import Protocol

# A computer that slept must count the sleep. Linux has a clock of its own for that; on macOS it is
# the monotonic one of POSIX, and on Windows, which has neither, the one of the standard library.
_STEADY = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


class Clock(Protocol):
    """Units: `now` and `wall` in milliseconds since the epoch, UTC; everything else in seconds.

    `now` never jumps, and is what the till goes by; `wall` is what the computer says at this
    moment. `speed`: how much faster it runs than the computer's.
    """

    @property
    def speed(self) -> float: ...

    def now(self) -> int: ...

    def wall(self) -> int: ...

    def monotonic(self) -> float: ...

    async def sleep(self, seconds: float) -> None: ...

    async def wait(self, event: asyncio.Event, seconds: float) -> bool: ...


class SystemClock:
    """The wall clock as it stood at the start, carried on by one that never jumps (F41)."""

    speed = 1.0

    def __init__(self) -> None:
        self._wall, self._start = time.time_ns() // 1_000_000, self.monotonic()

    def now(self) -> int:
        return self._wall + int((self.monotonic() - self._start) * 1000)

    def wall(self) -> int:
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        return time.monotonic() if _STEADY is None else time.clock_gettime(_STEADY)

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        """Wait for `event`, at most so long. Whether it came."""
        try:
            async with asyncio.timeout(seconds):
                await event.wait()
        except TimeoutError:
            return False
        return True


class FastClock(SystemClock):
    """Time that runs faster than the computer's: for the tour, and for tests of whole days."""

    def __init__(self, speed: float) -> None:
        self.speed = speed
        super().__init__()

    def wall(self) -> int:
        return self.now()

    def monotonic(self) -> float:
        return super().monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / self.speed)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        return await super().wait(event, seconds / self.speed)
