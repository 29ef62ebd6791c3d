"""Money without a sale, second payments, and money that goes back."""

from pathlib import Path

import pytest

from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.errors import ActRefusal
from pos_app.services.following.sweep import FARTHEST
from pos_app.services.state import News
from pos_app.services.watch import MORNING
from pos_app.simulator.faults import page
from pos_app.simulator.world.records import CARD
from tests.services.shop import ALONE, PLUS, SEARCH, SMART, Shop

DAY = 24 * 3_600.0


async def paid(shop: Shop, payments: int = 1) -> str:
    """A charge that was paid, and let go of: its reference."""
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    reference = shop.attempt.prepared.external_reference
    shop.world.pay(SMART, payments=payments)
    await shop.shows("CLOSED", "paid")
    shop.house.desk.new_sale()
    await shop.calm()
    return reference


async def test_money_typed_on_a_terminal_is_found_within_a_minute_in_the_morning(
    shop: Shop,
) -> None:
    await shop.wait(100)
    payment = shop.world.type_on_terminal(SMART, 77_700)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)
    assert shop.said() is News.MONEY_FOUND
    (case,) = shop.now.cases
    assert case.orphan
    assert (case.name, case.orphan.payment.amount.minor) == (str(payment.id), 77_700)  # type: ignore[union-attr]  # it has one


async def test_money_typed_on_a_terminal_is_found_within_five_minutes_later_on(
    shop: Shop,
) -> None:
    await shop.wait(MORNING + 60)
    shop.world.type_on_terminal(ALONE, 77_700)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=300)


async def test_what_is_none_of_this_tills_business_is_left_alone(shop: Shop) -> None:
    world = shop.world
    world.pay_online(1_000)
    world.pay_online(2_000, reference="WEB-4711")
    other = ("CAJA02-000001-1-AAAAAAAAAAAAAAAA", "")
    world.payments.take(3_000, SMART, CARD, named=other)
    world.payments.take(4_000, SMART, CARD, named=("SOMETHING-ELSE", ""))
    world.payments.take(5_000, SMART, CARD, "rejected", "cc_rejected_other_reason")
    await shop.wait(200)
    assert shop.tasks() == []


async def test_a_payment_of_a_ledger_that_was_lost_is_money_without_a_sale(  # F51, F52
    shop: Shop,
) -> None:
    lost = ("CAJA01-000417-1-K3J7K3J7K3J7K3J7", "")
    shop.world.payments.take(9_900, PLUS, CARD, named=lost)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)
    shop.world.world.terminals[PLUS].pos_id = None  # taken from its till since: the name tells
    shop.world.payments.take(9_901, PLUS, CARD, named=lost)
    await shop.until(lambda: shop.tasks() == ["orphan", "orphan"], seconds=60)


@pytest.mark.parametrize("how", ["die", "close"])
async def test_what_was_typed_while_the_till_was_closed_is_found_at_its_next_start(
    shop: Shop, how: str
) -> None:
    await shop.wait(60)
    await (shop.die() if how == "die" else shop.close())
    await shop.wait(DAY)
    shop.world.type_on_terminal(SMART, 77_700)
    await shop.wait(3 * DAY)
    await shop.ready()
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)


async def test_what_the_index_shows_late_is_found_all_the_same(shop: Shop) -> None:
    shop.world.options.search_lag = 400_000
    await shop.wait(60)
    shop.world.type_on_terminal(SMART, 77_700)
    await shop.wait(390)
    assert shop.tasks() == []
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)


async def test_more_than_can_be_read_at_once_is_read_in_smaller_parts(shop: Shop) -> None:
    await shop.wait(60)
    await shop.close()
    shop.world.type_on_terminal(SMART, 77_700)
    await shop.wait(5 * DAY)
    shop.fault(page(503), "GET", SEARCH, times=3)
    before = len(shop.world.truth.requests)
    await shop.ready()
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=120)
    read = list(shop.world.truth.requests)[before:]
    ends = [r.query.split("end_date=")[1][:13] for r in read if "range" in r.query]
    assert ends[:4] == sorted(ends[:4], reverse=True)
    assert len({*ends[:4]}) == 4


