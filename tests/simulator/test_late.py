"""Requests held up on their way: nobody waits for them any more, and they arrive (F04)."""

import asyncio

import httpx
import pytest

from pos_app.simulator.backend import TOKEN, Backend
from pos_app.simulator.clock import SystemClock
from pos_app.simulator.faults import ConnectionDropped, Late
from pos_app.simulator.server import serving
from pos_app.simulator.worlds import seeded_shop
from tests.simulator.conftest import INTENTS, PLUS, SMART, Shop, asked

REFERENCE = "T01-000417-A1"


async def _late(shop: Shop, fault: Late, terminal: str = PLUS) -> None:
    shop.backend.faults.add(fault, "POST", f"{INTENTS}/*")
    with pytest.raises(ConnectionDropped):
        await shop.create(terminal=terminal)


@pytest.mark.parametrize("seconds", [1, 15, 60, 300])
async def test_a_create_arrives_so_long_after_its_caller_gave_up(shop: Shop, seconds: int) -> None:
    start = shop.clock.now()
    await _late(shop, Late(seconds * 1000))
    assert shop.clock.now() == start
    shop.after(seconds - 0.001)
    assert shop.backend.truth.intents(REFERENCE) == ()
    (request,) = shop.backend.truth.creates(REFERENCE)
    assert (request.acted, request.status) == (False, None)
    shop.after(0.001)
    (intent,) = shop.backend.truth.intents(REFERENCE)
    assert intent.created == start + seconds * 1000
    assert (request.acted, request.status) == (True, None)


async def test_it_arrives_at_its_own_time_though_nobody_looked(shop: Shop) -> None:
    start = shop.clock.now()
    await _late(shop, Late(60_000), SMART)
    shop.after(3_600)
    (intent,) = shop.backend.truth.intents(REFERENCE)
    assert intent.history[0] == (start + 60_000, "OPENED")
    assert intent.history[1] == (start + 61_000, "ON_TERMINAL")


async def test_the_caller_may_be_kept_waiting_for_nothing(shop: Shop) -> None:
    start = shop.clock.now()
    await _late(shop, Late(300_000, hang=20_000))
    assert shop.clock.now() - start == 20_000
    shop.after(280)
    (intent,) = shop.backend.truth.intents(REFERENCE)
    assert intent.created - start == 300_000


async def test_one_that_comes_too_late_finds_the_terminal_taken(shop: Shop) -> None:
    await _late(shop, Late(30_000))
    await shop.create("T01-000418-A1", terminal=PLUS)
    shop.after(30)
    assert shop.backend.truth.intents(REFERENCE) == ()
    (request,) = shop.backend.truth.creates(REFERENCE)
    assert request.acted


async def test_one_whose_token_is_revoked_meanwhile_does_nothing(shop: Shop) -> None:
    await _late(shop, Late(30_000))
    shop.backend.account.token = "NEW"
    shop.after(30)
    assert shop.backend.truth.intents(REFERENCE) == ()
    assert not shop.backend.truth.creates(REFERENCE)[0].acted


async def test_questions_and_cancels_come_late_too(shop: Shop) -> None:
    intent_id = await shop.create(terminal=PLUS)
    shop.backend.faults.add(Late(5_000), "GET", f"{INTENTS}/*")
    shop.backend.faults.add(Late(10_000), "DELETE", f"{INTENTS}/*")
    for ask in (shop.intent, shop.delete):
        with pytest.raises(ConnectionDropped):
            await ask(intent_id)
    assert await shop.status(intent_id) == "OPENED"
    shop.after(10)
    assert await shop.status(intent_id) == "CANCELED"


async def test_it_is_ordered_over_http(shop: Shop) -> None:
    rule = {"do": "late", "ms": 60_000, "method": "POST", "path": f"{INTENTS}/*"}
    assert (await shop.http.post("/__sim__/faults", json=rule)).status_code == 201
    with pytest.raises(ConnectionDropped):
        await shop.create()
    shop.after(60)
    assert len(shop.backend.truth.intents(REFERENCE)) == 1


async def test_on_a_real_line_the_caller_is_hung_up_on_and_the_request_arrives() -> None:
    backend: Backend = seeded_shop("MLA", SystemClock())
    backend.faults.add(Late(200), "POST", "*")
    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with serving(backend) as url, httpx.AsyncClient(base_url=url, headers=headers) as http:
        with pytest.raises(httpx.RemoteProtocolError):
            await http.post(f"{INTENTS}/point/{PLUS}", json=asked())
        assert backend.truth.intents(REFERENCE) == ()
        await asyncio.sleep(0.25)
        assert len(backend.truth.intents(REFERENCE)) == 1
