"""Sales that end as they should."""

import pytest
from PySide6.QtWidgets import QWidget

from tests.whole.conftest import OpenShop
from tests.whole.page import PLUS, SMART
from tests.whole.shop import Shop


async def test_a_charge_on_a_point_smart_is_paid_once_the_payment_itself_was_read(
    shop: Shop,
) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)
    attempt = shop.attempts()[0]
    assert attempt["amount"] == "1834.50"
    assert shop.asked("GET", f"/v1/payments/{attempt['payment_ids'][0]}") == 1
    await shop.press("new_sale_button")
    await shop.until(lambda: shop.total() == "0.00", "a new sale")


async def test_a_point_plus_shows_the_charge_when_its_green_key_is_pressed(shop: Shop) -> None:
    terminal = await shop.sell_until("OPENED", PLUS)
    await shop.shows(says="green key")
    shop.world.press_green(terminal)
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def test_a_declined_card_leaves_the_sale_open_and_is_sent_again_with_a_new_reference(
    shop: Shop,
) -> None:  # F28
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.decline(terminal, "cc_rejected_insufficient_amount")
    await shop.shows(outcome="not_paid", says="Not enough funds")
    assert shop.sales()[0]["status"] == "open"
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)
    first, second = shop.attempts()
    assert first["external_reference"] != second["external_reference"]
    assert (first["outcome"], second["outcome"]) == ("not_paid", "paid")


async def test_the_cart_is_frozen_while_a_charge_lives(shop: Shop) -> None:  # F18
    terminal = await shop.sell_until("ON_TERMINAL")
    for name in ("more_button", "remove_button", "new_sale_button", "charge_button"):
        assert not shop.can(name), name
    assert not shop.see(QWidget, "amount_edit").isEnabled()
    shop.desk.remove_line("1")  # past the buttons
    await shop.shows(says="cannot be changed now")
    shop.desk.new_sale()
    await shop.pay(terminal)
    assert shop.sales()[0]["total"] == "1834.50"
    assert len(shop.sales()) == 1


async def test_a_charge_goes_out_by_the_tills_external_id_where_that_is_set(
    open_shop: OpenShop,
) -> None:
    shop = await open_shop(by_till=True)
    terminal = await shop.sell_until("ON_TERMINAL")
    assert shop.asked("POST", "/intents/point/pos/CAJA01") == 1
    await shop.pay(terminal)


@pytest.mark.parametrize(
    ("site", "amount", "total", "drawn"),
    [
        ("MLB", "70.50", "70.50", "R$"),
        ("MLM", "350", "350.00", "$"),
        ("MLC", "18345", "18345", "$"),
    ],
)
async def test_a_charge_is_paid_in_the_currency_of_its_country(
    open_shop: OpenShop, site: str, amount: str, total: str, drawn: str
) -> None:
    shop = await open_shop(site)
    terminal = await shop.sell("", amount)
    await shop.shows("ON_TERMINAL")
    assert drawn in shop.read("panel_amount_label")
    await shop.pay(terminal)
    assert shop.attempts()[0]["amount"] == total


async def test_the_only_terminal_needs_no_choice(open_shop: OpenShop) -> None:
    shop = await open_shop("MLM")
    await shop.add("350")
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(next(iter(shop.world.world.terminals)))


async def test_training_never_touches_the_live_folder(shop: Shop) -> None:  # I24
    terminal = await shop.sell_until("ON_TERMINAL", SMART)
    await shop.pay(terminal)
    assert {path.name for path in shop.data_dir.iterdir()} == {"training"}
    assert "TRAINING" in shop.read("training_label")
