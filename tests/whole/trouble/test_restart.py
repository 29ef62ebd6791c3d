"""The till is closed while a charge lives, and opened again: it takes it up where the book says."""

import asyncio

import pytest

from pos_app.simulator.faults import Delay, Drop, refusal
from tests.whole.page import PLUS, SPEED
from tests.whole.shop import CREATE, INTENT, PAYMENT, SEARCH, Shop

SOON = 3.0  # of the computer's seconds


async def back(shop: Shop, *statuses: str) -> None:
    """Open the till again: the open charge is on the panel at once, in words."""
    await shop.reopen()
    async with asyncio.timeout(SOON):
        await shop.until(lambda: shop.panel("status") in statuses, f"{statuses}")
    assert shop.read("headline_label")
    assert not shop.can("charge_button")


async def test_closed_while_it_waits_for_the_terminal(shop: Shop) -> None:  # F44, F45
    terminal = await shop.sell_until("OPENED", PLUS)
    await back(shop, "OPENED")
    assert "do not charge again" in shop.read("notice_label")
    shop.world.press_green(terminal)
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def test_closed_while_it_waits_and_then_cancelled(shop: Shop) -> None:
    await shop.sell_until("OPENED", PLUS)
    await back(shop, "OPENED")
    await shop.press("cancel_button")
    await shop.shows("CANCELED", "not_paid")


async def test_closed_while_the_customer_pays(shop: Shop) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")
    await back(shop, "ON_TERMINAL")
    await shop.pay(terminal)


async def test_closed_and_paid_meanwhile(shop: Shop) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.close()
    shop.world.pay(terminal)
    shop.clock.advance(20)
    await shop.open()
    await shop.shows(outcome="paid", says="Paid")


async def test_closed_before_the_payment_was_read(shop: Shop) -> None:
    shop.fault(refusal(404, "not_found"), "GET", PAYMENT, times=None)
    shop.options.search_lag = 3_600_000
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.pay(terminal)
    await shop.shows("CLOSED", "pending")
    await back(shop, "CLOSED")
    assert shop.panel("outcome") == "pending"
    shop.heal()
    await shop.shows("CLOSED", "paid")


async def test_closed_while_nobody_knows(shop: Shop) -> None:
    shop.fault(Drop(after_effect=True), "POST", CREATE)
    terminal = await shop.sell_until("(unknown)")
    await back(shop, "(unknown)")
    assert shop.see_chip() == 1
    await shop.until(
        lambda: shop.world.screen_of(terminal).face.name == "PRESENT_CARD", "the terminal has it"
    )
    shop.world.pay(terminal)
    await shop.shows(outcome="paid")


@pytest.mark.parametrize("arrived", [True, False])
async def test_closed_between_sending_and_its_answer(shop: Shop, arrived: bool) -> None:
    shop.fault(Delay(120_000, after_effect=arrived), "POST", CREATE)
    terminal = await shop.sell_until("(sending)")
    await shop.until(lambda: shop.asked("POST", "/intents/point/"), "the request arrives")
    await shop.until(lambda: len(shop.world.world.intents) == arrived, "what it did")
    await back(shop, "(unknown)")
    assert shop.asked("POST", "/intents/point/") == 1
    if arrived:
        await shop.until(
            lambda: shop.world.screen_of(terminal).face.name == "PRESENT_CARD", "it is there"
        )
        shop.world.pay(terminal)
        await shop.shows(outcome="paid")
    else:
        await shop.shows("(unknown)", "not_paid", "Nothing was charged", push=60)


async def test_closed_again_and_again(shop: Shop) -> None:
    shop.fault(Delay(2_000), "GET", INTENT, times=None)
    terminal = await shop.sell_until("ON_TERMINAL")
    for _ in range(4):
        await back(shop, "ON_TERMINAL")
        await asyncio.sleep(1 / SPEED)
    shop.world.pay(terminal)
    for _ in range(3):
        await shop.reopen()
        await asyncio.sleep(1 / SPEED)
    await shop.shows(outcome="paid")


async def test_an_open_sale_without_a_charge_is_there_again(shop: Shop) -> None:
    await shop.add("100")
    await shop.add("20.50")
    await shop.reopen()
    await shop.until(lambda: shop.total() == "120.50", "the sale")
    assert shop.panel("status") == ""


async def test_what_a_search_found_late_is_found_after_a_restart(shop: Shop) -> None:
    shop.fault(Drop(after_effect=True), "POST", CREATE)
    shop.fault(refusal(500), "GET", SEARCH, times=None)
    terminal = await shop.sell_until("(unknown)")
    await shop.until(
        lambda: shop.world.screen_of(terminal).face.name == "PRESENT_CARD", "the terminal has it"
    )
    shop.world.pay(terminal)
    await shop.shows("(unknown)", "unsure", "Connection lost")
    await back(shop, "(unknown)")
    shop.heal()
    await shop.press("check_again_button")
    await shop.shows(outcome="paid")
