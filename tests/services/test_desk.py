"""The sale on the screen, where the book or an act fails."""

from pathlib import Path

import pytest

from pos_app.domain.errors import AmountOutOfRange, TillError
from pos_app.domain.money import Money
from pos_app.services.state import News
from tests.services.shop import SMART, Shop


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


async def test_a_sale_that_was_set_aside_all_the_same_leaves_the_screen(shop: Shop) -> None:  # F49
    await shop.sell(1000)
    await shop.shows("ON_TERMINAL")
    break_disk(shop, "after", "before", "before", "before")
    shop.house.resolver.set_aside()
    await shop.calm()
    await shop.until(lambda: shop.now.sale is None)
    assert shop.now.following is None
    shop.add(500)
    await shop.until(lambda: shop.now.sale)
    assert shop.now.sale
    assert shop.now.sale.ticket_number == 2


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


async def test_what_is_said_of_an_open_charge_goes_when_it_is_over(shop: Shop) -> None:
    await shop.sell(1000)
    await shop.shows("ON_TERMINAL")
    await shop.die()
    await shop.open()
    await shop.until(lambda: shop.said() is News.FOUND_OPEN_CHARGE)
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")
    await shop.calm()
    assert shop.now.notice is None


@pytest.mark.parametrize("how", ["die", "close"])
async def test_after_a_restart_a_paid_sale_makes_room_for_the_next(shop: Shop, how: str) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(shop.now.chosen)
    await shop.shows("CLOSED", "paid")
    await (shop.die() if how == "die" else shop.close())
    await shop.ready()
    assert (shop.now.sale, shop.now.following, shop.now.tries) == (None, None, 0)
    shop.charge()
    await shop.wait(3)
    assert shop.creates() == 1
    shop.add(700)
    await shop.calm()
    assert shop.now.sale
    assert (shop.now.sale.ticket_number, shop.now.sale.total.minor) == (2, 700)


@pytest.mark.parametrize("how", ["die", "close"])
async def test_after_a_restart_an_open_sale_is_there_as_it_was(shop: Shop, how: str) -> None:
    shop.add(700)
    shop.add(800)
    await shop.calm()
    before = shop.now.sale
    await (shop.die() if how == "die" else shop.close())
    await shop.ready()
    assert shop.now.sale == before
    assert shop.now.notice is None
    shop.charge()
    await shop.shows("ON_TERMINAL")
    assert shop.attempt.prepared.amount.minor == 1500


async def test_after_a_paid_sale_the_next_line_begins_another(shop: Shop) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(shop.now.chosen)
    await shop.shows("CLOSED", "paid")
    shop.charge()  # a press too many
    await shop.wait(3)
    shop.add(700)
    shop.charge()
    await shop.shows("ON_TERMINAL")
    assert shop.attempt.prepared.ticket_number == 2
    assert shop.creates() == 2


async def test_dropped_sales_leave_no_ticket_number_out(shop: Shop) -> None:
    for _ in range(3):
        shop.add(700)
        shop.house.desk.new_sale()
    shop.add(900)
    await shop.calm()
    told = [(sale["ticket_number"], sale["status"]) for sale in shop.sales()]
    dropped = [(number, "cancelled") for number in (1, 2, 3)]
    assert sorted(told) == [*dropped, (4, "open")]


async def test_a_sale_in_the_account_s_currency_can_be_charged_after_a_restart(
    tmp_path: Path, shop: Shop
) -> None:
    brazil = Shop(tmp_path / "brazil", site="MLB")
    await brazil.open()
    await brazil.until(lambda: brazil.now.terminals)
    terminal = brazil.now.terminals[0].id
    brazil.add(5_000)
    await brazil.calm()
    await brazil.close()
    await brazil.open()
    await brazil.until(lambda: brazil.now.terminals)
    brazil.house.checkout.choose_terminal(terminal)
    brazil.charge()
    await brazil.shows("ON_TERMINAL")
    assert brazil.attempt.prepared.site == "MLB"
    brazil.world.pay(terminal)
    await brazil.shows("CLOSED", "paid")
    await brazil.end()


async def test_a_sale_in_another_country_s_money_is_never_charged(
    tmp_path: Path, shop: Shop
) -> None:
    brazil = Shop(tmp_path / "brazil", site="MLB", pulled=True)  # F30
    await brazil.open()
    brazil.add(5_000)
    await brazil.calm()
    assert brazil.now.sale
    assert brazil.now.sale.currency == "ARS"
    brazil.pulled = False
    await brazil.until(lambda: brazil.now.terminals)
    brazil.house.checkout.choose_terminal(brazil.now.terminals[0].id)
    brazil.charge()
    await brazil.wait(10)
    assert brazil.now.notice
    assert isinstance(brazil.now.notice.what, AmountOutOfRange)
    assert brazil.creates() == 0
    brazil.house.desk.new_sale()
    await brazil.calm()
    brazil.add(5_000)
    brazil.charge()
    await brazil.shows("ON_TERMINAL")
    assert brazil.attempt.prepared.amount.currency == "BRL"
    await brazil.end()
