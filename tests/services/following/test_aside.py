"""Sales that stand aside: the next customer is served, and nothing is charged twice."""

import pytest

from pos_app.domain.charge.facts import Refusal, Seen
from pos_app.domain.errors import ActRefusal, ChargeRefusal, SaleFrozen
from pos_app.domain.money import Money
from pos_app.services.state import News
from pos_app.simulator.faults import Delay
from tests.services.shop import CREATE, PLUS, SMART, Shop

ENOUGH = Money(200_000, "ARS")


async def sell_on(shop: Shop, terminal: str, minor: int = 5_000) -> None:
    shop.house.checkout.choose_terminal(terminal)
    await shop.sell(minor)
    await shop.until(lambda: shop.status in ("OPENED", "ON_TERMINAL"))
    if shop.status == "OPENED":
        shop.world.press_green(terminal)
    await shop.shows("ON_TERMINAL")
    shop.world.pay(terminal)
    await shop.shows("CLOSED", "paid")


def sale_aside(shop: Shop) -> str:
    (sale,) = (case.sale for case in shop.now.cases)
    assert sale is not None
    return sale.id


async def test_the_next_customer_pays_on_another_terminal_and_in_cash(shop: Shop) -> None:
    reference = await shop.aside()
    assert (shop.tasks(), shop.said()) == (["resolve"], News.SET_ASIDE)
    assert (shop.now.following, shop.now.tries, set(shop.now.held)) == (None, 0, {SMART})
    await sell_on(shop, PLUS)
    shop.add(700)
    await shop.calm()
    shop.house.checkout.pay_cash(Money(1_000, "ARS"))
    await shop.until(lambda: shop.now.sale and shop.now.sale.tenders)
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == [], seconds=200)
    assert shop.kept(reference)["outcome"] == "paid"
    assert [sale["status"] for sale in shop.sales()] == ["paid"] * 3
    assert [sale["tenders"] for sale in shop.sales()][2] == [{"kind": "cash", "amount": "7.00"}]


async def test_a_terminal_that_may_hold_a_charge_takes_no_other(shop: Shop) -> None:  # I3
    await shop.aside()
    shop.add(700)
    await shop.calm()
    shop.charge()
    await shop.calm()
    assert shop.said() is ChargeRefusal.TERMINAL_HELD
    assert shop.creates() == 1


async def test_a_sale_is_not_charged_again_while_its_charge_may_live(shop: Shop) -> None:  # I3
    reference = await shop.aside()
    shop.house.resolver.take_up(sale_aside(shop))
    await shop.until(lambda: shop.now.following)
    assert (shop.attempt.prepared.external_reference, shop.now.tries) == (reference, 1)
    shop.house.checkout.choose_terminal(PLUS)
    shop.charge()
    await shop.calm()
    assert isinstance(shop.said(), SaleFrozen)
    assert shop.creates() == 1
    shop.house.checkout.pay_cash(ENOUGH)
    await shop.calm()
    assert shop.said() is ActRefusal.CHARGE_LIVES
    shop.world.pay(SMART)
    await shop.until(lambda: shop.outcome == "paid")


async def test_nothing_is_set_aside_before_it_was_sent_or_once_it_is_over(shop: Shop) -> None:
    shop.house.resolver.set_aside()
    await shop.calm()
    assert shop.said() is ActRefusal.ENDED
    shop.fault(Delay(5_000), "POST", CREATE)
    await shop.sell()
    await shop.until(lambda: shop.on_the_way)
    shop.house.resolver.set_aside()
    await shop.calm()
    assert shop.said() is ActRefusal.NOT_SENT
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")
    shop.house.resolver.set_aside()
    await shop.calm()
    assert shop.said() is ActRefusal.ENDED


async def test_what_the_disk_has_not_taken_yet_is_not_set_aside(shop: Shop) -> None:  # F48
    await shop.unclear()
    shop.fails = lambda: "before"
    await shop.until(lambda: shop.now.following and shop.now.following.unsaved)
    shop.house.resolver.set_aside()
    await shop.calm()
    assert shop.said() is ActRefusal.NOT_SAVED


