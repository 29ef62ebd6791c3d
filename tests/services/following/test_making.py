"""A sale that is made of money without one: whole, or not at all."""

import pytest

from tests.services.shop import SMART, Shop


@pytest.mark.parametrize("nth", range(1, 9))
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_sale_is_made_of_money_whole_or_not_at_all(  # F45, F49
    shop: Shop, when: str, nth: int
) -> None:
    shop.add(700)
    payment = str(shop.world.type_on_terminal(SMART, 183450).id)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)
    await shop.calm()
    calls = iter(range(1, nth))
    shop.house.resolver.adopt(payment, "", "Sol", "typed by hand")
    shop.fails = lambda: when if next(calls, 0) == 0 else ""
    await shop.calm()
    shop.fails = lambda: ""
    await shop.die()
    await shop.ready()
    assert shop.now.sale
    assert shop.now.sale.total.minor == 700  # whatever was made does not hide it
    made = [(sale["status"], sale["total"]) for sale in shop.sales()][1:]
    assert (made, shop.tasks()) in (([], ["orphan"]), ([("paid", "1834.50")], []))
