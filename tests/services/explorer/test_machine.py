"""Any acts in any order, by everybody at once: after each of them no rule of money is broken."""

import asyncio
import logging
import os
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from benchmarks.virtual_loop import VirtualLoop
from pos_app.domain.charge.facts import Decision
from pos_app.domain.money import Money
from pos_app.services.state import TillState
from pos_app.simulator.faults import CutOff, Delay, Drop, Edit, Late, Truncate, page, refusal
from pos_app.simulator.options import Options
from pos_app.store.verify import verify
from tests.services.explorer.ledger_file import Memory, Reading
from tests.services.explorer.people import BY, PLENTY, TERMINALS, WHY, People
from tests.services.explorer.truth import (
    against_truth,
    at_the_end,
    may_be_called_unpaid,
    on_leaving,
)
from tests.services.shop import CREATE, INTENT, PAYMENT, SEARCH, SMART, Shop

RELEASE = os.environ.get("EXPLORER") == "release"
EXAMPLES = int(os.environ.get("EXPLORER_EXAMPLES", "2000" if RELEASE else "40"))
STEPS = int(os.environ.get("EXPLORER_STEPS", "60" if RELEASE else "25"))
HEALED = 12_000  # seconds: an intent's hour and what follows it, three times over

LULLS = st.sampled_from([0.0, 0.05, 0.2, 0.5, 1.0, 3.0, 12.0])
NTH = st.integers(0, 3)
FAULTS = st.sampled_from(
    [
        Drop(after_effect=True),
        Drop(),
        Delay(20_000),
        page(502, after_effect=True),
        refusal(429, retry_after=7),
        refusal(500),
        refusal(401),
        refusal(404),
        Truncate(25),
        CutOff(40),
    ]
)
OF_CREATE = st.sampled_from(
    [
        Late(40_000, hang=16_000),
        Late(150_000),
        refusal(409),
        Edit("external_reference", "SOMEBODY-ELSE"),
        Edit("status", "NEWER"),
    ]
)
AT_TERMINAL = st.sampled_from(
    [
        "green", "pay", "pay", "pay", "pay twice", "decline", "cancel", "fail", "unclear", "race",
        "typed", "unplug", "plug in",
    ]
)  # fmt: skip
Act = Callable[[], object]


