"""A till that is killed, and started again: a re-check, nothing lost, nothing sent twice (F45)."""

import asyncio
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pos_app.simulator.faults import Delay, Drop
from pos_app.simulator.world.terminals import Face
from tests.whole.page import PLUS, SMART
from tests.whole.process import KillShop, kill_shop
from tests.whole.shop import CREATE, PAYMENT

OPENING = "Opening the till's book"


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[KillShop]:
    async with kill_shop(tmp_path) as shop:
        yield shop


async def test_killed_while_no_terminal_has_taken_it(shop: KillShop) -> None:
    till, terminal = await shop.start(), shop.terminal(PLUS)
    await till.sell(terminal)
    await till.status("OPENED")
    await till.kill()
    till = await shop.start()
    await till.status("OPENED")
    assert "do not charge again" in till.shown["words"]
    shop.world.press_green(terminal)
    await till.status("ON_TERMINAL")
    shop.world.pay(terminal)
    await till.shows(lambda shown: shown["outcome"] == "paid")


async def test_killed_while_the_customer_pays(shop: KillShop) -> None:
    till, terminal = await shop.start(), shop.terminal(SMART)
    await till.sell(terminal)
    await till.status("ON_TERMINAL")
    await till.kill()
    shop.world.pay(terminal)
    till = await shop.start()
    await till.shows(lambda shown: shown["outcome"] == "paid")


async def test_killed_before_the_payment_was_read(shop: KillShop) -> None:
    till, terminal = await shop.start(), shop.terminal(SMART)
    shop.world.faults.add(Delay(10_000), "GET", PAYMENT)
    await till.sell(terminal)
    await till.status("ON_TERMINAL")
    shop.world.pay(terminal)
    await till.status("CLOSED")
    assert till.shown["outcome"] == "pending"
    await till.kill()
    till = await shop.start()
    await till.shows(lambda shown: shown["outcome"] == "paid")


async def test_killed_with_a_sale_set_aside_it_is_counted_on_the_first_screen(
    shop: KillShop,
) -> None:
    till, terminal = await shop.start(), shop.terminal(SMART)
    shop.world.faults.add(Drop(after_effect=True), "POST", CREATE)
    await till.sell(terminal)
    await till.status("(unknown)")
    await till.do("click set_aside_button")
    await till.shows(lambda shown: shown["chip"] == 1 and not shown["status"])
    await till.kill()
    till = await shop.start()
    await till.shows(lambda shown: bool(shown["words"]) and OPENING not in shown["words"])
    assert till.shown["chip"] == 1
    assert not till.shown["charge"]
    await shop.until(lambda: shop.world.screen_of(terminal).face is Face.PRESENT_CARD)
    shop.world.pay(terminal)
    await till.shows(lambda shown: shown["chip"] == 0)
    assert "is confirmed" in till.shown["words"]


@pytest.mark.parametrize("arrived", [True, False], ids=["arrived", "arrives later"])
async def test_killed_between_sending_and_its_answer(shop: KillShop, arrived: bool) -> None:
    # F03, F04
    till, terminal = await shop.start(), shop.terminal(SMART)
    shop.world.faults.add(Delay(3_000, after_effect=arrived), "POST", CREATE)
    await till.sell(terminal)
    await till.status("(sending)")
    await until_heard(shop)
    await till.kill()
    till = await shop.start()
    await till.status("(unknown)")
    assert not till.shown["charge"]
    await shop.until(lambda: asks_for_a_card(shop, terminal))
    shop.world.pay(terminal)
    await till.shows(lambda shown: shown["outcome"] == "paid")


def asks_for_a_card(shop: KillShop, terminal: str) -> bool:
    return shop.world.screen_of(terminal).face is Face.PRESENT_CARD


async def until_heard(shop: KillShop) -> None:
    await shop.until(lambda: any(request.creates for request in shop.world.truth.requests))


async def test_killed_at_any_moment_and_again(shop: KillShop) -> None:
    seed = random.randrange(1_000_000)
    print(f"seed {seed}")
    dice, terminal = random.Random(seed), shop.terminal(SMART)
    till = await shop.start()
    await till.sell(terminal)
    await until_heard(shop)
    for _ in range(3):
        await asyncio.sleep(dice.uniform(0, 0.8))
        await till.kill()
        till = await shop.start()
        if asks_for_a_card(shop, terminal):
            await asyncio.sleep(dice.uniform(0, 1.5))
            shop.world.pay(terminal)
    if asks_for_a_card(shop, terminal):
        shop.world.pay(terminal)
    await shop.until(shop.is_paid)  # a till that was killed once it was paid has nothing to show


async def test_a_second_till_on_the_same_book_says_that_the_first_is_open(
    shop: KillShop,
) -> None:  # F20
    till, terminal = await shop.start(), shop.terminal(SMART)
    await till.sell(terminal)
    await till.status("ON_TERMINAL")
    second = await shop.start()
    await second.shows(lambda shown: "already open on this computer" in shown["words"])
    assert not second.shown["charge"]
    await second.close()
    shop.world.pay(terminal)
    await till.shows(lambda shown: shown["outcome"] == "paid")
