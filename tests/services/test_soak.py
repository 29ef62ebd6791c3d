"""Many sales with random people, faults and power cuts, held against what truly happened."""

import asyncio
import json
import os
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from itertools import pairwise
from pathlib import Path

import httpx
import pytest

from benchmarks.virtual_loop import VirtualLoop
from pos_app.domain.charge.outcome import SETTLED, Outcome
from pos_app.gateway.secret import Secret
from pos_app.services.state import TillState
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.options import Delays, Options
from pos_app.simulator.world.lives import Ending, NothingHappens
from pos_app.simulator.world.records import Intent, Status
from tests.services.following.luck import ANYWHERE, OF_CREATE, OF_INTENT, OF_PAYMENT
from tests.services.following.supervisor import Supervisor
from tests.services.shop import CREATE, DEVICES, INTENT, ME, PAYMENT, PLUS, SEARCH, SMART, Shop

SEED = int(os.environ.get("SOAK_SEED", random.SystemRandom().randrange(10**9)))
SHOPS = int(os.environ.get("SOAK_SHOPS", "8"))
SALES = int(os.environ.get("SOAK_SALES", "8"))  # in each shop
HEALED = 4_200.0  # seconds: an intent's hour, and what may be asked after it
_KNOWN = "SELECT 1 FROM payment WHERE id = ?1 UNION SELECT 1 FROM orphan WHERE payment = ?1"
LULLS = (0.0, 0.0, 0.003, 0.05, 0.1, 0.2, 0.7, 2.0, 6.0, 20.0)  # seconds between two acts


