"""A till that stood still for seconds, as a sleeping computer makes it: it looks at once (F42)."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.whole.page import PLUS, SMART
from tests.whole.process import KillShop, TillProcess, kill_shop

SLEPT = "Back from sleep"


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[KillShop]:
    async with kill_shop(tmp_path) as shop:
        yield shop


async def sleeps(till: TillProcess, seconds: float) -> None:
    till.process.send_signal(signal.SIGSTOP)
    await asyncio.sleep(seconds)
    till.process.send_signal(signal.SIGCONT)


async def test_the_customer_pays_while_the_till_sleeps(shop: KillShop) -> None:
    till, terminal = await shop.start(), shop.terminal(SMART)
    await till.sell(terminal)
    await till.status("ON_TERMINAL")
    shop.world.pay(terminal)
    await sleeps(till, 8)
    await till.shows(lambda shown: SLEPT in shown["words"])
    await till.shows(lambda shown: shown["outcome"] == "paid")


async def test_a_till_that_nothing_happened_to_goes_on_after_a_sleep(shop: KillShop) -> None:
    till, terminal = await shop.start(), shop.terminal(PLUS)
    await till.sell(terminal)
    await till.status("OPENED")
    await sleeps(till, 8)
    await till.shows(lambda shown: SLEPT in shown["words"])
    assert till.shown["status"] == "OPENED"
    shop.world.press_green(terminal)
    await till.status("ON_TERMINAL")
    shop.world.pay(terminal)
    await till.shows(lambda shown: shown["outcome"] == "paid")
