"""Sleep, clock and network: what befalls the computer under a till, noticed in seconds."""

import asyncio
import logging
from typing import Protocol

from pos_app.domain.errors import NoAnswer, NotSent, TillError
from pos_app.services.charges import Charges
from pos_app.services.clock import Clock
from pos_app.services.connection import Connection
from pos_app.services.observable import Observable
from pos_app.services.tasks import TaskOwner

BEAT, REST = 2.0, 30.0  # seconds between two looks, while a charge is under way and while none is
GAP = 5.0  # seconds more than were waited for: the computer, or the program, stood still
SKEW_STEP = 10_000  # milliseconds: what is less says more of the network than of a clock
CONNECTION = ""  # among the names of attempts

log = logging.getLogger(__name__)


class LinePort(Protocol):
    """The way to the provider, as far as it depends on this computer."""

    @property
    def skew(self) -> int:
        """Milliseconds: our clock less the provider's; 0 until known."""

    async def renew(self) -> None:
        """Let go of the connections that reads use."""

    def own_address(self) -> str:
        """On the network that leads out now; empty where none does."""


class Vigil:
    """`skew`: the computer's clock, or the till's where that is worse, less the provider's, in
    milliseconds. `woken` counts how often a charge was under way when the computer woke.

    What it finds changes nothing by itself: every charge is asked about at once (F41-F43).
    """

    def __init__(
        self, line: LinePort, charges: Charges, connection: Connection, clock: Clock
    ) -> None:
        self._line, self._charges, self._connection = line, charges, connection
        self._clock = clock
        self._stir = asyncio.Event()
        self._silent: frozenset[str] = frozenset()  # who got no answer to the last question
        self.skew: Observable[int] = Observable(0)
        self.woken: Observable[int] = Observable(0)

    def start(self, tasks: TaskOwner) -> None:
        self._charges.following.watch(lambda _: self._heed())
        self._connection.state.watch(lambda _: self._heed())
        tasks.spawn("vigil", self._keep())

    @property
    def _charging(self) -> bool:
        return any(not each.attempt.settled for each in self._charges.following.value.values())

    def _heed(self) -> None:
        """Somebody who was silent got an answer: those who still are ask again, and now."""
        following = self._charges.following.value
        troubles = {name: each.trouble for name, each in following.items()}
        troubles[CONNECTION] = self._connection.state.value.trouble
        lost = {name for name, trouble in troubles.items() if _is_silence(trouble)}
        back = (self._silent & troubles.keys()) - lost
        self._silent = frozenset(lost)
        if back and lost:
            self._ask_again()
        if self._charging:
            self._stir.set()
        self._show_skew()

    def _ask_again(self) -> None:
        self._charges.nudge()
        if CONNECTION in self._silent:
            self._connection.refresh()

    async def _keep(self) -> None:
        address, drift = self._line.own_address(), self._drift()
        while True:
            stood = await self._let_pass()
            jumped, drift = self._drift() - drift, self._drift()
            left, address = address, self._line.own_address()
            try:
                if stood > GAP or jumped > GAP * 1000:
                    await self._wake(stood)
                elif left != address:
                    await self._line.renew()
                    self._ask_again()
            except Exception:  # a fault of ours must not end the watch (F59)
                log.exception("the vigil goes on after a fault")
            self._show_skew()

    async def _let_pass(self) -> float:
        """Until the next look. By how many of the computer's seconds it took longer."""
        before, rest = self._clock.monotonic(), REST
        self._stir.clear()
        if self._charging:
            rest = BEAT
            await self._clock.sleep(rest)
        else:
            await self._clock.wait(self._stir, rest)
        return (self._clock.monotonic() - before - rest) / self._clock.speed

    async def _wake(self, stood: float) -> None:
        """Connections may be gone without a word, and much may have happened (F42)."""
        log.info("awake after standing still for %d s", stood)
        await self._line.renew()
        self._ask_again()
        self._connection.refresh()
        if self._charging:
            self.woken.set(self.woken.value + 1)

    def _drift(self) -> int:
        """By how much the computer's clock has left ours: somebody, or the network, set it."""
        return self._clock.wall() - self._clock.now()

    def _show_skew(self) -> None:
        ours = self._line.skew
        worse = max(ours, ours + self._drift(), key=abs) if ours else 0
        if (shown := round(worse / SKEW_STEP) * SKEW_STEP) != self.skew.value:
            self.skew.set(shown)


def _is_silence(trouble: TillError | None) -> bool:
    return isinstance(trouble, NotSent | NoAnswer)
