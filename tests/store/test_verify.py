"""Whoever changes the ledger, in whatever way: verify sees it, and says where."""

import json
import random
import sqlite3
from asyncio import run
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.charge.facts import Sending
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.store.files import seal
from pos_app.store.files.folder import LEDGER
from pos_app.store.verify import Report, report_json, report_text, verify
from tests.store.shop import filled_sale, heard, make_ledger, open_here, prepared, tell

REFERENCE = "CAJA01-000002-1-ABCDEFGH"


@pytest.fixture
def closed(folder: Path) -> Path:
    run(make_ledger(folder))
    return folder


def edit(folder: Path, *statements: str) -> Report:
    """Change it with a tool, as somebody who knows SQL would, and see what verify says."""
    with closing(sqlite3.connect(folder / LEDGER)) as tool:
        for statement in statements:
            tool.execute(statement)
        tool.commit()
    seal.path_of(folder / LEDGER).unlink()
    (folder / f"{LEDGER}-wal").touch()
    return verify(folder)


def places(report: Report) -> list[str]:
    return [finding.place for finding in report.findings]


def test_an_orderly_day_is_whole(closed: Path) -> None:
    report = verify(closed)
    assert (report.whole, report.sealed) == (True, True)
    assert (report.events, report.sales, report.attempts) == (1 + 3 * 8, 3, 3)
    assert "The ledger is whole." in report_text(report)
    told = json.loads(report_json(report))
    assert (told["whole"], told["findings"], told["head"]) == (True, [], report.head)


def test_verify_changes_nothing(closed: Path) -> None:
    before = {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in closed.iterdir()}
    verify(closed)
    assert before == {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in closed.iterdir()
    }


def test_an_open_ledger_is_verified_beside_the_till(folder: Path) -> None:
    ledger = run(open_here(folder))
    run(ledger.note("began", "", {}, "ana"))
    report = verify(folder)
    assert (report.findings, report.sealed, report.events) == ((), False, 2)
    assert "not sealed" in report_text(report)
    run(ledger.note("goes on", "", {}, "ana"))
    run(ledger.close())


