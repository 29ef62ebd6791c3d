"""The sale on the screen, where the book or an act fails."""

import pytest

from pos_app.domain.errors import TillError
from pos_app.domain.money import Money
from tests.services.shop import Shop


def break_disk(shop: Shop, *plan: str) -> None:
    """What becomes of the next transactions: "" is well; after those all are."""
    left = list(plan)
    shop.fails = lambda: left.pop(0) if left else ""


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_line_that_the_disk_refused_leaves_the_sale_usable(  # F49
    shop: Shop, when: str
) -> None:
    shop.add(1000)
    await shop.calm()
    break_disk(shop, when)
    shop.add(2000)
    await shop.calm()
    shop.add(4000)
    await shop.calm()
    assert shop.now.sale
    assert shop.now.sale.total.minor in (5000, 7000)
    shop.charge()
    await shop.shows("ON_TERMINAL")
    assert shop.attempt.prepared.amount == shop.now.sale.total
    shop.world.pay(shop.now.chosen)
    await shop.shows("CLOSED", "paid")


@pytest.mark.parametrize("plan", [["before"], ["after"], ["", "before"], ["", "after"]])
async def test_a_first_line_that_the_disk_refused_loses_no_sale(  # F49
    shop: Shop, plan: list[str]
) -> None:
    break_disk(shop, *plan)
    shop.add(1000)
    await shop.calm()
    shop.add(2000)
    await shop.calm()
    assert shop.now.sale
    assert shop.now.sale.total.minor in (2000, 3000)
    assert len([sale for sale in shop.sales() if sale["status"] == "open"]) == 1
    assert [sale["ticket_number"] for sale in shop.sales()] == [1]


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_new_sale_that_the_disk_refused_can_be_had_again(shop: Shop, when: str) -> None:
    shop.add(1000)
    await shop.calm()
    break_disk(shop, when)
    shop.house.desk.new_sale()
    await shop.calm()
    shop.house.desk.new_sale()
    await shop.calm()
    assert shop.now.sale is None
    await shop.sell(2000)
    await shop.shows("ON_TERMINAL")
    assert shop.attempt.prepared.amount == Money(2000, "ARS")
    shop.world.pay(shop.now.chosen)
    await shop.shows("CLOSED", "paid")


async def test_an_act_that_fails_in_a_way_nobody_thought_of_stops_no_other(shop: Shop) -> None:
    async def act() -> None:
        raise ValueError("a fault of ours")

    shop.house.board.do(act)  # F59
    shop.add(1000)
    await shop.calm()
    assert shop.now.sale
    shop.house.board.do(act)
    await shop.calm()
    assert shop.now.notice
    assert isinstance(shop.now.notice.what, TillError)
