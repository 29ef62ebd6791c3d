"""Payments and refunds as they look on the wire, and what they are refused for."""

import re

import pytest

from tests.simulator.conftest import PLUS, SMART, Shop


async def _paid_on_the_wire(shop: Shop) -> str:
    return (await shop.http.get(f"/v1/payments/{await shop.paid()}")).text


async def test_amounts_are_spelt_exactly_and_ids_have_their_types(shop: Shop) -> None:
    text = await _paid_on_the_wire(shop)
    for part in (
        '"transaction_amount":1834.5,',
        '"transaction_amount_refunded":0,',
        '"fee_details":[{"type":"mercadopago_fee","amount":60.17,',
        '"net_received_amount":1774.33,',
        '"pos_id":"61420077"',
        '"store_id":"58820114"',
        '"collector_id":48110023',
        '"currency_id":"ARS"',
        '"live_mode":true',
        '"operation_type":"pos_payment"',
        '"installments":1',
        '"external_reference":"T01-000417-A1"',
    ):
        assert part in text
    assert re.search(r'"id":\d{11},', text)
    assert re.search(r'"authorization_code":"\d{6}"', text)
    assert '"date_created":"2026-03-02T11:32:03.000-04:00"' in text


@pytest.mark.parametrize(
    ("amount", "spelt"),
    [("5.00", "5"), ("19.99", "19.99"), ("999999.90", "999999.9"), ("4000000.00", "4000000")],
)
async def test_no_cent_is_lost_on_the_way(shop: Shop, amount: str, spelt: str) -> None:
    payment_id = await shop.paid(amount=amount)
    text = (await shop.http.get(f"/v1/payments/{payment_id}")).text
    assert f'"transaction_amount":{spelt},' in text


@pytest.mark.parametrize(
    ("site", "currency"), [("MLB", "BRL"), ("MLC", "CLP"), ("MLM", "MXN"), ("MLA", "ARS")]
)
async def test_a_payment_is_in_the_currency_of_its_site(site: str, currency: str) -> None:
    shop = Shop(site)
    terminal = next(iter(shop.backend.world.terminals))
    async with shop.http:
        await shop.create(terminal=terminal, amount="1000.00")
        shop.after(1)
        shop.backend.pay(terminal)
        shop.after(3)
        (found,) = await shop.search()
    assert (found["currency_id"], found["transaction_amount"]) == (currency, 1000)


async def test_a_payment_may_come_without_our_reference_and_from_a_sandbox(shop: Shop) -> None:
    shop.backend.options.copies_reference = False
    shop.backend.options.live_mode = False
    payment = await shop.payment(await shop.paid())
    assert (payment["external_reference"], payment["live_mode"]) == (None, False)
    assert await shop.search(external_reference="T01-000417-A1") == []
    assert len(shop.backend.truth.approved("T01-000417-A1")) == 1


async def test_a_young_payment_is_not_found_yet(shop: Shop) -> None:  # F29
    shop.backend.options.payment_lag = 10_000
    shop.backend.options.search_lag = 20_000
    payment_id = await shop.paid()
    reply = await shop.http.get(f"/v1/payments/{payment_id}")
    assert (reply.status_code, reply.json()["cause"][0]["code"]) == (404, 2000)
    shop.after(10)
    assert (await shop.payment(payment_id))["status"] == "approved"
    assert await shop.search() == []
    shop.after(10)
    assert len(await shop.search()) == 1


async def test_search_filters_sorts_and_pages(shop: Shop) -> None:
    ids = [await shop.paid(f"T01-{number}-A1") for number in range(3)]
    assert [p["id"] for p in await shop.search()] == ids[::-1]
    ascending = await shop.search(sort="date_created", criteria="asc", limit=2, offset=1)
    assert [p["id"] for p in ascending] == ids[1:]
    (found,) = await shop.search(external_reference="T01-1-A1", status="approved")
    assert found["id"] == ids[1]
    assert await shop.search(status="rejected") == []
    assert len(await shop.search(pos_id="61420077", store_id="58820114")) == 3
    assert await shop.search(pos_id="61420078") == []
    reply = await shop.http.get("/v1/payments/search?limit=1")
    assert reply.json()["paging"] == {"total": 3, "limit": 1, "offset": 0}


