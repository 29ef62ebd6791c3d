"""Requests that go wrong when they are told to."""

import json

import pytest

from pos_app.simulator.faults import (
    Answer,
    ConnectionDropped,
    CutOff,
    Delay,
    Drip,
    Drop,
    Edit,
    Header,
    Pad,
    Remove,
    Truncate,
    page,
    refusal,
)
from pos_app.simulator.wire import Number
from tests.simulator.conftest import INTENTS, PLUS, SMART, Shop, asked

_READ = f"{INTENTS}/*/point"


async def test_a_connection_dropped_before_the_effect_leaves_nothing_behind(shop: Shop) -> None:
    shop.backend.faults.add(Drop(), "POST", f"{INTENTS}/*")
    with pytest.raises(ConnectionDropped):
        await shop.create()
    assert shop.backend.world.intents == {}
    (request,) = shop.backend.truth.creates("T01-000417-A1")
    assert (request.acted, request.status) == (False, None)
    await shop.create()


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_an_error_may_come_after_the_effect(shop: Shop, status: int) -> None:
    fault = refusal(status, after_effect=True)
    shop.backend.faults.add(fault, "POST", f"{INTENTS}/*")
    reply = await shop.http.post(f"{INTENTS}/point/{SMART}", json=asked())
    assert reply.status_code == status
    assert len(shop.backend.truth.intents("T01-000417-A1")) == 1


async def test_errors_come_in_every_envelope(shop: Shop) -> None:
    path = "/users/me"
    shop.backend.faults.add(refusal(500, code=2063), path=path)
    shop.backend.faults.add(refusal(429, "105", kind="E2", retry_after=7), path=path, nth=2)
    shop.backend.faults.add(refusal(409, "already_queued", kind="E3"), path=path, nth=3)
    shop.backend.faults.add(refusal(401, "unauthorized", kind="E4"), path=path, nth=4)
    shop.backend.faults.add(page(502), path=path, nth=5)
    shop.backend.faults.add(Answer(504), path=path, nth=6)
    replies = [await shop.http.get(path) for _ in range(7)]
    assert [r.status_code for r in replies] == [500, 429, 409, 401, 502, 504, 200]
    assert replies[0].json()["cause"][0]["code"] == 2063
    assert replies[1].headers["retry-after"] == "7"
    assert replies[2].json()["errors"][0]["code"] == "already_queued"
    assert replies[3].json()["code"] == "unauthorized"
    assert replies[4].headers["content-type"].startswith("text/html")
    assert replies[5].content == b""
    assert shop.backend.faults.rules == []


async def test_a_rule_strikes_from_the_nth_request_on_so_many_times(shop: Shop) -> None:
    shop.backend.faults.add(refusal(500), "GET", "/users/*", nth=2, times=2)
    seen = [(await shop.http.get("/users/me")).status_code for _ in range(5)]
    assert seen == [200, 500, 500, 200, 200]


async def test_a_rule_without_end_strikes_until_it_is_taken_away(shop: Shop) -> None:
    shop.backend.faults.add(refusal(500), times=None)
    assert [(await shop.http.get("/pos")).status_code for _ in range(3)] == [500] * 3
    shop.backend.faults.rules.clear()
    assert (await shop.http.get("/pos")).status_code == 200


async def test_a_delay_takes_time_before_or_after_the_effect(shop: Shop) -> None:
    start = shop.clock.now()
    shop.backend.faults.add(Delay(20_000, after_effect=False), "POST", "*")
    shop.backend.faults.add(Delay(10_000), "POST", "*")
    await shop.create(terminal=PLUS)
    (intent,) = shop.backend.truth.intents("T01-000417-A1")
    assert (intent.created - start, shop.clock.now() - start) == (20_000, 30_000)


async def test_latency_is_spent_on_both_ways(shop: Shop) -> None:
    start = shop.clock.now()
    shop.backend.options.latency = 181
    await shop.create(terminal=PLUS)
    (intent,) = shop.backend.truth.intents("T01-000417-A1")
    assert (intent.created - start, shop.clock.now() - start) == (90, 181)


@pytest.mark.parametrize("word", ["SETTLING", "closed", "", None, 7, Number("1.5"), True, []])
async def test_the_status_may_be_a_word_that_nobody_knows(shop: Shop, word: object) -> None:  # F26
    intent_id = await shop.create()
    shop.backend.faults.add(Edit("status", word), "GET", _READ)
    told = (await shop.intent(intent_id))["status"]
    assert told == (1.5 if isinstance(word, Number) else word)
    assert await shop.status(intent_id) == "OPENED"


