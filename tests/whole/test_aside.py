"""A charge that nobody can call is set aside, and the next customer is served."""

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from pos_app.simulator.faults import Drop, Late
from pos_app.simulator.world.terminals import Face
from tests.whole.page import PLUS, SMART
from tests.whole.shop import CREATE, Shop


async def set_aside(shop: Shop) -> str:
    """A charge whose answer was lost, and whose sale stands aside; its terminal."""
    shop.fault(Drop(after_effect=True), "POST", CREATE)
    terminal = await shop.sell_until("(unknown)")
    await shop.press("set_aside_button")
    await shop.shows(says="is set aside")
    assert shop.panel("status") == ""
    assert shop.see_chip() == 1
    await shop.until(lambda: shop.world.screen_of(terminal).face is Face.PRESENT_CARD, "a card")
    return terminal


async def pay_cash(shop: Shop, received: str) -> None:
    await shop.press("cash_button")
    shop.see(QLineEdit, "received_edit").setText(received)
    await shop.press("confirm_cash_button")


def change(shop: Shop) -> str:
    return str(shop.see(QLabel, "change_label").property("amount"))


def doing(shop: Shop) -> dict[str, str]:
    """What the page of the terminals says of each, by the beginning of its id."""
    cards = [c for c in shop.window.findChildren(QWidget, "terminal_card") if c.isVisible()]
    told = {}
    for card in cards:
        label = card.findChild(QLabel, "doing_label")
        assert label is not None
        told[str(card.property("terminal")).partition("__")[0]] = label.text()
    return told


async def test_the_next_customer_pays_on_another_terminal_and_the_first_is_proved_later(
    shop: Shop,
) -> None:
    held = await set_aside(shop)
    await shop.add("99")
    assert shop.choose(SMART) == held
    assert not shop.can("charge_button")
    await shop.until(lambda: shop.can("open_blocker_button"), "what holds it")
    other = shop.choose(PLUS)
    await shop.charge()
    await shop.shows("OPENED")
    shop.world.press_green(other)
    await shop.shows("ON_TERMINAL")
    await shop.pay(other)
    await shop.press("new_sale_button")
    assert shop.see_chip() == 1
    shop.world.pay(held)
    await shop.shows(says="The payment of sale 1, which was set aside, is confirmed", push=2)
    await shop.until(lambda: shop.see_chip() == 0, "nothing is unresolved")
    assert [sale["status"] for sale in shop.sales()] == ["paid", "paid"]


async def test_the_next_customer_pays_in_cash(shop: Shop) -> None:
    held = await set_aside(shop)
    await shop.add("150")
    await pay_cash(shop, "200")
    await shop.until(lambda: shop.read("change_label"), "the change")
    assert change(shop) == "50.00"
    assert not shop.can("charge_button")
    assert shop.sales()[1]["tenders"] == [{"kind": "cash", "amount": "150.00"}]
    await shop.add("10")
    await shop.until(lambda: shop.total() == "10.00", "the next sale")
    assert shop.read("change_label") == ""
    shop.world.pay(held)
    await shop.until(lambda: shop.see_chip() == 0, "it is proved", push=2)
    assert [sale["status"] for sale in shop.sales()] == ["paid", "paid", "open"]


@pytest.mark.parametrize("typed", ["100", "1,2,3"])
async def test_cash_that_is_too_little_or_no_amount_pays_nothing(shop: Shop, typed: str) -> None:
    await shop.add("150")
    await shop.press("cash_button")
    shop.see(QLineEdit, "received_edit").setText(typed)
    assert not shop.can("confirm_cash_button")
    shop.click("confirm_cash_button")
    shop.click("close_cash_button")
    await shop.until(lambda: not shop.can("close_cash_button"), "the catalog")
    assert shop.sales()[0]["tenders"] == []
    await pay_cash(shop, "")
    await shop.until(lambda: shop.read("change_label"), "the change")
    assert change(shop) == "0.00"


async def test_a_charge_that_lives_gives_no_cash_and_a_charge_that_goes_well_is_not_set_aside(
    shop: Shop,
) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")
    assert not shop.can("cash_button")
    assert not shop.can("set_aside_button")
    await shop.until(lambda: shop.can("set_aside_button"), "half a minute without news", push=5)
    assert "set the charge aside first" in shop.read("charge_reason")
    await shop.pay(terminal)


