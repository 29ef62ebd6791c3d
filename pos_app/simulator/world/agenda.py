"""What is still to happen. No timer: it happens when somebody looks, at the time it was due."""

import heapq
import itertools
from collections.abc import Callable

from pos_app.simulator.clock import Clock


class Agenda:
    """Units: milliseconds since the epoch, UTC. `now` never goes back."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._due: list[tuple[int, int, Callable[[], None]]] = []
        self._count = itertools.count()
        self.now = clock.now()

    def after(self, ms: int, act: Callable[[], None]) -> None:
        heapq.heappush(self._due, (self.now + ms, next(self._count), act))

    def run(self) -> None:
        """Let everything happen that is due by now, in order, each at its own time."""
        until = max(self.now, self._clock.now())
        while self._due and self._due[0][0] <= until:
            due, _, act = heapq.heappop(self._due)
            self.now = max(self.now, due)
            act()
        self.now = until
