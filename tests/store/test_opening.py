"""Before the till may write: one owner, the right ledger, nothing damaged, a disk that takes it."""

import shutil
import sqlite3
import subprocess
import sys
import tempfile
from asyncio import run
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.files import seal, wal
from pos_app.store.files.folder import LEDGER
from pos_app.store.ledger import open_ledger
from pos_app.store.verify import verify
from tests.store.shop import NOW, make_ledger, open_here

CHILD = (sys.executable, "-m", "tests.store.child")


def refused(folder: Path, **other: int) -> LedgerError:
    with pytest.raises(LedgerError) as caught:
        run(open_here(folder, **other))
    return caught.value


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / LEDGER)) as other:
        for statement in statements:
            other.execute(statement)
        other.commit()
    seal.announce(folder / LEDGER)


def test_only_this_user_sees_what_the_till_writes(folder: Path) -> None:  # S20
    ledger = run(open_here(folder, reserve=4096))
    run(ledger.probe())
    modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
    assert modes.keys() > {LEDGER, f"{LEDGER}-wal", "till.lock", "till.reserve"}
    assert set(modes.values()) == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    run(ledger.close())
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_a_folder_that_others_could_read_is_closed_to_them(folder: Path) -> None:  # S20
    run(make_ledger(folder, 1))
    folder.chmod(0o755)
    (folder / LEDGER).chmod(0o644)
    run(run(open_here(folder)).close())
    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / LEDGER).stat().st_mode & 0o777 == 0o600


