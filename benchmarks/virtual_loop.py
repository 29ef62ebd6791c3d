"""An event loop whose time is virtual: a wait costs nothing and is exact."""

import asyncio
import selectors
from collections.abc import Mapping

from pos_app.services.clock import SystemClock


class _Patience(selectors.BaseSelector):
    """Nothing to watch: to wait is to move the clock."""

    def __init__(self) -> None:
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            raise RuntimeError("everything waits for something that never comes")
        self.now += max(0.0, timeout)
        return []

    def register(self, fileobj: object, events: int, data: object = None) -> selectors.SelectorKey:
        return selectors.SelectorKey(fileobj, 0, events, data)  # type: ignore[arg-type]  # unused

    def unregister(self, fileobj: object) -> selectors.SelectorKey:
        return selectors.SelectorKey(fileobj, 0, 0, None)  # type: ignore[arg-type]  # unused

    def get_map(self) -> Mapping[object, selectors.SelectorKey]:  # type: ignore[override]  # unused
        return {}


class VirtualLoop(asyncio.SelectorEventLoop):
    """Units: seconds since the loop was made."""

    def __init__(self) -> None:
        self._patience = _Patience()
        super().__init__(self._patience)

    def time(self) -> float:
        return self._patience.now


class VirtualClock(SystemClock):
    """The till's clock on a virtual loop: it waits as the real one does, in the loop's own time.

    `slept`: seconds that passed while no timer ran. `wrong`: milliseconds that the computer's own
    clock has been put ahead since the till was opened.
    """

    EPOCH = 1_772_465_520_000  # a Monday in March 2026

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop, self.slept, self.wrong = loop, 0.0, 0

    def now(self) -> int:
        return self.EPOCH + int(self.monotonic() * 1000)

    def wall(self) -> int:
        return self.now() + self.wrong

    def monotonic(self) -> float:
        return self._loop.time() + self.slept
