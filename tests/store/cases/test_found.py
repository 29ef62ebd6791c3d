"""Money without a sale."""

from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import (
    Heard,
    PaymentsRead,
    Searched,
)
from pos_app.domain.charge.orphan import MoneyApart, MoneyClaimed, MoneyFound, MoneyRead
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.store.ledger import Ledger
from pos_app.store.sales import sales_json
from pos_app.store.verify import verify
from tests.store.cases.shop import (
    adopted,
    came,
    ended,
    found,
    put_aside,
    returned,
    told,
    unclear,
)
from tests.store.shop import (
    NOW,
    ars,
    filled_sale,
    heard,
    open_here,
    paid_by,
    paid_sale,
    payment,
    prepared,
    tell,
)


async def test_money_without_a_sale_is_found_once_and_shown_until_somebody_decides(
    ledger: Ledger, folder: Path
) -> None:  # I6
    first = MoneyFound(at=NOW, payment=found("77"))
    orphan = await ledger.cases.find_money(first, "till")
    assert await ledger.cases.find_money(replace(first, at=NOW + 1), "till") == orphan
    await ledger.cases.find_money(
        MoneyFound(at=NOW, payment=replace(found("78"), amount=None)), "till"
    )
    assert [each.payment.id for each in await ledger.cases.orphans()] == ["77", "78"]
    assert await ledger.cases.owner_of("77") == ""
    assert sales_json(folder)["money_without_sale"] == [
        {"payment_id": "77", "amount": "10.00", "status": "approved", "task": "orphan"},
        {"payment_id": "78", "amount": "", "status": "approved", "task": "orphan"},
    ]
    await ledger.close()
    again = await open_here(folder)
    assert (await again.cases.orphans())[0] == orphan
    away = MoneyApart(at=NOW, by="sol", reason="not ours", to_return=False)
    apart = await again.cases.tell_money(orphan, away, "ana")
    assert await again.cases.tell_money(orphan, away, "ana") == apart
    with pytest.raises(AlreadyTaken):
        await again.cases.tell_money(orphan, MoneyRead(at=NOW, payment=found("77")), "till")
    assert [each.payment.id for each in await again.cases.orphans()] == ["78"]
    assert verify(folder).findings == ()
    await again.close()


async def test_money_to_be_returned_is_shown_until_it_has_gone_back(ledger: Ledger) -> None:
    orphan = await ledger.cases.find_money(MoneyFound(at=NOW, payment=found("77")), "till")
    away = MoneyApart(at=NOW, by="sol", reason="typed twice")
    apart = await ledger.cases.tell_money(orphan, away, "ana")
    assert await ledger.cases.orphans() == (apart,)
    assert apart.task is Task.RETURN
    gone = MoneyRead(at=NOW, payment=returned(found("77"), 1000))
    await ledger.cases.tell_money(apart, gone, "till")
    assert await ledger.cases.orphans() == ()


async def test_a_sale_adopts_money_that_was_found(ledger: Ledger, folder: Path) -> None:
    await ledger.cases.find_money(MoneyFound(at=NOW, payment=found("77")), "till")
    sale = await filled_sale(ledger, "a")
    paid = await ledger.cases.adopt(sale, adopted("77"), "ana")
    assert await ledger.cases.adopt(sale, adopted("77"), "ana") == paid
    assert (await ledger.cases.orphans(), await ledger.current_sale()) == ((), None)
    assert await ledger.cases.owner_of("77") == "a"
    assert sales_json(folder)["money_without_sale"] == []
    sold = told(folder, "a")
    assert (sold["status"], sold["tenders"]) == ("paid", [{"kind": "card", "amount": "10.00"}])
    claimed = await ledger.cases.find_money(MoneyFound(at=NOW, payment=found("77")), "till")
    assert claimed.sale_id == "a"
    back = MoneyRead(at=NOW, payment=returned(found("77"), 400))
    await ledger.cases.tell_money(claimed, back, "till")
    sold = told(folder, "a")
    assert (sold["status"], sold["refunds"][0]["amount"]) == ("part_refunded", "4.00")


