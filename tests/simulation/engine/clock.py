"""Virtual time: the world's, and the clock of each till, which can be wrong and can sleep."""

import asyncio

from pos_app.services.clock import SystemClock

EPOCH = 1_772_465_520_000  # a Monday in March 2026, milliseconds UTC


class WorldClock:
    """`ahead`: seconds that passed while the tills slept, so that none of their timers ran."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop, self.ahead = loop, 0.0

    def now(self) -> int:
        return EPOCH + round((self.loop.time() + self.ahead) * 1000)


class TillClock(SystemClock):
    """As the real one: the wall is looked at when the program starts, and carried on from there.

    `wrong`: milliseconds that the computer's wall clock is ahead. `slept`: seconds of sleep that
    its steady clock has counted.
    """

    def __init__(self, world: WorldClock) -> None:
        self._world, self.wrong, self.slept = world, 0, 0.0
        self.begin()

    def begin(self) -> None:
        """The program starts."""
        self._wall, self._start = self._world.now() + self.wrong, self.monotonic()

    def wall(self) -> int:
        return self._world.now() + self.wrong

    def monotonic(self) -> float:
        return self._world.loop.time() + self.slept
