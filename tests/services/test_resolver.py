"""Ways out of doubt: what was seen, what was decided, and what the money then did."""

import pytest

from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.errors import ActRefusal, LookTooEarly, SupervisorFault
from pos_app.services.state import News
from pos_app.simulator.faults import Delay, Drop, refusal
from tests.services.shop import CREATE, INTENT, PLUS, SEARCH, SMART, Shop

BY, WHY = "Sol", "the slip says so"


def say_idle(shop: Shop, reference: str) -> None:
    shop.house.resolver.say_seen(reference, Seen.IDLE)


def decide(shop: Shop, reference: str, what: Decision, by: str = BY, why: str = WHY) -> None:
    shop.house.resolver.decide(reference, what, by, why)


# What a person saw.


async def test_an_idle_terminal_ends_it_only_after_a_look_a_wait_and_a_search(  # I13 b
    shop: Shop,
) -> None:
    reference = await shop.unclear(done=False)
    await shop.wait(75)  # searches found nothing: before anybody looked they prove nothing
    assert shop.outcome == "unsure"
    say_idle(shop, reference)
    await shop.wait(9.5)
    assert shop.outcome == "unsure"
    await shop.shows("(unknown)", "not_paid", seconds=3)
    shop.charge()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")


async def test_a_search_that_was_asked_before_the_wait_was_over_does_not_count(  # I13 b
    shop: Shop,
) -> None:
    reference = await shop.unclear(done=False)
    await shop.wait(63)
    looked, before = shop.clock.monotonic(), len(shop.asked("GET", "/search"))
    say_idle(shop, reference)
    await shop.calm()
    shop.fault(Delay(12_000), "GET", SEARCH)  # answered after the wait, asked before it was over
    shop.house.resolver.check_again(reference)
    await shop.shows("(unknown)", "not_paid", seconds=20)
    early, *counts = shop.asked("GET", "/search")[before:]
    assert early.at < looked + 10 <= counts[0].at


async def test_a_look_that_comes_too_early_is_refused_with_the_seconds_that_are_left(
    shop: Shop,
) -> None:
    reference = await shop.unclear(done=False)
    await shop.wait(20)
    say_idle(shop, reference)
    await shop.calm()
    error = shop.said()
    assert isinstance(error, LookTooEarly)
    assert 35 <= error.seconds <= 41
    assert shop.attempt.seen is None
    await shop.wait(120)
    assert shop.outcome == "unsure"


async def test_an_idle_terminal_ends_nothing_while_no_search_is_answered(shop: Shop) -> None:
    reference = await shop.unclear(done=False)
    await shop.wait(65)
    shop.fault(refusal(503, "down"), "GET", SEARCH, times=None)
    say_idle(shop, reference)
    await shop.wait(300)
    assert shop.outcome == "unsure"
    shop.world.faults.rules.clear()
    await shop.shows("(unknown)", "not_paid", seconds=40)


@pytest.mark.parametrize("seen", [Seen.AMOUNT, Seen.APPROVED])
async def test_what_else_a_person_saw_ends_nothing_by_itself(shop: Shop, seen: Seen) -> None:
    reference = await shop.unclear()
    await shop.wait(65)
    shop.house.resolver.say_seen(reference, seen)
    await shop.wait(60)
    assert (shop.outcome, shop.attempt.seen) == ("unsure", seen)
    assert (SMART in shop.now.held) == (seen is Seen.AMOUNT)
    shop.world.pay(SMART)
    await shop.until(lambda: shop.outcome == "paid")


async def test_what_was_seen_of_a_charge_that_is_clear_is_refused(shop: Shop) -> None:
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    await shop.wait(61)
    say_idle(shop, shop.attempt.prepared.external_reference)
    await shop.calm()
    assert shop.said() is ActRefusal.CHANGED
    shop.house.resolver.say_seen("nothing", Seen.IDLE)
    await shop.calm()
    assert shop.said() is ActRefusal.NOTHING_THERE


# Attested.


async def test_what_was_attested_leaves_the_desk_and_is_paid_once_it_is_proved(
    shop: Shop,
) -> None:
    shop.fault(Drop(after_effect=True), "POST", CREATE)
    shop.world.options.search_lag = 600_000
    await shop.sell()
    await shop.wait(2)
    shop.world.pay(SMART)
    await shop.shows("(unknown)")
    reference = shop.attempt.prepared.external_reference
    decide(shop, reference, Decision.ATTESTED)
    await shop.until(lambda: shop.now.sale is None)
    assert (shop.tasks(), shop.now.held) == (["attested"], {})
    assert SMART in shop.now.maybe_held
    await shop.until(lambda: shop.tasks() == [], seconds=800)
    assert shop.said() is News.PAID_ASIDE
    assert shop.kept(reference)["outcome"] == "paid"