async def test_the_answer_may_be_of_another_intent(shop: Shop) -> None:  # F15
    shop.backend.faults.add(Edit("id", "another"), "POST", f"{INTENTS}/*")
    assert await shop.create() == "another"
    (intent,) = shop.backend.truth.intents("T01-000417-A1")
    shop.backend.faults.add(Edit("external_reference", "T09-1-A1"), "GET", _READ)
    shop.backend.faults.add(Edit("operations.*.amount", "1.00"), "GET", _READ)
    told = await shop.intent(intent.id)
    assert (told["external_reference"], told["operations"][0]["amount"]) == ("T09-1-A1", "1.00")


async def test_a_payment_may_be_of_another_amount_currency_or_account(shop: Shop) -> None:  # F30
    payment_id = await shop.paid()
    for place, value in (
        ("transaction_amount", Number("0.01")),
        ("currency_id", "BRL"),
        ("collector_id", 7),
        ("external_reference", "T09-1-A1"),
        ("live_mode", False),
    ):
        shop.backend.faults.add(Edit(place, value), "GET", f"/v1/payments/{payment_id}")
        shop.backend.faults.add(Edit(f"results.0.{place}", value), "GET", "/v1/payments/search")
    told = (await shop.http.get(f"/v1/payments/{payment_id}")).text
    assert '"transaction_amount":0.01,' in told
    assert json.loads(told)["collector_id"] == 7
    (found,) = await shop.search()
    assert (found["currency_id"], found["live_mode"]) == ("BRL", False)
    assert str((await shop.payment(payment_id))["transaction_amount"]) == "1834.5"


async def test_a_field_may_be_missing(shop: Shop) -> None:
    await shop.paid()
    await shop.paid("T01-2-A1")
    shop.backend.faults.add(Remove("results.*.external_reference"), path="/v1/payments/search")
    shop.backend.faults.add(Remove("results.0"), path="/v1/payments/search", nth=2)
    assert ["external_reference" in found for found in await shop.search()] == [False, False]
    assert len(await shop.search()) == 1


async def test_a_place_that_is_not_there_changes_nothing(shop: Shop) -> None:
    for place in ("nickname.name.first", "tags.9", "tags.0.0"):
        shop.backend.faults.add(Edit(place, "x"), path="/users/me")
    assert (await shop.http.get("/users/me")).json()["nickname"] == "SHOPSIM"
    shop.backend.faults.add(page(502), path="/users/me")
    shop.backend.faults.add(Edit("nickname", "x"), path="/users/me")
    assert (await shop.http.get("/users/me")).text.startswith("<html>")


async def test_results_may_name_the_same_payment_twice_or_somebody_elses(shop: Shop) -> None:
    intent_id = await shop.taken()
    shop.backend.pay(SMART)
    shop.after(3)
    twice = [{"id": 7, "source": "PAYMENT"}] * 2
    shop.backend.faults.add(Edit("operations.0.results", twice), "GET", _READ)
    assert (await shop.intent(intent_id))["operations"][0]["results"] == twice


async def test_a_body_may_be_cut_padded_or_called_something_else(shop: Shop) -> None:
    shop.backend.faults.add(Truncate(10), path="/users/me")
    shop.backend.faults.add(Pad(300_000), path="/users/me", nth=2)
    shop.backend.faults.add(Header("Content-Type", "text/plain"), path="/users/me", nth=3)
    cut, huge, plain = [await shop.http.get("/users/me") for _ in range(3)]
    assert len(cut.content) == 10
    assert (len(huge.content), huge.json()["id"]) == (300_000, 48110023)
    assert plain.headers["content-type"] == "text/plain"


async def test_a_body_may_come_in_drops(shop: Shop) -> None:
    start = shop.clock.now()
    shop.backend.faults.add(Drip(300), path="/users/me")
    reply = await shop.http.get("/users/me")
    assert reply.json()["id"] == 48110023
    assert shop.clock.now() - start == 300 * -(-len(reply.content) // 16)


async def test_a_connection_may_end_in_the_middle_of_the_answer(shop: Shop) -> None:
    shop.backend.faults.add(CutOff(10), "POST", f"{INTENTS}/*")
    with pytest.raises(ConnectionDropped):
        await shop.create()
    (request,) = shop.backend.truth.creates("T01-000417-A1")
    assert (request.acted, request.status) == (True, None)


async def test_every_request_is_remembered(shop: Shop) -> None:
    await shop.create()
    await shop.http.get("/nowhere?x=1")
    await shop.http.get("/__sim__/state")
    requests = [(r.method, r.path, r.query, r.status) for r in shop.backend.truth.requests]
    assert requests == [
        ("POST", f"{INTENTS}/point/{SMART}", "", 201),
        ("GET", "/nowhere", "x=1", 404),
    ]
