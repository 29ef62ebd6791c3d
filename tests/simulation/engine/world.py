"""All that is outside the tills: the provider, its terminals, the ways there, and time."""

import asyncio
from collections.abc import Callable

import httpx

from pos_app.simulator.door import simulated
from pos_app.simulator.options import Options
from pos_app.simulator.world.lives import NothingHappens
from pos_app.simulator.world.records import Intent
from pos_app.simulator.worlds import seeded_shop
from tests.simulation.engine.clock import WorldClock
from tests.simulation.engine.luck import Luck
from tests.simulation.engine.trace import Trace


class World:
    """`latency`: seconds of a round trip. `arrived` is told of every intent that is created."""

    def __init__(self, seed: int, options: Options, latency: float, *, whole: bool = False) -> None:
        self.loop = asyncio.get_running_loop()
        self.clock = WorldClock(self.loop)
        self.trace = Trace(self.clock.now, whole=whole)
        self.backend = seeded_shop("MLA", self.clock, seed, options)
        self.luck = Luck(self._struck)
        self.backend.faults = self.luck
        self.service = simulated(self.backend)
        self.latency = latency
        self.on_the_way: set[asyncio.Task[httpx.Response]] = set()
        self.arrived: Callable[[Intent], None] = lambda intent: None
        self.faulted: Callable[[str, str], None] = lambda kind, path: None
        self._begin = self.backend.lives.begin
        self.backend.lives.begin = self._begun  # type: ignore[method-assign]  # to be told

    def _begun(self, intent: Intent) -> None:
        self._begin(intent)
        self.trace.add(f"provider creates {intent.id} for {intent.reference}")
        self.arrived(intent)

    def act(self, what: str, act: Callable[[], object]) -> None:
        """Somebody's hand on a terminal, or at the provider. A dead key does nothing."""
        try:
            act()
        except (NothingHappens, KeyError):
            self.trace.add(f"{what}: nothing happens")
        else:
            self.trace.add(what)
            self.trace.count(f"person: {what.split(' at ')[0]}")

    def after(self, seconds: float, act: Callable[[], None]) -> None:
        self.loop.call_later(seconds, act)

    def _struck(self, kind: str, method: str, path: str) -> None:
        self.trace.add(f"fault {kind}: {method} {path}")
        self.trace.count(f"fault: {kind}")
        self.faulted(kind, path)
