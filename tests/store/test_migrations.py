"""Old ledgers open in this release: a proved copy first, then all steps or none."""

import shutil
import sqlite3
from asyncio import run
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.files import seal
from pos_app.store.files.folder import LEDGER
from pos_app.store.ledger import open_ledger
from pos_app.store.migrations import STEPS, upgrade
from pos_app.store.schema import REVISION, metadata
from pos_app.store.verify import verify
from tests.store.shop import NOW, make_ledger, open_here, paid_sale

FIXTURES = Path(__file__).parent / "fixtures"
LATER = """
from alembic import op
revision, down_revision = "0003", "0002"
def upgrade():
    op.execute("CREATE TABLE shift (id INTEGER PRIMARY KEY) STRICT")
    op.execute({last!r})
"""


def tables(path: Path) -> dict[str, str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: " ".join(sql.split()) for name, sql in rows}


def old(folder: Path) -> Path:
    """An empty ledger from before the first tables."""
    folder.mkdir(mode=0o700)
    with closing(sqlite3.connect(folder / LEDGER)) as db:
        db.execute(
            "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )"
        )
    return folder / LEDGER


def later(tmp_path: Path, last: str) -> Path:
    steps = tmp_path / "steps"
    steps.mkdir()
    (steps / "0003_later.py").write_text(LATER.format(last=last))
    return steps


def test_all_steps_from_nothing_make_the_tables_of_this_release(folder: Path) -> None:
    ledger = old(folder)
    upgrade(ledger, NOW)
    fresh = folder / "fresh"
    engine = create_engine(f"sqlite:///{fresh}")
    metadata.create_all(engine)
    engine.dispose()
    assert tables(ledger) == tables(fresh)
    with closing(sqlite3.connect(ledger)) as db:
        assert db.execute("SELECT version_num FROM alembic_version").fetchall() == [(REVISION,)]


def test_a_ledger_that_is_behind_is_upgraded_when_it_is_opened(folder: Path) -> None:
    old(folder)
    with pytest.raises(LedgerError, match="whose it is"):  # no till had begun this one
        run(open_here(folder))
    assert "event" in tables(folder / LEDGER)


def test_a_proved_copy_is_put_aside_first(folder: Path, tmp_path: Path) -> None:  # F55
    run(make_ledger(folder))
    before = verify(folder)
    upgrade(folder / LEDGER, NOW, (STEPS, later(tmp_path, "SELECT 1")))
    assert "shift" in tables(folder / LEDGER)
    (copy,) = folder.glob("before-*")
    assert copy.stat().st_mode & 0o777 == 0o600
    elsewhere = tmp_path / "restored"
    elsewhere.mkdir(mode=0o700)
    shutil.copy(copy, elsewhere / LEDGER)
    run(run(open_here(elsewhere)).close())
    assert verify(elsewhere).findings == ()
    assert verify(elsewhere).head == before.head


def test_a_step_that_fails_leaves_the_ledger_as_it_was(folder: Path, tmp_path: Path) -> None:  # F56
    run(make_ledger(folder))
    before = tables(folder / LEDGER)
    with pytest.raises(Exception, match="no such table: nowhere"):
        upgrade(folder / LEDGER, NOW, (STEPS, later(tmp_path, "DELETE FROM nowhere")))
    assert tables(folder / LEDGER) == before
    ledger = run(open_here(folder))
    run(paid_sale(ledger, "after", "p9"))
    run(ledger.close())
    assert verify(folder).findings == ()


def test_a_ledger_that_is_not_whole_is_not_upgraded(folder: Path, tmp_path: Path) -> None:
    run(make_ledger(folder))
    with closing(sqlite3.connect(folder / LEDGER)) as tool:
        tool.execute("DROP TRIGGER event_update")
        tool.execute("UPDATE event SET actor = 'eva' WHERE seq = 3")
        tool.commit()
    with pytest.raises(LedgerError) as caught:
        upgrade(folder / LEDGER, NOW, (STEPS, later(tmp_path, "SELECT 1")))
    assert caught.value.fault is LedgerFault.DAMAGED
    assert "shift" not in tables(folder / LEDGER)
    assert not list(folder.glob("before-*"))


@pytest.mark.parametrize("name", sorted(path.name for path in FIXTURES.glob("ledger_*.sqlite")))
def test_the_ledgers_of_all_releases_open_and_go_on(folder: Path, name: str) -> None:
    """Made by `python -m tests.store.make_fixture`; never made again."""
    folder.mkdir(mode=0o700)
    shutil.copy(FIXTURES / name, folder / LEDGER)
    seal.put(folder / LEDGER)
    ledger = run(open_here(folder))
    sale = run(ledger.current_sale())
    assert sale is not None
    unfinished = {attempt.prepared.sale_id for attempt in run(ledger.unfinished())}
    assert sale.id in unfinished
    paid = run(ledger.attempts_of("sale-1"))[0]
    assert paid.proof is not None
    with pytest.raises(LedgerError):
        run(open_here(folder))
    run(ledger.close())
    assert verify(folder).findings == ()
    assert seal.path_of(folder / LEDGER).exists()


def test_an_old_ledger_of_another_till_is_left_as_it_is(folder: Path) -> None:  # I24, F56
    folder.mkdir(mode=0o700)
    shutil.copy(FIXTURES / "ledger_0001.sqlite", folder / LEDGER)
    seal.put(folder / LEDGER)
    before = (folder / LEDGER).read_bytes()
    with pytest.raises(LedgerError) as caught:
        run(open_ledger(folder, "training", "CAJA02", clock_ms=lambda: NOW, least_free=0))
    assert caught.value.fault is LedgerFault.OTHER_ENVIRONMENT
    assert (folder / LEDGER).read_bytes() == before
    assert not list(folder.glob("before-*"))


def test_there_is_a_ledger_of_this_release() -> None:
    assert (FIXTURES / f"ledger_{REVISION}.sqlite").exists()
