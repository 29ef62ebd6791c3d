"""What terminals and the people at them do to a charge."""

import pytest

from pos_app.simulator.options import Delays
from pos_app.simulator.world.lives import NothingHappens
from pos_app.simulator.world.records import Card
from pos_app.simulator.world.terminals import Face, Key
from tests.simulator.conftest import INTENTS, PLUS, SMART, STANDALONE, Shop


async def test_a_plus_waits_for_its_green_key_and_a_smart_does_not(shop: Shop) -> None:
    on_plus = await shop.create("T01-1-A1", terminal=PLUS)
    on_smart = await shop.create("T01-2-A1")
    shop.after(30)
    assert await shop.status(on_plus) == "OPENED"
    assert await shop.status(on_smart) == "ON_TERMINAL"
    shop.backend.press_green(PLUS)
    assert await shop.status(on_plus) == "ON_TERMINAL"


async def test_the_green_key_of_a_smart_takes_the_charge_at_once(shop: Shop) -> None:
    intent_id = await shop.create()
    shop.backend.press_green(SMART)
    assert await shop.status(intent_id) == "ON_TERMINAL"


@pytest.mark.parametrize(
    ("amount", "end", "payment"),
    [
        ("1834.50", "CLOSED", "approved"),
        ("1100.00", "CLOSED", "approved"),
        ("1200.00", "CLOSED", "rejected"),
        ("1300.00", "ERROR", None),
    ],
)
async def test_in_auto_play_the_amount_decides(
    shop: Shop, amount: str, end: str, payment: str | None
) -> None:
    shop.backend.options.auto_play = True
    intent_id = await shop.create(amount=amount, terminal=PLUS)
    statuses = []
    for seconds in (0, 1, 3, 2, 0.5):
        shop.after(seconds)
        statuses.append(await shop.status(intent_id))
    assert statuses[:3] == ["OPENED", "ON_TERMINAL", "PROCESSING"]
    assert statuses[4] == end
    found = await shop.search(external_reference="T01-000417-A1")
    assert [p["status"] for p in found] == ([payment] if payment else [])


async def test_the_amount_1100_is_approved_and_then_taken_back(shop: Shop) -> None:
    shop.backend.options.auto_play = True
    await shop.create(amount="1100.00")
    shop.after(6.5)
    (found,) = await shop.search()
    assert found["status"] == "approved"
    shop.after(2)
    (found,) = await shop.search()
    assert (found["status"], found["transaction_amount_refunded"]) == ("refunded", 1100)


async def test_a_declined_card_may_leave_the_charge_for_another_try(shop: Shop) -> None:
    shop.backend.options.decline_closes = False
    intent_id = await shop.taken()
    shop.backend.decline(SMART)
    shop.after(2)
    assert await shop.status(intent_id) == "ON_TERMINAL"
    shop.backend.pay(SMART)
    shop.after(3)
    results = (await shop.intent(intent_id))["operations"][0]["results"]
    states = [(await shop.payment(result["id"]))["status"] for result in results]
    assert states == ["rejected", "approved"]


async def test_in_auto_play_somebody_gives_up_after_the_second_refusal(shop: Shop) -> None:
    shop.backend.options.auto_play = True
    shop.backend.options.decline_closes = False
    intent_id = await shop.create(amount="1200.00")
    shop.after(60)
    assert await shop.status(intent_id) == "CANCELED"


async def test_a_try_that_fails_after_the_hour_expires_the_intent(shop: Shop) -> None:
    shop.backend.options.decline_closes = False
    intent_id = await shop.taken()
    shop.after(3598)
    shop.backend.decline(SMART)
    shop.after(2)
    assert await shop.status(intent_id) == "EXPIRED"


async def test_a_terminal_without_power_takes_nothing_until_it_is_back(shop: Shop) -> None:
    shop.backend.unplug(SMART)
    intent_id = await shop.create()
    shop.after(60)
    assert await shop.status(intent_id) == "OPENED"
    with pytest.raises(NothingHappens):
        shop.backend.press_green(SMART)
    shop.backend.plug_in(SMART)
    shop.after(1)
    assert await shop.status(intent_id) == "ON_TERMINAL"


async def test_pulling_the_plug_does_not_undo_what_is_being_authorised(shop: Shop) -> None:
    await shop.taken()
    shop.backend.pay(SMART)
    shop.backend.unplug(SMART)
    shop.after(3)
    assert len(shop.backend.truth.approved("T01-000417-A1")) == 1


async def test_keys_that_do_nothing_say_so(shop: Shop) -> None:
    for deed in (
        shop.backend.press_green,
        shop.backend.pay,
        shop.backend.decline,
        shop.backend.cancel_on_terminal,
        shop.backend.fail,
        shop.backend.indeterminate,
    ):
        with pytest.raises(NothingHappens):
            deed(SMART)
        with pytest.raises(KeyError):
            deed("PAX_A910__NOBODY")


async def test_an_error_on_the_terminal_ends_the_intent_and_frees_it(shop: Shop) -> None:
    intent_id = await shop.taken()
    shop.backend.fail(SMART)
    assert await shop.status(intent_id) == "ERROR"
    await shop.create("T01-000417-A2")


