"""Who works at a till: sells, waits, presses too often, and in the end does what it says."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from pos_app.domain.charge.facts import Seen
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.money import Money
from pos_app.services.state import TillState
from pos_app.simulator.backend import TOKEN
from tests.simulation.engine.disk import Fault
from tests.simulation.engine.till import Till
from tests.simulation.story.customers import Customers
from tests.simulation.story.draw import Draw
from tests.simulation.story.supervisor import Supervisor

SMART, PLUS = "PAX_A910__SMARTPOS9920017733", "INGENICO_MOVE2500__60022810"
SETTLED_IN = 4_500.0  # seconds: an intent's hour, and what is asked after it
OVERNIGHT, A_MINUTE = 3_700.0, 61.0  # seconds
Act = Callable[[], Awaitable[None] | None]


class Cashier:
    def __init__(self, till: Till, rng: random.Random, draw: Draw, customers: Customers) -> None:
        self.till, self.rng, self.draw, self._customers = till, rng, draw, customers
        self._world, self._luck = till.world, till.world.luck
        self._bad_disk: tuple[float, tuple[Fault, ...]] = (0.0, ())
        till.disk_fails = self._disk_fails
        self.sales = 0
        self.supervisor = Supervisor(till, rng, draw.lies)

    # Time.

    async def until(self, so: Callable[[TillState], object], seconds: float) -> bool:
        """Wait for the screen to say so; not if the power goes."""
        till, loop = self.till, self._world.loop
        end = loop.time() + seconds
        while till.on and not so(till.state):
            left = end - loop.time()
            till.changed.clear()
            if left <= 0 or not await till.clock.wait(till.changed, left):
                return till.on and bool(so(till.state))
        return till.on

    async def calm(self) -> None:
        """Until what was pressed is done."""
        for _ in range(12):
            await asyncio.sleep(0)

    async def on(self) -> None:
        """Somebody switches it on again, as often as it needs."""
        while not self.till.on:
            await asyncio.sleep(2.0)
            if not await self.till.start():
                self._bad_disk, self.till.life.disk.full = (0.0, ()), False

    # A sale.

    async def work(self) -> None:
        await self.on()
        for _ in range(self.draw.sales):
            if self.till.crashed or self._world.trace.failures:
                return
            await self._sell()
            if self.till.crashed:
                return
            if not await self._goes_on():
                await self.mend()
                await self.settle()

    async def _sell(self) -> None:
        self.sales += 1
        await self.until(lambda now: now.account and now.terminals, 60)
        if not self.till.on:
            return
        self._customers.calm = False
        self._arm()
        acts = self._plan()
        self._choose()
        self.till.house.desk.add_amount(Money(self.rng.randrange(500, 500_000), "ARS"))
        await self.calm()
        self._press_charge()
        tries = min(self.rng.choice((1, 1, 2, 3)), self.draw.tries)
        while acts or tries:
            if self.till.crash_at and self.till.crashed:
                return
            at, act = acts.pop(0) if acts else (self.draw.patience, None)
            await self.until(_is_over, at)
            if act is None:
                tries -= 1
                if not (tries and self._is_unpaid()):
                    return
                self._press_charge()
            elif (going := act()) is not None:
                await going
            await self.on()

    async def _goes_on(self) -> bool:
        """The next customer is served, though nothing is mended: what is open is set aside."""
        if not self.till.on or self.rng.random() >= self.draw.aside:
            return False
        house = self.till.house
        if _is_over(self.till.state):
            house.desk.new_sale()
        else:
            house.resolver.set_aside()
        await self.calm()
        return self.till.on and self.till.state.sale is None

    def _is_unpaid(self) -> bool:
        following = self.till.state.following if self.till.on else None
        return following is not None and following.attempt.outcome is Outcome.NOT_PAID

    def _choose(self) -> None:
        self.till.house.checkout.choose_terminal(self.rng.choice((SMART, SMART, PLUS)))

    def _press_charge(self) -> None:
        for _ in range(self.rng.randrange(1, self.draw.clicks + 1)):
            self.till.house.checkout.charge()

    # What befalls it.

    def _arm(self) -> None:
        """Some faults, on some of the next requests."""
        for kind in self.draw.kinds:
            if self.rng.random() < self.draw.fault_rate / len(self.draw.kinds):
                where = self.rng.choice(kind.where)
                nth, times = self.rng.choice((1, 1, 1, 2, 3)), self.rng.choice((1, 1, 2, 4))
                self._luck.arm(kind.name, where, self.rng, nth, times)

    def _plan(self) -> list[tuple[float, Act]]:
        """What is done while the charge lives, and how many seconds after what came before."""
        many = self._times(self.draw.trouble_rate)
        what = (
            [self._trouble(self.rng.choice(self.draw.troubles)) for _ in range(many)]
            if (self.draw.troubles)
            else []
        )
        many = self._times(self.draw.act_rate)
        what += [self._press(self.rng.choice(self.draw.acts)) for _ in range(many)]
        self.rng.shuffle(what)
        lulls = (0.0, 0.003, 0.05, 0.1, 0.2, 0.7, 2.0, 6.0, 20.0)
        return [(self.rng.choice(lulls), act) for act in what]

    def _times(self, rate: float) -> int:
        return sum(self.rng.random() < rate / 3 for _ in range(3))

    def _trouble(self, name: str) -> Act:
        acts: dict[str, Act] = {
            "power cut": self._cut,
            "restart": self._restart,
            "cable pulled": self._pull,
            "disk fails": self._spoil_disk,
            "disk full": self._fill_disk,
            "clock jumps": self._jump,
            "sleep": lambda: self.sleep(self.rng.choice((3, 20, 400, 4_000))),
            "token revoked": lambda: self.till.set_token("revoked"),
        }
        return self._noted(f"fault: {name}", acts[name])

    def _press(self, name: str) -> Act:
        house = self.till
        acts: dict[str, Act] = {
            "cancels": lambda: house.house.checkout.cancel(),
            "looks again": lambda: house.house.checkout.look_again(),
            "charges again": self._press_charge,
            "changes the sale": lambda: house.house.desk.add_amount(Money(700, "ARS")),
            "starts a new sale": lambda: house.house.desk.new_sale(),
            "chooses another terminal": self._choose,
            "sets it aside": lambda: house.house.resolver.set_aside(),
            "takes cash": self._take_cash,
            "meddles": self.supervisor.meddle,
            "says what it shows": self._say_seen,
        }
        return self._noted(f"cashier: {name}", acts[name])

    def _noted(self, name: str, act: Act) -> Act:
        def noted() -> Awaitable[None] | None:
            if not self.till.on:
                return None
            self.till.told(name)
            self._world.trace.count(name)
            return act()

        return noted

    def _take_cash(self) -> None:
        sale = self.till.state.sale
        if sale is not None:
            self.till.house.checkout.pay_cash(sale.total)

    def _say_seen(self) -> None:
        following = self.till.state.following
        if following is not None:
            self.supervisor.say(following.attempt, self.rng.choice(tuple(Seen)))

    def _cut(self) -> None:
        self.till.life.cut()

    async def _restart(self) -> None:
        await self.till.stop()

    async def _pull(self) -> None:
        self.till.pulled = True
        seconds = self.rng.choice((1.0, 5.0, 30.0))
        self._world.after(seconds, lambda: setattr(self.till, "pulled", False))

    def _spoil_disk(self) -> None:
        faults = tuple(Fault) if self.rng.random() < 0.5 else (self.rng.choice(tuple(Fault)),)
        self._bad_disk = (self.rng.choice((0.2, 0.5, 1.0)), faults)
        self._world.after(self.rng.choice((1.5, 5.0, 20.0)), self._mend_disk)

    def _fill_disk(self) -> None:
        self.till.life.disk.full = True

    def _mend_disk(self) -> None:
        self._bad_disk = (0.0, ())

    def _disk_fails(self) -> Fault | None:
        chance, faults = self._bad_disk
        return self.rng.choice(faults) if chance and self.rng.random() < chance else None

    def _jump(self) -> None:
        self.till.clock.wrong += self.rng.choice((-3_600_000, -70_000, -5_000, 5_000, 3_600_000))

    async def sleep(self, seconds: float) -> None:
        """The computer sleeps: the world goes on, and no timer of the till runs."""
        self._world.clock.ahead += seconds
        if self.rng.random() < 0.7:  # a system whose steady clock counts the sleep
            self.till.clock.slept += seconds
        self._world.backend.advance()

    # All is well again.

    async def mend(self) -> None:
        self._luck.calm()
        self._mend_disk()
        self.till.pulled = False
        self.till.set_token(TOKEN)
        if self.till.lives:
            self.till.life.disk.full = False
        await self.on()

    async def settle(self) -> None:
        """Do the one next step, again and again, until nothing is left to do (I23)."""
        till, loop = self.till, self._world.loop
        end, pause = loop.time() + SETTLED_IN, 2.0
        self._customers.calm = True
        while not self._world.trace.failures:
            await self.until(self._is_done, pause)
            await self.on()
            if self._is_done(till.state):
                break
            if loop.time() > end:
                self._world.trace.fail("stuck", f"{till.name}: {self._left()}")
                return
            self._customers.finish()
            if self.supervisor.help():
                pause = 2.0
                await self.calm()
            elif pause > 60 and self.rng.random() < 0.8:
                await self._lie_down(OVERNIGHT)
            elif pause == 16.0 and self.rng.random() < 0.7:
                await self._lie_down(A_MINUTE)
            pause = min(pause * 2, 64.0)
        till.house.desk.new_sale()
        await self.calm()

    async def _lie_down(self, seconds: float) -> None:
        """The lid is closed until somebody comes."""
        self.till.told(f"sleeps for {seconds} s")
        await self.sleep(seconds)
        self.till.house.checkout.look_again()

    def _left(self) -> list[str]:
        """What is not over."""
        following = self.till.house.charges.following.value.values()
        live = [f"{each.attempt}" for each in following if not each.attempt.settled]
        return live + [f"{case.task.name} {case.name}" for case in self.till.state.cases]

    def _is_done(self, state: TillState) -> bool:
        if state.cases:
            return False
        following = self.till.house.charges.following.value.values()
        return all(each.attempt.settled for each in following)


def _is_over(state: TillState) -> bool:
    return state.following is not None and state.following.attempt.settled
