"""A day and a night at the till: what it holds at the end is what it held after the first hours."""

import os
import random

import pytest

from pos_app.domain.charge.facts import Seen
from pos_app.domain.money import Money
from pos_app.simulator.faults import Drop, page
from tests.services.shift.holdings import Holdings, count
from tests.services.shop import CREATE, INTENT, SMART, Shop

SALES = int(os.environ.get("SHIFT_SALES", "120"))
HOURS = float(os.environ.get("SHIFT_HOURS", "24"))
EVERY = HOURS * 3_600 / SALES  # seconds from one customer to the next
WARM = SALES // 3
MOST = 1.05  # times what there was
WAL = 8 * 2**20  # bytes
REMEMBERED = 512  # subjects


class Shift:
    """One customer after the other, with the bad luck of every day."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.rng, self.wal = shop, random.Random(58), 0

    async def serve(self, number: int) -> None:
        shop = self.shop
        start = shop.clock.monotonic()
        shop.house.checkout.choose_terminal(SMART)
        for _ in range(self.rng.randrange(1, 4)):
            shop.add(self.rng.randrange(1_000, 90_000))
        await shop.calm()
        ways = (self._paid,) * 21 + (self._declined, self._cash, self._slow, self._lost)
        await ways[number % len(ways)]()
        shop.house.desk.new_sale()
        await shop.calm()
        self.wal = max(self.wal, (shop.folder / "ledger.sqlite-wal").stat().st_size)
        await shop.wait(max(0.0, start + EVERY - shop.clock.monotonic()))

    async def _paid(self) -> None:
        self.shop.charge()
        await self.shop.shows("ON_TERMINAL")
        await self.shop.wait(self.rng.uniform(2, 20))
        self.shop.world.pay(SMART)
        await self.shop.until(lambda: self.shop.outcome == "paid")

    async def _declined(self) -> None:
        self.shop.charge()
        await self.shop.shows("ON_TERMINAL")
        self.shop.world.decline(SMART)
        await self.shop.until(lambda: self.shop.outcome == "not_paid")
        await self._paid()

    async def _cash(self) -> None:
        self.shop.house.checkout.pay_cash(Money(1_000_000, "ARS"))
        await self.shop.until(lambda: self.shop.now.sale and self.shop.now.sale.tenders)

    async def _slow(self) -> None:
        self.shop.fault(page(503), "GET", INTENT, times=3)
        await self._paid()

    async def _lost(self) -> None:
        """No answer, and nothing arrived: set aside, looked at, and paid in cash."""
        shop = self.shop
        shop.fault(Drop(), "POST", CREATE)
        shop.charge()
        await shop.shows("(unknown)")
        reference = shop.attempt.prepared.external_reference
        shop.house.resolver.set_aside()
        await shop.wait(61)
        shop.house.resolver.say_seen(reference, Seen.IDLE)
        await shop.until(lambda: shop.tasks() == ["unpaid"])
        shop.house.resolver.pay_cash(shop.now.cases[0].name, Money(1_000_000, "ARS"))
        await shop.until(lambda: not shop.now.cases)


def assert_flat(before: Holdings, after: Holdings) -> None:
    assert after.counts() == before.counts()
    assert after.timers <= before.timers + 2
    assert max(before.known, after.known) <= REMEMBERED
    more = {
        kind: (before.objects.get(kind, 0), number)
        for kind, number in after.objects.items()
        if number > before.objects.get(kind, 0) * MOST + 5
    }
    assert after.reached <= before.reached * MOST, more


@pytest.mark.timeout(240 + SALES)
async def test_a_day_and_a_night_leave_nothing_behind(shop: Shop) -> None:
    """F58. SHIFT_SALES and SHIFT_HOURS make it longer."""
    shift = Shift(shop)
    for number in range(WARM):
        await shift.serve(number)
    before = await count(shop)
    for number in range(WARM, SALES):
        await shift.serve(number)
    after = await count(shop)
    print(before.reached, after.reached, after.counts(), shift.wal)
    assert_flat(before, after)
    assert shift.wal <= WAL
