"""Directed schedules of F17 to F21 and F44: what people do at the till."""

from pos_app.domain.charge.facts import Refusal
from pos_app.domain.errors import ChargeRefusal, ChargeRefused, SaleFrozen
from pos_app.domain.money import Money
from tests.simulation.directed.stage import ALONE, AMOUNT, SMART, Stage


async def f17_charge_pressed_ten_times(stage: Stage) -> None:
    await stage.sell()
    for _ in range(9):
        stage.charge()
    await stage.paid()
    for _ in range(3):
        stage.charge()
    await stage.wait(20)
    assert stage.creates() == 1


async def f18_cart_changed_while_a_charge_lives(stage: Stage) -> None:
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    assert stage.now.sale is not None
    stage.till.house.desk.add_amount(Money(500, "ARS"))
    stage.till.house.desk.remove_line(stage.now.sale.lines[0].id)
    stage.till.house.desk.new_sale()
    await stage.cashier.calm()
    assert stage.now.notice is not None
    assert isinstance(stage.now.notice.what, SaleFrozen)
    assert stage.now.sale.total.minor == AMOUNT
    await stage.paid()


async def f19_two_tills_on_one_terminal(stage: Stage) -> None:
    await stage.other.ready()
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    await stage.other.sell(70_000)
    await stage.other.shows("(not created)", "not_paid")
    assert stage.other.attempt.refusal is Refusal.BUSY
    assert stage.requests("DELETE", "intents") == []
    await stage.paid()
    stage.other.charge()
    await stage.other.shows("ON_TERMINAL")
    stage.backend.pay(SMART)
    await stage.other.until(lambda: stage.other.outcome == "paid")


async def f21_terminal_of_typed_amounts_is_not_charged(stage: Stage) -> None:
    stage.till.house.checkout.choose_terminal(ALONE)
    await stage.sell()
    assert stage.now.notice is not None
    assert isinstance(stage.now.notice.what, ChargeRefused)
    assert stage.now.notice.what.why is ChargeRefusal.NOT_IN_PDV
    assert stage.creates() == 0


async def f44_closed_with_a_live_charge(stage: Stage) -> None:
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    await stage.till.stop()
    stage.backend.pay(SMART)
    await stage.wait(600)
    await stage.cashier.on()
    assert stage.now.following is not None
    await stage.until(lambda: stage.outcome == "paid", seconds=10)
    assert stage.creates() == 1
