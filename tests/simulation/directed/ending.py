"""Directed schedules of F28 to F35: how a charge ends, and whether there is money."""

from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import CancelAnswer
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.faults import Delay, Edit, Remove
from pos_app.simulator.world.lives import Ending
from pos_app.simulator.world.records import Status
from tests.simulation.directed.stage import SMART, Stage
from tests.simulation.engine.luck import INTENT, PAYMENT, SEARCH


async def _presents(stage: Stage, ending: Ending) -> None:
    if not stage.now.following:
        await stage.sell()
    await stage.shows("ON_TERMINAL")
    intent = stage.intents()[-1]
    stage.backend.lives.present(intent, ending)
    stage.backend.advance()


async def f28_closed_and_refused(stage: Stage) -> None:
    await _presents(stage, Ending("rejected", "cc_rejected_insufficient_amount"))
    await stage.shows("CLOSED", "not_paid")
    assert stage.attempt.declined is not None
    assert stage.attempt.declined.detail == "cc_rejected_insufficient_amount"
    stage.charge()
    await stage.shows("ON_TERMINAL")
    await stage.paid()


async def f29_closed_without_results(stage: Stage) -> None:
    stage.fault(Remove("operations.0.results"), "GET", INTENT, times=None)
    await _presents(stage, Ending())
    await stage.until(lambda: stage.outcome == "paid")


async def f29_closed_and_no_payment_to_be_read(stage: Stage) -> None:
    stage.backend.options.payment_lag = stage.backend.options.search_lag = 400_000
    await _presents(stage, Ending())
    await stage.shows("CLOSED", "pending")
    await stage.wait(290)
    assert stage.outcome == "pending"
    await stage.until(lambda: stage.outcome == "unsure", seconds=30)
    assert Doubt.NO_PAYMENT in stage.attempt.noted
    await stage.until(lambda: stage.outcome == "paid", seconds=200)


async def _does_not_match(stage: Stage, field: str, value: object) -> None:
    for where in (PAYMENT, SEARCH):
        place = field if where is PAYMENT else f"results.*.{field}"
        stage.fault(Edit(place, value), "GET", where, times=None)
    await _presents(stage, Ending())
    await stage.until(lambda: stage.outcome == "unsure")
    assert Doubt.MISMATCH in stage.attempt.doubts
    await stage.wait(300)
    assert stage.outcome == "unsure"


async def f30_payment_of_another_amount(stage: Stage) -> None:
    await _does_not_match(stage, "transaction_amount", 5)


async def f30_payment_of_another_currency(stage: Stage) -> None:
    await _does_not_match(stage, "currency_id", "BRL")


async def f30_payment_to_another_merchant(stage: Stage) -> None:
    await _does_not_match(stage, "collector_id", 1)


async def f30_payment_of_another_reference(stage: Stage) -> None:
    stage.fault(Edit("external_reference", "OTHER"), "GET", PAYMENT, times=None)
    stage.fault(Edit("results", []), "GET", SEARCH, times=None)
    stage.fault(Edit("paging.total", 0), "GET", SEARCH, times=None)
    await _presents(stage, Ending())
    await stage.until(lambda: stage.outcome == "unsure", seconds=400)


async def f31_two_approved_payments(stage: Stage) -> None:
    await _presents(stage, Ending(payments=2))
    await stage.until(lambda: stage.outcome == "paid")
    await stage.until(lambda: stage.now.unresolved == 1)


async def f32_ended_unclear_and_charged(stage: Stage) -> None:
    await _presents(stage, Ending(closes=Status.CONFIRMATION_REQUIRED))
    await stage.until(lambda: stage.outcome == "paid")


async def f32_ended_unclear_and_not_charged(stage: Stage) -> None:
    await _presents(stage, Ending("", closes=Status.CONFIRMATION_REQUIRED))
    await stage.shows("CONFIRMATION_REQUIRED", "unsure")
    stage.charge()
    await stage.wait(300)
    assert (stage.outcome, stage.creates()) == ("unsure", 1)
    assert SMART in stage.now.held


