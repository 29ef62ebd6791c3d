"""A create that goes wrong: refused, not sent, or without an answer that can be trusted."""

import gzip

import pytest
from PySide6.QtWidgets import QComboBox

from pos_app.simulator.faults import (
    Answer,
    CutOff,
    Delay,
    Drop,
    Edit,
    Fault,
    Pad,
    Remove,
    Truncate,
    page,
    refusal,
)
from pos_app.simulator.world.terminals import Face
from tests.whole.page import PLUS, SMART
from tests.whole.shop import CREATE, Shop

NOT_KNOWN = "We do not know yet if it was charged"
GZIP = {"content-encoding": "gzip"}
NONSENSE: dict[str, Fault] = {
    "lost": Drop(after_effect=True),  # F03
    "500": refusal(500, after_effect=True),  # F05
    "502 page": page(502, after_effect=True),
    "504 empty": Answer(504, after_effect=True),
    "no answer body": Answer(201, after_effect=True),  # F11 and on
    "cut as JSON": Truncate(40),
    "cut as HTTP": CutOff(20),
    "huge": Pad(300 * 1024),  # F13
    "a page": page(200, after_effect=True),
    "a redirect": Answer(302, headers={"location": "http://127.0.0.1:9/"}, after_effect=True),
    "a list": Answer(201, b"[]", after_effect=True),
    "twice the same key": Answer(201, b'{"id":"a","id":"b"}', after_effect=True),
    "no id": Remove("id"),
    "an id that is an object": Edit("id", {"is": "odd"}),
    "an id that is a path": Edit("id", "../../users/me"),
    "operations that are text": Edit("operations", "none"),
    "NaN": Answer(201, b'{"id":"a","operations":[{"amount":NaN}]}', after_effect=True),
    "429 of a stranger": page(429, after_effect=True),  # F08
    "the reference of another": Edit("external_reference", "CAJA02-000001-1-AAAAAAAA"),
    "a bomb": Answer(201, gzip.compress(bytes(50_000_000)), headers=GZIP, after_effect=True),
    "gibberish": Answer(201, bytes(range(128, 256)), after_effect=True),
}


@pytest.mark.parametrize("fault", NONSENSE.values(), ids=NONSENSE.keys())
async def test_a_create_without_a_trusted_answer_holds_all_until_the_payment_is_found(
    shop: Shop, fault: Fault
) -> None:
    shop.fault(fault, "POST", CREATE)
    terminal = await shop.sell_until("(unknown)")
    await shop.shows(outcome="unsure", says=NOT_KNOWN)
    await held(shop)
    await taken(shop)
    shop.world.pay(terminal)
    await shop.shows(outcome="paid", says="Paid")  # found by its reference, sent once


@pytest.mark.parametrize("fault", [Drop(), refusal(500), page(503)], ids=["lost", "500", "page"])
async def test_a_create_that_never_arrived_is_over_after_the_hour_of_an_intent(
    shop: Shop, fault: Fault
) -> None:  # F02, F05
    shop.fault(fault, "POST", CREATE)
    await shop.sell_until("(unknown)")
    await shop.shows(outcome="unsure", says=NOT_KNOWN)
    shop.clock.advance(3_000)
    await shop.press("check_again_button")
    await held(shop)
    await shop.shows(outcome="not_paid", says="In more than an hour, no payment was found", push=60)
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(shop.choose(SMART))


async def test_a_create_is_waited_for_no_longer_than_the_limit(shop: Shop) -> None:  # F12
    shop.fault(Delay(3_600_000), "POST", CREATE)
    terminal = await shop.sell_until("(unknown)")
    await taken(shop)
    shop.world.pay(terminal)
    await shop.shows(outcome="paid")


async def held(shop: Shop) -> None:
    """Sale and terminal are locked, and the words say what to do."""
    await shop.shows(says="Hold the goods")
    assert "Do not charge again" in shop.read("hint_label")
    for name in ("charge_button", "new_sale_button", "cancel_button", "add_amount_button"):
        assert not shop.can(name), name
    assert shop.see_chip() == 1
    assert "shows" in shop.see(QComboBox, "terminal_picker").itemText(shop.row_of(SMART))


async def taken(shop: Shop) -> None:
    """The terminal shows it to the customer, whatever the till knows."""
    terminal = next(each for each in shop.world.world.terminals if each.startswith(SMART))
    await shop.until(lambda: shop.world.screen_of(terminal).face is Face.PRESENT_CARD, "a card")


REFUSED: dict[str, tuple[Fault, str]] = {
    "400 amount": (
        refusal(400, "bad_request", "operations[0].amount: too small"),
        "The terminal does not take this amount",
    ),
    "400": (refusal(400, "bad_request", "description"), "did not take the charge"),
    "404": (refusal(404, "not_found"), "This terminal was not found"),
    "403 owner": (
        refusal(403, "104", "Forbidden Error checking device owner", kind="E2"),
        "This terminal was not found",
    ),
    "409": (refusal(409, "conflict", "queued"), "The terminal holds another charge"),
    "400 mode": (
        refusal(400, "bad_request", "The device is not in PDV mode"),
        "The terminal is not ready",
    ),
}