async def test_a_stuck_charge_is_set_aside_and_stays_on_the_terminals_page(shop: Shop) -> None:
    terminal = await shop.sell_until("OPENED", PLUS)
    shop.world.unplug(terminal)
    await shop.until(lambda: shop.can("set_aside_button"), "half a minute without news", push=5)
    await shop.press("set_aside_button")
    await shop.shows(says="is set aside")
    assert shop.see_chip() == 1
    await shop.press("terminals_button")
    await shop.until(lambda: doing(shop), "the terminals")
    assert doing(shop)["INGENICO_MOVE2500"] == "Holds sale 1 · $1,834.50"
    assert doing(shop)["PAX_A910"] == "Free"
    assert doing(shop)["NEWLAND_N950"] == "Not in PDV mode"
    shop.click("terminals_back_button")
    shop.world.plug_in(terminal)
    shop.world.press_green(terminal)
    await shop.until(
        lambda: shop.world.screen_of(terminal).face is Face.PRESENT_CARD, "a card", push=2
    )
    shop.world.pay(terminal)
    await shop.until(lambda: shop.see_chip() == 0, "it is proved", push=2)
    assert [sale["status"] for sale in shop.sales()] == ["paid"]


async def test_a_sale_set_aside_is_there_after_a_restart_with_its_chip(shop: Shop) -> None:  # F45
    held = await set_aside(shop)
    await shop.add("99")
    await shop.reopen()
    await shop.until(lambda: shop.see_chip() == 1, "the chip")
    assert shop.total() == "99.00"  # the sale on the desk is the next customer's
    await shop.until(lambda: shop.see(QComboBox, "terminal_picker").count() > 0, "terminals")
    shop.choose(SMART)
    await shop.until(lambda: not shop.can("charge_button"), "the terminal is held")
    shop.world.pay(held)
    await shop.until(lambda: shop.see_chip() == 0, "it is proved", push=2)


async def lost_and_called_idle(shop: Shop) -> str:
    """A create held up on its way, which everybody takes for lost; its terminal."""
    shop.fault(Late(600_000), "POST", CREATE)
    terminal = await shop.sell_until("(unknown)")
    await shop.press("look_button")
    await shop.until(lambda: shop.can("answer_idle_button"), "a look tells something", push=5)
    shop.click("answer_idle_button")
    shop.click("case_back_button")
    await shop.shows(outcome="not_paid", push=2)
    return terminal


async def test_money_that_comes_after_all_is_red_and_keeps_the_sale_from_being_charged(
    shop: Shop,
) -> None:  # F04: late money
    terminal = await lost_and_called_idle(shop)
    assert shop.can("charge_button")
    await shop.until(
        lambda: shop.world.screen_of(terminal).face is Face.PRESENT_CARD, "it came", push=20
    )
    shop.world.pay(terminal)
    await shop.shows(says="Money came in", push=20)
    await shop.until(lambda: shop.see_chip() == 1, "a task", push=2)
    assert not shop.can("charge_button")
    assert not shop.can("cash_button")
    assert shop.can("look_button")
    shop.in_doubt = 1


async def test_a_409_names_the_sale_of_ours_that_the_terminal_may_still_show(
    shop: Shop,
) -> None:  # F06, F07
    terminal = await lost_and_called_idle(shop)
    await shop.until(
        lambda: shop.world.screen_of(terminal).face is Face.PRESENT_CARD, "it came", push=20
    )
    await shop.press("new_sale_button")
    await shop.add("50")
    await shop.charge()
    await shop.shows("(not created)", "not_paid", "may still show $1,834.50 of sale 1")
    assert "cancel it there" in shop.read("hint_label")
    await shop.press("look_button")
    await shop.until(lambda: doing(shop), "the terminals")
    assert doing(shop)["PAX_A910"] == "May still show sale 1 · $1,834.50"
    shop.click("terminals_back_button")
    shop.world.cancel_on_terminal(terminal)
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)
