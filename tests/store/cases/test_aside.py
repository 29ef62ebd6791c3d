"""Sales set aside, and cash."""

from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import (
    Decision,
    PaymentsRead,
    Searched,
)
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import (
    LineAdded,
    SaleCancelled,
)
from pos_app.store.ledger import Ledger
from pos_app.store.verify import verify
from tests.store.cases.shop import (
    TAKEN_UP,
    TERMINAL_2,
    came,
    cash,
    decided,
    ended,
    put_aside,
    sale_of,
    told,
    unclear,
)
from tests.store.shop import (
    NOW,
    ars,
    filled_sale,
    line,
    open_here,
    payment,
    prepared,
)


async def test_a_sale_set_aside_leaves_the_desk_to_the_next_and_can_come_back(
    ledger: Ledger, folder: Path
) -> None:
    attempt = await unclear(ledger, "a")
    aside = await put_aside(ledger, "a")
    assert await ledger.current_sale() is None
    assert (await ledger.cases.kept(0))[0] == (aside,)
    following = await filled_sale(ledger, "b")
    assert await ledger.current_sale() == following
    await ledger.prepare(prepared(following, 1, TERMINAL_2), "ana")
    assert told(folder, "a")["status"] == "unsure"
    await ledger.close()
    again = await open_here(folder)
    assert (await again.cases.kept(0))[0] == (aside,)
    assert await again.unfinished() == (attempt, *await again.attempts_of("b"))
    back = await again.change_sale(aside, TAKEN_UP, "ana")
    assert (back.aside, (await again.cases.kept(0))[0]) == (False, ())
    await again.close()


async def test_a_sale_that_is_aside_is_neither_changed_nor_charged(ledger: Ledger) -> None:  # I3
    await ended(ledger, "a")
    aside = await put_aside(ledger, "a")
    with pytest.raises(SaleFrozen):
        await ledger.prepare(prepared(aside, 2), "ana")
    with pytest.raises(SaleFrozen):
        await ledger.change_sale(aside, LineAdded(at=NOW, line=line(2)), "ana")
    back = await ledger.change_sale(aside, TAKEN_UP, "ana")
    await ledger.prepare(prepared(back, 2), "ana")


async def test_its_terminal_stays_held_while_the_charge_of_it_is_unclear(ledger: Ledger) -> None:
    await unclear(ledger, "a")  # I3
    await put_aside(ledger, "a")
    following = await filled_sale(ledger, "b")
    with pytest.raises(AlreadyTaken):
        await ledger.prepare(prepared(following), "ana")


async def test_a_sale_set_aside_is_dropped_only_when_it_is_proved_unpaid(
    ledger: Ledger, folder: Path
) -> None:
    attempt = await unclear(ledger, "a")
    aside = await put_aside(ledger, "a")
    with pytest.raises(SaleFrozen):
        await ledger.change_sale(aside, SaleCancelled(at=NOW), "ana")
    await ledger.append(attempt, Searched(at=NOW + 3_800_000), "till")
    assert (await ledger.cases.kept(0))[0] == (aside,)
    gone = await ledger.change_sale(aside, SaleCancelled(at=NOW), "ana")
    assert (gone.cancelled, (await ledger.cases.kept(0))[0]) == (True, ())
    assert told(folder, "a")["status"] == "cancelled"
    with pytest.raises(SaleFrozen):
        await ledger.change_sale(gone, TAKEN_UP, "ana")


async def test_a_sale_that_its_charge_paid_while_it_was_aside_is_over(ledger: Ledger) -> None:
    attempt = await unclear(ledger, "a")
    aside = await put_aside(ledger, "a")
    paid = await ledger.append(attempt, came(attempt, "p1"), "till")
    assert (paid.outcome, (await ledger.cases.kept(0))[0]) == (Outcome.PAID, ())
    for act in (TAKEN_UP, SaleCancelled(at=NOW)):
        with pytest.raises(SaleFrozen):
            await ledger.change_sale(aside, act, "ana")
    with pytest.raises(SaleFrozen):
        await ledger.pay_cash(aside, cash(aside), "ana")


async def test_a_sale_is_paid_in_cash(ledger: Ledger, folder: Path) -> None:  # I7
    sale = await filled_sale(ledger, "a", 1500)
    for wrong in (replace(cash(sale), amount=ars(1499)), replace(cash(sale), received=ars(1499))):
        with pytest.raises(SaleFrozen):
            await ledger.pay_cash(sale, wrong, "ana")
    paid = await ledger.pay_cash(sale, cash(sale), "ana")
    assert await ledger.pay_cash(sale, cash(sale), "ana") == paid
    assert await ledger.current_sale() is None
    sold = told(folder, "a")
    assert (sold["status"], sold["tenders"]) == ("paid", [{"kind": "cash", "amount": "15.00"}])
    with pytest.raises(SaleFrozen):
        await ledger.prepare(prepared(paid), "ana")
    with pytest.raises(AlreadyTaken):
        await ledger.pay_cash(sale, replace(cash(sale), at=NOW + 1), "ana")
    assert verify(folder).events == 1 + 3


async def test_what_costs_nothing_is_not_paid(ledger: Ledger, folder: Path) -> None:
    sale = await filled_sale(ledger, "a", 0)
    with pytest.raises(SaleFrozen):
        await ledger.pay_cash(sale, cash(sale), "ana")
    assert told(folder, "a")["status"] == "open"


async def test_a_tender_is_written_in_one_way_only(ledger: Ledger) -> None:
    sale = await filled_sale(ledger, "a")
    with pytest.raises(TypeError):
        await ledger.change_sale(sale, cash(sale), "ana")


async def test_on_the_desk_no_cash_is_taken_while_a_charge_lives(ledger: Ledger) -> None:  # I6
    await unclear(ledger, "a")
    sale = await sale_of(ledger, "a")
    with pytest.raises(SaleFrozen):
        await ledger.pay_cash(sale, cash(sale), "ana")


async def test_cash_covers_a_charge_that_is_unclear_and_its_money_is_then_surplus(
    ledger: Ledger, folder: Path
) -> None:  # F33, I6, I7
    attempt = await unclear(ledger, "a")
    aside = await put_aside(ledger, "a")
    await ledger.pay_cash(aside, cash(aside), "ana")
    (covered,) = await ledger.unfinished()
    assert (covered.covered, covered.lives, covered.task) == (True, False, Task.RESOLVE)
    assert told(folder, "a")["status"] == "paid"
    late = await ledger.append(covered, came(attempt, "p1"), "till")
    assert late.task is Task.LATE
    sold = told(folder, "a")
    assert (sold["status"], len(sold["tenders"])) == ("paid", 1)
    assert await ledger.append(late, decided(Decision.APPLIED), "ana") == late
    apart = await ledger.append(late, decided(Decision.APART), "ana")
    assert apart.task is Task.RETURN
    read = payment(apart, "p1", PaymentStatus.REFUNDED)
    back = PaymentsRead(at=NOW + 300_000, payments=(replace(read, refunded=1000),))
    done = await ledger.append(apart, back, "till")
    assert (done.task, await ledger.unfinished()) == (None, ())
    sold = told(folder, "a")
    assert (sold["status"], sold["refunds"]) == ("paid", [])
