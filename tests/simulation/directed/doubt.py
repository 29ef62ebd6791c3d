"""Directed schedules of the ways out of doubt: looks, decisions, money late or without a sale."""

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.errors import ActRefused, ChargeRefused, LookTooEarly
from pos_app.services.state import Case
from pos_app.simulator.world.lives import Ending
from pos_app.simulator.world.records import Status
from tests.simulation.directed.stage import AMOUNT, PLUS, SMART, Stage
from tests.simulation.engine.luck import CREATE, Cut


async def _unknown(stage: Stage, *, arrives: float | None = None, there: bool = False) -> str:
    """The create is lost; it `arrives` later, or is `there` at once, its answer lost."""
    stage.fault("answer lost" if there else Cut(arrives=arrives), "POST", CREATE)
    await stage.sell()
    await stage.shows("(unknown)", "unsure", seconds=20)
    return stage.attempt.prepared.external_reference


async def _idle(stage: Stage, reference: str) -> None:
    """Looked, waited, searched: in that order."""
    await stage.wait(61)
    stage.till.house.resolver.say_seen(reference, Seen.IDLE)
    await stage.until(lambda: stage.outcome == "not_paid", seconds=30)


async def _case(stage: Stage, task: Task, seconds: float = 400) -> Case:
    await stage.until(lambda: any(c.task is task for c in stage.now.cases), seconds)
    return next(case for case in stage.now.cases if case.task is task)


async def f02_idle_is_said_too_early(stage: Stage) -> None:
    reference = await _unknown(stage)
    stage.till.house.resolver.say_seen(reference, Seen.IDLE)
    await stage.wait(30)
    assert stage.outcome == "unsure"
    assert stage.now.notice is not None
    assert isinstance(stage.now.notice.what, LookTooEarly)


async def f02_idle_after_a_minute_ends_it(stage: Stage) -> None:
    reference = await _unknown(stage)
    await stage.wait(61)
    stage.till.house.resolver.say_seen(reference, Seen.IDLE)
    await stage.wait(9)
    assert stage.outcome == "unsure"
    await stage.until(lambda: stage.outcome == "not_paid", seconds=5)
    stage.charge()
    await stage.paid()


async def f04_idle_was_said_and_it_arrives_later(stage: Stage) -> None:
    await _idle(stage, await _unknown(stage, arrives=150))
    await stage.wait(80)
    stage.backend.pay(SMART)
    case = await _case(stage, Task.LATE)
    stage.charge()
    await stage.wait(2)
    assert stage.creates() == 1
    stage.till.house.resolver.decide(case.name, Decision.APPLIED, "Sol", "the same customer")
    await stage.until(lambda: stage.outcome == "paid")


async def f04_late_money_for_a_sale_that_was_paid_in_cash(stage: Stage) -> None:
    await _idle(stage, await _unknown(stage, arrives=150))
    assert stage.now.sale is not None
    stage.till.house.checkout.pay_cash(stage.now.sale.total)
    await stage.wait(90)
    stage.backend.pay(SMART)
    case = await _case(stage, Task.LATE)
    assert case.settled
    stage.till.house.resolver.decide(case.name, Decision.APPLIED, "Sol", "no")
    await stage.wait(2)
    assert stage.now.notice is not None
    assert isinstance(stage.now.notice.what, ActRefused)
    stage.till.house.resolver.decide(case.name, Decision.APART, "Sol", "paid twice")
    await _case(stage, Task.RETURN)
    stage.backend.refund_on_terminal(stage.backend.truth.payments()[0].id)
    await stage.until(lambda: not stage.now.cases, seconds=700)


async def f07_set_aside_keeps_its_terminal(stage: Stage) -> None:
    await _unknown(stage, there=True)
    stage.till.house.resolver.set_aside()
    await stage.until(lambda: stage.now.sale is None)
    await stage.sell(40_000)
    assert stage.now.notice is not None
    assert isinstance(stage.now.notice.what, ChargeRefused)
    stage.till.house.checkout.choose_terminal(PLUS)
    stage.charge()
    await stage.shows("OPENED")
    stage.backend.press_green(PLUS)
    await stage.paid(PLUS)
    assert [case.task for case in stage.now.cases] == [Task.RESOLVE]


async def f31_surplus_is_given_back(stage: Stage) -> None:
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    stage.backend.pay(SMART, payments=2)
    case = await _case(stage, Task.SURPLUS)
    stage.till.house.resolver.decide(case.name, Decision.APART, "Sol", "paid twice")
    await _case(stage, Task.RETURN)
    loose = stage.attempt.loose
    stage.backend.refund_on_terminal(int(loose[0].id))
    await stage.until(lambda: not stage.now.cases, seconds=700)
    assert stage.outcome == "paid"


async def _unclear(stage: Stage, charged: str) -> str:
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    ending = Ending(charged, closes=Status.CONFIRMATION_REQUIRED)
    stage.backend.lives.present(stage.intents()[-1], ending)
    await stage.shows("CONFIRMATION_REQUIRED", "unsure")
    return stage.attempt.prepared.external_reference


