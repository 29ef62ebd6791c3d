"""Is the ledger whole? Answered from the files alone, whatever is in them."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from time import sleep
from typing import TypeVar

from sqlalchemy import Connection, create_engine, select, text

from pos_app.domain.errors import LedgerError
from pos_app.store import journal
from pos_app.store.connection import is_quiet
from pos_app.store.files import seal, wal
from pos_app.store.files.folder import LEDGER
from pos_app.store.opening import BEGUN
from pos_app.store.proof.checks import Finding, Told, check_tables
from pos_app.store.sales import read_beside
from pos_app.store.schema import REVISION, about, metadata, version

T = TypeVar("T")
MOST_FINDINGS = 200  # of one kind: a file that is all rubbish needs no more
_LOOKS = 5  # at a write-ahead file that may be growing while it is read
_BEGINNING = text("SELECT at, kind, body FROM event WHERE seq = 1")


@dataclass(frozen=True, slots=True)
class Report:
    """`sealed`: the file was compared, byte for byte, with the sums made when it was closed."""

    findings: tuple[Finding, ...]
    sealed: bool
    events: int = 0
    sales: int = 0
    attempts: int = 0
    head: str = ""  # the hash of the last event

    @property
    def whole(self) -> bool:
        return not self.findings


def verify(folder: Path) -> Report:
    """Check the ledger of this folder, also beside an open till. Nothing is written."""
    ledger, told = folder / LEDGER, Told()
    sealed = bool(_try(told, LEDGER, lambda: _check_bytes(ledger, told)))
    inside = _try(told, LEDGER, lambda: read_beside(ledger, _check_inside)) or Told()
    findings = tuple(dict.fromkeys(told.found + inside.found))
    return Report(findings, sealed, inside.events, inside.sales, inside.attempts, inside.head)


def report_text(report: Report) -> str:
    """For people: what was checked, and each thing that is wrong."""
    lines = [f"{finding.place}: {finding.what}" for finding in report.findings]
    checked = f"{report.events} events, {report.sales} sales, {report.attempts} attempts"
    sealed = (
        "the seal of the last closing was compared"
        if report.sealed
        else ("it is not sealed: a till has it open, or did not close it")
    )
    lines += [f"{checked}; {sealed}", f"head {report.head or 'unknown'}"]
    return "\n".join(
        [*lines, "The ledger is whole." if report.whole else "THE LEDGER IS NOT WHOLE."]
    )


def report_json(report: Report) -> str:
    return json.dumps({"whole": report.whole, **asdict(report)}, ensure_ascii=False, indent=2)


def _try(told: Told, place: str, check: Callable[[], T]) -> T | None:
    """Run one check. Rubbish can break it in any way, and whatever breaks it is a finding."""
    try:
        return check()
    except LedgerError as error:
        told.say(place, error.detail)
    except Exception as error:
        told.say(place, f"cannot be read: {error}")
    return None


def _check_bytes(ledger: Path, told: Told) -> bool:
    """Compare with the seal; without one, look at the frames of the write-ahead file."""
    found = _try(told, seal.path_of(ledger).name, lambda: seal.read(ledger))
    beside = wal.path_of(ledger)
    if found is not None and found.complete:
        for place, what in seal.broken(ledger, found):
            told.say(f"{ledger.name}, {place}", what)
        if not is_quiet(ledger):
            told.say(beside.name, "something was written after the ledger was sealed")
        return True
    if found is None and ledger.exists() and not beside.exists() and wal.is_due(ledger):
        told.say(beside.name, "is gone, and the ledger was not closed")
    for place, what in _bad_frames(ledger):
        told.say(f"{beside.name}, {place}", what)
    return False


def _bad_frames(ledger: Path) -> list[tuple[str, str]]:
    beside, bad = wal.path_of(ledger), list[tuple[str, str]]()
    for _ in range(_LOOKS):
        known = wal.committed(ledger)  # before the frames: those that come meanwhile are whole
        bad = list(wal.bad_frames(beside.read_bytes(), known)) if beside.exists() else []
        if not bad:
            break
        sleep(0.01)  # seconds
    return bad


def _check_inside(db: Connection) -> Told:
    told = Told()
    _try(told, LEDGER, lambda: _check_file(db, told))
    _try(told, "schema", lambda: _check_schema(db, told))
    _try(told, "events", lambda: _check_chain(db, told))
    _try(told, "about", lambda: _check_about(db, told))
    _try(told, "events", lambda: check_tables(db, told))
    return told


def _check_file(db: Connection, told: Told) -> None:
    for row in db.execute(text("PRAGMA integrity_check(200)")).scalars():
        if row != "ok":
            told.say(LEDGER, row)
    for table, _, parent, _ in db.execute(text("PRAGMA foreign_key_check")).all():
        told.say(f"table {table}", f"a row of it belongs to no {parent}")


def _check_chain(db: Connection, told: Told) -> None:
    told.events, told.head = journal.head(db)
    for seq, what in islice(journal.breaks(db), MOST_FINDINGS):
        told.say(f"event {seq}", f"{what} (I17)")


def _check_schema(db: Connection, told: Told) -> None:
    found = db.execute(select(version.c.version_num)).scalars().all()
    if found != [REVISION]:
        told.say("schema", f"of {', '.join(found)}; this release checks {REVISION}")
        return
    engine = create_engine("sqlite://")
    with engine.begin() as empty:
        metadata.create_all(empty)
        wanted = _schema_of(empty)
    engine.dispose()
    actual = _schema_of(db)
    for name in sorted(wanted.keys() | actual.keys()):
        if wanted.get(name) != actual.get(name):
            gone = "is missing" if name not in actual else "is not as it was made"
            told.say(f"schema, {name}", gone if name in wanted else "does not belong there")


def _schema_of(db: Connection) -> dict[str, str]:
    rows = db.execute(text("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {
        f"{kind} {name}": " ".join(sql.split())
        for kind, name, sql in rows
        if name != version.name and not name.startswith("product_search_")
    }


def _check_about(db: Connection, told: Told) -> None:
    """The ledger's owner is in its first event too (I24)."""
    row, (at, kind, body) = db.execute(select(about)).one(), db.execute(_BEGINNING).one()
    whose = {"environment": row.environment, "till": row.till}
    if (row.id, row.created, BEGUN, whose) != (1, at, kind, json.loads(body)):
        told.say("about", "the ledger does not begin as that till's")
