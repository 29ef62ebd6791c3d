"""Paid is said only where the payment itself proves it."""

import pytest

from pos_app.simulator.faults import Edit
from tests.whole.shop import INTENT, PAYMENT, SEARCH, Shop

DIFFER = "Amounts differ: keep the goods"
NO_MATCH = "The payment does not match"


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        ("transaction_amount", 1, DIFFER),
        ("transaction_amount", "1834,50", DIFFER),
        ("transaction_amount", None, DIFFER),
        ("currency_id", "BRL", DIFFER),
        ("currency_id", None, DIFFER),
        ("collector_id", 999, NO_MATCH),
        ("external_reference", "CAJA09-000001-1-AAAAAAAA", NO_MATCH),
        ("transaction_amount_refunded", 5, NO_MATCH),
        ("date_created", "2020-01-01T00:00:00.000-04:00", NO_MATCH),
    ],
)
async def test_an_approved_payment_that_differs_pays_nothing(
    shop: Shop, place: str, value: object, says: str
) -> None:  # F30
    shop.fault(Edit(place, value), "GET", PAYMENT, times=None)
    shop.fault(Edit(f"results.*.{place}", value), "GET", SEARCH, times=None)
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.pay(terminal)
    await shop.shows("CLOSED", "unsure", says)
    assert "Call the supervisor" in shop.read("hint_label")
    for name in ("charge_button", "new_sale_button"):
        assert not shop.can(name), name
    assert shop.see_chip() == 1
    assert shop.sales()[0]["status"] == "unsure"
    shop.in_doubt = 1


@pytest.mark.parametrize("word", ["in_process", "pending", "authorized", "levitating"])
async def test_a_payment_that_is_not_decided_yet_is_waited_for(shop: Shop, word: str) -> None:
    shop.fault(Edit("status", word), "GET", PAYMENT, times=None)
    shop.fault(Edit("results.*.status", word), "GET", SEARCH, times=None)
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.pay(terminal)
    await shop.shows("CLOSED", "pending", "The payment is under review")
    assert not shop.can("charge_button")
    shop.heal()
    await shop.shows("CLOSED", "paid")


async def test_the_first_of_two_payments_pays_and_the_second_is_told(shop: Shop) -> None:  # F31
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.pay(terminal, payments=2)
    await shop.shows(outcome="paid", says="Paid more than once")
    assert shop.see_chip() == 1
    assert len(shop.attempts()[0]["payment_ids"]) == 2
    assert [tender["amount"] for tender in shop.sales()[0]["tenders"]] == ["1834.50"]


@pytest.mark.parametrize("renamed", [False, True], ids=["with its own reference", "with ours"])
async def test_a_payment_pays_one_charge_only(shop: Shop, renamed: bool) -> None:  # F30, I3
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)
    used = shop.attempts()[0]["payment_ids"][0]
    await shop.press("new_sale_button")
    await shop.sell_until("ON_TERMINAL")
    ours = shop.attempts()[1]["external_reference"]
    results = [{"id": int(used), "source": "PAYMENT"}]
    shop.fault(Edit("operations.0.results", results), "GET", INTENT, times=None)
    if renamed:
        shop.fault(Edit("external_reference", ours), "GET", PAYMENT, times=None)
    shop.world.decline(terminal)
    await shop.shows("CLOSED", "unsure", NO_MATCH)
    shop.in_doubt = 1


async def test_closed_is_not_paid_where_the_card_was_refused(shop: Shop) -> None:  # F28
    terminal = await shop.sell_until("ON_TERMINAL")
    shop.world.decline(terminal, "cc_rejected_call_for_authorize")
    await shop.shows("CLOSED", "not_paid", "The customer must call the bank")
