"""What time the simulated world takes it to be."""

import time
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    def now(self) -> int:
        """UTC, milliseconds since the epoch."""
        ...


@runtime_checkable
class SettableClock(Protocol):
    def now(self) -> int: ...

    def advance(self, ms: int) -> None: ...


class VirtualClock:
    """Stands still until it is told to move. Units: milliseconds, UTC."""

    def __init__(self, start: int = 1_772_465_520_000) -> None:  # 2026-03-02 15:32:00 UTC
        self._now = start

    def now(self) -> int:
        return self._now

    def advance(self, ms: int) -> None:
        self._now += ms


class SystemClock:
    """The computer's time, and as far ahead of it as it has been pushed."""

    def __init__(self) -> None:
        self._ahead = 0

    def now(self) -> int:
        return time.time_ns() // 1_000_000 + self._ahead

    def advance(self, ms: int) -> None:
        self._ahead += ms
