"""The reference exchanges A1 to A11, from the server's side."""

import httpx
import pytest

from pos_app.simulator.faults import ConnectionDropped, Drop
from tests.simulator.conftest import INTENTS, PLUS, SMART, Shop, asked


async def test_a1_a_smart_terminal_takes_the_charge_and_the_payment_proves_it(shop: Shop) -> None:
    body = asked() | {
        "enabler_configuration": {
            "device_payment_mode": "CARD",
            "ticket_number": "000417",
            "print_on_terminal": ["SELLER_TICKET"],
        }
    }
    reply = await shop.http.post(f"{INTENTS}/point/pos/CAJA01", json=body)
    made = reply.json()
    assert (reply.status_code, made["status"]) == (201, "OPENED")
    assert {k: v for k, v in made.items() if k not in ("id", "status")} == body
    seen = [await shop.status(made["id"])]
    shop.after(1)
    seen.append(await shop.status(made["id"]))
    shop.backend.pay(SMART)
    for seconds in (0, 2, 0.5):
        shop.after(seconds)
        seen.append(await shop.status(made["id"]))
    assert seen == ["OPENED", "ON_TERMINAL", "PROCESSING", "PROCESSED", "CLOSED"]
    result = (await shop.intent(made["id"]))["operations"][0]["results"][0]
    payment = await shop.payment(result["id"])
    assert (payment["status"], payment["status_detail"]) == ("approved", "accredited")
    assert str(payment["transaction_amount"]) == "1834.5"
    assert [n.status for n in shop.backend.webhooks.outbox] == ["CLOSED"]


async def test_a2_a_declined_card_closes_the_intent_with_a_rejected_payment(shop: Shop) -> None:
    intent_id = await shop.taken()
    shop.backend.decline(SMART, "cc_rejected_insufficient_amount")
    shop.after(3)
    closed = await shop.intent(intent_id)
    payment = await shop.payment(closed["operations"][0]["results"][0]["id"])
    assert closed["status"] == "CLOSED"
    assert payment["status"] == "rejected"
    assert payment["status_detail"] == "cc_rejected_insufficient_amount"
    assert payment["authorization_code"] is None
    assert shop.backend.truth.approved("T01-000417-A1") == ()


async def test_a3_what_no_terminal_has_taken_can_be_cancelled(shop: Shop) -> None:
    intent_id = await shop.create()
    reply = await shop.delete(intent_id)
    assert (reply.status_code, reply.content) == (204, b"")
    assert await shop.status(intent_id) == "CANCELED"
    assert await shop.search(external_reference="T01-000417-A1") == []


@pytest.mark.parametrize(("deed", "end"), [("cancel", "CANCELED"), ("pay", "CLOSED")])
async def test_a4_what_a_terminal_holds_ends_at_the_terminal(
    shop: Shop, deed: str, end: str
) -> None:
    intent_id = await shop.taken()
    reply = await shop.delete(intent_id)
    assert (reply.status_code, reply.json()["error"]) == (409, "101")
    assert await shop.status(intent_id) == "ON_TERMINAL"
    await shop.http.post(f"/__sim__/terminals/{SMART}/{deed}")
    shop.after(3)
    assert await shop.status(intent_id) == end


async def test_a5_a_terminal_holds_one_charge(shop: Shop) -> None:
    await shop.taken("T01-1-A1")
    refused = await shop.http.post(f"{INTENTS}/point/pos/CAJA01", json=asked("T01-2-A1"))
    assert (refused.status_code, refused.json()["error"]) == (409, "conflict")
    shop.backend.cancel_on_terminal(SMART)
    await shop.create("T01-2-A1")
    assert len(shop.backend.truth.creates("T01-2-A1")) == 2


async def test_a6_a_lost_answer_leaves_the_charge_on_the_terminal(shop: Shop) -> None:
    shop.backend.faults.add(Drop(after_effect=True), "POST", f"{INTENTS}/point/*")
    with pytest.raises(ConnectionDropped):
        await shop.create()
    again = await shop.http.post(f"{INTENTS}/point/{SMART}", json=asked("T01-000417-A2"))
    assert again.status_code == 409
    shop.after(1)
    shop.backend.pay(SMART)
    shop.after(3)
    found = await shop.search(external_reference="T01-000417-A1")
    assert [payment["status"] for payment in found] == ["approved"]
    assert len(shop.backend.truth.approved("T01-000417-A1")) == 1
    (lost,) = shop.backend.truth.creates("T01-000417-A1")
    assert (lost.acted, lost.status) == (True, None)


@pytest.mark.parametrize("charged", [True, False])
async def test_a7_confirmation_required_names_no_payment(shop: Shop, charged: bool) -> None:
    intent_id = await shop.taken()
    shop.backend.indeterminate(SMART, charged=charged)
    shop.after(2)
    ended = await shop.intent(intent_id)
    assert ended["status"] == "CONFIRMATION_REQUIRED"
    assert "results" not in ended["operations"][0]
    assert len(await shop.search(external_reference="T01-000417-A1")) == charged


@pytest.mark.parametrize("taken", [True, False])
async def test_a8_an_intent_expires_after_an_hour(shop: Shop, taken: bool) -> None:
    intent_id = await (shop.taken() if taken else shop.create(terminal=PLUS))
    shop.after(61 * 60)
    assert await shop.status(intent_id) == "EXPIRED"
    (intent,) = shop.backend.truth.intents("T01-000417-A1")
    assert intent.since - intent.created == 3_600_000
    await shop.create("T01-000417-A2")


async def test_a9_refunds_add_up_and_a_key_refunds_once(shop: Shop) -> None:
    payment_id = await shop.paid()
    first = await shop.refund(payment_id, "K1", '{"amount":500.00}')
    assert (first.status_code, first.json()["status"]) == (201, "approved")
    again = await shop.refund(payment_id, "K1", '{"amount":500.00}')
    assert again.json() == first.json()
    payment = await shop.payment(payment_id)
    assert (payment["status"], payment["status_detail"]) == ("approved", "partially_refunded")
    assert payment["transaction_amount_refunded"] == 500
    rest = await shop.refund(payment_id, "K2")
    assert rest.text.count('"amount":1334.5,') == 1
    assert (await shop.payment(payment_id))["status"] == "refunded"
    more = await shop.refund(payment_id, "K3")
    assert (more.status_code, more.json()["cause"][0]["code"]) == (400, 2063)


async def test_a10_a_revoked_token_stops_the_reads_and_not_the_charge(shop: Shop) -> None:
    intent_id = await shop.taken()
    shop.backend.account.token = "NEW"
    refused = await shop.http.get(f"{INTENTS}/{intent_id}/point")
    assert (refused.status_code, refused.json()["code"]) == (401, "unauthorized")
    shop.backend.pay(SMART)
    shop.after(3)
    shop.http.headers["Authorization"] = "Bearer NEW"
    assert await shop.status(intent_id) == "CLOSED"


async def test_a11_a_till_that_comes_back_reads_the_same_intent(shop: Shop) -> None:
    intent_id = await shop.taken()
    shop.backend.pay(SMART)
    shop.after(600)
    transport = shop.http._transport  # the till is new, the service is not
    headers = {"Authorization": "Bearer SIMULATOR-TOKEN"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://simulator", headers=headers
    ) as restarted:
        reply = await restarted.get(f"{INTENTS}/{intent_id}/point")
    assert reply.json()["status"] == "CLOSED"
