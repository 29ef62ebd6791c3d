"""A charge followed through a failing disk, faults of ours, and the end of the program."""

import ssl

import httpx
import pytest

from pos_app.domain.charge.facts import Refusal
from pos_app.simulator.faults import Delay, refusal
from tests.services.shop import CREATE, SEARCH, SMART, Shop


async def test_nothing_is_shown_before_it_is_on_disk(shop: Shop) -> None:  # I19
    full: list[bool] = []

    def fails() -> str:
        return "before" if full else ""

    shop.fails = fails
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    full.append(True)
    await shop.wait(60)
    assert shop.status == "ON_TERMINAL"
    assert shop.now.following
    assert shop.now.following.unsaved
    full.clear()
    await shop.shows("CLOSED", "paid")
    assert not shop.now.following.unsaved


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("nth", range(9))
@pytest.mark.parametrize("times", [1, 3])
async def test_a_disk_that_fails_at_any_step_loses_nothing(  # F48, F49
    shop: Shop, when: str, nth: int, times: int
) -> None:
    shop.add(183450)
    await shop.calm()
    steps = [0]
    shop.charge()
    await shop.calm()

    def fails() -> str:
        steps[0] += 1
        return when if nth < steps[0] <= nth + times else ""

    shop.fails = fails
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")
    assert shop.creates() == 1


async def test_a_charge_that_the_disk_held_back_is_never_sent_late(shop: Shop) -> None:  # I1
    shop.add(183450)
    await shop.calm()
    steps = [0]

    def fails() -> str:
        steps[0] += 1
        return "after" if steps[0] > 2 else ""  # the probe and PREPARED, not SENDING

    shop.fails = fails
    shop.charge()
    await shop.wait(60)
    shop.fails = lambda: ""
    await shop.shows("(not created)", "not_paid")
    await shop.wait(60)
    assert shop.creates() == 0


@pytest.mark.parametrize("steps", range(0, 60, 2))
async def test_the_driver_may_be_stopped_at_any_step(shop: Shop, steps: int) -> None:  # F45
    shop.add(183450)
    await shop.calm()
    shop.charge()
    for _ in range(steps):
        await shop.wait(0.007)
    await shop.die()
    await shop.ready()
    await shop.wait(5)
    assert shop.creates() <= 1
    if shop.creates():
        shop.world.pay(SMART)
        await shop.until(lambda: shop.outcome == "paid")
    else:
        assert not shop.now.following
        shop.charge()
        await shop.shows("ON_TERMINAL")
        shop.world.pay(SMART)
        await shop.shows("CLOSED", "paid")
    assert shop.creates() == 1


async def test_a_screen_that_fails_stops_no_charge(shop: Shop) -> None:  # F59
    def fail(_: object) -> None:
        raise RuntimeError("a fault of a page")

    shop.house.charges.following._watchers.insert(0, fail)
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")


@pytest.mark.parametrize("nth", range(8))
async def test_a_fault_of_ours_at_any_write_leaves_no_money_unwatched(  # F59
    shop: Shop, nth: int
) -> None:
    shop.add(183450)
    await shop.calm()
    steps = [0]

    def fails() -> str:
        steps[0] += 1
        return "fault" if steps[0] == nth + 1 else ""

    shop.fails = fails
    shop.charge()
    await shop.wait(20)
    if not shop.now.following:
        assert shop.now.notice
        shop.charge()
        await shop.wait(20)
    shop.world.pay(SMART)
    await shop.until(lambda: shop.outcome == "paid")
    assert shop.creates() == 1


async def test_a_till_that_closes_while_a_create_is_on_its_way_asks_later(shop: Shop) -> None:
    shop.fault(Delay(10_000, after_effect=False), "POST", CREATE)  # F44, F04
    await shop.sell()
    await shop.until(lambda: shop.on_the_way)
    await shop.close()
    assert [attempt["status"] for attempt in shop.attempts()] == ["(sending)"]
    await shop.ready()
    assert (shop.status, shop.outcome, shop.now.unresolved) == ("(unknown)", "unsure", 1)
    shop.charge()
    await shop.wait(15)
    assert shop.creates() == 1
    shop.world.pay(SMART)
    await shop.until(lambda: shop.outcome == "paid")


async def test_a_request_that_came_late_and_was_never_paid_ends_after_its_hour(shop: Shop) -> None:
    shop.fault(Delay(90_000, after_effect=False), "POST", CREATE)  # F04
    await shop.sell()
    await shop.wait(3_690)
    assert shop.outcome == "unsure"
    await shop.until(lambda: shop.outcome == "not_paid", seconds=120)
    assert {each.status.final for each in shop.world.world.intents.values()} == {True}


@pytest.mark.parametrize("minutes", [0.3, 10])
async def test_a_charge_that_was_held_back_is_not_sent_minutes_late(  # F08
    shop: Shop, minutes: float
) -> None:
    shop.fault(refusal(429, "too_many", retry_after=5), "POST", CREATE)
    shop.fault(refusal(503, "down"), "GET", SEARCH, times=None)
    await shop.sell()
    await shop.wait(60 * minutes)
    shop.world.faults.rules.clear()
    if minutes < 1:
        await shop.shows("ON_TERMINAL")
    else:
        await shop.shows("(not created)", "not_paid")
        assert shop.creates() == 1


async def test_a_cancel_that_the_disk_refuses_sends_no_charge_late(shop: Shop) -> None:  # F48
    def press(state: object) -> None:
        if shop.status == "(sending)" and shop.clock.monotonic() < end:
            shop.fails = lambda: "before"
            shop.house.checkout.cancel()

    end = shop.clock.monotonic() + 1
    stop = shop.house.board.state.watch(press)
    await shop.sell()
    await shop.wait(300)
    assert shop.creates() == 1
    assert shop.asked("POST", "/intents/")[0].at < end
    stop()
    shop.fails = lambda: ""
    await shop.shows("ON_TERMINAL")


async def test_a_certificate_of_another_time_is_told_as_a_wrong_clock(shop: Shop) -> None:  # F41
    def refuse(request: httpx.Request) -> None:
        if request.method == "POST":
            expired = ssl.SSLCertVerificationError("certificate has expired")
            expired.verify_code = 10
            raise httpx.ConnectError("certificate has expired") from expired

    shop.leaves = refuse
    await shop.sell()
    await shop.shows("(not created)", "not_paid")
    assert (shop.attempt.refusal, shop.creates()) == (Refusal.CLOCK, 0)
