"""Sleep, a clock that is wrong, a network that changes: seen in seconds, and nothing is lost."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import formatdate

import httpx
import pytest

from pos_app.domain.errors import NoAnswer, NotSent
from pos_app.gateway.door import Door
from pos_app.services.state import News, Notice, TillState
from pos_app.services.tasks import TaskOwner
from pos_app.services.vigil import BEAT, REST, Vigil
from pos_app.simulator.faults import Header, page
from tests.services.shop import INTENT, ME, SMART, Shop

HOUR = 3_600.0


@dataclass
class Way:
    """A door whose computer can move to another network."""

    door: Door
    address: str = "192.168.0.7"
    renewed: int = 0
    looks: int = 0

    @property
    def skew(self) -> int:
        return self.door.skew

    async def renew(self) -> None:
        self.renewed += 1
        await self.door.renew()

    def own_address(self) -> str:
        self.looks += 1
        return self.address


@pytest.fixture
def vigil(shop: Shop) -> Vigil:
    return shop.house.vigil


@pytest.fixture
async def way(shop: Shop) -> AsyncIterator[Way]:
    """Of a second vigil, for the till's own is on a network that never changes."""
    way, tasks = Way(shop.house.door), TaskOwner(shop.reported.append)
    Vigil(way, shop.house.charges, shop.house.connection, shop.clock).start(tasks)
    yield way
    await tasks.close()


def asked(shop: Shop, part: str = "/intents/") -> int:
    return len(shop.asked("GET", part))


# Sleep (F42).


async def test_a_till_that_slept_asks_about_its_charge_at_once_and_says_so(
    shop: Shop, vigil: Vigil
) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    await shop.wait(100)  # by now it asks every five seconds
    shop.world.pay(SMART)
    shop.clock.slept += HOUR
    await shop.shows("CLOSED", "paid", seconds=BEAT + 1.5)
    assert vigil.woken.value == 1
    assert shop.now.notice == Notice(News.BACK_FROM_SLEEP)


@pytest.mark.parametrize(("slept", "woken"), [(4.9, 0), (5.1, 1), (86_400.0, 1)])
async def test_more_than_five_seconds_are_a_sleep(
    shop: Shop, vigil: Vigil, slept: float, woken: int
) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    await shop.wait(3 * BEAT)
    assert vigil.woken.value == 0
    shop.clock.slept += slept
    await shop.wait(BEAT + 0.1)
    assert vigil.woken.value == woken


async def test_a_till_that_slept_with_nothing_to_do_reads_its_account_and_says_nothing(
    shop: Shop, vigil: Vigil
) -> None:
    await shop.wait(60)
    before = asked(shop, ME)
    shop.clock.slept += 8 * HOUR
    await shop.wait(REST + 1)
    assert asked(shop, ME) - before == 1
    assert vigil.woken.value == 0
    assert shop.now.notice is None


async def test_a_charge_that_was_announced_before_a_sleep_does_not_leave_after_it(
    shop: Shop, vigil: Vigil
) -> None:
    shop.pulled = True
    await shop.sell()  # it is tried again in some seconds
    await shop.wait(0.5)
    shop.pulled = False
    shop.clock.slept += HOUR
    await shop.shows("(not created)", "not_paid")
    assert shop.creates() == 0


async def test_a_charge_that_was_on_its_way_out_before_a_sleep_does_not_leave_after_it(  # F42
    shop: Shop, vigil: Vigil
) -> None:
    def sleep(request: httpx.Request) -> None:
        if request.method == "POST" and not shop.clock.slept:
            shop.clock.slept += HOUR
            raise httpx.ConnectError("the connection is gone")

    shop.leaves = sleep
    await shop.sell()
    await shop.shows("(not created)", "not_paid")
    assert shop.creates() == 0


async def test_a_charge_whose_leaving_was_written_down_before_a_sleep_does_not_leave_after_it(
    shop: Shop, vigil: Vigil
) -> None:  # F42, I1
    def sleep(state: TillState) -> None:
        if shop.status == "(sending)" and not shop.clock.slept:
            shop.clock.slept += HOUR

    stop = shop.house.board.state.watch(sleep)
    await shop.sell()
    await shop.shows("(not created)", "not_paid")
    stop()
    assert shop.creates() == 0