async def test_what_was_attested_and_is_denied_after_the_hour_can_be_withdrawn(
    shop: Shop,
) -> None:
    reference = await shop.unclear(done=False)
    decide(shop, reference, Decision.ATTESTED)
    await shop.until(lambda: shop.tasks() == ["attested"])
    await shop.until(lambda: shop.tasks() == ["denied"], seconds=3_900)
    decide(shop, reference, Decision.WITHDRAWN)
    await shop.until(lambda: shop.tasks() == ["unpaid"])
    assert shop.kept(reference)["outcome"] == "not_paid"


async def test_what_was_attested_is_still_so_after_a_restart(shop: Shop) -> None:
    reference = await shop.unclear(done=False)
    decide(shop, reference, Decision.ATTESTED)
    await shop.until(lambda: shop.tasks() == ["attested"])
    await shop.die()
    await shop.ready()
    assert (shop.tasks(), shop.now.sale, shop.now.following) == (["attested"], None, None)
    await shop.until(lambda: shop.tasks() == ["denied"], seconds=3_900)


@pytest.mark.parametrize(
    ("by", "why", "fault"),
    [
        ("", WHY, SupervisorFault.NAME),
        (" \t\u200b", WHY, SupervisorFault.NAME),
        (BY, "\n", SupervisorFault.REASON),
        (BY, "x" * 201, SupervisorFault.TOO_LONG),
        ("x" * 201, WHY, SupervisorFault.TOO_LONG),
    ],
)
async def test_a_supervisors_word_needs_a_name_and_a_reason(  # I18
    shop: Shop, by: str, why: str, fault: SupervisorFault
) -> None:
    reference = await shop.unclear(done=False)
    decide(shop, reference, Decision.ATTESTED, by, why)
    await shop.calm()
    assert shop.said() is fault
    assert shop.attempt.decision is None


async def test_a_name_and_a_reason_are_cleaned_before_they_are_written(shop: Shop) -> None:
    reference = await shop.unclear(done=False)
    decide(shop, reference, Decision.ATTESTED, "  Sol\u202e\n Paz ", "the\x00 slip\r\n=1+1")
    await shop.until(lambda: shop.tasks() == ["attested"])
    attempt = shop.following(reference)
    assert (attempt.decided_by, attempt.reason) == ("Sol Paz", "the slip =1+1")


@pytest.mark.parametrize("what", [w for w in Decision if w is not Decision.ATTESTED])
async def test_a_decision_that_does_not_fit_is_refused_aloud(shop: Shop, what: Decision) -> None:
    reference = await shop.unclear(done=False)
    decide(shop, reference, what)
    await shop.calm()
    assert shop.said() is ActRefusal.CHANGED
    assert shop.attempt.decision is None


async def test_a_decision_that_does_not_fit_is_refused_also_where_the_clock_was_put_back(  # F41
    shop: Shop,
) -> None:
    reference = await shop.unclear(done=False)
    await shop.close()
    shop.clock.slept -= 3600
    await shop.open()
    decide(shop, reference, Decision.WITHDRAWN)
    await shop.calm()
    assert shop.said() is ActRefusal.CHANGED


async def test_a_decision_waits_for_the_disk_and_is_not_lost(shop: Shop) -> None:  # F48
    reference = await shop.unclear(done=False)
    shop.fails = lambda: "before"
    decide(shop, reference, Decision.ATTESTED)
    await shop.wait(20)
    assert shop.attempt.decision is None
    shop.fails = lambda: ""
    await shop.until(lambda: shop.tasks() == ["attested"])


# Cancelled from where it stands aside.


async def test_a_charge_that_nobody_takes_can_be_set_aside_and_cancelled_from_there(
    shop: Shop,
) -> None:
    shop.house.checkout.choose_terminal(PLUS)
    await shop.sell()
    await shop.shows("OPENED")
    reference = shop.attempt.prepared.external_reference
    shop.house.resolver.set_aside()
    await shop.until(lambda: shop.tasks() == ["aside"])
    assert shop.now.cases[0].sale is not None
    assert set(shop.now.held) == {PLUS}
    shop.house.resolver.cancel(reference)
    await shop.until(lambda: shop.tasks() == ["unpaid"])
    assert (shop.said(), shop.now.held) == (News.UNPAID_ASIDE, {})


async def test_check_again_asks_now(shop: Shop) -> None:
    reference = await shop.aside()
    await shop.wait(200)
    before = len(shop.asked("GET", "/search"))
    shop.house.resolver.check_again(reference)
    await shop.wait(1.5)
    assert len(shop.asked("GET", "/search")) > before
    assert shop.asked("GET", INTENT.strip("*")) == []
