"""The provider, the terminal and the customer: a simulated world that outlives the tills."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path

from pos_app.domain.errors import LedgerError
from pos_app.simulator.options import Delays, Options
from pos_app.simulator.world.lives import NothingHappens
from pos_app.simulator.world.records import Intent
from pos_app.simulator.worlds import seeded_shop
from pos_app.store.sales import sales_json
from tests.crashes.rig.child import TERMINAL

ROUND_TRIP = 1_000  # milliseconds: a status or two for each question of the till
PONDERS = 1_000  # milliseconds, before the customer does anything


class Customer(Enum):
    """What the customer does with the charge on the terminal."""

    PAYS = "pays"
    DECLINED = "is declined"
    RED_KEY = "presses the red key"
    LEAVES = "walks away"


class WorldTime:
    """Moves with each request; or with a loop of virtual time, while one runs. Milliseconds."""

    def __init__(self) -> None:
        self.base = time.time_ns() // 1_000_000
        self._loop: asyncio.AbstractEventLoop | None = None

    def now(self) -> int:
        return self.base + (int(self._loop.time() * 1000) if self._loop else 0)

    def follow(self, loop: asyncio.AbstractEventLoop | None) -> None:
        self.base, self._loop = self.now(), loop
        if loop is not None:
            self.base -= int(loop.time() * 1000)


class Town:
    """`folder`: the ledger of the till that is at work now."""

    def __init__(self) -> None:
        self.time = WorldTime()
        delays = Delays(opened=500, processing=1_500, processed=1_000)
        self.backend = seeded_shop("MLA", self.time, 1, Options(latency=2, delays=delays))
        self.folder = Path()
        self._known = 0
        self.customer = Customer.PAYS
        self.unannounced: list[str] = []
        self.on_request: Callable[[], None] = lambda: None

    async def pass_time(self, seconds: float) -> None:
        """Twice for each request: before it is carried out, and before it is answered."""
        self.time.base += ROUND_TRIP // 2
        newest = self.backend.truth.requests[-1]
        if newest.creates is not None and not newest.acted:
            self._check_announced(newest.creates)
        self.on_request()
        self.act()

    def act(self) -> None:
        """The customer does what is next, if there is anything to do."""
        terminals = self.backend.terminals
        intent = terminals.live_intent(self.backend.world.terminals[TERMINAL])
        if intent is None or self.time.now() - intent.since < PONDERS:
            return
        with suppress(NothingHappens):
            match self.customer:
                case Customer.PAYS:
                    self.backend.pay(TERMINAL)
                case Customer.DECLINED:
                    self.backend.decline(TERMINAL)
                case Customer.RED_KEY:
                    self.backend.cancel_on_terminal(TERMINAL)
                case Customer.LEAVES:
                    pass

    def _check_announced(self, reference: str) -> None:
        """I1, I20: what has come in was on the till's disk before it left."""
        try:
            sold = sales_json(self.folder)["sales"]
        except LedgerError:
            sold = []
        status = {a["external_reference"]: a["status"] for s in sold for a in s["attempts"]}
        if status.get(reference) != "(sending)":
            self.unannounced.append(f"{reference} came in, on disk it is {status.get(reference)}")

    def begin(self, folder: Path) -> None:
        """Another till, on this folder."""
        self.folder, self._known = folder, len(self.backend.world.intents)

    @property
    def intents(self) -> list[Intent]:
        """Those that this till has made."""
        return [*self.backend.world.intents.values()][self._known :]
