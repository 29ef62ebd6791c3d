"""Money that comes late, twice, or goes back; and what people say of it."""

from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import (
    Decision,
    PaymentsRead,
    Prepared,
    Refusal,
    Refused,
    Sending,
)
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import (
    LineAdded,
    SaleCancelled,
)
from pos_app.store.ledger import Ledger
from tests.store.cases.shop import (
    TERMINAL_2,
    came,
    cash,
    decided,
    ended,
    put_aside,
    returned,
    sale_of,
    told,
    unclear,
)
from tests.store.shop import (
    NOW,
    filled_sale,
    line,
    paid_by,
    paid_sale,
    payment,
    prepared,
    tell,
)


async def test_no_cash_is_taken_for_money_that_came_late_before_somebody_decides(
    ledger: Ledger,
) -> None:  # I6, F33
    attempt = await ended(ledger, "a")
    late = await ledger.append(attempt, came(attempt, "p1"), "till")
    sale = await sale_of(ledger, "a")
    for again in (
        ledger.pay_cash(sale, cash(sale), "ana"),
        ledger.prepare(prepared(sale, 2), "ana"),
    ):
        with pytest.raises(SaleFrozen):
            await again
    await ledger.append(late, decided(Decision.APART), "ana")
    await ledger.pay_cash(sale, cash(sale), "ana")


async def test_no_cash_is_taken_aside_for_money_that_came_late_a_moment_before(
    ledger: Ledger,
) -> None:  # I6
    attempt = await ended(ledger, "a")
    sale = await put_aside(ledger, "a")
    late = await ledger.append(attempt, came(attempt, "p1"), "till")
    with pytest.raises(SaleFrozen):
        await ledger.pay_cash(sale, cash(sale), "ana")
    await ledger.append(late, decided(Decision.APART), "ana")
    await ledger.pay_cash(sale, cash(sale), "ana")


async def test_late_money_pays_its_sale_after_all_where_a_supervisor_says_so(
    ledger: Ledger, folder: Path
) -> None:  # F33
    attempt = await ended(ledger, "a")
    assert told(folder, "a")["status"] == "open"
    assert await ledger.unfinished() == ()
    assert (await ledger.cases.kept(NOW))[2] == (attempt,)
    assert (await ledger.cases.kept(NOW + 1))[2] == ()
    late = await ledger.append(attempt, came(attempt, "p1"), "till")
    assert (late.task, await ledger.unfinished()) == (Task.LATE, (late,))
    sold = told(folder, "a")
    assert (sold["status"], sold["tenders"], sold["attempts"][0]["task"]) == ("unsure", [], "late")
    assert await ledger.cases.owner_of("p1") == attempt.prepared.external_reference
    paid = await ledger.append(late, decided(Decision.APPLIED), "ana")
    assert (paid.paid_by, await ledger.unfinished()) == ("p1", ())
    sold = told(folder, "a")
    assert (sold["status"], sold["tenders"]) == ("paid", [{"kind": "card", "amount": "10.00"}])
    assert await ledger.cases.owner_of("p1") == attempt.prepared.external_reference


async def test_who_set_late_money_apart_may_still_apply_it_while_the_sale_is_unpaid(
    ledger: Ledger, folder: Path
) -> None:
    attempt = await ended(ledger, "a")
    late = await ledger.append(attempt, came(attempt, "p1"), "till")
    apart = await ledger.append(late, decided(Decision.APART), "ana")
    assert told(folder, "a")["status"] == "open"
    again = replace(decided(Decision.APPLIED), at=NOW + 300_000)
    await ledger.append(apart, again, "ana")
    assert told(folder, "a")["status"] == "paid"


async def applied_is_refused(ledger: Ledger, late: Attempt) -> None:
    with pytest.raises(SaleFrozen):
        await ledger.append(late, decided(Decision.APPLIED), "ana")
    assert await ledger.cases.attempt(late.prepared.external_reference) == late


async def test_late_money_does_not_pay_a_sale_that_costs_something_else_by_now(
    ledger: Ledger, folder: Path
) -> None:  # I7
    attempt = await ended(ledger, "a")
    sale = await sale_of(ledger, "a")
    await ledger.change_sale(sale, LineAdded(at=NOW, line=line(2)), "ana")
    await applied_is_refused(ledger, await ledger.append(attempt, came(attempt, "p1"), "till"))
    assert told(folder, "a")["status"] == "unsure"


async def test_late_money_does_not_pay_a_sale_that_was_dropped(ledger: Ledger) -> None:
    attempt = await ended(ledger, "a")
    await ledger.change_sale(await sale_of(ledger, "a"), SaleCancelled(at=NOW), "ana")
    await applied_is_refused(ledger, await ledger.append(attempt, came(attempt, "p1"), "till"))


