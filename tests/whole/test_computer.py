"""What befalls the computer under the till, and what the page says of it."""

import time
from email.utils import formatdate

from PySide6.QtWidgets import QLabel

from pos_app.simulator.faults import Header
from tests.whole.shop import Shop

HONEST = "No connection: the terminal can still take the payment"


async def test_after_a_sleep_every_open_charge_is_asked_about_and_it_is_said(
    shop: Shop,
) -> None:  # F42
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.pay(terminal)
    shop.clock.advance(600)
    await shop.shows(says="Back from sleep: the till is checking its open charges")
    await shop.shows(outcome="paid")


async def test_a_connection_that_is_lost_is_honest_about_the_charge_that_is_open(
    shop: Shop,
) -> None:  # F22, F43
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.cable_pulled = True
    await shop.until(lambda: shop.read("connection_label") == HONEST, "what it means")
    await shop.press("set_aside_button")
    await shop.until(lambda: shop.panel("status") == "", "the next customer")
    await shop.until(lambda: shop.read("connection_label") == HONEST, "still so", push=5)
    shop.heal()
    await shop.until(lambda: shop.read("connection_label") == "Connected", "a network", push=5)
    shop.world.pay(terminal)
    await shop.until(lambda: shop.see_chip() == 0, "it is proved", push=2)


async def test_a_clock_that_is_seven_minutes_wrong_is_said_and_hurts_no_charge(
    shop: Shop,
) -> None:  # F41
    theirs = formatdate(time.time() + 420, usegmt=True)
    shop.fault(Header("date", theirs), "*", "*", times=None)
    terminal = await shop.sell_until("ON_TERMINAL")
    alert = "The computer's clock is wrong by"
    await shop.until(lambda: shop.window.findChild(QLabel, "alert_label"), "a warning", push=1)
    assert alert in shop.read("alert_label")
    await shop.pay(terminal)


async def test_the_window_says_that_a_charge_is_open_and_closes_without_a_question(
    shop: Shop,
) -> None:  # F44
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.until(lambda: "open charges: 1" in shop.window.windowTitle(), "the title")
    await shop.reopen()
    await shop.shows("ON_TERMINAL", says="was open when the till closed")
    await shop.pay(terminal)
    await shop.until(lambda: "open charges" not in shop.window.windowTitle(), "the title")