async def test_an_error_after_the_money_moved_still_leaves_the_payment(shop: Shop) -> None:  # F33
    intent_id = await shop.taken()
    shop.backend.pay(SMART)
    shop.after(2)
    shop.backend.fail(SMART)
    shop.after(10)
    assert await shop.status(intent_id) == "ERROR"
    assert len(await shop.search(external_reference="T01-000417-A1")) == 1


async def test_a_double_charge_shows_two_approved_payments(shop: Shop) -> None:  # F31
    intent_id = await shop.taken()
    shop.backend.pay(SMART, payments=2)
    shop.after(3)
    assert len((await shop.intent(intent_id))["operations"][0]["results"]) == 2
    assert len(shop.backend.truth.approved("T01-000417-A1")) == 2


async def test_without_delays_a_payment_closes_at_once(shop: Shop) -> None:
    shop.backend.options.delays = Delays(opened=0, processing=0, processed=0)
    intent_id = await shop.create()
    shop.backend.pay(SMART, Card("master", "credit_card", "503175", "4321", 3))
    closed = await shop.intent(intent_id)
    payment = await shop.payment(closed["operations"][0]["results"][0]["id"])
    assert (payment["installments"], payment["card"]["last_four_digits"]) == (3, "4321")


async def test_a_refund_on_the_terminal_shows_only_on_the_payment(shop: Shop) -> None:  # F35
    payment_id = await shop.paid()
    told = len(shop.backend.webhooks.outbox)
    shop.backend.refund_on_terminal(payment_id)
    payment = await shop.payment(payment_id)
    assert (payment["status"], str(payment["transaction_amount_refunded"])) == (
        "refunded",
        "1834.5",
    )
    assert len(shop.backend.webhooks.outbox) == told


async def test_a_terminal_shows_each_step_and_which_keys_work(shop: Shop) -> None:
    shown = []

    def look() -> None:
        screen = shop.backend.screen_of(PLUS)
        shown.append((screen.face, screen.amount, Key.PAY in screen.keys))

    look()
    await shop.create(terminal=PLUS)
    look()
    shop.backend.press_green(PLUS)
    look()
    shop.backend.pay(PLUS)
    look()
    for seconds in (2, 4.5):
        shop.after(seconds)
        look()
    shop.backend.unplug(PLUS)
    look()
    assert shown == [
        (Face.IDLE, None, False),
        (Face.WAITING, 183450, False),
        (Face.PRESENT_CARD, 183450, True),
        (Face.PROCESSING, 183450, False),
        (Face.APPROVED, 183450, False),
        (Face.IDLE, None, False),
        (Face.OFF, None, False),
    ]
    assert shop.backend.screen_of(STANDALONE).face is Face.STANDALONE


@pytest.mark.parametrize(
    ("deed", "face"),
    [
        ("decline", Face.DECLINED),
        ("cancel", Face.CANCELLED),
        ("error", Face.FAILED),
        ("indeterminate", Face.CHECK),
    ],
)
async def test_a_terminal_shows_how_it_ended(shop: Shop, deed: str, face: Face) -> None:
    await shop.taken()
    await shop.http.post(f"/__sim__/terminals/{SMART}/{deed}")
    shop.after(2.5)
    assert shop.backend.screen_of(SMART).face is face


async def test_a_charge_cancelled_by_the_till_leaves_the_terminal_idle(shop: Shop) -> None:
    await shop.delete(await shop.create(terminal=PLUS))
    assert shop.backend.screen_of(PLUS).face is Face.IDLE


async def test_a_terminal_back_in_pdv_mode_looks_for_its_charge(shop: Shop) -> None:
    intent_id = await shop.create()
    devices = "/instore-api/point/v1/devices"
    await shop.http.patch(f"{devices}/{SMART}", json={"operating_mode": "STANDALONE"})
    shop.after(60)
    assert await shop.status(intent_id) == "OPENED"
    await shop.http.patch(f"{devices}/{SMART}", json={"operating_mode": "PDV"})
    shop.after(1)
    assert await shop.status(intent_id) == "ON_TERMINAL"


async def test_the_same_seed_makes_the_same_world() -> None:
    worlds = []
    for _ in range(2):
        shop = Shop()
        async with shop.http:
            worlds.append((await shop.paid(), await shop.create("T01-2-A1")))
    assert worlds[0] == worlds[1]


async def test_history_tells_when_each_step_was_even_if_nobody_looked(shop: Shop) -> None:
    shop.backend.options.auto_play = True
    await shop.create()
    start = shop.clock.now()
    shop.after(3600)
    await shop.http.get(f"{INTENTS}/nobody/point")
    (intent,) = shop.backend.truth.intents("T01-000417-A1")
    assert [(at - start, str(status)) for at, status in intent.history] == [
        (0, "OPENED"),
        (1000, "ON_TERMINAL"),
        (4000, "PROCESSING"),
        (6000, "PROCESSED"),
        (6500, "CLOSED"),
    ]
