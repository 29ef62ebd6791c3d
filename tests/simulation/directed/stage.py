"""Where a directed schedule is played: one till or two, a world, and hands on all of it."""

from collections.abc import Callable
from pathlib import Path

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.money import Money
from pos_app.services.state import TillState
from pos_app.simulator.backend import Backend
from pos_app.simulator.faults import Fault
from pos_app.simulator.truth import Request
from pos_app.simulator.world.records import Intent
from tests.simulation.engine.luck import BY_NAME, Cut
from tests.simulation.engine.till import Till
from tests.simulation.story.draw import plain
from tests.simulation.story.story import Story

SMART, PLUS = "PAX_A910__SMARTPOS9920017733", "INGENICO_MOVE2500__60022810"
ALONE = "NEWLAND_N950__N950NCA400220187"  # amounts are typed on it
AMOUNT = 183_450


class Seat:
    """At one till: what is pressed, and what is seen."""

    def __init__(self, story: Story, number: int) -> None:
        self._story = story
        self.till: Till = story.tills[number]
        self.cashier = story.cashiers[number]

    @property
    def now(self) -> TillState:
        return self.till.state

    @property
    def attempt(self) -> Attempt:
        assert self.now.following is not None, f"there is no panel: {self.now.notice}"
        return self.now.following.attempt

    @property
    def status(self) -> str:
        return self.attempt.status.word if self.now.following else ""

    @property
    def outcome(self) -> str:
        return self.attempt.outcome.value if self.now.following else ""

    async def ready(self, terminal: str = SMART) -> None:
        await self.cashier.on()
        await self.until(lambda: self.now.terminals)
        self.till.house.checkout.choose_terminal(terminal)

    async def sell(self, minor: int = AMOUNT) -> None:
        """Up to the press of Charge."""
        self.till.house.desk.add_amount(Money(minor, "ARS"))
        await self.cashier.calm()
        self.charge()
        await self.cashier.calm()

    def charge(self) -> None:
        self.till.house.checkout.charge()

    async def until(self, so: Callable[[], object], seconds: float = 120) -> None:
        if not await self.cashier.until(lambda _: so(), seconds):
            raise AssertionError(f"not in {seconds} s: {self.told()}")

    async def shows(self, status: str, outcome: str = "", seconds: float = 120) -> None:
        await self.until(lambda: self.status == status and outcome in ("", self.outcome), seconds)

    def told(self) -> str:
        following = self.now.following
        trouble = following.trouble if following else None
        return f"{self.status} {self.outcome} {trouble!r} {self.now.notice!r}"


class Stage(Seat):
    """The first till's seat, and the world about it."""

    def __init__(self, folder: Path) -> None:
        story = Story("directed", folder, 2, plain(), whole=True)
        super().__init__(story, 0)
        self.story, self.world = story, story.world
        self.customers = story.customers
        self.other = Seat(story, 1)

    @property
    def backend(self) -> Backend:
        return self.world.backend

    def fault(
        self,
        what: str | Fault | Cut,
        method: str,
        where: str,
        nth: int = 1,
        times: int | None = 1,
    ) -> None:
        """By its kind's name where chance has no part in it, or as it is."""
        if isinstance(what, str):
            fault = BY_NAME[what].draw(self.cashier.rng)
            self.world.luck.strike_with(fault, what, method, where, nth, times)
        else:
            self.world.luck.strike_with(what, "directed", method, where, nth, times)

    async def wait(self, seconds: float) -> None:
        await self.till.clock.sleep(seconds)

    async def paid(self, terminal: str = SMART) -> None:
        """The customer pays, and the till proves it."""
        await self.shows("ON_TERMINAL")
        self.backend.pay(terminal)
        await self.until(lambda: self.outcome == "paid")

    def intents(self) -> list[Intent]:
        self.backend.advance()
        return list(self.backend.world.intents.values())

    def requests(self, method: str, part: str) -> list[Request]:
        return [r for r in self.backend.truth.requests if r.method == method and part in r.path]

    def creates(self) -> int:
        """How many requests for money came in."""
        return len(self.requests("POST", "/intents/point/"))

    async def end(self) -> None:
        """All is mended, people do what they are told, and the oracles look."""
        story = self.story
        story.tills = tuple(till for till in story.tills if till.lives)
        story.cashiers = tuple(c for c in story.cashiers if c.till.lives)
        await story.finish(deep=True)