async def test_search_keeps_to_its_range(shop: Shop) -> None:
    await shop.paid()
    day = {"range": "date_created", "begin_date": "2026-03-02T00:00:00.000-04:00"}
    assert len(await shop.search(**day, end_date="2026-03-03T00:00:00.000-04:00")) == 1
    assert await shop.search(**day, end_date="2026-03-02T11:32:02.999-04:00") == []
    assert len(await shop.search(range="date_approved", begin_date="NOW-1DAYS", end_date="NOW"))
    shop.after(2 * 86_400)
    assert not await shop.search(range="date_approved", begin_date="NOW-1DAYS", end_date="NOW")


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("sort=amount", 1003),
        ("criteria=down", 1004),
        ("limit=1001", 1000),
        ("limit=-1", 1),
        ("offset=x", 1),
        ("range=date_created", 1),
        ("begin_date=NOW&end_date=NOW", 1),
        ("range=weight&begin_date=NOW&end_date=NOW", 1),
        ("range=date_created&begin_date=yesterday&end_date=NOW", 1001),
        ("range=date_created&begin_date=2026-03-02T00:00:00&end_date=NOW", 1001),
        ("range=date_created&begin_date=2026-03-02T00:00:00+00:00&end_date=NOW", 1001),
        ("range=date_created&begin_date=NOW&end_date=NOW-1DAYS", 1001),
        ("range=date_created&begin_date=NOW-366DAYS&end_date=NOW", 9062),
    ],
)
async def test_a_search_that_makes_no_sense_is_refused(shop: Shop, query: str, code: int) -> None:
    reply = await shop.http.get(f"/v1/payments/search?{query}")
    assert (reply.status_code, reply.json()["cause"][0]["code"]) == (400, code)


@pytest.mark.parametrize(("name", "status"), [("1", 404), ("x", 400), ("-1", 400), ("9" * 30, 400)])
async def test_a_payment_that_nobody_made_is_not_found(shop: Shop, name: str, status: int) -> None:
    assert (await shop.http.get(f"/v1/payments/{name}")).status_code == status


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ('{"amount":0}', 401, 4040),
        ('{"amount":-1.5}', 401, 4040),
        ('{"amount":"500"}', 401, 4041),
        ('{"amount":null}', 401, 4041),
        ('{"amount":true}', 401, 4041),
        ('{"amount":0.001}', 401, 4041),
        ('{"amount":1e999999999}', 401, 4041),
        ('{"amount":1834.51}', 400, 2085),
        ('{"quantity":1}', 400, None),
        ("[]", 400, None),
        ('{"amount":NaN}', 400, None),
    ],
)
async def test_a_refund_of_a_strange_amount_is_refused(
    shop: Shop, body: str, status: int, code: int | None
) -> None:
    payment_id = await shop.paid()
    reply = await shop.refund(payment_id, "K1", body)
    causes = [cause["code"] for cause in reply.json()["cause"]]
    assert (reply.status_code, causes) == (status, [code] if code else [])
    assert (await shop.payment(payment_id))["refunds"] == []


async def test_a_refund_needs_a_key_and_a_payment_that_took_money(shop: Shop) -> None:
    payment_id = await shop.paid()
    assert (await shop.http.post(f"/v1/payments/{payment_id}/refunds")).status_code == 400
    assert (await shop.refund(7, "K1")).json()["cause"][0]["code"] == 2000
    await shop.taken("T01-2-A1")
    shop.backend.decline(SMART)
    shop.after(3)
    (rejected,) = await shop.search(status="rejected")
    assert (await shop.refund(rejected["id"], "K2")).json()["cause"][0]["code"] == 2063


