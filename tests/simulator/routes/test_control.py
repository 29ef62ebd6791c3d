"""The control plane: everything by hand, over HTTP, from this computer alone."""

import random

import httpx
import pytest

from pos_app.simulator.backend import Backend
from pos_app.simulator.door import simulated
from pos_app.simulator.faults import page
from tests.simulator.conftest import INTENTS, PLUS, SMART, Shop

_HANDS = f"/__sim__/terminals/{PLUS}"


async def _does(shop: Shop, path: str, body: object = None) -> httpx.Response:
    reply = await shop.http.post(path, json=body)
    assert reply.is_success, reply.text
    return reply


async def test_a_charge_is_played_by_hand_without_a_token(shop: Shop) -> None:
    intent_id = await shop.create(terminal=PLUS)
    del shop.http.headers["Authorization"]
    waiting = (await _does(shop, f"{_HANDS}/unplug")).json()
    assert (waiting["screen"], waiting["keys"]) == ("off", ["plug-in"])
    await _does(shop, f"{_HANDS}/plug-in")
    shown = (await _does(shop, f"{_HANDS}/press-green")).json()
    assert (shown["screen"], shown["amount"]) == ("present_card", "1834.50")
    card = {"method": "visa", "type": "credit_card", "last_four": "9999", "installments": 6}
    await _does(shop, f"{_HANDS}/pay", {"card": card})
    await _does(shop, "/__sim__/clock", {"advance_ms": 2500})
    state = (await shop.http.get("/__sim__/state")).json()
    (intent,) = state["intents"]
    assert (intent["id"], intent["status"]) == (intent_id, "CLOSED")
    assert [word for _, word in intent["history"]][-1] == "CLOSED"
    assert state["payments"][0]["card"]["last_four_digits"] == "9999"
    refunded = await _does(shop, f"/__sim__/payments/{intent['payments'][0]}/refund")
    assert refunded.json()["status"] == "refunded"


@pytest.mark.parametrize(
    ("deed", "body", "end"),
    [
        ("decline", {"status_detail": "cc_rejected_high_risk"}, "CLOSED"),
        ("cancel", None, "CANCELED"),
        ("error", None, "ERROR"),
        ("indeterminate", {"charged": True}, "CONFIRMATION_REQUIRED"),
        ("pay", {"payments": 2}, "CLOSED"),
    ],
)
async def test_every_end_can_be_had(shop: Shop, deed: str, body: object, end: str) -> None:
    intent_id = await shop.create(terminal=PLUS)
    await _does(shop, f"{_HANDS}/press-green")
    await _does(shop, f"{_HANDS}/{deed}", body)
    shop.after(3)
    assert await shop.status(intent_id) == end


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{_HANDS}/pay", None, 409),
        (f"{_HANDS}/dance", None, 404),
        (f"{_HANDS}/pay", {"card": {"colour": "gold"}}, 400),
        (f"{_HANDS}/pay", {"card": {"installments": "3"}}, 400),
        (f"{_HANDS}/pay", {"card": {"installments": 0}}, 400),
        (f"{_HANDS}/pay", {"card": 7}, 400),
        ("/__sim__/terminals/NOBODY/pay", None, 404),
        ("/__sim__/payments/7/refund", None, 404),
        ("/__sim__/clock", {"advance_ms": -1}, 400),
        ("/__sim__/clock", {"advance_ms": 1.5}, 400),
        ("/__sim__/clock", {}, 400),
        ("/__sim__/token", {"token": ""}, 400),
        ("/__sim__/options", {"colour": 1}, 400),
        ("/__sim__/options", {"latency": -1}, 400),
        ("/__sim__/options", {"latency": True}, 400),
        ("/__sim__/options", {"auto_play": 1}, 400),
        ("/__sim__/options", {"delays": {"dinner": 1}}, 400),
        ("/__sim__/faults", {"do": "dance"}, 400),
        ("/__sim__/faults", {"do": "delay"}, 400),
        ("/__sim__/faults", {"do": "drop", "size": 1}, 400),
        ("/__sim__/faults", {"do": "error", "status": 99}, 400),
        ("/__sim__/faults", {"do": "error", "kind": "E9"}, 400),
        ("/__sim__/faults", {"do": "error", "code": []}, 400),
        ("/__sim__/faults", {"do": "edit", "place": 7}, 400),
        ("/__sim__/nothing", None, 404),
    ],
)
async def test_what_makes_no_sense_is_refused(
    shop: Shop, path: str, body: object, status: int
) -> None:
    reply = await shop.http.post(path, json=body)
    assert reply.status_code == status, reply.text
    assert reply.json()["message"]


