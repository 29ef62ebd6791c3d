"""The sale page tied to the services: what is done on it arrives, and what they say is shown."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListView

from tests.ui.sale.screens import SALE
from tests.whole.page import PLUS
from tests.whole.shop import Shop


@pytest.fixture
async def shop(tmp_path: Path, qapp: QApplication) -> AsyncIterator[Shop]:
    """The whole till, in Spanish, before a simulated provider."""
    opened = Shop(tmp_path, locale="es_AR")
    await opened.ready()
    yield opened
    await opened.end()


def lines(shop: Shop) -> list[str]:
    model = shop.see(QListView, "sale_lines").model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


async def test_an_amount_is_read_as_the_shop_writes_it(shop: Shop) -> None:
    await shop.add("1.834,50")
    assert shop.total() == "1834.50"
    assert shop.see(QLineEdit, "amount_edit").text() == ""


@pytest.mark.parametrize("typed", ["0", "-1", "1,834.50", "1e5", "NaN", "", "9" * 40, "1,234"])
async def test_what_is_no_amount_is_explained_and_stays_to_be_mended(
    shop: Shop, typed: str
) -> None:
    amount = shop.see(QLineEdit, "amount_edit")
    amount.setText(typed)
    shop.click("add_amount_button")
    await shop.until(lambda: shop.read("notice_label"), "the reason")
    assert amount.text() == typed
    assert lines(shop) == []
    shop.click("dismiss_button")
    assert shop.read("notice_label") == ""


async def test_a_code_that_nobody_sells_is_said_and_adds_nothing(shop: Shop) -> None:
    shop.see(QLineEdit, "search_edit").setText("0000000000000")
    shop.see(QLineEdit, "search_edit").returnPressed.emit()
    await shop.until(lambda: shop.read("notice_label"), "it is not in the catalogue")
    assert lines(shop) == []


async def test_quantity_and_removal_reach_the_sale(shop: Shop) -> None:
    await shop.add("100")
    shop.click("more_button")
    await shop.until(lambda: shop.total() == "200.00", "two")
    shop.click("remove_button")
    await shop.until(lambda: lines(shop) == [], "none")


async def charge_on_plus(shop: Shop) -> str:
    """A charge that waits for the green key; the terminal's id."""
    terminal = await shop.sell(PLUS, "1834,50")
    await shop.shows("OPENED")
    return terminal


async def test_the_seconds_pass_while_a_charge_lives_and_stand_still_after(shop: Shop) -> None:
    def seconds() -> int:
        return int(shop.panel("elapsed_seconds"))

    terminal = await charge_on_plus(shop)
    start = seconds()
    await shop.until(lambda: seconds() > start, "time passes without news")
    shop.world.press_green(terminal)
    await shop.shows("ON_TERMINAL")
    shop.world.pay(terminal)
    await shop.shows(outcome="paid")
    end = seconds()
    shop.clock.advance(60)
    await asyncio.sleep(1.2)  # more than a tick
    assert seconds() == end


async def test_somebody_at_the_till_makes_it_ask_at_once_but_not_for_every_key(shop: Shop) -> None:
    await charge_on_plus(shop)
    before, start = shop.asked("GET", "/intents/"), shop.clock.monotonic()
    for _ in range(200):
        shop.till.front.view.touched.emit()
    await shop.until(lambda: shop.asked("GET", "/intents/") > before, "it asks")
    passed = shop.clock.monotonic() - start
    assert shop.asked("GET", "/intents/") - before <= 1 + passed
    shop.click("cancel_button")
    await shop.shows(outcome="not_paid")


async def test_once_stopped_the_page_is_told_nothing_and_what_is_done_on_it_goes_nowhere(
    shop: Shop,
) -> None:
    await shop.add("100")
    view, house = shop.till.front.view, shop.till.house
    assert house is not None
    await shop.till.close()
    view.amount_typed.emit("55")
    view.charge_clicked.emit()
    view.show_screen(SALE)
    house.board.update(house.board.now)
    assert shop.total() == SALE.total_plain
    shop.window.deleteLater()
    await shop.ready()


async def test_what_is_typed_after_a_paid_sale_begins_the_next_one(shop: Shop) -> None:
    terminal = await charge_on_plus(shop)
    view = shop.till.front.view
    view.panel_closed.emit()  # a charge lives: nothing is put away
    assert shop.panel("status") == "OPENED"
    shop.world.press_green(terminal)
    await shop.shows("ON_TERMINAL")
    shop.world.pay(terminal)
    await shop.shows(outcome="paid")
    QTest.keyClick(shop.see(QListView, "sale_lines"), Qt.Key.Key_5)
    assert (shop.see(QLineEdit, "amount_edit").text(), lines(shop)) == ("5", [])
    await shop.add("77,50")
    assert (shop.total(), [sale["status"] for sale in shop.sales()]) == ("77.50", ["paid", "open"])


async def test_the_panel_of_a_charge_that_failed_gives_way_to_the_same_sale(shop: Shop) -> None:
    await charge_on_plus(shop)
    shop.click("cancel_button")
    await shop.shows(outcome="not_paid")
    shop.till.front.view.panel_closed.emit()
    assert shop.panel("status") == ""
    await shop.add("0,50")
    assert shop.total() == "1835.00"
