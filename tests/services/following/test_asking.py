"""How often a charge is asked about: as often as it may be, and never given up."""

from itertools import pairwise

import pytest

from pos_app.domain.errors import TillError
from pos_app.gateway.secret import Secret
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.faults import Delay, Drop, refusal
from tests.services.premises import Sent
from tests.services.shop import CREATE, INTENT, PAYMENT, PLUS, SEARCH, SMART, Shop

TICK = 0.002  # seconds: times are noted in whole milliseconds


def gaps(sent: list[Sent]) -> list[float]:
    return [b.at - a.at for a, b in pairwise(sent)]


async def storm(shop: Shop, seconds: float, every: float) -> None:
    """Somebody looks, again and again."""
    for _ in range(int(seconds / every)):
        shop.house.checkout.look_again()
        await shop.wait(every)


async def open_on_plus(shop: Shop) -> None:
    shop.house.checkout.choose_terminal(PLUS)
    await shop.sell()
    await shop.shows("OPENED")


async def test_a_storm_of_looks_asks_once_a_second(shop: Shop) -> None:  # F36
    await open_on_plus(shop)
    await storm(shop, 20, 0.01)
    reads = shop.asked("GET", "/intents/")
    assert min(gaps(reads)) >= 1 - TICK
    assert len(reads) >= 18


@pytest.mark.parametrize("every", [0.01, 0.5, 3.0])
async def test_a_look_neither_shortens_nor_lengthens_the_wait_that_was_asked_for(  # F24
    shop: Shop, every: float
) -> None:
    await open_on_plus(shop)
    shop.fault(refusal(429, "too_many", retry_after=20), "GET", INTENT)
    await shop.until(lambda: shop.now.network)
    refused = shop.asked("GET", "/intents/")[-1].at
    await storm(shop, 30, every)
    after = [each.at for each in shop.asked("GET", "/intents/") if each.at > refused]
    assert 20 <= after[0] - refused <= 22


async def test_a_look_does_not_bring_the_next_create_forward(shop: Shop) -> None:  # F08
    shop.fault(refusal(429, "too_many", retry_after=30), "POST", CREATE)
    await shop.sell()
    await shop.until(lambda: shop.status == "(prepared)" and shop.attempt.tries)
    await storm(shop, 35, 0.5)
    first, second = shop.asked("POST", "/intents/")
    found = [each.at for each in shop.asked("GET", "/search")]
    assert second.at - first.at >= 30
    assert len(found) == 1
    assert first.at + 30 <= found[0] <= second.at
    await shop.shows("ON_TERMINAL")


async def test_a_storm_of_429_slows_down_to_one_in_thirty_seconds_and_no_more(  # F24
    shop: Shop,
) -> None:
    await open_on_plus(shop)
    await shop.wait(40)
    shop.fault(refusal(429, "too_many"), "GET", INTENT, times=8)
    await shop.wait(600)
    before = len(shop.asked("GET", "/intents/"))
    await shop.wait(300)
    assert 9 <= len(shop.asked("GET", "/intents/")) - before <= 12
    shop.house.checkout.cancel()
    await shop.shows("CANCELED", "not_paid")


async def test_cancel_asks_about_it_no_more_than_once_a_second(shop: Shop) -> None:
    await open_on_plus(shop)
    await shop.wait(3)
    shop.house.checkout.cancel()
    await shop.shows("CANCELED", "not_paid")
    assert min(gaps(shop.asked("GET", "/intents/"))) >= 1 - TICK


async def test_cancel_by_the_long_path_ends_it_however_strict_the_provider(shop: Shop) -> None:
    shop.options.delete_by_intent = False
    shop.options.strict_rate = True
    await open_on_plus(shop)
    await shop.wait(3.4)
    for _ in range(10):
        shop.house.checkout.cancel()
        await shop.wait(1.3)
    await shop.shows("CANCELED", "not_paid")


