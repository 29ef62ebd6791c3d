"""Directed schedules of F45 and F48 to F50: the power, and the disk."""

from collections.abc import Iterator

from pos_app.domain.errors import LedgerError
from pos_app.domain.money import Money
from tests.simulation.directed.stage import AMOUNT, SMART, Stage
from tests.simulation.engine.disk import Fault


async def _sold_with(stage: Stage, *faults: Fault) -> None:
    """Every other transaction from the press of Charge on fails, in these ways in turn."""
    stage.till.house.desk.add_amount(Money(AMOUNT, "ARS"))
    await stage.cashier.calm()
    turn = 0

    def fails() -> Fault | None:
        nonlocal turn
        turn += 1
        return faults[turn // 2 % len(faults)] if turn % 2 else None

    stage.till.disk_fails = fails
    for _ in range(4):
        stage.charge()
        await stage.wait(5)
    stage.till.disk_fails = lambda: None
    await stage.wait(15)
    if stage.status != "ON_TERMINAL":
        stage.charge()
    await stage.paid()
    assert len(stage.intents()) == 1


async def f45_power_cut_at_each_boundary(stage: Stage) -> None:
    """The first thirty after the press, each in a sale of its own."""
    for number in range(1, 31):
        await stage.ready()
        stage.till.house.desk.add_amount(Money(AMOUNT, "ARS"))
        await stage.cashier.calm()
        stage.till.crash_at = stage.till.boundaries + number
        stage.charge()
        stage.world.after(3, stage.customers.finish)
        await stage.cashier.until(lambda _: False, 20)
        await stage.cashier.settle()
    assert len(stage.till.lives) > 24


async def f48_disk_full_during_a_charge(stage: Stage) -> None:
    await stage.sell()
    await stage.shows("ON_TERMINAL")
    stage.till.life.disk.full = True
    stage.backend.pay(SMART)
    await stage.until(lambda: stage.outcome == "paid")  # in the room that was kept back
    stage.till.life.disk.full = False


async def f48_disk_full_before_a_charge(stage: Stage) -> None:
    stage.till.house.desk.add_amount(Money(AMOUNT, "ARS"))
    await stage.cashier.calm()
    stage.till.life.disk.full = True
    stage.charge()
    await stage.wait(5)
    assert stage.creates() == 0
    assert stage.now.notice is not None
    assert isinstance(stage.now.notice.what, LedgerError)
    stage.till.life.disk.full = False
    stage.charge()
    await stage.paid()


async def f49_commits_fail_and_nothing_is_there(stage: Stage) -> None:
    await _sold_with(stage, Fault.NOTHING_THERE)


async def f49_commits_fail_and_all_is_there(stage: Stage) -> None:
    await _sold_with(stage, Fault.THERE_ALL_THE_SAME)


async def f49_commits_fail_this_way_and_that(stage: Stage) -> None:
    await _sold_with(stage, Fault.THERE_ALL_THE_SAME, Fault.NOTHING_THERE)


async def f49_nothing_leaves_while_the_disk_fails(stage: Stage) -> None:
    stage.till.house.desk.add_amount(Money(AMOUNT, "ARS"))
    await stage.cashier.calm()
    stage.till.disk_fails = lambda: Fault.NOTHING_THERE
    for _ in range(6):
        stage.charge()
        await stage.wait(10)
    assert stage.creates() == 0
    stage.till.disk_fails = lambda: None


async def f50_book_is_locked_by_another_program(stage: Stage) -> None:
    await _sold_with(stage, Fault.BUSY)


async def i20_nothing_leaves_on_the_word_of_a_commit_that_failed(stage: Stage) -> None:
    """It is there all the same: only another durable write says that the disk can be trusted."""
    for failing in range(1, 13):
        stage.till.house.desk.add_amount(Money(AMOUNT, "ARS"))
        await stage.cashier.calm()
        turns = iter(range(1, 1_000))

        def fails(turns: Iterator[int] = turns, failing: int = failing) -> Fault | None:
            return Fault.THERE_ALL_THE_SAME if next(turns) == failing else None

        stage.till.disk_fails = fails
        stage.charge()
        await stage.wait(4)
        if stage.now.following is None:
            stage.charge()
        await stage.paid()