async def test_a_long_time_closed_is_read_a_day_at_a_time_and_a_month_at_most(
    shop: Shop,
) -> None:
    await shop.wait(60)
    await shop.close()
    shop.world.type_on_terminal(SMART, 11_100)
    await shop.wait(20 * DAY)
    shop.world.type_on_terminal(SMART, 22_200)
    await shop.wait(25 * DAY)
    before = len(shop.sent)
    await shop.ready()
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=300)
    await shop.wait(300)
    assert shop.tasks() == ["orphan"]
    ends = [r.query.split("end_date=")[1] for r in shop.world.truth.requests if "range" in r.query]
    assert 29 <= len({end[:10] for end in ends[-60:]}) <= 33
    assert FARTHEST == 30 * DAY * 1000
    assert len(shop.sent) - before < 80


async def test_what_was_paid_before_the_tills_first_start_is_not_its_own(
    tmp_path: Path, shop: Shop
) -> None:
    late = Shop(tmp_path / "late")
    late.world.type_on_terminal(SMART, 11_100)
    await late.wait(60)
    await late.ready()
    late.world.type_on_terminal(SMART, 22_200)
    await late.until(lambda: late.tasks() == ["orphan"], seconds=60)
    await late.wait(200)
    assert late.tasks() == ["orphan"]
    await late.end()


async def test_no_charge_under_way_is_taken_for_money_without_a_sale(shop: Shop) -> None:
    shop.world.options.copies_reference = False
    shop.world.options.payment_lag = 150_000  # the search knows it before it can be read
    seen: set[str] = set()
    shop.house.board.state.watch(lambda state: seen.update(c.task.value for c in state.cases))
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    await shop.until(lambda: shop.outcome == "paid", seconds=200)
    await shop.wait(200)
    assert seen == set()


async def test_money_without_a_sale_pays_one_that_stands_aside(shop: Shop) -> None:
    reference = await shop.aside(done=False)
    await shop.wait(65)
    shop.house.resolver.say_seen(reference, Seen.IDLE)
    await shop.until(lambda: shop.tasks() == ["unpaid"])
    (case,) = shop.now.cases
    payment = str(shop.world.type_on_terminal(SMART, 183450).id)
    other = str(shop.world.type_on_terminal(SMART, 183451).id)
    await shop.until(lambda: shop.tasks() == ["orphan", "orphan", "unpaid"], seconds=90)
    adopt = shop.house.resolver.adopt
    adopt(payment, case.name, "", "typed by hand")
    await shop.calm()
    assert shop.tasks() == ["orphan", "orphan", "unpaid"]
    adopt(other, case.name, "Sol", "typed by hand")
    await shop.calm()
    assert shop.said() is ActRefusal.AMOUNT_DIFFERS
    adopt(payment, case.name, "Sol", "typed by hand")
    await shop.until(lambda: shop.tasks() == ["orphan"])
    assert shop.said() is News.DONE
    assert [sale["status"] for sale in shop.sales()] == ["paid"]
    adopt(payment, "", "Sol", "again")
    await shop.calm()
    assert shop.said() is ActRefusal.NOTHING_THERE


async def test_a_sale_is_made_of_money_without_one_and_the_desk_stays_as_it_is(
    shop: Shop,
) -> None:
    shop.add(700)
    await shop.calm()
    payment = str(shop.world.type_on_terminal(SMART, 183450).id)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)
    shop.house.resolver.adopt(payment, "", "Sol", "typed by hand")
    await shop.until(lambda: shop.tasks() == [])
    assert shop.now.sale
    assert shop.now.sale.total.minor == 700
    assert [sale["status"] for sale in shop.sales()] == ["open", "paid"]
    await shop.die()
    await shop.ready()
    assert shop.now.sale
    assert shop.now.sale.total.minor == 700


