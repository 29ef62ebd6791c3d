"""The book: one step is one commit, and what must never be twice is refused."""

import asyncio
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.domain.charge.facts import Missed, NotLeft, Refusal, Refused, Sending
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import AlreadyTaken, LedgerError, LedgerFault, SaleFrozen
from pos_app.domain.sale import LineAdded, LineRemoved, QuantitySet, SaleCancelled
from pos_app.store.files.folder import LEDGER
from pos_app.store.ledger import Ledger, open_ledger
from pos_app.store.sales import sales_json
from pos_app.store.verify import verify
from tests.store.shop import (
    NOW,
    filled_sale,
    heard,
    line,
    open_here,
    paid_by,
    paid_sale,
    payment,
    prepared,
    tell,
)

REFUSED = Refused(at=NOW, why=Refusal.BUSY)


async def test_a_sale_and_its_charge_are_the_same_after_a_restart(
    ledger: Ledger, folder: Path
) -> None:
    paid = await paid_sale(ledger, "a", "p1")
    sale = await filled_sale(ledger, "b")
    waiting = await ledger.prepare(prepared(sale), "ana")
    await ledger.close()
    again = await open_here(folder)
    assert await again.attempts_of("a") == (paid,)
    assert await again.unfinished() == (waiting,)
    assert await again.current_sale() == sale
    await again.close()


async def test_the_amount_and_the_key_are_on_disk_before_anything_can_leave(
    ledger: Ledger, folder: Path
) -> None:  # I1
    attempt = await ledger.prepare(prepared(await filled_sale(ledger, "a")), "ana")
    await ledger.append(attempt, Sending(at=NOW), "ana")
    with closing(sqlite3.connect(f"file:{folder / LEDGER}?mode=ro", uri=True)) as beside:
        rows = beside.execute("SELECT status, amount, idempotency_key, terminal FROM attempt")
        told = attempt.prepared
        expected = ("(sending)", 1000, told.idempotency_key, told.terminal_id)
        assert rows.fetchall() == [expected]


async def test_an_acknowledged_commit_outlives_a_power_cut(ledger: Ledger) -> None:  # F46
    def settings(db: object) -> list[object]:
        execute = db.exec_driver_sql  # type: ignore[attr-defined] # a SQLAlchemy connection
        asked = ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers")
        return [execute(f"PRAGMA {name}").scalar() for name in asked]

    assert await ledger._book.write(settings) == ["wal", 2, 1, 1]


async def test_a_terminal_and_a_sale_have_one_attempt_at_a_time(ledger: Ledger) -> None:  # I3
    one, two = await filled_sale(ledger, "a"), await filled_sale(ledger, "b")
    first = await ledger.prepare(prepared(one), "ana")
    with pytest.raises(AlreadyTaken):
        await ledger.prepare(prepared(two), "ana")
    with pytest.raises(AlreadyTaken):
        await ledger.prepare(prepared(one, 2, "PAX_A910__2"), "ana")
    await ledger.append(first, REFUSED, "till")
    await ledger.prepare(prepared(two), "ana")
    await ledger.prepare(prepared(one, 2, "PAX_A910__2"), "ana")


async def test_a_reference_and_a_key_are_never_used_again(ledger: Ledger) -> None:  # I2
    sale = await filled_sale(ledger, "a")
    first = prepared(sale)
    await tell(ledger, await ledger.prepare(first, "ana"), REFUSED)
    again = (prepared(sale, 2, reference=first.external_reference),)
    again += (prepared(sale, 2, key=first.idempotency_key),)
    for twice in again:
        with pytest.raises(AlreadyTaken):
            await ledger.prepare(twice, "ana")
    assert len(await ledger.attempts_of("a")) == 1


async def test_an_intent_belongs_to_one_attempt(ledger: Ledger) -> None:  # F15
    first = await ledger.prepare(prepared(await filled_sale(ledger, "a")), "ana")
    await tell(ledger, first, Sending(at=NOW), heard(first, S.OPENED, "intent-1"))
    sale = await filled_sale(ledger, "b")
    second = await ledger.prepare(prepared(sale, 1, "PAX_A910__2"), "ana")
    second = await ledger.append(second, Sending(at=NOW), "till")
    with pytest.raises(AlreadyTaken):
        await ledger.append(second, heard(second, S.OPENED, "intent-1"), "till")
    assert await ledger.attempts_of("b") == (second,)