CHANGES = {
    "an event changed": (
        ("DROP TRIGGER event_update", "UPDATE event SET body = '{}' WHERE seq = 4"),
        ("event 4", "schema, trigger event_update"),
    ),
    "an actor changed": (
        ("DROP TRIGGER event_update", "UPDATE event SET actor = 'eva' WHERE seq = 4"),
        ("event 4",),
    ),
    "an event deleted": (
        ("DROP TRIGGER event_delete", "DELETE FROM event WHERE seq = 6"),
        ("event 7", "schema, trigger event_delete"),
    ),
    "the last event deleted": (
        ("DROP TRIGGER event_delete", "DELETE FROM event WHERE seq = 25"),
        ("tender CAJA01-000003-1-ABCDEFGH",),
    ),
    "two events swapped": (
        (
            "DROP TRIGGER event_update",
            "UPDATE event SET seq = 99 WHERE seq = 6",
            "UPDATE event SET seq = 6 WHERE seq = 7",
            "UPDATE event SET seq = 7 WHERE seq = 99",
        ),
        ("event 6", "event 7"),
    ),
    "an event put in between": (
        (
            "DROP TRIGGER event_insert",
            "INSERT INTO event SELECT 26, at, actor, kind, subject, body, previous, hash "
            "FROM event WHERE seq = 25",
        ),
        ("event 26",),
    ),
    "a trigger weakened": (
        (
            "DROP TRIGGER event_update",
            "CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT 1; END",
        ),
        ("schema, trigger event_update",),
    ),
    "an index dropped": (("DROP INDEX bound_once",), ("schema, index bound_once",)),
    "a table added": (("CREATE TABLE extra (a)",), ("schema, table extra",)),
    "a total changed": (("UPDATE sale SET total = 1 WHERE id = 'sale-2'",), ("sale sale-2",)),
    "a sale called open": (
        ("UPDATE sale SET status = 'open' WHERE id = 'sale-1'",),
        ("sale sale-1",),
    ),
    "a line dropped": (("DELETE FROM line WHERE sale = 'sale-2'",), ("line sale-2 line-1",)),
    "a line added": (
        ("INSERT INTO line VALUES ('sale-2', 'x', 2, '', 'Gift', 1, 1)",),
        ("line sale-2 x",),
    ),
    "an amount changed": (
        ("UPDATE attempt SET amount = 1 WHERE number = 1",),
        (f"attempt {REFERENCE}",),
    ),
    "a tender dropped": (
        (f"DELETE FROM tender WHERE id = '{REFERENCE}'",),
        (f"tender {REFERENCE}",),
    ),
    "a payment rebound": (
        ("UPDATE payment SET binds = 0 WHERE id = 'payment-2'",),
        (f"payment {REFERENCE} payment-2",),
    ),
    "late money hidden": (
        (f"UPDATE attempt SET task = 'late', watch_until = 1 WHERE reference = '{REFERENCE}'",),
        (f"attempt {REFERENCE}",),
    ),
    "a sale put aside": (("UPDATE sale SET aside = 1 WHERE id = 'sale-2'",), ("sale sale-2",)),
    "a tender called cash": (
        (f"UPDATE tender SET kind = 'cash' WHERE id = '{REFERENCE}'",),
        (f"tender {REFERENCE}",),
    ),
    "money that nobody found": (
        ("INSERT INTO orphan VALUES ('9', 1, 'ARS', 'approved', 0, 0, '', 'orphan')",),
        ("orphan 9",),
    ),
    "a sale out of nowhere": (
        ("INSERT INTO sale VALUES ('ghost', 4, 'ARS', 0, 0, 'open', 0)",),
        ("sale ghost",),
    ),
    "a payment of no attempt": (
        ("PRAGMA foreign_keys = OFF", "INSERT INTO payment VALUES ('none', 'p', '', 0, 0, 0)"),
        ("table payment",),
    ),
    "another till": (("UPDATE about SET till = 'CAJA99'",), ("about",)),
    "about nobody": (("DELETE FROM about",), ("about",)),
    "another release": (("UPDATE alembic_version SET version_num = '0999'",), ("schema",)),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_what_a_tool_changed_is_found_and_named(closed: Path, change: str) -> None:  # F53, S09
    statements, named = CHANGES[change]
    found = places(edit(closed, *statements))
    assert [place for place in named if place not in found] == [], found


def test_an_edit_anywhere_is_found(hard_day: Path) -> None:  # S09
    """At random, each on a fresh copy: any column of any table that tells of money."""
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    good = (hard_day / LEDGER).read_bytes()
    sealed = seal.path_of(hard_day / LEDGER).read_bytes()
    for _ in range(60):
        (hard_day / LEDGER).write_bytes(good)
        seal.path_of(hard_day / LEDGER).write_bytes(sealed)
        with closing(sqlite3.connect(hard_day / LEDGER)) as tool:
            table = chance.choice(
                ["event", "sale", "line", "attempt", "tender", "payment", "orphan", "about"]
            )
            columns = [row[1] for row in tool.execute(f"PRAGMA table_info({table})")]
            keys = tool.execute(f"SELECT {columns[0]} FROM {table} ORDER BY 1").fetchall()
        column, (key,) = chance.choice(columns), chance.choice(keys)
        new = f"CASE typeof({column}) WHEN 'text' THEN {column} || 'x' ELSE {column} + 100 END"
        where = f"WHERE {columns[0]} = '{key}'"
        report = edit(
            hard_day,
            "PRAGMA ignore_check_constraints = ON",
            "DROP TRIGGER event_update",
            f"UPDATE {table} SET {column} = {new} {where}",
            "CREATE TRIGGER event_update BEFORE UPDATE ON event "
            "BEGIN SELECT RAISE(ABORT, 'events are never changed'); END",
        )
        assert not report.whole, (table, column, key)


def test_a_charge_under_way_is_whole_too(folder: Path) -> None:
    async def charge() -> None:
        ledger = await open_here(folder)
        attempt = await ledger.prepare(prepared(await filled_sale(ledger, "a")), "ana")
        await tell(ledger, attempt, Sending(at=1), heard(attempt, S.OPENED))
        await ledger.close()

    run(charge())
    assert verify(folder).findings == ()