async def test_a_payment_pays_once_whether_charged_or_adopted(
    ledger: Ledger, folder: Path
) -> None:  # I11
    await paid_sale(ledger, "a", "p1")
    with pytest.raises(AlreadyTaken):
        await ledger.cases.find_money(MoneyFound(at=NOW, payment=found("p1")), "till")
    await ledger.cases.find_money(MoneyFound(at=NOW, payment=found("77")), "till")
    await ledger.cases.adopt(await filled_sale(ledger, "b"), adopted("77"), "ana")
    other = await filled_sale(ledger, "c")
    with pytest.raises(AlreadyTaken):
        await ledger.cases.adopt(other, adopted("77"), "ana")
    attempt = await ledger.prepare(prepared(other), "ana")
    *facts, proof = paid_by(attempt, "77")
    attempt = await tell(ledger, attempt, *facts)
    with pytest.raises(AlreadyTaken):
        await ledger.append(attempt, proof, "till")
    assert await ledger.taken(("77", "p1"), "another") == ("77", "p1")
    assert told(folder, "c")["status"] == "paying"


async def test_only_what_is_there_and_what_the_sale_costs_is_adopted(ledger: Ledger) -> None:  # I4
    cases, sale = ledger.cases, await filled_sale(ledger, "a")
    with pytest.raises(ValueError, match="not found"):
        await cases.adopt(sale, adopted("77"), "ana")
    await cases.find_money(MoneyFound(at=NOW, payment=found("77")), "till")
    for other in (replace(found("78"), amount=ars(999)), returned(found("79"), 1)):
        await cases.find_money(MoneyFound(at=NOW, payment=other), "till")
        with pytest.raises(SaleFrozen):
            await cases.adopt(sale, adopted(other.id), "ana")
    with pytest.raises(SaleFrozen):
        await cases.adopt(sale, adopted("77", ars(999)), "ana")
    assert await cases.sale("a") == sale
    assert len(await cases.orphans()) == 3


async def test_a_sale_whose_charge_lives_adopts_nothing(ledger: Ledger) -> None:  # I3, I6
    attempt = await unclear(ledger, "a")
    await ledger.cases.find_money(MoneyFound(at=NOW, payment=found("77")), "till")
    aside = await put_aside(ledger, "a")
    with pytest.raises(SaleFrozen):
        await ledger.cases.adopt(aside, adopted("77"), "ana")
    await ledger.append(attempt, Searched(at=NOW + 3_800_000), "till")
    await ledger.cases.adopt(aside, adopted("77"), "ana")
    assert (await ledger.cases.kept(0))[0] == ()


async def test_money_that_turns_out_to_be_a_charge_s_is_claimed_with_it(
    ledger: Ledger, folder: Path
) -> None:  # I6
    """Seen among all payments first, with no reference of ours; the intent names it later."""
    attempt = await unclear(ledger, "a")
    unnamed = found("77")
    await ledger.cases.find_money(MoneyFound(at=NOW, payment=unnamed), "till")
    told_of = await tell(
        ledger,
        attempt,
        Heard(at=NOW, intent=heard(attempt, S.CLOSED, "", "77").intent),
        PaymentsRead(at=NOW, payments=(unnamed,)),
    )
    assert told_of.paid_by == "77"
    assert await ledger.cases.orphans() == ()
    assert told(folder, "a")["status"] == "paid"
    assert await ledger.cases.owner_of("77") == attempt.prepared.external_reference


async def test_money_with_our_reference_is_its_charge_s_and_no_orphan(ledger: Ledger) -> None:
    attempt = await ended(ledger, "a")
    named = payment(attempt, "p1", PaymentStatus.APPROVED)
    with pytest.raises(AlreadyTaken):
        await ledger.cases.find_money(MoneyFound(at=NOW, payment=named), "till")
    await ledger.append(attempt, came(attempt, "p1"), "till")
    with pytest.raises(AlreadyTaken):  # nor where a search leaves the reference out
        await ledger.cases.find_money(MoneyFound(at=NOW, payment=found("p1")), "till")


async def test_a_sale_that_does_not_know_the_money_cannot_claim_it(ledger: Ledger) -> None:  # I6
    orphan = await ledger.cases.find_money(MoneyFound(at=NOW, payment=found("77")), "till")
    await paid_sale(ledger, "a", "p1")
    claim = MoneyClaimed(at=NOW, sale_id="a", by="sol", reason="so it is")
    with pytest.raises(ValueError, match="does not know"):
        await ledger.cases.tell_money(orphan, claim, "ana")
    assert await ledger.cases.orphans() == (orphan,)
