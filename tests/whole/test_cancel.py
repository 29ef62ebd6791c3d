"""Cancelling: a wish, of which the provider says what became of it."""

import pytest

from pos_app.simulator.faults import Delay, Drop, refusal
from tests.whole.conftest import OpenShop
from tests.whole.page import PLUS
from tests.whole.shop import INTENT, Shop


async def test_cancelled_by_the_button_while_no_terminal_has_taken_it(shop: Shop) -> None:
    await shop.sell_until("OPENED", PLUS)
    await shop.press("cancel_button")
    await shop.shows("CANCELED", "not_paid", "Cancelled, nothing was charged")
    assert shop.asked("DELETE", "/intents/") == 1
    assert shop.sales()[0]["status"] == "open"


async def test_cancelled_on_the_terminal_where_the_till_cannot_any_more(shop: Shop) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")
    assert not shop.can("cancel_button")
    await shop.shows(says="To cancel, hold the lower-right button of the terminal")
    shop.world.cancel_on_terminal(terminal)
    await shop.shows("CANCELED", "not_paid", "Cancelled, nothing was charged")
    assert shop.asked("DELETE", "/intents/") == 0


async def test_the_terminal_takes_it_just_before_the_cancel(shop: Shop) -> None:  # F34
    terminal = await shop.sell_until("OPENED", PLUS)
    shop.world.press_green(terminal)
    await shop.press("cancel_button")  # the till still shows OPENED; DELETE is answered 409
    await shop.shows("ON_TERMINAL", says="Too late to cancel here")
    shop.world.pay(terminal)
    await shop.shows(outcome="paid", says="They paid just before the cancel")


async def test_the_customer_pays_while_the_cancel_is_on_its_way(shop: Shop) -> None:  # F34
    terminal = await shop.sell_until("OPENED", PLUS)
    shop.fault(Delay(3_000, after_effect=False), "DELETE", "*")
    await shop.press("cancel_button")
    await shop.shows(says="Cancelling")
    shop.world.press_green(terminal)
    shop.world.pay(terminal)
    await shop.shows(outcome="paid", says="They paid just before the cancel")


async def test_the_answer_to_a_cancel_is_lost_and_it_took_effect(shop: Shop) -> None:  # F34
    await shop.sell_until("OPENED", PLUS)
    shop.fault(Drop(after_effect=True), "DELETE", "*")
    await shop.press("cancel_button")
    await shop.shows("CANCELED", "not_paid", "nothing was charged")


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_cancel_that_fails_at_the_other_end_says_what_the_intent_then_says(
    shop: Shop, after_effect: bool
) -> None:  # F34
    terminal = await shop.sell_until("OPENED", PLUS)
    shop.fault(refusal(500, after_effect=after_effect), "DELETE", "*")
    await shop.press("cancel_button")
    if after_effect:
        await shop.shows("CANCELED", "not_paid")
        return
    await shop.shows("OPENED", says="Not cancelled yet")
    assert shop.can("cancel_button")
    shop.world.press_green(terminal)
    await shop.shows("ON_TERMINAL")
    shop.world.pay(terminal)
    await shop.shows(outcome="paid")


async def test_the_second_form_of_cancel_where_the_first_is_not_there(
    open_shop: OpenShop,
) -> None:
    shop = await open_shop(delete_by_intent=False)
    await shop.sell_until("OPENED", PLUS)
    await shop.press("cancel_button")
    await shop.shows("CANCELED", "not_paid")
    assert shop.asked("DELETE", "/point/pos/CAJA02") == 1


async def test_a_payment_that_raced_the_cancel_is_found_before_nothing_charged_is_said(
    shop: Shop,
) -> None:  # F33
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.pay(terminal)  # and the intent is reported as cancelled all the same
    intent = next(iter(shop.world.world.intents.values()))
    shop.world.clock.now()
    shop.clock.advance(2)
    shop.world.advance()  # the payment is made
    shop.world.lives.move(intent, intent.status.__class__.CANCELED)
    await shop.shows("CANCELED", "paid", "Paid")


async def test_a_cancel_is_asked_once_however_often_it_is_pressed(shop: Shop) -> None:
    await shop.sell_until("OPENED", PLUS)
    shop.fault(Delay(3_000, after_effect=False), "DELETE", INTENT)
    for _ in range(10):
        shop.click("cancel_button")
    await shop.shows("CANCELED", "not_paid")
    assert shop.asked("DELETE", "/intents/") == 1
