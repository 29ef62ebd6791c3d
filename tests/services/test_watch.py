"""What is looked for when a charge is over, and when."""

from itertools import pairwise

import pytest

from pos_app.domain.charge.polling import WATCH_FOR, watch_gap
from pos_app.services.watch import APART, PATIENCE
from pos_app.simulator.faults import Answer, page, refusal
from tests.services.premises import Sent
from tests.services.shop import PAYMENT, SEARCH, SMART, Shop

DAY = 24 * 3_600.0


async def cancelled(shop: Shop) -> str:
    """A charge that ended at the terminal, and let go of: its reference."""
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    reference = shop.attempt.prepared.external_reference
    shop.world.cancel_on_terminal(SMART)
    await shop.shows("CANCELED", "not_paid")
    shop.house.desk.new_sale()
    await shop.calm()
    return reference


def searches(shop: Shop, reference: str) -> list[float]:
    """When it was searched for, in seconds."""
    asked = [r for r in shop.world.truth.requests if f"external_reference={reference}" in r.query]
    return [(request.at - shop.clock.EPOCH) / 1000 for request in asked]


def quiet(sent: list[Sent]) -> list[Sent]:
    return [each for each in sent if "/search" in each.path]


# What ended unpaid.


async def test_what_ended_unpaid_is_searched_for_twenty_five_hours_and_no_longer(
    shop: Shop,
) -> None:
    reference = await cancelled(shop)
    sent = (shop.world.truth.creates(reference)[0].at - shop.clock.EPOCH) / 1000
    await shop.wait(WATCH_FOR + 7_200)
    asked = searches(shop, reference)
    assert WATCH_FOR - 3_700 < asked[-1] - sent < WATCH_FOR + 60
    for before, after in pairwise(asked[1:]):
        wanted = watch_gap(before - sent)
        assert wanted - 1 <= after - before <= wanted + PATIENCE + 35


async def test_what_ended_unpaid_is_searched_for_at_every_start(shop: Shop) -> None:
    references = [await cancelled(shop) for _ in range(3)]
    await shop.wait(10_000)
    await shop.die()
    before = {reference: len(searches(shop, reference)) for reference in references}
    await shop.ready()
    await shop.wait(20)
    assert all(len(searches(shop, each)) == before[each] + 1 for each in references)
    times = [each.at for each in quiet(shop.sent)]
    assert min(after - before for before, after in pairwise(times[-4:])) >= 1.0


async def test_the_watch_keeps_out_of_the_way_of_a_charge_and_is_a_minute_late_at_most(
    shop: Shop,
) -> None:
    reference = await cancelled(shop)
    await shop.wait(45)
    before = len(searches(shop, reference))
    await shop.sell()
    began, asked = shop.clock.monotonic(), len(shop.asked("GET", "/search"))
    await shop.wait(PATIENCE - 3)
    assert len(shop.asked("GET", "/search")) == asked
    for _ in range(3):
        shop.world.cancel_on_terminal(SMART)
        await shop.shows("CANCELED", "not_paid")
        await shop.sell()
        await shop.shows("ON_TERMINAL")
    await shop.wait(20)
    late = searches(shop, reference)[before] - began
    assert PATIENCE - 3 <= late <= 2 * PATIENCE


async def test_one_question_that_is_never_answered_keeps_no_other_from_being_asked(
    shop: Shop,
) -> None:
    reference = await cancelled(shop)
    shop.world.type_on_terminal(SMART, 700)
    await shop.until(lambda: shop.tasks() == ["orphan"], seconds=120)
    shop.fault(refusal(500, "down"), "GET", PAYMENT, times=None)
    await shop.wait(300)
    before = len(searches(shop, reference))
    await shop.wait(1_200)
    assert len(searches(shop, reference)) >= before + 3


@pytest.mark.parametrize("fault", [page(503), refusal(429, retry_after=7), page(200)])
async def test_no_answer_ends_the_watch(shop: Shop, fault: Answer) -> None:  # F22, F24
    reference = await cancelled(shop)
    shop.fault(fault, "GET", SEARCH, times=None)
    await shop.wait(1_200)
    shop.world.faults.rules.clear()
    before = len(searches(shop, reference))
    times = [each.at for each in quiet(shop.sent)[-20:]]
    assert min(after - before for before, after in pairwise(times)) >= APART
    await shop.wait(400)
    assert len(searches(shop, reference)) > before


async def test_a_fault_of_ours_ends_no_watch(shop: Shop) -> None:  # F59
    reference = await cancelled(shop)
    turns = iter(range(8))
    shop.fails = lambda: "fault" if next(turns, None) is not None else ""
    await shop.wait(1_200)
    before = len(searches(shop, reference))
    await shop.wait(700)
    assert len(searches(shop, reference)) > before
