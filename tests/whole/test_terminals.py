"""Which terminal a charge goes to, and who may be charged for."""

from PySide6.QtWidgets import QComboBox

from pos_app.simulator.faults import refusal
from tests.whole.conftest import OpenShop
from tests.whole.page import PLUS, SMART, SMART_2
from tests.whole.shop import DEVICES, ME, Shop


async def test_among_several_terminals_none_is_chosen_silently(shop: Shop) -> None:
    await shop.add("1834.50")
    assert shop.see(QComboBox, "terminal_picker").currentIndex() == -1
    assert not shop.can("charge_button")
    assert "Choose the terminal" in shop.read("charge_reason")


async def test_the_chosen_terminal_and_no_other_gets_the_charge(shop: Shop) -> None:
    await shop.add("1834.50")
    shop.choose(SMART)
    terminal = shop.choose(PLUS)
    await shop.charge()
    await shop.shows("OPENED")
    assert [i.terminal_id for i in shop.world.world.intents.values()] == [terminal]
    shop.world.press_green(terminal)
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def test_a_terminal_out_of_pdv_mode_says_so_and_is_switched(shop: Shop) -> None:  # F21
    await shop.add("1834.50")
    terminal = shop.choose(SMART_2)
    await shop.until(lambda: "it is not in PDV mode" in shop.read("picker_note"), "a word")
    assert not shop.can("charge_button")
    await shop.press("switch_mode_button")
    await shop.shows(says="Restart the terminal before you charge")
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def test_a_till_without_an_answer_from_the_provider_says_so_and_recovers(
    open_shop: OpenShop,
) -> None:
    shop = await open_shop()
    await shop.add("1834.50")
    shop.cable_pulled = True
    await shop.reopen()
    await shop.until(lambda: "No connection" in shop.read("connection_label"), "a word")
    assert not shop.can("charge_button")
    shop.heal()
    await shop.until(lambda: "Connected" in shop.read("connection_label"), "the connection")
    terminal = shop.choose(SMART)
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def test_the_token_of_another_merchant_charges_nothing(shop: Shop) -> None:  # I24
    await shop.add("1834.50")
    shop.world.account.user_id += 1
    await shop.reopen()
    await shop.until(lambda: "Another account" in shop.read("charge_reason"), "a word")
    await shop.until(lambda: shop.see(QComboBox, "terminal_picker").count() > 0, "terminals")
    shop.choose(SMART)
    assert not shop.can("charge_button")
    assert shop.till.house is not None
    shop.till.house.checkout.charge()  # past the button
    await shop.shows(says="another Mercado Pago account")


async def test_it_is_not_charged_before_the_provider_said_whose_account_it_is(
    shop: Shop,
) -> None:
    await shop.add("1834.50")
    shop.fault(refusal(500), "GET", ME, times=None)
    shop.fault(refusal(500), "GET", DEVICES, times=None)
    await shop.reopen()
    await shop.until(
        lambda: "Mercado Pago does not answer" in shop.read("connection_label"), "a word"
    )
    assert not shop.can("charge_button")
    shop.heal()
    await shop.until(lambda: "Connected" in shop.read("connection_label"), "the connection")
