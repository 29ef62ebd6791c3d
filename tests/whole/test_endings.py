"""Ends that are no payment, and one that does not say what it is."""

import pytest

from pos_app.simulator.faults import Remove, refusal
from tests.whole.conftest import OpenShop
from tests.whole.page import PLUS, SMART
from tests.whole.shop import INTENT, PAYMENT, Shop

HOUR = 3_600.0  # seconds


async def test_a_charge_that_nobody_takes_expires_after_an_hour(shop: Shop) -> None:
    await shop.sell_until("OPENED", PLUS)
    shop.clock.advance(100)
    await shop.shows(says="Cancel here and choose another terminal")
    shop.clock.advance(HOUR)
    await shop.shows("EXPIRED", "not_paid", "Expired, nothing was charged")


async def test_a_charge_paid_an_hour_after_the_till_was_opened_is_paid(shop: Shop) -> None:  # F41
    shop.clock.advance(HOUR)  # ahead of the computer's clock, as after it was put right
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)


async def test_a_terminal_that_breaks_charges_nothing(shop: Shop) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.fail(terminal)
    await shop.shows("ERROR", "not_paid", "Not charged: the terminal failed")
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def test_confirmation_required_holds_the_goods_until_its_payment_is_found(
    open_shop: OpenShop,
) -> None:  # F32
    shop = await open_shop(search_lag=60_000)
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.indeterminate(terminal, charged=True)
    await shop.shows("CONFIRMATION_REQUIRED", "unsure", "before handing over the goods")
    await held(shop)
    await shop.shows(outcome="paid", says="Paid", push=20)


async def test_confirmation_required_without_a_payment_stays_unsure(shop: Shop) -> None:  # F32
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.indeterminate(terminal)
    await shop.shows("CONFIRMATION_REQUIRED", "unsure", "Look at the terminal: was it charged?")
    searches = shop.asked("GET", "/payments/search")
    await shop.until(lambda: shop.asked("GET", "/payments/search") > searches + 3, "searches", 60)
    await held(shop)
    assert shop.panel("outcome") == "unsure"
    shop.in_doubt = 1


async def held(shop: Shop) -> None:
    """Its sale and its terminal are locked, and the chip counts it."""
    for name in ("charge_button", "new_sale_button", "cancel_button"):
        assert not shop.can(name), name
    assert shop.can("check_again_button")
    assert str(shop.see_chip()) == "1"


async def test_closed_without_results_for_a_while_is_not_paid_yet(shop: Shop) -> None:  # F29
    shop.fault(Remove("operations.0.results"), "GET", INTENT, times=None)
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.options.search_lag = 600_000
    shop.world.pay(terminal)
    await shop.shows("CLOSED", "pending", "Confirming the payment")
    await shop.shows("CLOSED", "unsure", "No payment found yet", push=30)
    shop.heal()
    await shop.shows("CLOSED", "paid", push=30)


@pytest.mark.parametrize("status", [404, 500])
async def test_a_payment_that_cannot_be_read_yet_is_read_later(shop: Shop, status: int) -> None:
    # F29
    shop.fault(refusal(status, "not_found"), "GET", PAYMENT, times=None)
    terminal = await shop.sell_until("ON_TERMINAL", SMART)
    shop.world.pay(terminal)
    await shop.shows("CLOSED", "pending", "Hold the goods")
    shop.heal()
    await shop.shows("CLOSED", "paid")
