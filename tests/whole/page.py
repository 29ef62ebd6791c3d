"""The till as a person sees and works it: through its widgets and their names."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from pos_app.services.clock import FastClock
from pos_app.simulator.backend import Backend
from pos_app.till import Till

SPEED = 12.0  # of the shop's time
SLICE = 1.0  # of the shop's seconds: who waits looks at the clock again
PATIENCE = 25.0  # of the computer's seconds, for one thing to come true
SMART, PLUS, SMART_2 = "PAX_A910", "INGENICO_MOVE2500", "NEWLAND_N950"
SPOKEN = [f"{n}_label" for n in ("headline", "happened", "hint", "warning", "notice", "stopped")]
W = TypeVar("W", bound=QWidget)


class ShopClock(FastClock):
    """Runs fast, and can be pushed on. Units: seconds."""

    def __init__(self) -> None:
        self._ahead = 0.0
        super().__init__(SPEED)

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead

    async def sleep(self, seconds: float) -> None:
        await self.wait(asyncio.Event(), seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        end = self.monotonic() + seconds
        await asyncio.sleep(0)
        while (left := end - self.monotonic()) > 0:
            if await super().wait(event, min(left, SLICE)):
                return True
        return event.is_set()


@dataclass(kw_only=True)
class Page:
    """What is on the screen."""

    clock: ShopClock = field(default_factory=ShopClock)
    till: Till = field(init=False)

    @property
    def window(self) -> QWidget:
        return self.till.front.window

    def see(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def panel(self, name: str) -> str:
        found = self.window.findChild(QWidget, "status_panel")
        return str(found.property(name)) if found is not None and found.isVisible() else ""

    def read(self, *names: str) -> str:
        """All that the page says to the cashier."""
        labels = (self.window.findChild(QLabel, name) for name in names or SPOKEN)
        return " | ".join(label.text() for label in labels if label and label.isVisible())

    def can(self, name: str) -> bool:
        button = self.window.findChild(QAbstractButton, name)
        return button is not None and button.isVisible() and button.isEnabled()

    def click(self, name: str) -> None:
        """Press it, whether it can be pressed or not."""
        self.see(QAbstractButton, name).click()

    def see_chip(self) -> int:
        """How many charges need a person, as the page says."""
        return int(self.see(QWidget, "unresolved_chip").property("count"))

    async def until(self, so: Callable[[], object], what: str, push: float = 0) -> None:
        """`push`: shop's seconds that pass at every tenth of ours."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not so():
                    self.clock.advance(push)
                    await asyncio.sleep(0.1 if push else 0.005)
        except TimeoutError:
            where = f"{self.panel('status')} {self.panel('outcome')}: {self.read()}"
            raise AssertionError(f"still not: {what}; the till shows {where}") from None

    async def shows(
        self, status: str = "", outcome: str = "", says: str = "", push: float = 0
    ) -> None:
        def so() -> bool:
            right = not status or self.panel("status") == status
            right = right and (not outcome or self.panel("outcome") == outcome)
            return right and says in self.read()

        await self.until(so, f"{status} {outcome} {says!r}".strip(), push)

    async def press(self, name: str) -> None:
        await self.until(lambda: self.can(name), f"{name} can be pressed")
        self.see(QAbstractButton, name).click()

    def total(self) -> str:
        return str(self.see(QLabel, "total_label").property("amount"))

    def row_of(self, prefix: str) -> int:
        """Of the terminal whose id begins so, in the list."""
        picker = self.see(QComboBox, "terminal_picker")
        ids = [str(picker.itemData(row)) for row in range(picker.count())]
        return next(row for row, each in enumerate(ids) if each.startswith(prefix))


@dataclass(kw_only=True)
class Cashier(Page):
    """Sells. `posts`: creates that may have come in, one for each press of Charge."""

    posts: int = 0
    world: Backend = field(init=False)

    async def add(self, amount: str) -> None:
        before = self.total()
        self.see(QLineEdit, "amount_edit").setText(amount)
        await self.press("add_amount_button")
        await self.until(lambda: self.total() != before, f"{amount} is in the sale")

    def choose(self, prefix: str) -> str:
        """Choose that terminal, as a click in the list does; its id."""
        picker, row = self.see(QComboBox, "terminal_picker"), self.row_of(prefix)
        picker.setCurrentIndex(row)
        picker.activated.emit(row)
        return str(picker.itemData(row))

    async def charge(self) -> None:
        await self.press("charge_button")
        self.posts += 1

    async def sell(self, terminal: str = SMART, amount: str = "1834.50") -> str:
        """A sale of that amount, its charge pressed; the terminal's id."""
        await self.add(amount)
        chosen = self.choose(terminal)
        await self.charge()
        return chosen

    async def sell_until(self, status: str, terminal: str = SMART) -> str:
        chosen = await self.sell(terminal)
        await self.shows(status)
        return chosen

    async def pay(self, terminal: str) -> None:
        """The customer pays, and the till proves it."""
        self.world.pay(terminal)
        await self.shows(outcome="paid", says="Paid")
