"""Directed schedules of F01 to F16: the one request that asks for money."""

from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import Refusal
from pos_app.domain.errors import CredentialsRefused
from pos_app.simulator.faults import Answer, Drip, Edit, Fault, Header, Pad, Remove, Truncate
from tests.simulation.directed.stage import SMART, Stage
from tests.simulation.engine.luck import CREATE, Cut

TWICE = b'{"id": "1", "id": "2", "status": "OPENED"}'


async def f01_no_connection_comes_back(stage: Stage) -> None:
    stage.fault("refused", "POST", CREATE, times=2)
    await stage.sell()
    await stage.paid()
    assert stage.creates() == 1


async def f01_no_connection_stays_away(stage: Stage) -> None:
    stage.fault("refused", "POST", CREATE, times=None)
    await stage.sell()
    await stage.shows("(not created)", "not_paid")
    assert (stage.attempt.refusal, stage.attempt.tries) == (Refusal.NOT_LEFT, 3)
    assert stage.creates() == 0


async def f02_create_lost_before_it_arrived(stage: Stage) -> None:
    stage.fault("lost before", "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure")
    stage.charge()
    await stage.wait(120)
    assert (stage.creates(), stage.outcome) == (0, "unsure")
    assert SMART in stage.now.held


async def f03_create_lost_after_effect(stage: Stage) -> None:
    stage.fault("answer lost", "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure")
    stage.charge()
    await stage.wait(3)
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")
    assert stage.creates() == 1


async def f04_create_arrives_minutes_late(stage: Stage) -> None:
    stage.fault(Cut(arrives=150), "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure", seconds=20)
    await stage.wait(145)
    assert (stage.creates(), stage.outcome) == (1, "unsure")
    assert SMART in stage.now.held
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")


async def f04_create_arrives_and_nobody_pays(stage: Stage) -> None:
    stage.fault(Cut(arrives=20), "POST", CREATE)
    await stage.sell()
    await stage.wait(3_650)
    assert stage.outcome == "unsure"
    await stage.until(lambda: stage.outcome == "not_paid")
    assert [str(intent.status) for intent in stage.intents()] == ["EXPIRED"]


async def f05_server_error_after_effect(stage: Stage) -> None:
    stage.fault("500 after", "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure")
    await stage.wait(2)
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")


async def f05_server_error_before_effect(stage: Stage) -> None:
    stage.fault("503 before", "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure")
    assert stage.intents() == []


async def f06_terminal_busy_with_a_stranger(stage: Stage) -> None:
    body: dict[str, object] = {"external_reference": "STRANGER", "description": "x"}
    body["operations"] = [{"type": "PURCHASE", "amount": "10.00"}]
    stranger = stage.backend.intents.create_on(SMART, 1_000, body)
    await stage.sell()
    await stage.shows("(not created)", "not_paid")
    assert stage.attempt.refusal is Refusal.BUSY
    assert not stranger.status.final
    assert stage.requests("DELETE", "intents") == []
    del stage.backend.world.intents[stranger.id]  # it is none of the till's


async def f07_busy_with_one_of_our_own_that_is_unknown(stage: Stage) -> None:
    stage.fault("answer lost", "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure")
    for _ in range(3):
        stage.charge()
        await stage.wait(5)
    assert stage.creates() == 1
    assert stage.outcome == "unsure"
    assert stage.attempt.holds_terminal


async def f08_too_many_requests_is_tried_again(stage: Stage) -> None:
    refused = Answer(429, b'{"message": "x", "error": "y"}', headers={"Retry-After": "2"})
    stage.fault(refused, "POST", CREATE)
    await stage.sell()
    await stage.shows("(prepared)", "pending")
    await stage.paid()
    assert stage.creates() == 2
    assert len(stage.requests("GET", "search")) >= 1


async def f08_too_many_requests_of_something_else(stage: Stage) -> None:
    stage.fault("429 page after", "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure")
    await stage.wait(30)
    assert stage.creates() == 1