async def test_late_money_does_not_pay_a_sale_twice(ledger: Ledger, folder: Path) -> None:
    """Neither while its next charge lives, nor once that has paid (I3, I7, F33)."""
    first = await ended(ledger, "a")
    second = await ledger.prepare(prepared(await sale_of(ledger, "a"), 2), "ana")
    late = await ledger.append(first, came(first, "p1"), "till")
    await applied_is_refused(ledger, late)
    second = await tell(ledger, second, *paid_by(second, "p2"))
    assert second.outcome is Outcome.PAID
    await applied_is_refused(ledger, late)
    sold = told(folder, "a")
    assert (sold["status"], len(sold["tenders"]), late.task) == ("paid", 1, Task.LATE)
    apart = await ledger.append(late, decided(Decision.APART), "ana")
    assert await ledger.unfinished() == (apart,)


async def test_a_second_payment_of_one_charge_is_shown_until_it_went_back(
    ledger: Ledger, folder: Path
) -> None:  # F31, I6
    paid = await paid_sale(ledger, "a", "p1")
    twice = await ledger.append(paid, came(paid, "p2"), "till")
    assert (twice.task, await ledger.unfinished()) == (Task.SURPLUS, (twice,))
    assert await ledger.cases.owner_of("p2") == twice.prepared.external_reference
    assert told(folder, "a")["tenders"] == [{"kind": "card", "amount": "10.00"}]
    back = returned(payment(paid, "p2", PaymentStatus.APPROVED), 1000)
    once = await ledger.append(twice, PaymentsRead(at=NOW, payments=(back,)), "till")
    assert (once.task, await ledger.unfinished()) == (None, ())
    assert await ledger.cases.owner_of("p2") == ""


@pytest.mark.parametrize(
    ("minor", "status", "refund"), [(400, "part_refunded", "4.00"), (1000, "refunded", "10.00")]
)
async def test_money_given_back_elsewhere_is_told_of_its_sale(
    ledger: Ledger, folder: Path, minor: int, status: str, refund: str
) -> None:  # F35
    paid = await paid_sale(ledger, "a", "p1")
    back = returned(payment(paid, "p1", PaymentStatus.APPROVED), minor)
    gone = await ledger.append(paid, PaymentsRead(at=NOW + 1, payments=(back,)), "till")
    assert await ledger.unfinished() == (gone,)
    sold = told(folder, "a")
    assert sold["status"] == status
    assert sold["refunds"] == [{"amount": refund, "status": "done", "refund_id": ""}]
    noted = await ledger.append(gone, decided(Decision.NOTED), "ana")
    assert (noted.task, await ledger.unfinished()) == (None, ())
    assert told(folder, "a")["status"] == status
    assert await ledger.current_sale() is None


async def test_what_a_supervisor_attests_is_told_apart_until_it_is_proved(
    ledger: Ledger, folder: Path
) -> None:
    attempt = await unclear(ledger, "a")
    attested = await ledger.append(attempt, decided(Decision.ATTESTED), "ana")
    sold = told(folder, "a")
    (tried,) = sold["attempts"]
    assert (sold["status"], sold["tenders"], tried["outcome"]) == ("unsure", [], "unsure")
    assert (tried["task"], tried["attested"]) == ("attested", {"by": "sol", "reason": "looked"})
    with pytest.raises(AlreadyTaken):
        await ledger.prepare(prepared(await sale_of(ledger, "a"), 2, TERMINAL_2), "ana")
    other = await filled_sale(ledger, "b")  # but its terminal is free
    await ledger.prepare(prepared(other), "ana")
    await ledger.append(attested, came(attempt, "p1"), "till")
    sold = told(folder, "a")
    assert (sold["status"], sold["attempts"][0]["attested"]) == ("paid", None)


async def test_what_never_left_is_not_watched(ledger: Ledger) -> None:
    for number, sale_id in enumerate("ab"):
        sale = await filled_sale(ledger, sale_id)
        begun: Prepared = prepared(sale)
        attempt = await ledger.prepare(begun, "ana")
        facts = (Sending(at=NOW),) * number
        await tell(ledger, attempt, *facts, Refused(at=NOW, why=Refusal.BUSY))
    assert (await ledger.cases.kept(0))[2] == ()


async def test_what_is_not_there_is_none(ledger: Ledger) -> None:
    assert await ledger.cases.sale("a") is None
    assert await ledger.cases.attempt("a") is None
    assert await ledger.cases.owner_of("") == ""