class Soak:
    """One shop, its people, its bad luck, and who looks at what it does."""

    def __init__(self, folder: Path, seed: str) -> None:
        self.rng = random.Random(seed)
        options = Options(
            latency=self.rng.choice((20, 180, 700)),
            search_lag=self.rng.choice((0, 500, 1_900)),
            payment_lag=self.rng.choice((0, 0, 4_000)),
            stale_reads=self.rng.choice((0, 0, 1)),
            strict_rate=self.rng.random() < 0.3,
            decline_closes=self.rng.random() < 0.5,
            delete_by_intent=self.rng.random() < 0.7,
            delays=Delays(opened=self.rng.choice((300, 1_000, 5_000))),
        )
        self.shop = Shop(folder, seed, options, leaves=self._leaves, watch=self._shown)
        self.bad_disk = 0.0
        self.shop.fails = lambda: (
            self.rng.choice(("before", "after")) if self.rng.random() < self.bad_disk else ""
        )
        self.ends: dict[str, Outcome] = {}
        self.supervisor = Supervisor(self.shop, self.rng)
        self.history: list[str] = []

    # The oracles.

    def _row(self, query: str, *of: str) -> tuple[object, ...]:
        path = self.shop.folder / "ledger.sqlite"
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
            found = db.execute(query, of).fetchone()
        return tuple(found or ())

    def _leaves(self, request: httpx.Request) -> None:
        """I1, I14: SENDING is on disk before the first byte, of what the sale costs."""
        if request.method != "POST":
            return
        reference = json.loads(request.content)["external_reference"]
        row = self._row(
            "SELECT a.status, a.amount = s.total, s.status FROM attempt a"
            " JOIN sale s ON s.id = a.sale WHERE a.reference = ?",
            reference,
        )
        if row != ("(sending)", 1, "paying"):
            self.shop.reported.append(AssertionError(f"{reference} leaves as {row}"))

    def _shown(self, state: TillState) -> None:
        """I12, I19: an end is on disk before it is shown, and only late money undoes one."""
        followed = [each.following for each in state.cases] + [state.following]
        for attempt in [each.attempt for each in followed if each]:
            reference, outcome = attempt.prepared.external_reference, attempt.outcome
            known = self.ends.get(reference)
            if outcome in SETTLED and known is not outcome:
                row = self._row("SELECT outcome FROM attempt WHERE reference = ?", reference)
                self.ends[reference] = outcome
                if row != (outcome.value,):
                    self.shop.reported.append(AssertionError(f"{reference}: {outcome} not {row}"))
            late = known is Outcome.NOT_PAID and bool(attempt.payments)
            if known not in (None, outcome) and not late:
                self.shop.reported.append(AssertionError(f"{reference}: {known}, {outcome}"))

    def check(self) -> None:
        """No two lives of one sale at once, and none after one that was paid (I3)."""
        by_ticket: dict[str, list[Intent]] = {}
        for intent in self.shop.world.world.intents.values():
            by_ticket.setdefault(intent.reference.split("-")[1], []).append(intent)
        for intents in by_ticket.values():
            intents.sort(key=lambda intent: intent.created)
            for before, after in pairwise(intents):
                if before.reference in self.supervisor.mistaken:
                    continue  # the book tells of its money all the same
                over = before.status.final and before.since <= after.created
                assert over, f"{after.reference} while {before.reference} lived"
                paid = self.shop.world.truth.approved(before.reference)
                assert all(payment.refunded for payment in paid), (
                    f"{after.reference} though {before.reference} was paid"
                )

    # The people, and the luck.

    def _at_terminal(self) -> None:
        world, terminal = self.shop.world, self.rng.choice((SMART, SMART, PLUS))
        act: Callable[[str], object] = self.rng.choice(
            (
                world.press_green,
                world.pay,
                world.pay,
                world.decline,
                world.cancel_on_terminal,
                world.fail,
                self._race,
                lambda each: world.indeterminate(each, charged=True),
                world.unplug,
                world.plug_in,
                world.plug_in,
            )
        )
        with suppress(NothingHappens):
            act(terminal)

    def _race(self, terminal: str) -> None:
        """The intent ends unpaid, and there is a payment all the same (F33)."""
        world = self.shop.world
        intent = world.terminals.live_intent(world.world.terminals[terminal])
        if intent is not None and intent.status is Status.ON_TERMINAL:
            closes = self.rng.choice((Status.CANCELED, Status.ERROR))
            world.lives.present(intent, Ending(closes=closes))

    def _at_till(self) -> None:
        shop, house, rng = self.shop, self.shop.house, self.rng
        line = shop.now.sale.lines[0].id if shop.now.sale and shop.now.sale.lines else ""
        acts: tuple[Callable[[], object], ...] = (
            lambda: shop.add(rng.randrange(500, 500_000)),
            self._charge,
            self._charge,
            self._charge,
            house.checkout.cancel,
            house.checkout.look_again,
            house.connection.refresh,
            house.desk.new_sale,
            lambda: house.desk.show(None),
            lambda: house.checkout.choose_terminal(rng.choice((SMART, SMART, PLUS))),
            lambda: house.desk.remove_line(line),
            lambda: house.desk.set_quantity(line, rng.randrange(4)),
        )
        for act in rng.choices(acts, k=rng.randrange(1, 4)):
            act()

    def _charge(self) -> None:
        self.shop.house.checkout.choose_terminal(self.rng.choice((SMART, SMART, PLUS)))
        for _ in range(self.rng.randrange(1, 4)):
            self.shop.charge()

    def _luck(self) -> None:
        shop, rng = self.shop, self.rng
        match rng.randrange(9):
            case 0:
                shop.pulled = not shop.pulled
            case 1:
                self.bad_disk = rng.choice((0.0, 0.1, 0.5, 1.0))
            case 2:
                shop.house.door.token = Secret(rng.choice(("revoked", TOKEN, TOKEN)))
            case 3 | 4 | 5:
                where = rng.choice((CREATE, CREATE, INTENT, INTENT, PAYMENT, SEARCH, DEVICES, ME))
                more = {CREATE: OF_CREATE, INTENT: OF_INTENT, PAYMENT: OF_PAYMENT}.get(where, ())
                shop.fault(rng.choice((*ANYWHERE, *more)), "*", where, times=rng.randrange(1, 5))
            case _:
                self.heal()

    def heal(self) -> None:
        self.shop.world.faults.rules.clear()
        self.shop.pulled, self.bad_disk = False, 0.0
        self.shop.house.door.token = Secret(TOKEN)

    async def _restart(self) -> None:
        bad, self.bad_disk = self.bad_disk, 0.0
        await (self.shop.die() if self.rng.random() < 0.7 else self.shop.close())
        await self.shop.open()
        self.shop.house.checkout.choose_terminal(SMART)
        self.bad_disk = bad

    async def _anything(self) -> None:
        act = self.rng.choices(
            (
                self._at_till,
                self._at_terminal,
                self._luck,
                self._restart,
                self.supervisor.meddle,
                self.supervisor.befall,
            ),
            (6, 5, 3, 1, 3, 0.5),
        )[0]
        self.history.append(f"{self.shop.clock.monotonic():.3f} {act.__name__}")
        if (going := act()) is not None:
            await going

    async def sale(self) -> None:
        """Whatever happens; then all is well again, and it must come to an end by itself."""
        await self.shop.until(lambda: self.shop.now.account and self.shop.now.terminals)
        self.shop.add(self.rng.randrange(500, 500_000))
        if self.rng.random() < 0.5:
            self._luck()
        if self.rng.random() < 0.7:
            self._charge()
        for _ in range(self.rng.randrange(2, 25)):
            await self._anything()
            await self.shop.wait(self.rng.choice(LULLS))
        await self._tidy_up()
        self.check()

    async def _tidy_up(self) -> None:
        """All is well again, and people do what the till says: all of it comes to an end."""
        self.heal()
        shop, end = self.shop, self.shop.clock.monotonic() + HEALED
        while self._is_left():
            assert shop.clock.monotonic() < end, f"no end: {shop.told()} {shop.now.cases}"
            for terminal in (SMART, PLUS):
                shop.world.plug_in(terminal)
            self._at_terminal()
            self.supervisor.tidy()
            if shop.now.following and shop.attempt.settled:
                shop.house.desk.new_sale()
            await shop.wait(self.rng.choice((1.0, 5.0, 30.0)))
        shop.house.desk.new_sale()
        await shop.calm()

    def _is_left(self) -> bool:
        following = self.shop.house.charges.following.value.values()
        return bool(self.shop.now.cases) or any(not f.attempt.settled for f in following)

    async def count(self) -> None:
        """I5: whatever money came in on a terminal, the book knows of it."""
        await self.shop.wait(400)
        await self._tidy_up()
        for payment in self.shop.world.truth.payments():
            if payment.approved is None or not payment.terminal_id:
                continue
            gone = payment.refunded and not payment.reference  # before anybody looked
            assert self._row(_KNOWN, str(payment.id)) or gone, f"nobody knows of {payment}"

    async def run(self, sales: int) -> None:
        await self.shop.ready()
        for _ in range(sales):
            await self.sale()
        await self.count()
        await self.shop.end()


@pytest.mark.parametrize("number", range(SHOPS))
def test_no_luck_makes_the_till_lie_about_money(tmp_path: Path, number: int) -> None:
    """SOAK_SEED, SOAK_SHOPS and SOAK_SALES play one again, or many."""
    print(f"SOAK_SEED={SEED} SOAK_SALES={SALES}, shop {number}")

    async def story() -> None:
        soak = Soak(tmp_path / "till", f"{SEED}-{number}")
        try:
            await soak.run(SALES)
        finally:
            print("\n".join(soak.history[-60:]))

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(story())