def test_a_second_till_on_the_same_folder_is_refused(folder: Path) -> None:  # F20
    with subprocess.Popen(
        [*CHILD, "hold", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "open\n"
        assert (refused(folder)).fault is LedgerFault.OPEN_ELSEWHERE
        assert verify(folder).findings == ()
        other.communicate()
    assert other.returncode == 0
    run(run(open_here(folder)).close())


def test_a_second_window_of_the_same_program_is_refused_too(folder: Path) -> None:  # F20
    ledger = run(open_here(folder))
    assert (refused(folder)).fault is LedgerFault.OPEN_ELSEWHERE
    run(ledger.close())


def test_a_refused_start_leaves_the_lock_free(folder: Path) -> None:
    run(make_ledger(folder, 1))
    good = (folder / LEDGER).read_bytes()
    (folder / LEDGER).write_bytes(b"rubbish" * 1000)
    for _ in range(2):
        assert (refused(folder)).fault is LedgerFault.DAMAGED
    (folder / LEDGER).write_bytes(good)
    run(run(open_here(folder)).close())


def cut(ledger: Path) -> None:
    content = ledger.read_bytes()
    ledger.write_bytes(content[: len(content) // 2 + 77])


def spoil_a_page(ledger: Path) -> None:
    content = bytearray(ledger.read_bytes())
    content[4096 * 3 : 4096 * 4] = bytes(4096)
    ledger.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda ledger: ledger.write_bytes(b""),
    "rubbish": lambda ledger: ledger.write_bytes(b"\xff rubbish" * 5000),
    "cut short": cut,
    "a page of zeros": spoil_a_page,
    "another program's": lambda ledger: (
        ledger.unlink(),
        sqlite3.connect(ledger).execute("CREATE TABLE t (a)").connection.close(),
    ),
    "a name that is no text": lambda ledger: ledger.write_bytes(
        ledger.read_bytes().replace(b"tableabout", b"table\x99bout")
    ),
    "gone": lambda ledger: ledger.unlink(),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_refused_and_left_as_it_is(folder: Path, damage: str) -> None:  # F51
    run(make_ledger(folder))
    DAMAGES[damage](folder / LEDGER)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    error = refused(folder)
    assert error.fault is LedgerFault.DAMAGED
    assert error.detail
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not verify(folder).whole


def test_a_changed_event_is_named_at_the_start(folder: Path) -> None:  # F53
    run(make_ledger(folder))
    change(folder, "DROP TRIGGER event_update", "UPDATE event SET actor = 'eva' WHERE seq = 9")
    error = refused(folder)
    assert (error.fault, error.detail) == (
        LedgerFault.DAMAGED,
        "event 9 is not what was written",
    )


def test_a_ledger_of_a_later_release_is_refused(folder: Path) -> None:  # F56
    run(make_ledger(folder, 1))
    change(folder, "UPDATE alembic_version SET version_num = '0999'")
    assert (refused(folder)).fault is LedgerFault.TOO_NEW


@pytest.mark.parametrize(("environment", "till"), [("live", "CAJA01"), ("training", "CAJA02")])
def test_another_s_ledger_is_refused(folder: Path, environment: str, till: str) -> None:  # I24
    run(make_ledger(folder, 1))
    with pytest.raises(LedgerError) as caught:
        run(open_ledger(folder, environment, till, clock_ms=lambda: NOW))
    assert caught.value.fault is LedgerFault.OTHER_ENVIRONMENT
    assert "CAJA01, training" in caught.value.detail


def test_a_ledger_that_another_program_holds_is_storage_trouble(folder: Path) -> None:  # F50
    run(make_ledger(folder, 1))
    with closing(sqlite3.connect(folder / LEDGER, isolation_level=None)) as antivirus:
        antivirus.execute("BEGIN IMMEDIATE")
        assert (refused(folder, busy_ms=50)).fault is LedgerFault.TROUBLE
        antivirus.execute("ROLLBACK")
        ledger = run(open_here(folder, busy_ms=50))
        antivirus.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError) as caught:
            run(ledger.open_sale("a", "ARS", "ana"))
        assert caught.value.fault is LedgerFault.TROUBLE
        antivirus.execute("ROLLBACK")
    sale = run(ledger.open_sale("a", "ARS", "ana"))
    assert sale.ticket_number == 2
    run(ledger.close())


def test_a_ledger_that_cannot_be_written_to_is_read_only() -> None:
    with tempfile.TemporaryDirectory() as outer:
        ran = subprocess.run([*CHILD, "read_only", f"{outer}/till"], check=False)
    assert ran.returncode == 0


def test_a_folder_of_a_cloud_is_refused(tmp_path: Path) -> None:  # F54
    error = refused(tmp_path / "OneDrive - La Panadería" / "till")
    assert error.fault is LedgerFault.SHARED_FOLDER
    assert not (tmp_path / "OneDrive - La Panadería").exists()


def test_a_file_where_the_folder_should_be_is_trouble(tmp_path: Path) -> None:
    (tmp_path / "till").write_text("a note")
    assert (refused(tmp_path / "till")).fault is LedgerFault.TROUBLE


def test_closing_leaves_one_sealed_file(folder: Path) -> None:
    run(make_ledger(folder, 1))
    names = {path.name for path in folder.iterdir()}
    assert names == {LEDGER, f"{LEDGER}.seal", "till.lock"}
    ledger = run(open_here(folder))
    assert not seal.path_of(folder / LEDGER).exists()
    assert wal.path_of(folder / LEDGER).exists()
    run(ledger.close())
    assert verify(folder).sealed


def test_what_a_power_cut_left_half_changed_in_the_file_is_undone(  # F46, F56
    folder: Path, tmp_path: Path
) -> None:
    run(make_ledger(folder, 3))
    cut = tmp_path / "cut"
    with closing(sqlite3.connect(folder / LEDGER)) as other:
        other.execute("PRAGMA journal_mode=DELETE")  # as while a ledger is upgraded
        other.execute("PRAGMA cache_size=1")  # so that half of it is on the disk at once
        other.execute("BEGIN")
        other.execute("CREATE TABLE half (page BLOB)")
        other.executemany("INSERT INTO half VALUES (zeroblob(4000))", [()] * 50)
        shutil.copytree(folder, cut)
    assert (cut / f"{LEDGER}-journal").stat().st_size
    run(run(open_here(cut)).close())
    assert verify(cut).whole


def test_a_start_that_was_cut_off_while_making_the_ledger_begins_again(folder: Path) -> None:
    folder.mkdir()
    (folder / f"{LEDGER}.new").write_bytes(b"half")
    run(run(open_here(folder)).close())
    assert verify(folder).findings == ()
