"""A till in its town: opened, looked at after each act, and brought to its end."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from benchmarks.virtual_loop import VirtualLoop
from pos_app.services.state import TillState
from pos_app.simulator.options import Options
from pos_app.store.verify import verify
from tests.services.explorer.ledger_file import Memory, Reading
from tests.services.explorer.people import People
from tests.services.explorer.truth import (
    against_truth,
    at_the_end,
    may_be_called_unpaid,
    on_leaving,
)
from tests.services.shop import Shop

HEALED = 12_000  # seconds: an intent's hour and what follows it, three times over

LULLS = st.sampled_from([0.0, 0.05, 0.2, 0.5, 1.0, 3.0, 12.0])
NTH = st.integers(0, 3)
Act = Callable[[], object]


class Faults(logging.Handler):
    """Faults of ours that a task got over: they are no less faults (F59)."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(logging.Formatter().format(record))


class Town(RuleBasedStateMachine):
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
