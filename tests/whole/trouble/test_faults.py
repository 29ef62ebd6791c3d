"""A fault of ours anywhere: told in words with a code, logged, and no charge suffers (F57, F59)."""

import asyncio
import re
import resource
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit

from pos_app.services.state import TillState
from tests.whole.conftest import OpenShop
from tests.whole.page import SMART
from tests.whole.process import KillShop, kill_shop
from tests.whole.shop import Shop

SAID = re.compile(r"No charge is lost\..*\([0-9A-F]{4}\)")


def fails(*_: object) -> None:
    raise RuntimeError("a fault of ours")


async def fails_later() -> None:
    fails()


def in_a_slot(shop: Shop) -> None:
    edit = shop.see(QLineEdit, "search_edit")
    edit.textChanged.connect(fails)
    edit.setText("c")
    edit.textChanged.disconnect(fails)


def in_a_timer_of_qt(shop: Shop) -> None:
    QTimer.singleShot(0, fails)


def in_an_act(shop: Shop) -> None:
    assert shop.till.house is not None
    shop.till.house.board.do(fails_later)


def in_a_background_task(shop: Shop) -> None:
    assert shop.till.house is not None
    shop.till.house.tasks.spawn("fails", fails_later())


def in_a_watcher(shop: Shop) -> None:
    assert shop.till.house is not None
    states = list[TillState]()

    def once(state: TillState) -> None:
        states.append(state)
        if len(states) == 2:
            fails()

    shop.till.house.board.state.watch(once)
    shop.desk.show(None)


def in_a_callback(shop: Shop) -> None:
    asyncio.get_running_loop().call_soon(fails)


def in_a_thread(shop: Shop) -> None:
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()


def in_a_finaliser(shop: Shop) -> None:
    class Leaves:
        def __del__(self) -> None:
            fails()

    Leaves()


PLACES = [
    in_a_slot,
    in_a_timer_of_qt,
    in_an_act,
    in_a_background_task,
    in_a_watcher,
    in_a_callback,
    in_a_thread,
    in_a_finaliser,
]


@pytest.mark.parametrize("inject", PLACES)
async def test_a_fault_of_ours_is_told_with_a_code_and_the_charge_goes_on(
    shop: Shop, inject: Callable[[Shop], None]
) -> None:  # F59
    terminal = await shop.sell_until("ON_TERMINAL")
    inject(shop)
    await shop.until(lambda: SAID.search(shop.read("notice_label")), "the fault is told")
    assert shop.panel("status") == "ON_TERMINAL"
    code = SAID.search(shop.read("notice_label"))
    assert code is not None
    log = (shop.settings.folder / "logs" / "till.log").read_text()
    assert f"shown with the code {code[0][-5:-1]}" in log
    assert "RuntimeError: a fault of ours" in log
    shop.faults_of_ours = 1
    await shop.pay(terminal)


async def test_a_fault_that_repeats_in_every_state_shown_stops_nothing(
    open_shop: OpenShop,
) -> None:  # F59
    shop = await open_shop()
    assert shop.till.house is not None
    states = list[TillState]()

    def always(state: TillState) -> None:
        states.append(state)
        if len(states) > 1:
            fails()

    shop.till.house.board.state.watch(always)
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)
    await asyncio.sleep(0.3)
    shop.faults_of_ours = len(states) - 1
    assert len(states) < 60, "the fault tells of itself for ever"


async def test_the_hooks_are_given_back_when_the_till_is_closed(
    tmp_path: Path, qapp: object
) -> None:
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    shop = Shop(tmp_path)
    await shop.ready()
    assert sys.excepthook is not hooks[0]
    await shop.end()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == hooks


async def test_a_till_that_stands_still_in_the_middle_of_a_charge_proves_it(
    shop: Shop,
) -> None:  # F57
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.pay(terminal)
    QTimer.singleShot(0, lambda: time.sleep(1.5))
    await shop.shows(outcome="paid", says="Paid")


@pytest.fixture
async def killed(tmp_path: Path) -> AsyncIterator[KillShop]:
    async with kill_shop(tmp_path) as shop:
        yield shop


async def test_no_file_can_be_opened_in_the_middle_of_a_charge(killed: KillShop) -> None:  # F57
    till, terminal = await killed.start(), killed.terminal(SMART)
    await till.sell(terminal)
    await till.status("ON_TERMINAL")
    number = till.process.pid
    before = resource.prlimit(number, resource.RLIMIT_NOFILE)
    resource.prlimit(number, resource.RLIMIT_NOFILE, (3, before[1]))
    await asyncio.sleep(1.5)
    killed.world.pay(terminal)
    await asyncio.sleep(3)
    assert till.process.returncode is None
    resource.prlimit(number, resource.RLIMIT_NOFILE, before)
    await till.shows(lambda shown: shown["outcome"] == "paid")
    assert killed.is_paid()
