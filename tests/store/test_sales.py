"""What `pos-app sales --json` tells, exactly in the form that others rely on."""

import json
from asyncio import run
from pathlib import Path

import pytest

from pos_app.domain.charge.facts import Sending
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.files.folder import LEDGER
from pos_app.store.ledger import Ledger
from pos_app.store.sales import sales_json
from tests.store.shop import (
    NOW,
    filled_sale,
    heard,
    make_ledger,
    open_here,
    paid_sale,
    prepared,
    tell,
)


def test_each_sale_is_told_with_its_attempts_and_payments(folder: Path) -> None:
    run(make_ledger(folder, 1))
    (paid,) = sales_json(folder)["sales"]
    assert paid == {
        "id": "sale-1",
        "ticket_number": 1,
        "status": "paid",
        "total": "10.00",
        "currency": "ARS",
        "tenders": [{"kind": "card", "amount": "10.00"}],
        "attempts": [
            {
                "external_reference": "CAJA01-000001-1-ABCDEFGH",
                "intent_id": "intent of CAJA01-000001-1-ABCDEFGH",
                "status": "CLOSED",
                "outcome": "paid",
                "amount": "10.00",
                "terminal": "PAX_A910__1",
                "payment_ids": ["payment-1"],
                "task": "",
                "attested": None,
            }
        ],
        "refunds": [],
    }


async def test_a_sale_that_waits_is_told_with_what_it_waits_for(
    ledger: Ledger, folder: Path
) -> None:
    attempt = await ledger.prepare(prepared(await filled_sale(ledger, "b", 183450)), "ana")
    await tell(ledger, attempt, Sending(at=NOW), heard(attempt, S.OPENED, "intent-2"))
    (waiting,) = sales_json(folder)["sales"]
    assert (waiting["status"], waiting["total"], waiting["tenders"]) == ("paying", "1834.50", [])
    (tried,) = waiting["attempts"]
    assert (tried["intent_id"], tried["status"], tried["outcome"]) == (
        "intent-2",
        "OPENED",
        "pending",
    )
    assert tried["payment_ids"] == []
    assert json.loads(json.dumps(sales_json(folder))) == sales_json(folder)


def test_sales_before_a_day_are_left_out(folder: Path) -> None:
    run(make_ledger(folder))
    assert len(sales_json(folder, NOW)["sales"]) == 3
    assert sales_json(folder, NOW + 1) == {"sales": [], "money_without_sale": []}


def test_sales_are_read_beside_an_open_till_and_nothing_is_written(folder: Path) -> None:
    ledger = run(open_here(folder))
    run(paid_sale(ledger, "a", "p1"))
    before = (folder / LEDGER).read_bytes(), (folder / f"{LEDGER}-wal").read_bytes()
    assert len(sales_json(folder)["sales"]) == 1
    assert before == ((folder / LEDGER).read_bytes(), (folder / f"{LEDGER}-wal").read_bytes())
    run(paid_sale(ledger, "b", "p2"))
    assert len(sales_json(folder)["sales"]) == 2
    run(ledger.close())


def test_where_there_is_no_ledger_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(LedgerError) as caught:
        sales_json(tmp_path)
    assert caught.value.fault is LedgerFault.TROUBLE
    (tmp_path / LEDGER).write_bytes(b"rubbish" * 999)
    with pytest.raises(LedgerError) as caught:
        sales_json(tmp_path)
    assert caught.value.fault is LedgerFault.DAMAGED