async def test_switches_are_turned_by_name(shop: Shop) -> None:
    switches = {"auto_play": True, "search_lag": 5000, "delays": {"opened": 0}, "balance": 100}
    await _does(shop, "/__sim__/options", switches)
    options = shop.backend.options
    assert (options.auto_play, options.search_lag, options.delays.opened) == (True, 5000, 0)
    assert options.balance == 100
    await _does(shop, "/__sim__/options", {"balance": None})
    assert options.balance is None


async def test_auto_play_takes_up_what_is_already_there(shop: Shop) -> None:
    intent_id = await shop.create(terminal=PLUS)
    shop.after(60)
    await _does(shop, "/__sim__/options", {"auto_play": True})
    shop.after(6.5)
    assert await shop.status(intent_id) == "CLOSED"


async def test_the_token_can_be_revoked(shop: Shop) -> None:
    await _does(shop, "/__sim__/token", {"token": "NEW"})
    assert (await shop.http.get("/users/me")).status_code == 401


@pytest.mark.parametrize(
    ("rule", "status"),
    [
        ({"do": "error", "status": 429, "kind": "E2", "error": "105", "retry_after": 3}, 429),
        ({"do": "error", "code": 2063}, 503),
        ({"do": "page", "status": 502}, 502),
        ({"do": "answer", "status": 200, "body": "not json", "retry_after": 1}, 200),
        ({"do": "delay", "ms": 10}, 200),
        ({"do": "drip", "ms": 1}, 200),
        ({"do": "edit", "place": "nickname", "value": None}, 200),
        ({"do": "remove", "place": "nickname"}, 200),
        ({"do": "truncate", "size": 3}, 200),
        ({"do": "pad", "size": 5000}, 200),
        ({"do": "header", "name": "content-type", "value": "text/plain"}, 200),
    ],
)
async def test_faults_are_added_over_http_and_used_up(
    shop: Shop, rule: dict[str, object], status: int
) -> None:
    await _does(shop, "/__sim__/faults", rule | {"method": "GET", "path": "/users/*"})
    usual = await shop.http.get("/pos")
    struck = await shop.http.get("/users/me")
    assert (usual.status_code, struck.status_code) == (200, status)
    assert shop.backend.faults.rules == []
    assert struck.content != (await shop.http.get("/users/me")).content or rule["do"] in (
        "delay",
        "drip",
        "header",
    )


async def test_faults_can_be_taken_away(shop: Shop) -> None:
    await _does(shop, "/__sim__/faults", {"do": "drop", "times": None})
    assert (await shop.http.delete("/__sim__/faults")).status_code == 204
    assert (await shop.http.get("/users/me")).status_code == 200


async def test_the_outbox_is_shown(shop: Shop) -> None:
    intent_id = await shop.create()
    await shop.delete(intent_id)
    (told,) = (await shop.http.get("/__sim__/webhooks")).json()
    assert (told["intent_id"], told["status"], told["answers"]) == (intent_id, "CANCELED", [])


@pytest.mark.parametrize(
    ("client", "headers"),
    [(("192.168.0.7", 9), {}), (("127.0.0.1", 9), {"Origin": "https://example.com"})],
)
async def test_other_computers_and_web_pages_have_no_hands(
    shop: Shop, client: tuple[str, int], headers: dict[str, str]
) -> None:
    transport = httpx.ASGITransport(simulated(shop.backend), client=client)
    async with httpx.AsyncClient(transport=transport, base_url="http://simulator") as stranger:
        reply = await stranger.post("/__sim__/token", json={"token": "MINE"}, headers=headers)
    assert reply.status_code == 403
    assert shop.backend.account.token == "SIMULATOR-TOKEN"


async def test_a_clock_that_cannot_be_set_is_not_set() -> None:
    class Stopped:
        def now(self) -> int:
            return 0

    backend = Backend(Stopped(), random.Random(1))
    transport = httpx.ASGITransport(simulated(backend))
    async with httpx.AsyncClient(transport=transport, base_url="http://simulator") as http:
        reply = await http.post("/__sim__/clock", json={"advance_ms": 1})
        assert reply.status_code == 409
        missing = await http.get(f"{INTENTS}/x/point")
    assert missing.headers["date"] == "Thu, 01 Jan 1970 00:00:00 GMT"


async def test_control_and_service_never_mix(shop: Shop) -> None:
    await shop.http.get("/__sim__/state")
    assert len(shop.backend.truth.requests) == 0
    shop.backend.faults.add(page(503), times=None)
    assert (await shop.http.get("/__sim__/state")).status_code == 200
    assert (await shop.http.post(f"/__sim__/terminals/{SMART}/unplug")).status_code == 200
