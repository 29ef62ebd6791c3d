"""Trouble while a charge is followed: nothing becomes a result but a final word and its payment."""

from collections.abc import Callable

import pytest

from pos_app.domain.charge.status import AttemptStatus
from pos_app.simulator.faults import CutOff, Drop, Edit, Fault, Pad, Truncate, page, refusal
from tests.whole.conftest import OpenShop
from tests.whole.page import PLUS
from tests.whole.shop import INTENT, Shop

LOST = "Connection lost. The terminal can still take the payment. Do not charge again."
TROUBLE: dict[str, tuple[Fault, str]] = {
    "401": (refusal(401, "unauthorized", kind="E4"), "The payment may still complete"),  # F23
    "403": (refusal(403, "forbidden"), "The payment may still complete"),
    "429": (refusal(429, "too_many_requests", retry_after=2), "Mercado Pago is slow"),  # F24
    "500": (refusal(500), LOST),  # F22 and on
    "502": (page(502), LOST),
    "a lost answer": (Drop(), LOST),
    "cut as HTTP": (CutOff(20), LOST),
    "cut as JSON": (Truncate(30), LOST),
    "huge": (Pad(300 * 1024), LOST),
    "a page": (page(200), LOST),
}


@pytest.mark.parametrize(("fault", "says"), TROUBLE.values(), ids=TROUBLE.keys())
async def test_a_charge_is_followed_through_trouble_and_paid(
    shop: Shop, fault: Fault, says: str
) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.fault(fault, "GET", INTENT, times=None)
    await shop.shows("ON_TERMINAL", "pending", says)
    assert not shop.can("charge_button")
    assert not shop.can("new_sale_button")
    shop.world.pay(terminal)
    shop.heal()
    await shop.shows(outcome="paid")
    assert says not in shop.read()


async def test_a_charge_is_followed_through_a_pulled_cable_and_paid(shop: Shop) -> None:  # F22
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.cable_pulled = True
    await shop.shows("ON_TERMINAL", "pending", LOST)
    shop.world.pay(terminal)
    await shop.until(lambda: shop.knocks > 4, "it goes on asking")
    assert shop.panel("outcome") == "pending"
    shop.heal()
    await shop.press("check_again_button")
    await shop.shows(outcome="paid")


async def test_a_404_right_after_the_create_is_not_the_end(shop: Shop) -> None:  # F25
    shop.fault(refusal(404, "not_found"), "GET", INTENT, times=3)
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)


async def test_a_404_for_more_than_a_minute_is_not_the_end(shop: Shop) -> None:  # F25
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.fault(refusal(404, "not_found"), "GET", INTENT, times=None)
    says = "Mercado Pago does not find the charge any more"
    await shop.shows("(unknown)", "unsure", says, push=10)
    assert not shop.can("charge_button")
    shop.world.pay(terminal)
    await shop.shows(outcome="paid", push=10)  # found by its reference


ODD: dict[str, object] = {
    "new": "LEVITATING",
    "none": None,
    "a number": 7,
    "an object": {"is": "CLOSED"},
    "empty": "",
    "near": "CLOSED.",
}


@pytest.mark.parametrize("word", ODD.values(), ids=ODD.keys())
async def test_a_status_that_is_no_known_word_is_still_running(shop: Shop, word: object) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")  # F26
    shop.fault(Edit("status", word), "GET", INTENT, times=None)
    await shop.shows("(unrecognized)", "pending", "Unusual answer, checking")
    assert not shop.can("charge_button")
    shop.heal()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


@pytest.mark.parametrize("change", [str.lower, str.title, lambda word: f" {word} "])
async def test_a_status_in_another_casing_is_the_same(
    shop: Shop, change: Callable[[str], str]
) -> None:  # F26
    shop.fault(Edit("status", change("ON_TERMINAL")), "GET", INTENT, times=None)
    terminal = await shop.sell_until("ON_TERMINAL", PLUS)
    shop.heal()
    shop.world.press_green(terminal)
    await shop.pay(terminal)


async def test_states_that_come_late_never_lead_back(open_shop: OpenShop) -> None:  # F27
    shop = await open_shop(stale_reads=2)
    seen: list[str] = []
    assert shop.till.house is not None
    shop.till.house.board.state.watch(lambda _: seen.append(shop.panel("status")))
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)
    ranks = [AttemptStatus.read(word).rank for word in seen if word and not word.startswith("(")]
    assert ranks == sorted(ranks, key=lambda rank: rank or 0)


async def test_the_till_asks_no_more_than_once_a_second(shop: Shop) -> None:
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.until(lambda: shop.asked("GET", "/intents/") >= 15, "many questions")
    await shop.pay(terminal)
    requests = shop.world.truth.requests
    times = [r.at for r in requests if r.method == "GET" and "/intents/" in r.path]
    seconds = (times[-1] - times[0]) / 1000
    assert len(times) - 1 <= seconds + 1  # one may have been late on its way


async def test_a_till_that_is_told_to_slow_down_gets_there(open_shop: OpenShop) -> None:  # F24
    shop = await open_shop(strict_rate=True)
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)