async def test_cancel_pressed_fifty_times_while_nobody_answers_is_one_wish(shop: Shop) -> None:
    await open_on_plus(shop)
    shop.fault(Delay(9_000), "GET", INTENT)
    await shop.until(lambda: shop.on_the_way)
    await shop.wait(0.5)
    for _ in range(50):
        shop.house.checkout.cancel()
        await shop.wait(0.01)
    await shop.shows("CANCELED", "not_paid")
    assert len(shop.asked("DELETE", "/intents/")) == 1


async def test_cancel_wished_while_it_waits_to_be_sent_comes_first_once_it_is(shop: Shop) -> None:
    shop.house.checkout.choose_terminal(PLUS)
    shop.fault(refusal(429, "too_many", retry_after=5), "POST", CREATE)
    await shop.sell()
    await shop.until(lambda: shop.status == "(prepared)" and shop.attempt.tries)
    shop.house.checkout.cancel()
    await shop.shows("CANCELED", "not_paid")
    assert shop.creates() == 2


async def test_cancel_wished_while_nobody_knows_changes_nothing(shop: Shop) -> None:  # F34
    shop.fault(Drop(after_effect=True), "POST", CREATE)
    await shop.sell()
    await shop.shows("(unknown)")
    shop.house.checkout.cancel()
    shop.house.checkout.cancel()
    await shop.wait(2)
    assert shop.status == "(unknown)"
    shop.world.pay(SMART)
    await shop.until(lambda: shop.outcome == "paid")
    assert shop.creates() == 1


async def test_an_hour_signed_out_and_a_new_token_goes_on(shop: Shop) -> None:  # F23
    await open_on_plus(shop)
    shop.house.door.token = Secret("revoked")
    await shop.wait(3_000)
    assert shop.status == "OPENED"
    asked = len(shop.asked("GET", "/intents/"))
    assert asked < 260
    shop.house.door.token = Secret(TOKEN)
    shop.world.press_green(PLUS)
    await shop.shows("ON_TERMINAL", seconds=17)


@pytest.mark.parametrize("path", [INTENT, PAYMENT, SEARCH])
@pytest.mark.parametrize("status", [401, 403, 404, 409, 400, 429, 500, 503])
async def test_no_answer_ends_the_questions(shop: Shop, path: str, status: int) -> None:  # F22-F26
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.fault(refusal(status, "simulated"), "GET", path, times=40)
    shop.world.pay(SMART)
    began = len(shop.sent)
    await shop.until(lambda: shop.outcome == "paid", seconds=3_000)
    assert len(shop.sent) - began < 200


async def test_a_payment_that_cannot_be_read_yet_is_asked_for_once_a_second(shop: Shop) -> None:
    shop.options.payment_lag = shop.options.search_lag = 9_000  # F29
    shop.options.latency = 20
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "pending")
    closed = shop.clock.monotonic()
    await shop.shows("CLOSED", "paid")
    after = [each for each in shop.sent if each.at > closed]
    assert min(gaps(after)) >= 1 - TICK
    assert len(after) >= 5


async def test_resuming_twice_drives_it_once(shop: Shop) -> None:
    await open_on_plus(shop)
    assert await shop.house.charges.resume() == 0
    await shop.wait(30)
    assert min(gaps(shop.asked("GET", "/intents/"))) >= 1 - TICK


async def test_a_cancel_that_came_too_late_is_not_followed_by_a_question_at_once(  # F24, F34
    shop: Shop,
) -> None:
    shop.world.options.strict_rate = True
    shop.world.options.delete_by_intent = False  # the till then looks how the intent stands
    shop.house.checkout.choose_terminal(PLUS)
    await shop.sell()
    await shop.shows("OPENED")
    await shop.wait(40)
    before = len(shop.asked("GET", "/intents/"))
    await shop.until(lambda: len(shop.asked("GET", "/intents/")) > before)
    await shop.wait(2)
    shop.world.press_green(PLUS)
    troubles: list[TillError] = []
    shop.house.charges.following.watch(
        lambda following: troubles.extend(f.trouble for f in following.values() if f.trouble)
    )
    shop.house.checkout.cancel()
    await shop.wait(5)
    assert troubles == []
    await shop.shows("ON_TERMINAL")