async def f08_too_many_requests_for_ever(stage: Stage) -> None:
    refused = Answer(429, b'{"message": "x", "error": "y"}')
    stage.fault(refused, "POST", CREATE, times=None)
    await stage.sell()
    await stage.shows("(not created)", "not_paid", seconds=400)
    assert (stage.attempt.refusal, stage.creates()) == (Refusal.TOO_MANY, 5)


async def f09_amount_refused(stage: Stage) -> None:
    stage.fault("400", "POST", CREATE)
    await stage.sell()
    await stage.shows("(not created)", "not_paid")
    assert stage.attempt.refusal is Refusal.AMOUNT
    stage.charge()
    await stage.paid()


async def f10_signed_out(stage: Stage) -> None:
    stage.till.set_token("revoked")
    await stage.sell()
    await stage.shows("(not created)", "not_paid")
    assert stage.attempt.refusal is Refusal.CREDENTIALS
    await stage.wait(5)
    assert isinstance(stage.now.network, CredentialsRefused)
    assert stage.intents() == []


async def _makes_no_sense(stage: Stage, fault: Fault | str) -> None:
    stage.fault(fault, "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure", seconds=40)
    stage.charge()
    await stage.wait(2)
    assert stage.creates() == 1
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")


async def f11_reply_cut_as_json(stage: Stage) -> None:
    await _makes_no_sense(stage, Truncate(20))


async def f11_reply_empty(stage: Stage) -> None:
    await _makes_no_sense(stage, Truncate(0))


async def f11_reply_with_a_key_twice(stage: Stage) -> None:
    await _makes_no_sense(stage, Answer(201, TWICE, after_effect=True))


async def f11_reply_of_wrong_types(stage: Stage) -> None:
    await _makes_no_sense(stage, Edit("operations", "none"))


async def f11_reply_without_an_id(stage: Stage) -> None:
    await _makes_no_sense(stage, Remove("id"))


async def f11_reply_for_another_reference(stage: Stage) -> None:
    await _makes_no_sense(stage, Edit("external_reference", "SOMEBODY-ELSE"))


async def f11_reply_echoes_another_amount(stage: Stage) -> None:
    stage.fault("other amount", "POST", CREATE)
    await stage.sell()
    await stage.until(lambda: Doubt.WRONG_AMOUNT in stage.attempt.noted)
    assert stage.outcome == "unsure"
    assert SMART in stage.now.held
    await stage.until(lambda: stage.requests("DELETE", "intents"))


async def f12_reply_drips(stage: Stage) -> None:
    await _makes_no_sense(stage, Drip(2_000))


async def f13_reply_is_huge(stage: Stage) -> None:
    await _makes_no_sense(stage, Pad(300_000))


async def f13_reply_says_it_is_zipped(stage: Stage) -> None:
    await _makes_no_sense(stage, Header("content-encoding", "gzip"))


async def f14_redirect(stage: Stage) -> None:
    stage.fault("redirect", "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure")
    await stage.wait(30)
    assert stage.creates() == 1


async def f14_false_certificate(stage: Stage) -> None:
    stage.fault("false certificate", "POST", CREATE, times=None)
    await stage.sell()
    await stage.shows("(not created)", "not_paid")
    assert (stage.attempt.refusal, stage.creates()) == (Refusal.BLOCKED, 0)


async def f15_reply_with_the_id_of_an_earlier_intent(stage: Stage) -> None:
    await stage.sell()
    await stage.paid()
    earlier = stage.intents()[0].id
    stage.fault(Edit("id", earlier), "POST", CREATE)
    await stage.sell(50_000)
    await stage.shows("(unknown)", "unsure")
    assert Doubt.FOREIGN_ANSWER in stage.attempt.noted
    await stage.wait(2)
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")
    assert stage.attempt.intent_id != earlier


async def f21_terminal_is_not_in_integrated_mode(stage: Stage) -> None:
    stage.backend.world.terminals[SMART].mode = "STANDALONE"
    await stage.sell()
    await stage.shows("(not created)", "not_paid")
    assert stage.attempt.refusal is Refusal.NOT_READY


async def f21_terminal_was_taken_away(stage: Stage) -> None:
    del stage.backend.world.terminals[SMART]
    await stage.sell()
    await stage.shows("(not created)", "not_paid")
    assert stage.attempt.refusal is Refusal.NO_TERMINAL
