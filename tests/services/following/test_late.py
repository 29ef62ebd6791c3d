"""Money that comes after its charge was over."""

from pos_app.domain.charge.facts import Decision
from pos_app.domain.errors import ActRefusal, ChargeRefusal
from pos_app.domain.money import Money
from pos_app.domain.sale import SaleSetAside
from pos_app.services.state import News
from pos_app.simulator.faults import Late
from pos_app.simulator.world.records import CARD
from tests.services.shop import CREATE, SMART, Shop
from tests.services.test_resolver import decide, say_idle


async def wrongly_idle(shop: Shop) -> str:
    """The amount reached the terminal, and somebody said that it is idle (F73)."""
    reference = await shop.unclear()
    await shop.wait(65)
    say_idle(shop, reference)
    await shop.shows("(unknown)", "not_paid")
    return reference


async def test_money_that_comes_late_takes_the_panel_and_is_applied_to_its_sale(
    shop: Shop,
) -> None:
    reference = await wrongly_idle(shop)
    shop.house.desk.close_panel()
    shop.world.pay(SMART)
    await shop.until(lambda: shop.now.following, seconds=130)
    assert (shop.outcome, shop.tasks(), shop.said()) == ("unsure", ["late"], News.LATE_MONEY)
    assert not shop.now.cases[0].settled
    shop.charge()
    await shop.calm()
    assert shop.said() is ChargeRefusal.LATE_MONEY
    shop.house.checkout.pay_cash(Money(200_000, "ARS"))
    await shop.calm()
    assert shop.said() is ActRefusal.LATE_MONEY
    decide(shop, reference, Decision.APPLIED)
    await shop.until(lambda: shop.outcome == "paid")
    assert (shop.tasks(), shop.said(), shop.creates()) == ([], News.DONE, 1)
    assert [sale["status"] for sale in shop.sales()] == ["paid"]


async def test_late_money_that_is_put_apart_is_watched_until_it_went_back(shop: Shop) -> None:
    reference = await wrongly_idle(shop)
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == ["late"], seconds=130)
    decide(shop, reference, Decision.APART)
    await shop.until(lambda: shop.tasks() == ["return"])
    shop.charge()
    await shop.until(lambda: shop.status == "ON_TERMINAL")
    assert shop.tasks() == ["return"]
    shop.world.cancel_on_terminal(SMART)
    await shop.shows("CANCELED", "not_paid")
    (payment,) = shop.world.truth.approved(reference)
    shop.world.refund_on_terminal(payment.id)
    await shop.until(lambda: shop.tasks() == [], seconds=400)


async def test_money_that_goes_back_before_anybody_decided_is_no_task_any_more(
    shop: Shop,
) -> None:
    reference = await wrongly_idle(shop)
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == ["late"], seconds=130)
    (payment,) = shop.world.truth.approved(reference)
    shop.world.refund_on_web(payment.id)
    await shop.until(lambda: shop.tasks() == [], seconds=400)
    assert shop.outcome == "not_paid"


async def test_late_money_is_not_applied_to_a_sale_that_costs_something_else_by_now(
    shop: Shop,
) -> None:
    reference = await wrongly_idle(shop)
    shop.add(100)
    await shop.calm()
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == ["late"], seconds=130)
    assert shop.now.cases[0].settled
    decide(shop, reference, Decision.APPLIED)
    await shop.calm()
    assert shop.said() is ActRefusal.AMOUNT_DIFFERS
    assert shop.tasks() == ["late"]


async def test_a_request_that_came_late_is_found_though_somebody_said_idle(  # F04
    shop: Shop,
) -> None:
    shop.fault(Late(120_000, hang=16_000), "POST", CREATE)
    await shop.sell()
    await shop.shows("(unknown)")
    await shop.wait(50)
    say_idle(shop, shop.attempt.prepared.external_reference)
    await shop.shows("(unknown)", "not_paid")
    await shop.wait(60)
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == ["late"], seconds=130)


async def test_money_that_the_index_showed_late_is_found(shop: Shop) -> None:  # F33, I5
    shop.world.options.search_lag = 90_000
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    reference = shop.attempt.prepared.external_reference
    intent = shop.world.truth.intents(reference)[0]
    shop.world.cancel_on_terminal(SMART)
    shop.world.payments.take(183450, SMART, CARD, named=(intent.reference, ""))
    await shop.shows("CANCELED", "not_paid")
    shop.house.desk.new_sale()
    await shop.until(lambda: shop.tasks() == ["late"], seconds=200)
    assert shop.said() is News.LATE_MONEY
    assert shop.now.cases[0].settled  # its sale was dropped: it can only be given back
    await shop.die()
    await shop.ready()
    assert (shop.tasks(), shop.now.notice) == (["late"], None)  # no news any more
    shop.house.resolver.decide(reference, Decision.APART, "Sol", "the customer left")
    await shop.until(lambda: shop.tasks() == ["return"])


async def test_no_cash_is_taken_for_a_sale_whose_late_money_is_known(shop: Shop) -> None:  # I6
    await wrongly_idle(shop)
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == ["late"], seconds=130)
    sale_id = shop.attempt.prepared.sale_id
    sale = shop.now.sale
    assert sale is not None
    await shop.house.book.change_sale(sale, SaleSetAside(at=shop.clock.now()), "Ana")
    shop.house.resolver.pay_cash(sale_id, Money(500_000, "ARS"))
    await shop.calm()
    assert shop.said() is ActRefusal.LATE_MONEY
    assert shop.sales()[0]["tenders"] == []