async def test_waking_before_the_network_does_costs_nothing(
    shop: Shop, vigil: Vigil, way: Way
) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    shop.pulled, way.address = True, ""
    shop.clock.slept += HOUR
    await shop.wait(120)  # the longest wait between two tries has come
    assert shop.outcome == "pending"
    shop.pulled, way.address = False, "10.0.0.9"
    await shop.shows("CLOSED", "paid", seconds=2 * BEAT)


# The clock (F41).


async def test_a_clock_that_is_put_ahead_or_back_shows_and_moves_no_charge(
    shop: Shop, vigil: Vigil
) -> None:
    shown: list[int] = []
    vigil.skew.watch(shown.append)
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    for wrong in (-HOUR, 2 * HOUR, -400 * 24 * HOUR, 0):
        shop.clock.wrong = int(wrong * 1000)
        await shop.wait(BEAT + 1)
    assert shown == [0, -3_600_000, 7_200_000, -34_560_000_000, 0]
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")


async def test_a_clock_that_was_wrong_from_the_start_shows_at_the_first_answer(
    shop: Shop, vigil: Vigil
) -> None:
    theirs = formatdate(shop.clock.now() / 1000 - 3 * HOUR, usegmt=True)
    shop.world.faults.add(Header("date", theirs), times=None)
    shop.house.connection.refresh()
    await shop.wait(2)
    assert vigil.skew.value == shop.now.skew == 3 * HOUR * 1000


async def test_the_skew_is_told_when_it_changes_and_not_at_every_answer(
    shop: Shop, vigil: Vigil
) -> None:
    told: list[int] = []
    vigil.skew.watch(told.append)
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    await shop.wait(600)
    assert told == [0]


# The network (F43).


async def test_another_network_is_asked_over_at_once_and_changes_nothing(
    shop: Shop, vigil: Vigil, way: Way
) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    await shop.wait(100)
    before = asked(shop)
    for address in ("10.0.0.9", "", "192.168.0.7"):
        way.address = address
        await shop.wait(BEAT + 0.1)
    assert way.renewed == 3
    assert asked(shop) - before >= 3
    assert vigil.woken.value == 0
    assert shop.status == "ON_TERMINAL"


async def test_a_cable_put_back_is_noticed_by_whoever_asks_first(shop: Shop, vigil: Vigil) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.house.connection.refresh()
    shop.pulled = True
    await shop.wait(125)  # charges ask each 15 s by now, the connection each 30 s
    assert isinstance(shop.house.connection.state.value.trouble, NotSent)
    assert isinstance(shop.now.network, NotSent)
    shop.pulled = False
    await shop.until(lambda: shop.now.network is None, seconds=17)
    connection = shop.house.connection.state
    await shop.until(lambda: connection.value.trouble is None, seconds=1.5)


async def test_one_answer_wakes_every_charge_that_had_none(shop: Shop, vigil: Vigil) -> None:
    shop.fault(page(503), "GET", INTENT, times=None)
    shop.fault(page(503), "GET", ME, times=None)
    await shop.sell()
    shop.house.connection.refresh()
    await shop.wait(120)
    assert isinstance(shop.house.connection.state.value.trouble, NoAnswer)
    before = asked(shop)
    await shop.until(lambda: asked(shop) > before)  # in vain, and the next time is 15 s away
    await shop.wait(2)
    shop.world.faults.rules.clear()
    shop.house.connection.refresh()  # the connection is the first to hear again
    await shop.until(lambda: asked(shop) > before + 1, seconds=1.5)


async def test_a_charge_in_no_trouble_is_not_hurried(shop: Shop, vigil: Vigil) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    await shop.wait(100)
    shop.fault(page(503), "GET", ME)
    before = asked(shop)
    shop.house.connection.refresh()
    await shop.wait(10)
    assert asked(shop) - before <= 3  # every five seconds, as before


# What it costs.


async def test_a_till_at_rest_is_looked_at_twice_a_minute(
    shop: Shop, vigil: Vigil, way: Way
) -> None:
    await shop.wait(600)
    assert way.looks <= 22


async def test_the_watch_begins_with_the_charge_and_goes_on_after_a_fault_of_ours(
    shop: Shop, vigil: Vigil, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(way: Way) -> None:
        raise ValueError("simulated: a fault of ours")

    await shop.wait(REST / 2)
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    with monkeypatch.context() as patch:
        patch.setattr(Way, "renew", broken)
        shop.clock.slept += HOUR
        await shop.wait(BEAT + 0.1)
    shop.clock.slept += HOUR
    await shop.wait(BEAT + 0.1)
    assert way.renewed == 1
