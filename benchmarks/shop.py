"""A till in training with its real window, book and network, and hands to sell with."""

import asyncio
import gc
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QWidget

from benchmarks.processes.child import TOKEN
from pos_app.config import Settings
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.money import Money
from pos_app.front import Front
from pos_app.gateway.door import TransportFactory
from pos_app.house import House
from pos_app.services.clock import Clock, SystemClock
from pos_app.services.ids import SystemIds
from pos_app.services.state import TillState
from pos_app.till import Till

SMART = "PAX_A910"  # it takes what is sent to it by itself
AMOUNT = Money(183450, "ARS")
HURRY = 20.0  # times less patience, where it is not what is measured
PATIENCE = 30.0  # seconds


class HurriedClock(SystemClock):
    """The right time, and short waits: a clock that ran ahead would doubt every payment."""

    async def sleep(self, seconds: float) -> None:
        await super().sleep(seconds / HURRY)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        return await super().wait(event, seconds / HURRY)


class Shop:
    def __init__(self, folder: Path, address: str) -> None:
        settings = Settings(folder, "training", training_url=address, training_token=TOKEN)
        self.till = Till(Front(settings))
        self.till.front.paint()

    @property
    def house(self) -> House:
        if self.till.house is None:
            raise RuntimeError("the till could not be opened")
        return self.till.house

    async def open(
        self, clock: Clock | None = None, network: TransportFactory | None = None
    ) -> None:
        """Until it could sell, with the terminal chosen."""
        await self.till.furnish(clock or HurriedClock(), SystemIds(), network)
        gc.freeze()  # as the command line does once the till is furnished
        await self.until(lambda now: bool(now.terminals))
        smart = next(t for t in self.house.board.now.terminals if t.id.startswith(SMART))
        self.house.checkout.choose_terminal(smart.id)

    async def add(self) -> None:
        """A line in a sale that can be charged."""
        self.house.desk.add_amount(AMOUNT)
        await self.until(lambda now: now.sale is not None and bool(now.sale.lines))
        await self.until(lambda _: self.button.isEnabled())

    async def charge(self) -> float:
        """Press Charge; the moment at which it was pressed."""
        at = time.monotonic()
        self.button.click()
        await asyncio.sleep(0)
        return at

    async def reach(self, *statuses: AttemptStatus) -> None:
        await self.until(lambda now: (a := live(now)) is not None and a.status in statuses)

    async def settle(self) -> None:
        """Until the charge is over, and the next sale can begin. Raises if it was not paid."""
        await self.until(lambda now: (a := live(now)) is not None and a.settled)
        attempt = live(self.house.board.now)
        if attempt is None or attempt.outcome is not Outcome.PAID:
            raise RuntimeError(f"a sale that was to be paid ended so: {attempt}")
        self.house.desk.new_sale()
        await self.until(lambda now: now.sale is None)

    async def until(self, so: Callable[[TillState], bool]) -> None:
        come = asyncio.Event()
        unwatch = self.house.board.state.watch(lambda now: come.set() if so(now) else None)
        try:
            async with asyncio.timeout(PATIENCE):
                await come.wait()
        finally:
            unwatch()

    @property
    def button(self) -> QAbstractButton:
        found = self.widget("charge_button")
        if not isinstance(found, QAbstractButton):
            raise RuntimeError("there is no button to charge with")
        return found

    def widget(self, name: str) -> QWidget:
        found = self.till.front.window.findChild(QWidget, name)
        if not isinstance(found, QWidget):
            raise RuntimeError(f"there is no {name}")
        return found


def live(now: TillState) -> Attempt | None:
    return now.following.attempt if now.following else None