async def f32_looked_at_and_idle(stage: Stage) -> None:
    reference = await _unclear(stage, "")
    await _idle(stage, reference)
    stage.charge()
    await stage.paid()


async def f32_attested_by_a_supervisor(stage: Stage) -> None:
    stage.backend.options.search_lag = 300_000
    reference = await _unclear(stage, "approved")
    stage.till.house.resolver.say_seen(reference, Seen.APPROVED)
    await stage.wait(2)
    stage.till.house.resolver.decide(reference, Decision.ATTESTED, "Sol", "a slip came out")
    await _case(stage, Task.ATTESTED)
    await stage.until(lambda: stage.now.sale is None)
    await stage.until(lambda: not stage.now.cases, seconds=400)


async def f32_attested_needs_a_name_and_a_reason(stage: Stage) -> None:
    reference = await _unclear(stage, "")
    stage.till.house.resolver.decide(reference, Decision.ATTESTED, " ", "a slip came out")
    await stage.wait(2)
    assert [case.task for case in stage.now.cases] == [Task.RESOLVE]


async def f33_cancelled_and_paid_behind_a_slow_index(stage: Stage) -> None:
    stage.backend.options.search_lag = 60_000
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    stage.backend.lives.present(stage.intents()[-1], Ending(closes=Status.CANCELED))
    await stage.shows("CANCELED", "not_paid")
    case = await _case(stage, Task.LATE)
    stage.till.house.resolver.decide(case.name, Decision.APPLIED, "Sol", "it came in")
    await stage.until(lambda: stage.outcome == "paid")


async def f35_given_back_after_it_was_paid(stage: Stage) -> None:
    await stage.sell()
    await stage.paid()
    stage.backend.refund_on_terminal(stage.backend.truth.payments()[0].id)
    case = await _case(stage, Task.GONE, seconds=4_000)
    assert stage.outcome == "paid"
    stage.till.house.resolver.decide(case.name, Decision.NOTED, "Sol", "the customer came back")
    await stage.until(lambda: not stage.now.cases)


async def f73_staff_says_idle_and_it_is_not(stage: Stage) -> None:
    reference = await _unknown(stage, there=True)
    await _idle(stage, reference)
    stage.charge()
    await stage.shows("(not created)", "not_paid")
    stage.backend.pay(SMART)
    await _case(stage, Task.LATE)


async def i05_money_typed_on_the_terminal_is_found(stage: Stage) -> None:
    await stage.wait(60)
    payment = stage.backend.type_on_terminal(SMART, AMOUNT)
    case = await _case(stage, Task.ORPHAN)
    assert case.name == str(payment.id)
    stage.till.house.resolver.adopt(case.name, "", "Sol", "typed there")
    await stage.until(lambda: not stage.now.cases)


async def i05_money_of_another_till_is_none_of_ours(stage: Stage) -> None:
    await stage.other.ready()
    await stage.sell()
    await stage.paid()
    await stage.wait(400)
    assert not stage.other.now.cases
    assert not stage.now.cases


async def i23_unclear_and_paid_in_cash_comes_to_an_end(stage: Stage) -> None:
    """The sale is paid another way; what the terminal shows still has to be seen."""
    reference = await _unclear(stage, "")
    stage.till.house.resolver.set_aside()
    await stage.until(lambda: stage.now.sale is None)
    sale = next(case.sale for case in stage.now.cases if case.sale is not None)
    stage.till.house.resolver.pay_cash(sale.id, sale.total)
    await stage.wait(61)
    stage.till.house.resolver.say_seen(reference, Seen.IDLE)
    await stage.until(lambda: not stage.now.cases, seconds=60)


async def f24_idle_was_said_while_the_bank_thinks(stage: Stage) -> None:
    """A payment that is undecided: the till asks at its usual pace."""
    reference = await _unknown(stage, there=True)
    await stage.wait(2)
    intent = stage.intents()[-1]
    stage.backend.lives.present(intent, Ending("in_process", "pending_contingency"))
    await stage.wait(60)
    stage.till.house.resolver.say_seen(reference, Seen.IDLE)
    await stage.wait(30)
    before = len(stage.requests("GET", "/v1/payments/search"))
    await stage.wait(60)
    assert len(stage.requests("GET", "/v1/payments/search")) - before < 20
    [payment] = stage.backend.truth.payments()
    stage.backend.payments.mark(payment.id, "approved", "accredited")
    await stage.until(lambda: stage.outcome == "paid")


async def f41_look_after_the_clock_was_put_forward(stage: Stage) -> None:
    """The minute before a look counts is a true one."""
    reference = await _unknown(stage)
    await stage.till.stop()
    stage.till.clock.wrong += 3_600_000
    await stage.cashier.on()
    await stage.wait(3)
    stage.till.house.resolver.say_seen(reference, Seen.IDLE)
    await stage.wait(25)
    assert stage.outcome == "unsure"