@pytest.mark.parametrize(("fault", "says"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_create_that_is_refused_charges_nothing_and_may_be_sent_again(
    shop: Shop, fault: Fault, says: str
) -> None:  # F06, F09
    shop.fault(fault, "POST", CREATE)
    terminal = await shop.sell_until("(not created)")
    await shop.shows(outcome="not_paid", says=says)
    assert "othing was charged" in shop.read("headline_label", "hint_label")
    assert "simulated" not in shop.read()
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


@pytest.mark.parametrize("status", [401, 403])
async def test_a_till_that_is_signed_out_charges_nothing_until_it_is_signed_in(
    shop: Shop, status: int
) -> None:  # F10
    shop.fault(refusal(status, "unauthorized", kind="E4"), "*", "*", times=None)
    terminal = await shop.sell_until("(not created)")
    await shop.shows(outcome="not_paid", says="Signed out of Mercado Pago")
    assert "Call the supervisor" in shop.read("hint_label")
    await shop.until(lambda: not shop.can("charge_button"), "no new charge")
    shop.heal()
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def test_a_terminal_that_another_till_uses_is_busy(shop: Shop) -> None:  # F06, F19
    theirs = {"external_reference": "CAJA02-000001-1-AAAAAAAA", "description": "Venta"}
    await shop.add("100")
    terminal = shop.choose(PLUS)
    shop.world.intents.create_on(terminal, 10_000, dict(theirs))
    await shop.charge()
    await shop.shows("(not created)", "not_paid", "The terminal holds another charge")
    assert shop.asked("DELETE", "/intents/") == 0


async def test_a_busy_provider_is_asked_again_after_the_wait_that_it_names(shop: Shop) -> None:
    shop.fault(refusal(429, "too_many_requests", retry_after=20), "POST", CREATE)  # F08
    terminal = await shop.sell()
    await shop.shows("(prepared)", "pending", "Mercado Pago is busy: again in")
    shop.posts = 2
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)
    assert len(shop.attempts()) == 1


async def test_a_provider_that_stays_busy_charges_nothing(shop: Shop) -> None:  # F08
    shop.fault(refusal(429, "too_many_requests", retry_after=1), "POST", CREATE, times=None)
    await shop.sell()
    await shop.shows("(not created)", "not_paid", "Mercado Pago is too busy", push=1)
    shop.posts = 5


async def test_without_a_connection_it_is_tried_three_times_and_nothing_is_charged(
    shop: Shop,
) -> None:  # F01
    shop.cable_pulled = True
    terminal = await shop.sell()
    await shop.shows("(prepared)", "pending", "No connection: trying again")
    await shop.shows("(not created)", "not_paid", "No connection. Nothing was charged.")
    assert shop.knocks == 3
    shop.posts = 0
    shop.heal()
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def test_a_create_answered_with_another_amount_is_cancelled_and_never_paid_unseen(
    shop: Shop,
) -> None:  # F11
    shop.fault(Edit("operations.0.amount", "18345.00"), "POST", CREATE)
    await shop.sell(PLUS)
    await shop.shows("CANCELED", "not_paid")
    assert shop.asked("DELETE", "/intents/") == 1


async def test_a_create_answered_with_another_amount_warns_while_the_terminal_has_it(
    shop: Shop,
) -> None:  # F11
    shop.fault(Edit("operations.0.amount", "18345.00"), "POST", CREATE)
    shop.fault(refusal(409, "conflict"), "DELETE", "*", times=None)
    terminal = await shop.sell()
    await shop.shows(outcome="unsure", says="The terminal has another amount")
    await taken(shop)
    assert not shop.can("charge_button")
    shop.world.cancel_on_terminal(terminal)
    await shop.shows("CANCELED", "not_paid")


@pytest.mark.parametrize("known", [True, False], ids=["of an earlier charge", "of nobody"])
async def test_a_create_answered_with_the_id_of_another_intent_is_never_taken_for_ours(
    shop: Shop, known: bool
) -> None:  # F15, I11
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)
    await shop.press("new_sale_button")
    odd = shop.attempts()[0]["intent_id"] if known else "0b9e7a52-0f0e-4c7c-9d7a-2b1e1a5a9d10"
    shop.fault(Edit("id", odd), "POST", CREATE)
    await shop.sell(amount="99")
    await taken(shop)
    assert shop.panel("outcome") != "paid"
    shop.world.pay(terminal)
    await shop.shows(outcome="paid", says="Paid", push=2)
    assert shop.sales()[1]["total"] == "99.00"