@pytest.mark.parametrize("how", ["die", "close"])
async def test_what_stands_aside_still_does_after_a_restart(shop: Shop, how: str) -> None:  # F44
    reference = await shop.aside()
    shop.add(700)
    await shop.calm()
    await (shop.die() if how == "die" else shop.close())
    await shop.ready()
    assert (shop.tasks(), shop.now.notice, set(shop.now.held)) == (["resolve"], None, {SMART})
    assert shop.now.sale
    assert shop.now.sale.total.minor == 700
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == [])
    assert shop.kept(reference)["outcome"] == "paid"
    assert shop.said() is News.PAID_ASIDE


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("nth", range(4))
async def test_a_disk_that_fails_while_a_sale_is_set_aside_loses_neither(  # F49
    shop: Shop, when: str, nth: int
) -> None:
    reference = await shop.unclear()
    left = [*[""] * nth, when]
    shop.fails = lambda: left.pop(0) if left else ""
    shop.house.resolver.set_aside()
    await shop.wait(3)
    if shop.now.sale is not None:
        shop.house.resolver.set_aside()
        await shop.wait(3)
    assert (shop.now.sale, shop.tasks()) == (None, ["resolve"])
    await sell_on(shop, PLUS)
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == [])
    assert shop.kept(reference)["outcome"] == "paid"


async def unpaid(shop: Shop) -> str:
    """The id of a sale that was set aside and proved unpaid."""
    reference = await shop.aside(done=False)
    await shop.wait(65)
    shop.house.resolver.say_seen(reference, Seen.IDLE)
    await shop.until(lambda: shop.tasks() == ["unpaid"])
    assert shop.said() is News.UNPAID_ASIDE
    (case,) = shop.now.cases
    assert case.name == sale_aside(shop)
    return case.name


async def test_a_sale_that_was_never_paid_is_dropped(shop: Shop) -> None:
    shop.house.resolver.drop(await unpaid(shop))
    await shop.until(lambda: shop.tasks() == [])
    assert shop.said() is News.SALE_DROPPED
    assert [sale["status"] for sale in shop.sales()] == ["cancelled"]


async def test_a_sale_that_was_never_paid_is_opened_and_charged_again(shop: Shop) -> None:
    shop.house.resolver.take_up(await unpaid(shop))
    await shop.until(lambda: shop.now.sale)
    assert (shop.now.tries, shop.tasks()) == (1, [])
    shop.charge()
    await shop.shows("ON_TERMINAL")
    assert shop.attempt.prepared.number == 2
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")


async def test_a_sale_that_was_never_paid_waits_through_a_restart(shop: Shop) -> None:
    await unpaid(shop)
    await shop.die()
    await shop.ready()
    assert (shop.tasks(), shop.now.sale) == (["unpaid"], None)


async def test_a_sale_whose_charge_may_live_is_not_dropped(shop: Shop) -> None:
    await shop.aside()
    shop.house.resolver.drop(sale_aside(shop))
    await shop.calm()
    assert (shop.said(), shop.tasks()) == (ActRefusal.CHARGE_LIVES, ["resolve"])


async def test_no_sale_is_put_in_the_place_of_one_on_the_desk(shop: Shop) -> None:
    await shop.aside()
    other = sale_aside(shop)
    shop.add(700)
    await shop.calm()
    shop.house.resolver.take_up(other)
    await shop.calm()
    assert shop.said() is ActRefusal.DESK_TAKEN
    assert shop.now.sale
    assert shop.now.sale.total.minor == 700
    shop.house.desk.remove_line(shop.now.sale.lines[0].id)
    await shop.calm()
    shop.house.resolver.take_up(other)
    await shop.until(lambda: shop.now.following)
    shop.house.resolver.take_up(other)
    await shop.calm()
    assert shop.said() is ActRefusal.SALE_OVER
    await shop.die()
    await shop.ready()
    assert shop.now.sale
    assert (shop.now.sale.id, shop.tasks()) == (other, ["resolve"])


async def test_a_terminal_tells_when_it_last_moved_and_what_it_may_still_hold(
    shop: Shop,
) -> None:
    await sell_on(shop, PLUS)
    moved = shop.now.last_seen[PLUS]
    assert abs(moved - shop.clock.now()) < 5_000
    shop.house.desk.close_panel()
    reference = await shop.unclear()
    await shop.wait(65)
    shop.house.resolver.say_seen(reference, Seen.IDLE)
    await shop.shows("(unknown)", "not_paid")
    shop.charge()  # and the terminal was not idle at all
    await shop.until(lambda: shop.attempt.refusal)
    assert shop.attempt.refusal is Refusal.BUSY
    await shop.wait(1)
    assert shop.now.maybe_held[SMART].prepared.external_reference == reference
    assert shop.now.last_seen == {PLUS: moved}
    await shop.die()
    await shop.ready()
    assert shop.now.maybe_held[SMART].prepared.external_reference == reference
    await shop.until(lambda: shop.now.maybe_held == {}, seconds=4_100)
