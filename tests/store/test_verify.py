"""Whoever changes the ledger, in whatever way: verify sees it, and says where."""

import json
import random
import sqlite3
from asyncio import run
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.charge.facts import Sending
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.store import journal
from pos_app.store.codec import canonical
from pos_app.store.files import seal
from pos_app.store.files.folder import LEDGER
from pos_app.store.schema import START
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


def rechained(folder: Path, change: Callable[[list[journal.Event]], None]) -> Report:
    """Change events as somebody would who also knows how the chain is made."""
    with closing(sqlite3.connect(folder / LEDGER)) as tool:
        events = [journal.Event(*row) for row in tool.execute("SELECT * FROM event ORDER BY seq")]
        change(events)
        for verb in ("update", "delete", "insert"):
            tool.execute(f"DROP TRIGGER event_{verb}")
        tool.execute("DELETE FROM event")
        previous = START
        for seq, event in enumerate(events, 1):
            linked = event._replace(seq=seq, previous=previous)
            previous = linked.true_hash
            row = linked._replace(hash=previous)
            tool.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        tool.commit()
    seal.path_of(folder / LEDGER).unlink()
    return verify(folder)


def drop_a_proof(events: list[journal.Event]) -> None:
    del events[-1]


def charge_twice(events: list[journal.Event]) -> None:
    """The second sale's attempt is prepared before the first one's has ended (I3)."""
    second = next(event for event in events if event.kind == "Prepared" and "000002" in event.body)
    opened = [event for event in events if event.subject == "sale-2"]
    for event in (second, *reversed(opened)):
        events.remove(event)
        events.insert(5, event)


def charge_more(events: list[journal.Event]) -> None:  # I14
    at = next(at for at, event in enumerate(events) if event.kind == "Prepared")
    body = json.loads(events[at].body)
    body["amount"]["minor"] += 1
    events[at] = events[at]._replace(body=canonical(body))


def skip_a_ticket(events: list[journal.Event]) -> None:  # I19
    at = next(at for at, event in enumerate(events) if event.kind == "SaleOpened")
    events[at] = events[at]._replace(body=events[at].body.replace(":1}", ":7}"))


def bind_twice(events: list[journal.Event]) -> None:  # I11
    for at, event in enumerate(events):
        events[at] = event._replace(body=event.body.replace("payment-2", "payment-1"))


def use_a_key_twice(events: list[journal.Event]) -> None:  # I2
    for at, event in enumerate(events):
        events[at] = event._replace(
            body=event.body.replace("key of CAJA01-000002", "key of CAJA01-000001")
        )


def tell_of_nobody(events: list[journal.Event]) -> None:
    events.append(events[-1]._replace(subject="nobody"))


def speak_unknown_words(events: list[journal.Event]) -> None:
    events.append(events[-1]._replace(kind="Teleported"))


FORGERIES: dict[str, tuple[Callable[[list[journal.Event]], None], str]] = {
    "a proof is gone": (drop_a_proof, "CAJA01-000003"),
    "two held a terminal": (charge_twice, "(I3)"),
    "another amount": (charge_more, "(I14)"),
    "a ticket is missing": (skip_a_ticket, "(I19)"),
    "a payment pays twice": (bind_twice, "payment payment-1"),
    "a key is used twice": (use_a_key_twice, "the key"),
    "a fact about nobody": (tell_of_nobody, "out of place"),
    "a kind unknown": (speak_unknown_words, "not known"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forger_who_mends_the_chain_is_found_by_what_the_events_say(
    closed: Path, forgery: str
) -> None:  # I2 to I4, I11, I14, I16, I19
    change, expected = FORGERIES[forgery]
    assert expected in report_text(rechained(closed, change))


def test_an_edit_anywhere_is_found(closed: Path) -> None:  # S09
    """At random, each on a fresh copy: any column of any table that tells of money."""
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    good = (closed / LEDGER).read_bytes()
    sealed = seal.path_of(closed / LEDGER).read_bytes()
    for _ in range(60):
        (closed / LEDGER).write_bytes(good)
        seal.path_of(closed / LEDGER).write_bytes(sealed)
        with closing(sqlite3.connect(closed / LEDGER)) as tool:
            table = chance.choice(
                ["event", "sale", "line", "attempt", "tender", "payment", "about"]
            )
            columns = [row[1] for row in tool.execute(f"PRAGMA table_info({table})")]
            keys = tool.execute(f"SELECT {columns[0]} FROM {table} ORDER BY 1").fetchall()
        column, (key,) = chance.choice(columns), chance.choice(keys)
        new = f"CASE typeof({column}) WHEN 'text' THEN {column} || 'x' ELSE {column} + 100 END"
        where = f"WHERE {columns[0]} = '{key}'"
        report = edit(
            closed,
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