async def test_a_payment_pays_one_attempt(ledger: Ledger) -> None:  # I11
    first = await paid_sale(ledger, "a", "p1")
    second = await ledger.prepare(prepared(await filled_sale(ledger, "b")), "ana")
    *facts, proof = paid_by(second, "p1")
    second = await tell(ledger, second, *facts)
    with pytest.raises(AlreadyTaken):
        await ledger.append(second, proof, "till")
    reference = second.prepared.external_reference
    assert await ledger.taken(("p1", "p2"), reference) == ("p1",)
    assert await ledger.taken(("p1",), first.prepared.external_reference) == ()


async def test_the_database_itself_refuses_to_change_what_happened(
    ledger: Ledger, folder: Path
) -> None:  # I16
    await paid_sale(ledger, "a", "p1")
    row = "7, 0, '', 'Sending', '', '{}', 'x', 'y'"
    with closing(sqlite3.connect(folder / LEDGER)) as other:
        for statement in (
            "UPDATE event SET body = '{}' WHERE seq = 2",
            "DELETE FROM event WHERE seq = 9",
            "INSERT INTO event SELECT seq + 2, at, actor, kind, subject, body, hash, hash "
            "FROM event ORDER BY seq DESC LIMIT 1",
            f"INSERT INTO event VALUES ({row})",
            f"REPLACE INTO event VALUES ({row})",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="events are"):
                other.execute(statement)


async def test_a_fact_that_says_nothing_new_is_not_written(ledger: Ledger, folder: Path) -> None:
    attempt = await ledger.prepare(prepared(await filled_sale(ledger, "a")), "ana")
    attempt = await tell(ledger, attempt, Sending(at=NOW), heard(attempt, S.OPENED))
    before = verify(folder).events
    assert await ledger.append(attempt, heard(attempt, S.OPENED, at=NOW + 1), "till") == attempt
    assert verify(folder).events == before


async def test_the_same_step_told_twice_is_written_once(ledger: Ledger, folder: Path) -> None:
    """After a failure, a service tells again what it had learnt (F49)."""
    sale = await ledger.open_sale("a", "ARS", "ana")
    added = LineAdded(at=NOW, line=line(1))
    assert await ledger.open_sale("a", "ARS", "ana") == sale
    after = await ledger.change_sale(sale, added, "ana")
    assert await ledger.change_sale(sale, added, "ana") == after
    attempt = await ledger.prepare(prepared(after), "ana")
    assert await ledger.prepare(prepared(after), "ana") == attempt
    sending = await ledger.append(attempt, Sending(at=NOW), "ana")
    assert await ledger.append(attempt, Sending(at=NOW), "ana") == sending
    report = verify(folder)
    assert (report.whole, report.events) == (True, 1 + 2 + 2)


async def test_two_that_drive_one_attempt_cannot_interleave(ledger: Ledger) -> None:
    attempt = await ledger.prepare(prepared(await filled_sale(ledger, "a")), "ana")
    sent = await ledger.append(attempt, Sending(at=NOW), "ana")
    with pytest.raises(AlreadyTaken):
        await ledger.append(attempt, NotLeft(at=NOW, why=Refusal.NOT_LEFT), "ana")
    assert await ledger.attempts_of("a") == (sent,)
    opened = await ledger.append(sent, heard(sent, S.OPENED), "till")
    with pytest.raises(AlreadyTaken):
        await ledger.append(sent, Missed(at=NOW), "till")
    assert await ledger.unfinished() == (opened,)


async def test_ticket_numbers_have_no_gaps_even_where_sales_are_dropped(ledger: Ledger) -> None:
    numbers = []
    for name in "abc":
        sale = await ledger.open_sale(name, "ARS", "ana")
        numbers.append(sale.ticket_number)
        await ledger.change_sale(sale, SaleCancelled(at=NOW), "ana")
    assert numbers == [1, 2, 3]
    assert await ledger.current_sale() is None


