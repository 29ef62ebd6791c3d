"""Money that moves without the till: typed on a terminal, paid online, given back, disputed."""

from typing import Any

import httpx
import pytest

from pos_app.simulator.envelopes import Refusal
from pos_app.simulator.world.lives import NothingHappens
from pos_app.simulator.world.records import Card
from tests.simulator.conftest import PLUS, SMART, STANDALONE, Shop


async def _does(shop: Shop, path: str, body: object = None) -> dict[str, Any]:
    reply: httpx.Response = await shop.http.post(path, json=body)
    assert reply.is_success, reply.text
    made: dict[str, Any] = reply.json()
    return made


async def test_an_amount_typed_on_a_terminal_makes_a_payment_that_names_its_till_alone(
    shop: Shop,
) -> None:
    made = shop.backend.type_on_terminal(SMART, 183_450, Card(last_four="9999"))
    told = await shop.payment(made.id)
    assert (told["status"], told["external_reference"], told["description"]) == (
        "approved",
        None,
        None,
    )
    assert (told["pos_id"], told["store_id"]) == ("61420077", "58820114")
    assert told["card"]["last_four_digits"] == "9999"
    assert str(told["transaction_amount"]) == "1834.5"
    assert shop.backend.world.intents == {}
    assert shop.backend.truth.nameless() == (made,)


@pytest.mark.parametrize("terminal", [SMART, PLUS, STANDALONE])
async def test_an_amount_is_typed_on_any_terminal_that_is_on_and_free(
    shop: Shop, terminal: str
) -> None:
    shop.backend.type_on_terminal(terminal, 500)
    shop.backend.type_on_terminal(terminal, 500, status="rejected")
    assert len(shop.backend.truth.nameless()) == 1
    assert {p["status"] for p in await shop.search()} == {"approved", "rejected"}
    shop.backend.unplug(terminal)
    with pytest.raises(NothingHappens):
        shop.backend.type_on_terminal(terminal, 500)
    with pytest.raises(KeyError):
        shop.backend.type_on_terminal("NOBODY", 500)


async def test_nothing_is_typed_over_a_charge_that_waits(shop: Shop) -> None:
    await shop.taken()
    with pytest.raises(NothingHappens):
        shop.backend.type_on_terminal(SMART, 500)


async def test_what_is_paid_online_names_no_till(shop: Shop) -> None:
    made = shop.backend.pay_online(99_900, reference="WEB-1")
    told = await shop.payment(made.id)
    assert (told["pos_id"], told["store_id"], told["operation_type"]) == (
        None,
        None,
        "regular_payment",
    )
    assert [p["id"] for p in await shop.search(external_reference="WEB-1")] == [made.id]
    assert await shop.search(pos_id="61420077") == []
    assert shop.backend.truth.nameless() == ()


async def test_a_second_payment_may_come_for_one_reference(shop: Shop) -> None:  # F31
    first = await shop.paid()
    second = shop.backend.pay_again(first)
    found = await shop.search(external_reference="T01-000417-A1", sort="date_created")
    assert {p["id"] for p in found} == {first, second.id}
    assert len(shop.backend.truth.approved("T01-000417-A1")) == 2
    shop.backend.options.copies_reference = False
    assert await shop.search(external_reference="T01-000417-A1") == []


async def test_the_merchant_gives_back_on_the_web_what_is_left(shop: Shop) -> None:  # F35
    payment_id = await shop.paid()
    part = shop.backend.refund_on_web(payment_id, 83_450)
    assert (part.amount, part.source) == (83_450, "collector")
    assert (await shop.payment(payment_id))["status_detail"] == "partially_refunded"
    with pytest.raises(Refusal):
        shop.backend.refund_on_web(payment_id, 100_001)
    with pytest.raises(Refusal):
        shop.backend.refund_on_web(payment_id, 0)
    assert shop.backend.refund_on_web(payment_id).amount == 100_000
    assert (await shop.payment(payment_id))["status"] == "refunded"
    with pytest.raises(Refusal):
        shop.backend.refund_on_web(payment_id)


async def test_customers_and_banks_take_their_money_back(shop: Shop) -> None:  # F35
    payment_id = await shop.paid()
    shop.backend.dispute(payment_id)
    assert (await shop.payment(payment_id))["status"] == "in_mediation"
    shop.backend.charge_back(payment_id)
    assert (await shop.payment(payment_id))["status"] == "charged_back"
    assert len(shop.backend.truth.approved("T01-000417-A1")) == 1


async def test_all_of_it_can_be_had_over_http(shop: Shop) -> None:
    screen = await _does(shop, f"/__sim__/terminals/{SMART}/type", {"amount": "1834.50"})
    assert screen["id"] == SMART
    online = await _does(shop, "/__sim__/payments", {"amount": "9.90", "external_reference": "W"})
    assert (online["transaction_amount"], online["external_reference"]) == (9.9, "W")
    (typed,) = shop.backend.truth.nameless()
    path = f"/__sim__/payments/{typed.id}"
    again = await _does(shop, f"{path}/again")
    part = await _does(shop, f"{path}/refund-on-web", {"amount": "34.50"})
    assert (again["status"], part["transaction_amount_refunded"]) == ("approved", 34.5)
    assert (await _does(shop, f"{path}/dispute"))["status"] == "in_mediation"
    assert (await _does(shop, f"{path}/charge-back"))["status"] == "charged_back"
    assert len(shop.backend.truth.payments()) == 3


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"/__sim__/terminals/{SMART}/type", None, 400),
        (f"/__sim__/terminals/{SMART}/type", {"amount": 5}, 400),
        (f"/__sim__/terminals/{SMART}/type", {"amount": "0.00"}, 400),
        ("/__sim__/payments", {"amount": "-1.00"}, 400),
        ("/__sim__/payments/{id}/burn", None, 404),
        ("/__sim__/payments/{id}/refund-on-web", {"amount": "9999.00"}, 400),
        ("/__sim__/payments/7/dispute", None, 404),
    ],
)
async def test_what_makes_no_sense_moves_no_money(
    shop: Shop, path: str, body: object, status: int
) -> None:
    made = shop.backend.type_on_terminal(SMART, 500)
    reply = await shop.http.post(path.format(id=made.id), json=body)
    assert reply.status_code == status, reply.text
    assert shop.backend.truth.payments() == (made,)
    assert (made.status, made.refunds) == ("approved", [])
