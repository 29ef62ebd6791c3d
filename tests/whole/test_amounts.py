"""Amounts as people type them: understood exactly, or refused in a sentence."""

import pytest
from PySide6.QtWidgets import QLineEdit

from tests.whole.conftest import OpenShop
from tests.whole.page import SMART

NONE_ADDED = "No se agregó nada"


@pytest.mark.parametrize(
    "typed",
    [
        "0",
        "-1",
        "1.234,567",
        "1e5",
        "NaN",
        "inf",
        "9" * 40,
        "0,00",
        "1,2,3",
        "١٢",
        "12 34",
        "'",
        "",
    ],
)
async def test_what_is_no_amount_adds_nothing_and_says_why(open_shop: OpenShop, typed: str) -> None:
    shop = await open_shop(locale="es_AR")
    shop.see(QLineEdit, "amount_edit").setText(typed)
    if typed:
        await shop.press("add_amount_button")
    else:
        shop.click("add_amount_button")
    await shop.shows(says=NONE_ADDED)
    assert shop.total() == "0.00"
    assert shop.see(QLineEdit, "amount_edit").text() == typed  # to be mended
    assert not shop.can("charge_button")


@pytest.mark.parametrize("typed", ["4,99", "4.000.000,01", "999.999.999,99"])
async def test_an_amount_that_no_terminal_takes_is_not_sent(
    open_shop: OpenShop, typed: str
) -> None:
    shop = await open_shop(locale="es_AR")
    await shop.add(typed)
    shop.choose(SMART)
    await shop.until(lambda: "4.000.000,00" in shop.read("charge_reason"), "the limits")
    assert not shop.can("charge_button")
    assert shop.till.house is not None
    shop.till.house.checkout.charge()  # past the button
    await shop.shows(says="4.000.000,00")


@pytest.mark.parametrize("typed", ["5", "4.000.000"])
async def test_the_limits_themselves_are_taken(open_shop: OpenShop, typed: str) -> None:
    shop = await open_shop(locale="es_AR")
    terminal = await shop.sell(SMART, typed)
    await shop.shows("ON_TERMINAL")
    shop.world.pay(terminal)
    await shop.shows(outcome="paid", says="Cobrado")
