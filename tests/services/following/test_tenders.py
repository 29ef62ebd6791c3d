"""Cash: for the sale on the desk, and for one that stands aside."""

import pytest

from pos_app.domain.charge.facts import Decision
from pos_app.domain.errors import ActRefusal, ChargeRefusal
from pos_app.domain.money import Money
from tests.services.following.test_aside import ENOUGH, sale_aside
from tests.services.shop import SMART, Shop


async def test_a_sale_aside_is_paid_in_cash_while_its_charge_is_unclear(shop: Shop) -> None:
    reference = await shop.aside()
    sale_id = sale_aside(shop)
    shop.house.resolver.pay_cash(sale_id, Money(183_449, "ARS"))
    await shop.calm()
    assert shop.said() is ActRefusal.TOO_LITTLE
    shop.house.resolver.pay_cash(sale_id, ENOUGH)
    await shop.until(lambda: shop.now.cases[0].sale is None)
    assert (shop.tasks(), shop.now.cases[0].settled) == (["resolve"], True)
    assert (shop.following(reference).covered, set(shop.now.held)) == (True, {SMART})
    shop.house.resolver.pay_cash(sale_id, ENOUGH)
    await shop.calm()
    assert shop.said() is ActRefusal.SALE_OVER
    assert [sale["tenders"] for sale in shop.sales()] == [[{"kind": "cash", "amount": "1834.50"}]]


async def test_card_money_that_comes_after_the_cash_is_given_back(shop: Shop) -> None:  # I6
    reference = await shop.aside()
    shop.house.resolver.pay_cash(sale_aside(shop), ENOUGH)
    await shop.until(lambda: shop.sales()[0]["status"] == "paid")
    shop.world.pay(SMART)
    await shop.until(lambda: shop.tasks() == ["late"])
    assert shop.now.cases[0].settled
    decide = shop.house.resolver.decide
    decide(reference, Decision.APPLIED, "Sol", "by mistake")
    await shop.calm()
    assert shop.said() is ActRefusal.SALE_OVER
    decide(reference, Decision.APART, "Sol", "paid in cash")
    await shop.until(lambda: shop.tasks() == ["return"])
    (payment,) = shop.world.truth.approved(reference)
    await shop.die()
    await shop.ready()
    assert shop.tasks() == ["return"]
    shop.world.refund_on_terminal(payment.id)
    await shop.until(lambda: shop.tasks() == [], seconds=400)


async def test_a_charge_on_the_terminal_stays_a_case_when_its_sale_was_paid_in_cash(
    shop: Shop,
) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.house.resolver.set_aside()
    await shop.until(lambda: shop.tasks() == ["aside"])
    shop.house.resolver.pay_cash(sale_aside(shop), ENOUGH)
    await shop.until(lambda: shop.now.cases[0].settled)
    assert (shop.tasks(), set(shop.now.held)) == (["aside"], {SMART})
    shop.world.cancel_on_terminal(SMART)
    await shop.until(lambda: shop.tasks() == [])
    assert shop.now.held == {}


@pytest.mark.parametrize("when", ["before", "after"])
async def test_cash_that_the_disk_refused_is_taken_once(shop: Shop, when: str) -> None:  # F49
    shop.add(700)
    await shop.calm()
    left = [when]
    shop.fails = lambda: left.pop(0) if left else ""
    shop.house.checkout.pay_cash(Money(1_000, "ARS"))
    await shop.wait(3)
    assert shop.now.sale
    if not shop.now.sale.tenders:
        shop.house.checkout.pay_cash(Money(1_000, "ARS"))
    shop.house.checkout.pay_cash(Money(1_000, "ARS"))
    await shop.until(lambda: shop.now.sale and shop.now.sale.tenders)
    await shop.calm()
    assert shop.said() is ActRefusal.NOTHING_TO_PAY
    shop.charge()
    await shop.calm()
    assert shop.said() is ChargeRefusal.NOTHING_TO_CHARGE
    shop.add(900)
    await shop.until(lambda: shop.now.sale and shop.now.sale.ticket_number == 2)
    assert shop.sales()[0]["tenders"] == [{"kind": "cash", "amount": "7.00"}]


async def test_cash_is_refused_where_it_cannot_pay_the_sale(shop: Shop) -> None:
    cash = shop.house.checkout.pay_cash
    cash(ENOUGH)
    await shop.calm()
    assert shop.said() is ActRefusal.NOTHING_TO_PAY
    shop.add(700)
    for short in (Money(699, "ARS"), Money(70_000, "BRL")):
        cash(short)
        await shop.calm()
        assert shop.said() is ActRefusal.TOO_LITTLE
    shop.charge()
    cash(ENOUGH)
    await shop.calm()
    assert shop.said() is ActRefusal.CHARGE_LIVES
    await shop.shows("ON_TERMINAL")
    shop.world.cancel_on_terminal(SMART)
    await shop.shows("CANCELED", "not_paid")
    cash(ENOUGH)
    await shop.until(lambda: shop.now.sale and shop.now.sale.tenders)
    assert shop.now.following is None
    shop.house.desk.close_panel()
    assert shop.now.sale is None


async def test_no_cash_is_taken_for_what_a_supervisor_attests_is_paid(shop: Shop) -> None:  # I6
    reference = await shop.aside(done=False)
    sale_id = shop.following(reference).prepared.sale_id
    decide, pay_cash = shop.house.resolver.decide, shop.house.resolver.pay_cash
    decide(reference, Decision.ATTESTED, "Sol", "the slip says so")
    await shop.until(lambda: shop.tasks() == ["attested"])
    pay_cash(sale_id, Money(200000, "ARS"))
    await shop.calm()
    assert shop.said() is ActRefusal.CHARGE_LIVES
    assert [sale["tenders"] for sale in shop.sales()] == [[]]
    decide(reference, Decision.WITHDRAWN, "Sol", "it was another's")
    await shop.until(lambda: shop.tasks() == ["resolve"])
    pay_cash(sale_id, Money(200000, "ARS"))
    await shop.until(lambda: [sale["status"] for sale in shop.sales()] == ["paid"])