class Faults(logging.Handler):
    """Faults of ours that a task got over: they are no less faults (F59)."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(logging.Formatter().format(record))


class TillInTown(RuleBasedStateMachine):
    """A till, its people, its bad luck, and one who reads the file after each of their acts."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.runner = asyncio.Runner(loop_factory=VirtualLoop)
        self.memory, self.wrong = Memory(), list[str]()
        self.faults = Faults()
        logging.getLogger("pos_app").addHandler(self.faults)
        self.refuses: list[str] = []  # what the disk does to the next writes
        self.ends: dict[str, str] = {}  # as they were shown

    def go(self, work: Awaitable[object]) -> None:
        async def done() -> None:
            await work

        self.runner.run(done())

    def act(self, act: Act, lull: float) -> None:
        """In the loop, as a press is; then time passes."""

        async def press() -> None:
            act()
            await self.shop.wait(lull)
            await self.shop.calm()

        self.go(press())

    @initialize(
        seed=st.integers(0, 9),
        lag=st.sampled_from([0, 1_900]),
        closes=st.booleans(),
        fresh=st.booleans(),
    )
    def open_the_shop(self, seed: int, lag: int, closes: bool, fresh: bool) -> None:
        async def begin() -> None:
            options = Options(search_lag=lag, decline_closes=closes, stale_reads=int(not fresh))
            self.shop = Shop(
                self.folder / "till",
                seed,
                options,
                leaves=self._leaves,
                watch=self._shown,
                fails=lambda: self.refuses.pop() if self.refuses else "",
            )
            self.people = People(self.shop)
            await self.shop.ready()

        self.go(begin())

    # What is looked at.

    def _leaves(self, request: httpx.Request) -> None:
        if request.method == "POST":
            book = Reading(self.shop.folder)
            self.wrong += on_leaving(request, book, self.shop.world, self.people.idle)

    def _shown(self, state: TillState) -> None:
        """I19: an end is on disk before anybody sees it."""
        for each in [case.following for case in state.cases] + [state.following]:
            if each is None or each.attempt.outcome.value not in ("paid", "not_paid"):
                continue
            reference, outcome = each.attempt.prepared.external_reference, each.attempt.outcome
            if self.ends.get(reference) != outcome.value:
                self.ends[reference] = outcome.value
                row = Reading(self.shop.folder).by_reference[reference]
                if row["outcome"] != outcome.value:
                    self.wrong.append(f"I19: shown as {outcome}, and the book says {row}")

    @invariant()
    def nothing_is_wrong(self) -> None:
        book, world = Reading(self.shop.folder), self.shop.world
        before = dict(self.memory.outcomes)
        found = [
            *self.wrong,
            *book.broken(),
            *self.memory.broken(book),
            *against_truth(book, world),
        ]
        for reference, outcome in self.memory.outcomes.items():
            new = outcome == "not_paid" != before.get(reference)
            if new and not may_be_called_unpaid(book, world, reference):
                found.append(f"I13: {reference} was called unpaid too early")
        assert not found, "\n".join(found)
        assert not self.shop.reported, self.shop.reported
        assert self.shop.most_on_the_way <= 1, "two requests about one charge at once"

    def teardown(self) -> None:
        try:
            if hasattr(self, "shop") and hasattr(self.shop, "house") and not self.wrong:
                self.go(self._end())
                self.nothing_is_wrong()
                report = verify(self.shop.folder)
                assert report.whole, report.findings
                left = [*at_the_end(Reading(self.shop.folder), self.shop.world)]
                assert not left, "\n".join(left)
        finally:
            logging.getLogger("pos_app").removeHandler(self.faults)
            self.runner.close()
            shutil.rmtree(self.folder)

    async def _end(self) -> None:
        """All is well again; people do what the till names; and it comes to an end."""
        shop = self.shop
        self._heal()
        end, turn = shop.clock.monotonic() + HEALED, 0
        calm = 0
        while calm < 5:  # nothing left, five times in a row: the sweep has been round
            assert shop.clock.monotonic() < end, f"I23: no end: {shop.told()} {shop.now.cases}"
            turn += 1
            self.people.finish(turn)
            await shop.wait(5.0 if turn % 4 else 90.0)
            followed = shop.house.charges.following.value.values()
            left = shop.now.cases or any(not each.attempt.settled for each in followed)
            calm = 0 if left or shop.now.sale else calm + 1
        await shop.close()

    def _heal(self) -> None:
        self.refuses.clear()
        self.shop.pulled = False
        self.shop.world.faults.rules.clear()

    # The cashier.

    @rule(minor=st.sampled_from([1_500, 183_450]), lull=LULLS)
    def add_a_line(self, minor: int, lull: float) -> None:
        self.act(lambda: self.shop.add(minor), lull)

    @rule(lull=LULLS)
    def remove_a_line(self, lull: float) -> None:
        sale = self.shop.now.sale
        if sale is not None and sale.lines:
            self.act(lambda: self.shop.house.desk.remove_line(sale.lines[-1].id), lull)

    @rule(terminal=st.sampled_from(TERMINALS), presses=st.integers(1, 2), lull=LULLS)
    def charge(self, terminal: str, presses: int, lull: float) -> None:
        def press() -> None:
            self.shop.house.checkout.choose_terminal(terminal)
            for _ in range(presses):
                self.shop.charge()

        self.act(press, lull)

    @rule(minor=st.sampled_from([1_500, 183_450]), lull=LULLS)
    def sell(self, minor: int, lull: float) -> None:
        """What is done most, in one go: a new sale, and its charge on the free terminal."""

        def press() -> None:
            self.shop.add(minor)
            free = [each for each in TERMINALS if each not in self.shop.now.held]
            self.shop.house.checkout.choose_terminal(free[0] if free else SMART)
            self.shop.charge()

        self.act(press, lull)

    @rule(what=st.sampled_from(["cancel", "aside", "new", "close", "again"]), lull=LULLS)
    def press_a_key(self, what: str, lull: float) -> None:
        house = self.shop.house
        keys: dict[str, Act] = {
            "cancel": house.checkout.cancel,
            "aside": house.resolver.set_aside,
            "new": house.desk.new_sale,
            "close": house.desk.close_panel,
            "again": house.checkout.look_again,
        }
        self.act(keys[what], lull)

    @rule(lull=LULLS, enough=st.booleans())
    def pay_in_cash(self, enough: bool, lull: float) -> None:
        paid = Money(PLENTY if enough else 1, "ARS")
        self.act(lambda: self.shop.house.checkout.pay_cash(paid), lull)

    # Who sees to what is left.

    @property
    def reference(self) -> str:
        """Of the charge on the panel."""
        now = self.shop.now.following
        return now.attempt.prepared.external_reference if now else ""

    def name(self, nth: int) -> str:
        names = [self.reference] * bool(self.reference) + [c.name for c in self.shop.now.cases]
        return names[nth % len(names)] if names else "nothing"

    def sale_id(self, nth: int) -> str:
        sales = [case.sale.id for case in self.shop.now.cases if case.sale]
        return sales[nth % len(sales)] if sales else ""

    @precondition(lambda self: self.name(0) != "nothing")
    @rule(nth=NTH, lull=LULLS)
    def look_at_the_terminal(self, nth: int, lull: float) -> None:
        self.act(lambda: self.people.look(self.name(nth)), lull)

    @precondition(lambda self: self.name(0) != "nothing")
    @rule(nth=NTH, what=st.sampled_from(Decision), lull=LULLS)
    def decide(self, nth: int, what: Decision, lull: float) -> None:
        self.act(lambda: self.shop.house.resolver.decide(self.name(nth), what, BY, WHY), lull)

    @precondition(lambda self: self.shop.now.cases)
    @rule(nth=NTH, into=NTH, lull=LULLS)
    def adopt(self, nth: int, into: int, lull: float) -> None:
        sale_id = self.sale_id(into) if into else ""
        self.act(lambda: self.shop.house.resolver.adopt(self.name(nth), sale_id, BY, WHY), lull)

    @precondition(lambda self: self.shop.now.cases)
    @rule(nth=NTH, back=st.booleans(), lull=LULLS)
    def put_apart(self, nth: int, back: bool, lull: float) -> None:
        act = self.shop.house.resolver.put_apart
        self.act(lambda: act(self.name(nth), BY, WHY, back), lull)

    @precondition(lambda self: self.sale_id(0))
    @rule(nth=NTH, what=st.sampled_from(["up", "drop", "cash"]), lull=LULLS)
    def see_to_a_sale(self, nth: int, what: str, lull: float) -> None:
        resolver, sale_id = self.shop.house.resolver, self.sale_id(nth)
        acts: dict[str, Act] = {
            "up": lambda: resolver.take_up(sale_id),
            "drop": lambda: resolver.drop(sale_id),
            "cash": lambda: resolver.pay_cash(sale_id, Money(PLENTY, "ARS")),
        }
        self.act(acts[what], lull)

    @precondition(lambda self: self.shop.now.cases)
    @rule(nth=NTH, lull=LULLS)
    def ask_for_an_end(self, nth: int, lull: float) -> None:
        self.act(lambda: self.shop.house.resolver.cancel(self.name(nth)), lull)

    # The terminals, and the provider's own pages.

    @rule(act=AT_TERMINAL, terminal=st.sampled_from([SMART, SMART, *TERMINALS]), lull=LULLS)
    def at_the_terminal(self, act: str, terminal: str, lull: float) -> None:
        self.act(lambda: self.people.at_terminal(act, terminal), lull)

    @rule(act=st.sampled_from(["refund", "again"]), nth=NTH, lull=LULLS)
    def on_the_web(self, act: str, nth: int, lull: float) -> None:
        self.act(lambda: self.people.on_the_web(act, nth), lull)

    # Bad luck.

    @rule(lull=LULLS)
    def pull_or_plug_the_cable(self, lull: float) -> None:
        self.shop.pulled = not self.shop.pulled
        self.act(lambda: None, lull)

    @rule(fault=FAULTS, where=st.sampled_from([CREATE, INTENT, PAYMENT, SEARCH, "*"]), times=NTH)
    def next_request_goes_wrong(self, fault: Drop, where: str, times: int) -> None:
        self.shop.fault(fault, "*", where, times=times + 1)

    @rule(fault=OF_CREATE)
    def next_charge_goes_wrong(self, fault: Late) -> None:
        self.shop.fault(fault, "POST", CREATE)

    @rule(how=st.lists(st.sampled_from(["", "before", "after"]), min_size=1, max_size=6))
    def next_writes_go_wrong(self, how: list[str]) -> None:
        self.refuses = how

    @rule()
    def all_is_well_again(self) -> None:
        self._heal()

    @rule(kill=st.booleans(), lull=LULLS)
    def start_again(self, kill: bool, lull: float) -> None:
        async def again() -> None:
            self.refuses.clear()
            await (self.shop.die() if kill else self.shop.close())
            await self.shop.open()
            await self.shop.wait(lull)

        self.go(again())

    @rule(seconds=st.sampled_from([5, 30, 75, 400, 3_800]))
    def time_passes(self, seconds: float) -> None:
        self.act(lambda: None, seconds)


@pytest.mark.timeout(20_000 if RELEASE else 240)
class TestTillInTown(TillInTown.TestCase):  # type: ignore[name-defined,misc]  # made by Hypothesis
    """EXPLORER=release, EXPLORER_EXAMPLES and EXPLORER_STEPS make it larger."""


TestTillInTown.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