async def test_money_without_a_sale_pays_the_one_on_the_desk(shop: Shop) -> None:
    shop.add(700)
    await shop.calm()
    assert shop.now.sale
    payment = str(shop.world.type_on_terminal(SMART, 700).id)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)
    shop.house.resolver.adopt(payment, shop.now.sale.id, "Sol", "typed by hand")
    await shop.until(lambda: shop.now.sale and shop.now.sale.tenders)
    shop.add(900)
    await shop.calm()
    assert [sale["status"] for sale in shop.sales()] == ["paid", "open"]


async def test_money_that_paid_a_sale_and_was_given_back_elsewhere_is_told_of_it(  # F35, I9
    shop: Shop,
) -> None:
    payment = shop.world.type_on_terminal(SMART, 183450)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)
    shop.house.resolver.adopt(str(payment.id), "", "Sol", "typed by hand")
    await shop.until(lambda: shop.tasks() == [])
    assert [sale["status"] for sale in shop.sales()] == ["paid"]
    await shop.wait(8 * 3_600)
    shop.world.refund_on_web(payment.id)
    await shop.wait(3_900)
    assert [sale["status"] for sale in shop.sales()] == ["refunded"]


@pytest.mark.parametrize("to_return", [True, False])
async def test_money_without_a_sale_is_put_apart_until_it_went_back(
    shop: Shop, to_return: bool
) -> None:
    payment = shop.world.type_on_terminal(SMART, 700)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)
    shop.house.resolver.put_apart(str(payment.id), "Sol", "not ours", to_return)
    await shop.until(lambda: shop.tasks() == ["return"] * to_return)
    shop.house.resolver.put_apart(str(payment.id), "Eva", "once more", to_return)  # I18
    await shop.calm()
    assert shop.said() is (ActRefusal.CHANGED if to_return else ActRefusal.NOTHING_THERE)
    await shop.wait(60)
    assert shop.tasks() == ["return"] * to_return
    shop.world.refund_on_terminal(payment.id)
    await shop.until(lambda: shop.tasks() == [], seconds=400)


async def test_money_without_a_sale_that_goes_back_by_itself_is_no_task(shop: Shop) -> None:
    payment = shop.world.type_on_terminal(SMART, 700)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=60)
    shop.world.refund_on_web(payment.id)
    await shop.until(lambda: shop.tasks() == [], seconds=90)


# What was paid.


async def test_a_second_payment_of_a_sale_is_found_and_given_back(shop: Shop) -> None:  # F31, I6
    reference = await paid(shop)
    assert shop.tasks() == []
    (first,) = shop.world.truth.approved(reference)
    second = shop.world.pay_again(first.id)
    await shop.until(lambda: shop.tasks() == ["surplus"], seconds=60)
    assert shop.said() is News.LATE_MONEY
    shop.house.resolver.decide(reference, Decision.APART, "Sol", "twice")
    await shop.until(lambda: shop.tasks() == ["return"])
    shop.world.refund_on_terminal(second.id)
    await shop.until(lambda: shop.tasks() == [], seconds=400)
    assert shop.kept(reference)["outcome"] == "paid"


@pytest.mark.parametrize("how", ["refunded", "charged back", "disputed"])
async def test_what_is_given_back_or_disputed_elsewhere_is_shown_until_noted(  # F35
    shop: Shop, how: str
) -> None:
    reference = await paid(shop)
    (payment,) = shop.world.truth.approved(reference)
    await shop.wait(8 * 3_600)
    if how == "refunded":
        shop.world.refund_on_web(payment.id)
    elif how == "disputed":
        shop.world.dispute(payment.id)
    else:
        shop.world.charge_back(payment.id)
    await shop.until(lambda: shop.tasks() == ["gone"], seconds=3_900)
    shop.house.resolver.decide(reference, Decision.NOTED, "Sol", "seen")
    await shop.until(lambda: shop.tasks() == [])
    assert shop.kept(reference)["outcome"] == "paid"
    await shop.die()
    await shop.ready()
    await shop.wait(60)
    assert shop.tasks() == []
