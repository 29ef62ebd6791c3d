"""Directed schedules of F22 to F27, F41 and F42: a charge that is asked about."""

from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.errors import CredentialsRefused, NoAnswer, NotSent, TooManyRequests
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.faults import Edit, Header, Remove, refusal
from tests.simulation.directed.stage import SMART, Stage
from tests.simulation.engine.luck import CREATE, INTENT


async def _on_terminal(stage: Stage) -> None:
    await stage.sell()
    await stage.shows("ON_TERMINAL")


async def f22_polls_without_a_connection(stage: Stage) -> None:
    await _on_terminal(stage)
    stage.till.pulled = True
    await stage.wait(60)
    assert (stage.status, stage.outcome) == ("ON_TERMINAL", "pending")
    assert stage.now.following is not None
    assert isinstance(stage.now.following.trouble, NotSent)
    stage.till.pulled = False
    await stage.paid()


async def f22_polls_that_time_out(stage: Stage) -> None:
    await _on_terminal(stage)
    stage.fault("lost before", "GET", INTENT, times=3)
    stage.fault("drip", "GET", INTENT, nth=2, times=2)
    stage.backend.pay(SMART)
    await stage.until(lambda: isinstance(stage.now.network, NoAnswer))
    assert stage.outcome == "pending"
    await stage.until(lambda: stage.outcome == "paid")


async def f23_signed_out_in_the_middle(stage: Stage) -> None:
    await _on_terminal(stage)
    stage.till.set_token("revoked")
    await stage.wait(30)
    assert (stage.status, stage.outcome) == ("ON_TERMINAL", "pending")
    assert isinstance(stage.now.network, CredentialsRefused)
    stage.till.set_token(TOKEN)
    stage.till.house.checkout.look_again()
    await stage.paid()


async def f24_asked_to_slow_down(stage: Stage) -> None:
    await _on_terminal(stage)
    stage.fault(refusal(429, retry_after=10), "GET", INTENT, times=2)
    await stage.until(lambda: isinstance(stage.now.network, TooManyRequests))
    before = len(stage.requests("GET", "/point"))
    await stage.wait(9)
    assert len(stage.requests("GET", "/point")) == before
    await stage.paid()


async def f25_not_found_is_not_final(stage: Stage) -> None:
    await _on_terminal(stage)
    stage.fault(refusal(404), "GET", INTENT, times=5)
    await stage.wait(6)
    assert (stage.status, stage.outcome) == ("ON_TERMINAL", "pending")
    await stage.paid()


async def f25_not_found_for_a_minute(stage: Stage) -> None:
    await _on_terminal(stage)
    stage.fault(refusal(404), "GET", INTENT, times=None)
    await stage.shows("(unknown)", "unsure")
    assert Doubt.VANISHED in stage.attempt.noted
    assert SMART in stage.now.held
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")


async def _odd_word(stage: Stage, fault: Edit | Remove) -> None:
    await _on_terminal(stage)
    stage.fault(fault, "GET", INTENT, times=5)
    await stage.wait(6)
    assert stage.outcome == "pending"
    await stage.until(lambda: not stage.world.luck.rules)
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")


async def f26_word_that_is_new(stage: Stage) -> None:
    await _odd_word(stage, Edit("status", "REVERSED"))


async def f26_status_is_null(stage: Stage) -> None:
    await _odd_word(stage, Edit("status", None))


async def f26_status_is_a_number(stage: Stage) -> None:
    await _odd_word(stage, Edit("status", 7))


async def f26_status_in_another_casing(stage: Stage) -> None:
    await _odd_word(stage, Edit("status", "on_terminal"))


async def f26_status_is_missing(stage: Stage) -> None:
    await _odd_word(stage, Remove("status"))


async def f26_new_fields(stage: Stage) -> None:
    await _odd_word(stage, Edit("tomorrow", "news"))


async def f27_states_out_of_order(stage: Stage) -> None:
    stage.backend.options.delays.processing = 8_000
    await _on_terminal(stage)
    stage.backend.pay(SMART)
    await stage.shows("PROCESSING")
    stage.fault(Edit("status", "OPENED"), "GET", INTENT)
    stage.fault(Edit("status", "ON_TERMINAL"), "GET", INTENT, nth=2)
    await stage.wait(1.5)
    assert stage.status == "PROCESSING"
    await stage.until(lambda: stage.outcome == "paid")


async def f27_stale_reads(stage: Stage) -> None:
    stage.backend.options.stale_reads = 3
    await _on_terminal(stage)
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")


async def f41_clock_set_while_it_runs(stage: Stage) -> None:
    await _on_terminal(stage)
    for hours in (5, -9):
        stage.till.clock.wrong += hours * 3_600_000
        await stage.wait(5)
        assert (stage.status, stage.outcome) == ("ON_TERMINAL", "pending")
    await stage.paid()


async def f41_clock_put_forward_between_two_lives(stage: Stage) -> None:
    """An hour by the clock is not an hour."""
    stage.fault("answer lost", "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure")
    await stage.till.stop()
    stage.till.clock.wrong += 2 * 3_600_000
    await stage.cashier.on()
    await stage.wait(120)
    assert stage.outcome == "unsure"
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")


async def f41_wrong_year(stage: Stage) -> None:
    await stage.till.stop()
    stage.till.clock.wrong = -4 * 365 * 86_400_000
    await stage.ready()
    await stage.sell()
    await stage.paid()


async def f42_slept_while_it_was_paid(stage: Stage) -> None:
    await _on_terminal(stage)
    stage.backend.pay(SMART)
    await stage.cashier.sleep(300)
    await stage.until(lambda: stage.outcome == "paid", seconds=12)


async def f42_slept_with_a_clock_that_stood_still(stage: Stage) -> None:
    await _on_terminal(stage)
    stage.backend.pay(SMART)
    stage.world.clock.ahead += 300
    await stage.until(lambda: stage.outcome == "paid", seconds=12)


async def f40_nobody_tells_the_till_anything(stage: Stage) -> None:
    """No notification exists in this release: asking alone suffices."""
    await _on_terminal(stage)
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid", seconds=8)


async def f41_reply_of_another_year_shortens_no_wait(stage: Stage) -> None:
    """Something on the way dates one reply wrongly: the margin is as long as ever."""
    await _on_terminal(stage)
    stage.fault(Header("date", "Mon, 02 Mar 2020 10:00:00 GMT"), "GET", INTENT, times=None)
    await stage.wait(10)
    stage.till.house.checkout.cancel()
    stage.backend.cancel_on_terminal(SMART)
    await stage.shows("CANCELED")
    heard = stage.till.clock.monotonic()
    await stage.until(lambda: stage.outcome == "not_paid")
    assert stage.till.clock.monotonic() >= heard + 2