async def f33_cancelled_and_paid_all_the_same(stage: Stage) -> None:
    await _presents(stage, Ending(closes=Status.CANCELED))
    await stage.until(lambda: stage.outcome == "paid")


async def f33_failed_and_paid_all_the_same(stage: Stage) -> None:
    stage.backend.options.search_lag = 1_000
    await _presents(stage, Ending(closes=Status.ERROR))
    await stage.until(lambda: stage.outcome == "paid")


async def f33_cancelled_and_not_paid(stage: Stage) -> None:
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    stage.backend.cancel_on_terminal(SMART)
    await stage.shows("CANCELED", "pending")
    await stage.shows("CANCELED", "not_paid", seconds=5)


async def f34_cancel_before_the_terminal_has_it(stage: Stage) -> None:
    stage.backend.options.delays.opened = 60_000
    await stage.sell()
    await stage.shows("OPENED")
    stage.till.house.checkout.cancel()
    await stage.shows("CANCELED", "not_paid")


async def f34_cancel_whose_answer_is_lost(stage: Stage) -> None:
    stage.backend.options.delays.opened = 60_000
    stage.fault("answer lost", "DELETE", INTENT)
    await stage.sell()
    await stage.shows("OPENED")
    stage.till.house.checkout.cancel()
    await stage.until(lambda: stage.attempt.cancel_answer is CancelAnswer.LOST)
    assert stage.outcome == "pending"
    await stage.shows("CANCELED", "not_paid")


async def f34_cancel_that_never_arrives(stage: Stage) -> None:
    stage.backend.options.delays.opened = 8_000
    stage.fault("lost before", "DELETE", INTENT)
    await stage.sell()
    await stage.shows("OPENED")
    stage.till.house.checkout.cancel()
    await stage.paid()


async def f34_cancel_races_the_card(stage: Stage) -> None:
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    stage.backend.pay(SMART)
    stage.till.house.checkout.cancel()
    await stage.until(lambda: stage.outcome == "paid")
    assert stage.attempt.cancel_asked_at is not None


async def f35_paid_and_given_back_elsewhere(stage: Stage) -> None:
    stage.backend.options.payment_lag = stage.backend.options.search_lag = 20_000
    await _presents(stage, Ending())
    await stage.shows("CLOSED")
    stage.backend.advance()
    stage.backend.refund_on_terminal(stage.backend.truth.payments()[0].id)
    await stage.until(lambda: stage.outcome != "pending")
    assert stage.outcome in ("not_paid", "unsure")


async def f34_cancel_pressed_again_and_again(stage: Stage) -> None:
    """The service has only the long form, and answers one read a second: still it is learnt."""
    stage.backend.options.strict_rate, stage.backend.options.delete_by_intent = True, False
    stage.backend.options.delays.opened = 8_000
    await stage.sell()
    await stage.shows("OPENED")
    stage.till.set_token("revoked")
    await stage.wait(9)
    stage.till.set_token(TOKEN)
    stage.backend.pay(SMART)
    for _ in range(20):
        stage.till.house.checkout.cancel()
        await stage.wait(4)
        stage.till.house.checkout.look_again()
        await stage.wait(8)
    assert stage.outcome == "paid"


async def i13_wish_does_not_shorten_the_margin(stage: Stage) -> None:
    """It was pressed before the final word was heard, and is written after it."""
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    stage.fault(Delay(6_000), "GET", INTENT)
    stage.backend.cancel_on_terminal(SMART)
    await stage.wait(3)
    stage.till.house.checkout.cancel()
    await stage.shows("CANCELED")
    heard = stage.till.clock.monotonic()
    await stage.until(lambda: stage.outcome == "not_paid")
    assert stage.till.clock.monotonic() >= heard + 2


async def i06_second_payment_that_could_not_be_read(stage: Stage) -> None:
    """In the till's first minute: what swept the account later has to reach back that far."""
    stage.fault("payment of a word", "GET", PAYMENT, nth=2)
    await _presents(stage, Ending(payments=2))
    await stage.until(lambda: stage.outcome == "paid")
    await stage.until(lambda: stage.now.unresolved == 1, seconds=700)