async def test_the_account_may_be_too_poor_the_sale_too_old_or_parts_forbidden(
    shop: Shop,
) -> None:
    payment_id = await shop.paid()
    shop.backend.options.balance = 10_000
    poor = await shop.refund(payment_id, "K1")
    assert (poor.status_code, poor.json()["error"]) == (428, "insufficient_money_for_refund")
    assert (await shop.refund(payment_id, "K2", '{"amount":100}')).status_code == 201
    assert shop.backend.options.balance == 0
    shop.backend.options.balance = None
    shop.backend.options.partial_refunds = False
    part = await shop.refund(payment_id, "K3", '{"amount":100}')
    assert (part.status_code, part.json()["cause"][0]["code"]) == (404, 3024)
    shop.after(181 * 86_400)
    old = await shop.refund(payment_id, "K4")
    assert (old.status_code, old.json()["cause"][0]["code"]) == (404, 2024)


async def test_a_key_belongs_to_one_request(shop: Shop) -> None:
    payment_id = await shop.paid()
    shop.backend.options.key_lock = 1_000
    first = await shop.refund(payment_id, "K1", '{"amount":10}')
    assert (await shop.refund(payment_id, "K1", '{"amount":20}')).status_code == 409
    assert (await shop.refund(payment_id, "K1", '{"amount":10}')).status_code == 423
    shop.after(1)
    again = await shop.refund(payment_id, "K1", '{"amount":10.00}')
    assert (again.status_code, again.json()["id"]) == (200, first.json()["id"])
    assert (await shop.payment(payment_id))["transaction_amount_refunded"] == 10


async def test_a_service_that_forgets_keys_refunds_twice(shop: Shop) -> None:
    payment_id = await shop.paid()
    shop.backend.options.key_life = 0
    for _ in range(2):
        await shop.refund(payment_id, "K1", '{"amount":10}')
    assert (await shop.payment(payment_id))["transaction_amount_refunded"] == 20


async def test_a_refund_may_take_its_time(shop: Shop) -> None:
    payment_id = await shop.paid()
    shop.backend.options.refund_settles_after = 60_000
    asked = await shop.refund(payment_id, "K1", '{"amount":1834.50}')
    assert asked.json()["status"] == "in_process"
    assert (await shop.payment(payment_id))["status"] == "approved"
    assert (await shop.refund(payment_id, "K2")).json()["cause"][0]["code"] == 2063
    shop.after(60)
    listed = await shop.http.get(f"/v1/payments/{payment_id}/refunds")
    assert [refund["status"] for refund in listed.json()] == ["approved"]
    assert (await shop.payment(payment_id))["status"] == "refunded"


async def test_refunds_are_listed_and_read_one_by_one(shop: Shop) -> None:
    payment_id = await shop.paid()
    made = (await shop.refund(payment_id, "K1", '{"amount":500.00}')).json()
    path = f"/v1/payments/{payment_id}/refunds"
    assert (await shop.http.get(path)).json() == [made]
    assert (await shop.http.get(f"{path}/{made['id']}")).json() == made
    missing = await shop.http.get(f"{path}/7")
    assert (missing.status_code, missing.json()["cause"][0]["code"]) == (404, 2032)
    assert isinstance(made["id"], int)
    assert made["payment_id"] == payment_id


async def test_a_dispute_befalls_a_payment(shop: Shop) -> None:
    payment_id = await shop.paid()
    shop.backend.payments.mark(payment_id, "charged_back", "settled")
    assert (await shop.payment(payment_id))["status"] == "charged_back"
    shop.backend.payments.mark(payment_id, "approved", "accredited")
    assert (await shop.payment(payment_id))["status"] == "approved"


async def test_two_terminals_of_one_shop_charge_side_by_side(shop: Shop) -> None:
    await shop.create("T01-1-A1")
    await shop.create("T02-1-A1", terminal=PLUS)
    shop.after(1)
    shop.backend.press_green(PLUS)
    shop.backend.pay(PLUS)
    shop.backend.pay(SMART)
    shop.after(3)
    assert {p["pos_id"] for p in await shop.search()} == {"61420077", "61420078"}
