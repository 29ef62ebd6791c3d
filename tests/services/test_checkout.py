"""Charge, pressed in every way: one attempt, of the amount and on the terminal that were shown."""

import pytest

from pos_app.domain.money import Money
from tests.services.shop import PLUS, SMART, Shop
from tests.services.test_desk import break_disk


async def test_charge_queued_twice_is_one_charge(shop: Shop) -> None:  # F17
    shop.add(183450)
    shop.charge()
    shop.charge()
    await shop.calm()
    shop.charge()
    await shop.shows("ON_TERMINAL")
    assert shop.creates() == 1


async def test_a_sale_cannot_be_left_behind_its_charge(shop: Shop) -> None:  # F18
    shop.add(183450)
    shop.charge()
    shop.house.desk.new_sale()
    shop.add(100)
    await shop.shows("ON_TERMINAL")
    assert shop.now.sale
    assert shop.now.sale.total.minor == 183450
    assert shop.creates() == 1


async def test_the_terminal_is_the_one_that_was_chosen_when_charge_was_pressed(shop: Shop) -> None:
    shop.add(183450)
    await shop.calm()
    shop.charge()
    shop.house.checkout.choose_terminal(PLUS)  # before the book has taken the attempt
    await shop.shows("ON_TERMINAL")
    assert shop.attempt.prepared.terminal_id == SMART


@pytest.mark.parametrize("nth", range(8))
@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("twice", [1, 2, 3])
async def test_a_disk_that_fails_while_charging_sends_one_charge_at_most(  # F49, I1, I20
    shop: Shop, nth: int, when: str, twice: int
) -> None:
    shop.add(183450)
    await shop.calm()
    break_disk(shop, *[""] * nth, *[when] * twice)
    shop.charge()
    await shop.wait(10)
    presses = 0
    while shop.status not in ("ON_TERMINAL",) and presses < 4:
        shop.charge()
        presses += 1
        await shop.wait(10)
    assert shop.status == "ON_TERMINAL", shop.told()
    assert shop.creates() == 1
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")


async def test_a_charge_that_a_failing_disk_holds_and_hides_keeps_no_cash_from_its_sale(
    shop: Shop,
) -> None:  # F49
    shop.add(700)
    await shop.calm()
    plan = ["", "after", "before", "before"]  # the probe, the charge, two looks for it
    shop.fails = lambda: plan.pop(0) if plan else ""
    shop.charge()
    await shop.calm()
    await shop.wait(5)
    assert plan == []
    shop.house.checkout.pay_cash(Money(700, "ARS"))
    await shop.calm()
    assert [(sale["status"], len(sale["attempts"])) for sale in shop.sales()] == [("paid", 1)]
    assert shop.creates() == 0