async def test_a_sale_is_frozen_while_a_charge_of_it_lives(ledger: Ledger) -> None:
    sale = await filled_sale(ledger, "a")
    attempt = await ledger.prepare(prepared(sale), "ana")
    for act in (LineAdded(at=NOW, line=line(2)), SaleCancelled(at=NOW)):
        with pytest.raises(SaleFrozen):
            await ledger.change_sale(sale, act, "ana")
    await ledger.append(attempt, REFUSED, "till")
    more = await ledger.change_sale(sale, LineAdded(at=NOW, line=line(2)), "ana")
    more = await ledger.change_sale(more, QuantitySet(at=NOW, line_id="line-2", quantity=3), "ana")
    less = await ledger.change_sale(more, LineRemoved(at=NOW, line_id="line-1"), "ana")
    assert await ledger.current_sale() == less
    assert less.total.minor == 3000


async def test_only_what_the_sale_costs_is_charged(ledger: Ledger) -> None:  # I14
    sale = await filled_sale(ledger, "a")
    wrong = replace(prepared(sale), amount=sale.total * 2)
    with pytest.raises(SaleFrozen):
        await ledger.prepare(wrong, "ana")
    with pytest.raises(ValueError, match="not there"):
        await ledger.prepare(replace(prepared(sale), sale_id="z"), "ana")
    assert await ledger.attempts_of("a") == ()


async def test_a_paid_sale_is_over(ledger: Ledger, folder: Path) -> None:  # I7
    await paid_sale(ledger, "a", "p1")
    assert await ledger.current_sale() is None
    (sold,) = sales_json(folder)["sales"]
    assert (sold["status"], sold["tenders"]) == ("paid", [{"kind": "card", "amount": "10.00"}])


async def test_a_declined_charge_leaves_the_sale_open(ledger: Ledger, folder: Path) -> None:
    sale = await filled_sale(ledger, "a")
    attempt = await ledger.prepare(prepared(sale), "ana")
    *facts, read = paid_by(attempt, "p1")
    rejected = payment(attempt, "p1", PaymentStatus.REJECTED)
    attempt = await tell(ledger, attempt, *facts, replace(read, payments=(rejected,)))
    (sold,) = sales_json(folder)["sales"]
    assert (sold["status"], sold["tenders"]) == ("paying", [])
    assert attempt.outcome is Outcome.PENDING
    assert await ledger.current_sale() == sale


async def test_nobody_who_stops_waiting_leaves_half_a_step(ledger: Ledger, folder: Path) -> None:
    for number in range(60):
        task = asyncio.create_task(paid_sale(ledger, f"sale-{number}", f"p{number}"))
        for _ in range(number):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.wait([task])
        for left in await ledger.unfinished():
            await ledger.append(left, REFUSED, "till")
    assert verify(folder).findings == ()


async def test_what_was_noted_is_part_of_the_chain(ledger: Ledger, folder: Path) -> None:
    before = verify(folder)
    await ledger.note("signed in", "ana", {"role": "cashier", "tries": 1, "late": False}, "ana")
    after = verify(folder)
    assert (after.whole, after.events) == (True, before.events + 1)
    assert after.head != before.head


async def test_what_is_remembered_is_there_after_a_restart(ledger: Ledger, folder: Path) -> None:
    assert await ledger.memory.recall("terminal") is None
    for terminal in ("one", "two"):
        await ledger.memory.remember("terminal", terminal)
    await ledger.close()
    again = await open_here(folder)
    assert await again.memory.recall("terminal") == "two"
    await again.close()


async def test_a_closed_ledger_says_so(ledger: Ledger) -> None:
    await ledger.close()
    await ledger.close()
    for asked in (ledger.current_sale, ledger.probe, ledger.unfinished):
        with pytest.raises(LedgerError) as refused:
            await asked()
        assert refused.value.fault is LedgerFault.TROUBLE


async def test_under_the_simulation_the_same_steps_need_no_thread(folder: Path) -> None:
    threads = threading.active_count()
    ledger = await open_ledger(
        folder, "training", "CAJA01", clock_ms=lambda: NOW, inline=True, least_free=0, reserve=0
    )
    paid = await paid_sale(ledger, "a", "p1")
    await ledger.catalog.put_products([])
    assert await ledger.attempts_of("a") == (paid,)
    assert threading.active_count() == threads
    await ledger.close()
    assert verify(folder).findings == ()
