"""What creates, reads and cancels are refused for, and what a lagging service answers."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.simulator.conftest import INTENTS, PLUS, SMART, STANDALONE, Shop, asked


def _with(**change: object) -> dict[str, object]:
    return asked() | change


def _amount(text: object) -> dict[str, object]:
    return _with(operations=[{"type": "PURCHASE", "amount": text}])


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        _with(external_reference=""),
        _with(external_reference="x" * 101),
        _with(external_reference=7),
        _with(description="x" * 256),
        _with(description=None),
        _with(operations=[]),
        _with(operations=[{}, {}]),
        _with(operations=["PURCHASE"]),
        _with(operations=[{"type": "CASH_OUT", "amount": "10.00"}]),
        _with(operations=[{"type": "PURCHASE", "amount": "10.00", "tip": "1.00"}]),
        _with(expiration="1h"),
        _with(enabler_configuration=[]),
        _with(enabler_configuration={"device_payment_mode": "QR"}),
        _with(enabler_configuration={"ticket_number": ""}),
        _with(enabler_configuration={"print_on_terminal": "SELLER_TICKET"}),
        _with(enabler_configuration={"print_on_terminal": ["BUYER_TICKET"]}),
        *map(_amount, (1834.5, 1834, None, "", "1834.5", "1834,50", "1e5", "-5.00", "NaN", "4.99")),
        *map(
            _amount,
            ("4000000.01", "1.834,50", " 10.00", "10.00 ", "\u0665.\u0660\u0660", "9" * 40 + ".00"),
        ),
    ],
)
async def test_a_create_that_breaks_the_reference_is_refused(shop: Shop, body: object) -> None:
    reply = await shop.http.post(f"{INTENTS}/point/pos/CAJA01", json=body)
    assert (reply.status_code, reply.json()["error"]) == (400, "bad_request"), reply.text
    assert shop.backend.world.intents == {}


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b'{"a":NaN}', b"[" * 100_000])
async def test_a_body_that_is_not_json_is_refused(shop: Shop, body: bytes) -> None:
    reply = await shop.http.post(f"{INTENTS}/point/{SMART}", content=body)
    assert reply.status_code == 400


@pytest.mark.parametrize(
    ("site", "terminal", "good", "bad"),
    [
        ("MLA", SMART, ("5.00", "4000000.00"), ("4.99", "4000000.01")),
        ("MLB", "GERTEC_MP35P__8701021530146623", ("1.00", "70000.00"), ("0.99", "70000.01")),
        ("MLM", "NEWLAND_N950__N950NCB801290011", ("5.00", "350000.00"), ("4.99", "350000.01")),
        ("MLC", "PAX_A910__SMARTPOS3380061942", ("1", "1000.00"), ("0", "0.50")),
    ],
)
async def test_each_site_has_its_limits_both_ends_included(
    site: str, terminal: str, good: tuple[str, ...], bad: tuple[str, ...]
) -> None:
    shop = Shop(site)
    async with shop.http:
        for amount in bad:
            reply = await shop.http.post(f"{INTENTS}/point/{terminal}", json=_amount(amount))
            assert reply.status_code == 400
        for amount in good:
            await shop.delete(await shop.create(amount=amount, terminal=terminal))


async def test_limits_can_be_other_than_documented(shop: Shop) -> None:
    shop.backend.options.limits = (1500, None)
    reply = await shop.http.post(f"{INTENTS}/point/{SMART}", json=_amount("14.99"))
    assert reply.status_code == 400
    await shop.create(amount="15.00")


async def test_a_ticket_number_is_for_argentina_alone() -> None:
    shop = Shop("MLB")
    body = _with(enabler_configuration={"ticket_number": "000417"})
    async with shop.http:
        reply = await shop.http.post(f"{INTENTS}/point/pos/CAJA01", json=body)
    assert reply.status_code == 400


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("point/pos/CAJA99", 404, "pos_not_found"),
        ("point/PAX_A910__OTHER", 403, "104"),
        (f"point/{STANDALONE}", 400, "bad_request"),
    ],
)
async def test_a_create_for_a_terminal_that_is_not_there_is_refused(
    shop: Shop, path: str, status: int, error: str
) -> None:
    reply = await shop.http.post(f"{INTENTS}/{path}", json=asked())
    assert (reply.status_code, reply.json()["error"]) == (status, error)


async def test_a_till_without_a_terminal_cannot_charge(shop: Shop) -> None:
    shop.backend.world.terminals.pop(SMART)
    reply = await shop.http.post(f"{INTENTS}/point/pos/CAJA01", json=asked())
    assert reply.status_code == 404


async def test_a_till_with_two_terminals_charges_on_the_one_in_pdv_mode(shop: Shop) -> None:
    reply = await shop.http.post(f"{INTENTS}/point/pos/CAJA02", json=asked())
    assert shop.backend.world.intents[reply.json()["id"]].terminal_id == PLUS


async def test_an_intent_that_nobody_made_is_not_found(shop: Shop) -> None:
    for reply in (
        await shop.http.get(f"{INTENTS}/nobody/point"),
        await shop.delete("nobody"),
        await shop.http.delete(f"{INTENTS}/nobody/point/pos/CAJA01"),
    ):
        assert (reply.status_code, reply.json()["error"]) == (404, "not_found")


async def test_the_long_form_of_delete_knows_tills(shop: Shop) -> None:
    shop.backend.options.delete_by_intent = False
    intent_id = await shop.create(terminal=PLUS)
    assert (await shop.delete(intent_id)).status_code == 405
    long = f"{INTENTS}/{intent_id}/point/pos"
    assert (await shop.http.delete(f"{long}/CAJA99")).json()["error"] == "pos_not_found"
    assert (await shop.http.delete(f"{long}/CAJA01")).json()["error"] == "not_found"
    assert (await shop.http.delete(f"{long}/CAJA02")).status_code == 204
    assert await shop.status(intent_id) == "CANCELED"


async def test_reads_may_stay_one_status_behind(shop: Shop) -> None:
    shop.backend.options.stale_reads = 2
    intent_id = await shop.create()
    shop.after(1)
    seen = [await shop.status(intent_id) for _ in range(3)]
    assert seen == ["OPENED", "OPENED", "ON_TERMINAL"]
    shop.backend.pay(SMART)
    shop.after(2.5)
    late = [await shop.intent(intent_id) for _ in range(3)]
    assert [read["status"] for read in late] == ["PROCESSED", "PROCESSED", "CLOSED"]
    assert ["results" in read["operations"][0] for read in late] == [False, False, True]


async def test_more_than_one_read_a_second_is_too_many(shop: Shop) -> None:
    shop.backend.options.strict_rate = True
    intent_id = await shop.create()
    assert await shop.status(intent_id) == "OPENED"
    shop.after(0.999)
    reply = await shop.http.get(f"{INTENTS}/{intent_id}/point")
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "1")
    shop.after(0.001)
    assert await shop.status(intent_id) == "ON_TERMINAL"


@pytest.fixture(params=[None, "Bearer OTHER", "SIMULATOR-TOKEN", "Bearer señal"])
async def stranger(request: pytest.FixtureRequest) -> AsyncIterator[Shop]:
    made = Shop()
    del made.http.headers["Authorization"]
    if request.param is not None:
        made.http.headers = httpx.Headers({"Authorization": request.param}, encoding="utf-8")
    async with made.http:
        yield made


async def test_nothing_is_told_or_done_without_the_token(stranger: Shop) -> None:
    requests: list[tuple[str, str]] = [
        ("POST", f"{INTENTS}/point/{SMART}"),
        ("GET", f"{INTENTS}/x/point"),
        ("DELETE", f"{INTENTS}/x/point"),
        ("GET", "/instore-api/point/v1/devices"),
        ("GET", "/v1/payments/1"),
        ("GET", "/v1/payments/search"),
        ("POST", "/v1/payments/1/refunds"),
        ("GET", "/pos"),
        ("GET", "/nowhere"),
    ]
    for method, path in requests:
        reply = await stranger.http.request(method, path, json=asked())
        body: dict[str, Any] = reply.json()
        assert (reply.status_code, body["code"]) == (401, "unauthorized")
    assert stranger.backend.world.intents == {}


async def test_who_asks_who_he_is_without_a_token_is_forbidden(shop: Shop) -> None:
    del shop.http.headers["Authorization"]
    reply = await shop.http.get("/users/me")
    assert (reply.status_code, reply.json()["blocked_by"]) == (403, "PolicyAgent")


async def test_every_reply_has_a_request_id_and_the_date_of_the_simulated_day(shop: Shop) -> None:
    replies = [await shop.http.get(path) for path in ("/users/me", "/nowhere", "/v1/payments/1")]
    assert [reply.status_code for reply in replies] == [200, 404, 404]
    assert len({reply.headers["x-request-id"] for reply in replies}) == 3
    assert {reply.headers["date"] for reply in replies} == {"Mon, 02 Mar 2026 15:32:00 GMT"}


async def test_a_wrong_verb_is_told_so(shop: Shop) -> None:
    reply = await shop.http.put(f"{INTENTS}/x/point", json={})
    assert (reply.status_code, reply.json()["error"]) == (405, "method_not_allowed")
