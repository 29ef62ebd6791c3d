"""A restore drill: whatever was done to the ledger, a whole one stands in its place afterwards."""

import random
import sqlite3
from asyncio import run
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.copies.kept import copies_in
from pos_app.store.copies.restoring import RESTORED, begin_anew, newest_whole, restore
from pos_app.store.files import seal, wal
from pos_app.store.files.folder import LEDGER
from pos_app.store.opening import Owner
from pos_app.store.sales import sales_json
from pos_app.store.verify import verify
from tests.store.shop import NOW, filled_sale, make_ledger, open_here, paid_sale
from tests.store.test_opening import DAMAGES

OWNER = Owner("training", "CAJA01", NOW)
Events = list[tuple[int, str]]


def events_of(path: Path) -> Events:
    with closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as db:
        return db.execute("SELECT seq, hash FROM event ORDER BY seq").fetchall()


@dataclass
class Drill:
    folder: Path
    copied: Events  # what the newest backup has
    files: dict[str, bytes]  # of the ledger, once two sales more were made

    def lay(self) -> None:
        """As it was, but for the backups."""
        for path in self.folder.iterdir():
            if path.is_file() and path.name not in self.files:
                path.unlink()
        for name, content in self.files.items():
            (self.folder / name).write_bytes(content)

    def open(self) -> LedgerError | None:
        try:
            run(run(open_here(self.folder)).close())
        except LedgerError as error:
            return error
        return None

    def restore(self) -> None:
        copy = newest_whole(self.folder, OWNER)
        assert copy is not None
        restore(self.folder, OWNER, copy, "a drill", {})


def drill_of(folder: Path, *, closed: bool) -> Drill:
    run(make_ledger(folder, 2))
    ledger = run(open_here(folder))
    run(ledger.backups.make())
    for number in range(2):
        run(paid_sale(ledger, f"later {number}", f"later {number}"))
    if closed:
        run(ledger.close())
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    if not closed:
        run(ledger.close())
    return Drill(folder, events_of(copies_in(folder)[0]), files)


@pytest.fixture
def drill(folder: Path) -> Drill:
    return drill_of(folder, closed=True)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_ledger_is_set_aside_and_the_newest_copy_takes_its_place(
    drill: Drill, damage: str
) -> None:  # F51
    ledger = drill.folder / LEDGER
    DAMAGES[damage](ledger)
    spoilt = ledger.read_bytes() if ledger.exists() else None
    error = drill.open()
    assert error is not None
    assert error.fault is LedgerFault.DAMAGED
    drill.restore()
    (aside,) = drill.folder.glob("damaged-*")
    kept = {path.name: path.read_bytes() for path in aside.iterdir()}
    assert kept.pop(LEDGER, None) == spoilt
    assert kept == {f"{LEDGER}.seal": drill.files[f"{LEDGER}.seal"]}
    assert aside.stat().st_mode & 0o777 == 0o700
    assert ledger.stat().st_mode & 0o777 == 0o600
    opened = run(open_here(drill.folder))
    sale = run(filled_sale(opened, "the next"))
    assert sale.ticket_number == 3  # given again: the ledger leaves no number out
    run(opened.close())
    report = verify(drill.folder)
    assert (report.findings, report.sealed) == ((), True)
    assert events_of(ledger)[: len(drill.copied)] == drill.copied
    with closing(sqlite3.connect(ledger)) as db:
        found = db.execute("SELECT seq, body FROM event WHERE kind = ?", (RESTORED,)).fetchall()
    ((seq, body),) = found
    assert seq == len(drill.copied) + 1
    assert all(told in body for told in (aside.name, drill.copied[-1][1], "a drill"))


@pytest.mark.parametrize("closed", [True, False])
def test_whatever_bytes_change_no_event_up_to_the_backup_is_lost(
    folder: Path, closed: bool
) -> None:  # F51, F53
    drill, seed = drill_of(folder, closed=closed), random.randrange(10**6)
    print("seed", seed)
    chance, restored = random.Random(seed), 0
    names = [name for name in drill.files if name.startswith(LEDGER) and "shm" not in name]
    for _ in range(40):
        drill.lay()
        name = chance.choice(names)
        spoilt = bytearray(drill.files[name])
        start = chance.randrange(len(spoilt))
        spoilt[start : start + 4096] = chance.randbytes(min(4096, len(spoilt) - start))
        if chance.random() < 0.3:
            del spoilt[start:]
        (folder / name).write_bytes(spoilt)
        error = drill.open()
        if error is not None:
            assert error.fault is LedgerFault.DAMAGED, error
            drill.restore()
            assert drill.open() is None
            restored += 1
        assert events_of(folder / LEDGER)[: len(drill.copied)] == drill.copied
    assert restored, "nothing was damaged"


SPOILT: list[Callable[[Path], object]] = [
    lambda copy: copy.write_bytes(b"rubbish" * 1000),
    lambda copy: copy.write_bytes(b""),
    lambda copy: copy.write_bytes(copy.read_bytes()[:-5000]),
    lambda copy: copy.unlink(),
]


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_copy_is_passed_over_for_the_one_before(
    folder: Path, spoil: Callable[[Path], object]
) -> None:  # F51
    ledger = run(open_here(folder))
    for number in range(3):
        run(paid_sale(ledger, f"sale {number}", f"payment {number}"))
        run(ledger.backups.make())
    run(ledger.close())
    spoil(copies_in(folder)[0])
    (folder / LEDGER).write_bytes(b"rubbish")
    copy = newest_whole(folder, OWNER)
    assert copy is not None
    assert (copy.path, copy.events, copy.at) == (
        folder / copy.path.parent / copy.path.name,
        17,
        NOW,
    )
    restore(folder, OWNER, copy, "", {})
    run(run(open_here(folder)).close())
    assert verify(folder).findings == ()
    assert len(sales_json(folder)["sales"]) == 2


def test_another_tills_copy_is_none(drill: Drill) -> None:  # I24
    assert newest_whole(drill.folder, OWNER) is not None
    assert newest_whole(drill.folder, Owner("live", "CAJA01", NOW)) is None
    assert newest_whole(drill.folder, Owner("training", "CAJA02", NOW)) is None


def test_a_file_beside_it_that_is_gone_is_damage_and_what_is_left_is_kept(folder: Path) -> None:
    # F51
    drill = drill_of(folder, closed=False)
    drill.lay()
    wal.path_of(folder / LEDGER).unlink()
    error = drill.open()
    assert error is not None
    assert (error.fault, "-wal is gone" in error.detail) == (LedgerFault.DAMAGED, True)
    drill.restore()
    assert drill.open() is None
    assert verify(folder).findings == ()
    assert events_of(folder / LEDGER)[: len(drill.copied)] == drill.copied


def test_the_ledger_itself_is_used_where_it_holds_more_than_the_copy(drill: Drill) -> None:  # F51
    seal.path_of(drill.folder / LEDGER).unlink()  # whole, and nothing says that it was closed
    error = drill.open()
    assert error is not None
    copy = newest_whole(drill.folder, OWNER)
    assert copy is not None
    assert copy.path == drill.folder / LEDGER
    drill.restore()
    assert drill.open() is None
    assert len(sales_json(drill.folder)["sales"]) == 4


def test_without_a_ledger_but_with_copies_no_new_one_is_begun(drill: Drill) -> None:  # F51, F52
    for name in drill.files:
        (drill.folder / name).unlink()
    error = drill.open()
    assert error is not None
    assert error.fault is LedgerFault.DAMAGED
    assert not (drill.folder / LEDGER).exists()


def test_a_ledger_that_opens_is_not_put_back(drill: Drill) -> None:
    drill.restore()
    begin_anew(drill.folder, OWNER, "", {})
    assert not list(drill.folder.glob("damaged-*"))
    assert len(sales_json(drill.folder)["sales"]) == 4


def test_a_new_book_keeps_the_old_one_and_says_where(drill: Drill) -> None:  # F51
    DAMAGES["rubbish"](drill.folder / LEDGER)
    for copy in copies_in(drill.folder):
        copy.unlink()
    assert newest_whole(drill.folder, OWNER) is None
    begin_anew(drill.folder, OWNER, "a drill", {"swept from": "1"})
    opened = run(open_here(drill.folder))
    assert run(opened.memory.recall("swept from")) == "1"
    run(opened.close())
    report = verify(drill.folder)
    assert (report.findings, report.events) == ((), 2)
    (aside,) = drill.folder.glob("damaged-*")
    assert (aside / LEDGER).read_bytes() == b"\xff rubbish" * 5000


def test_a_restore_beside_an_open_till_is_refused(drill: Drill) -> None:  # F20
    ledger = run(open_here(drill.folder))
    copy = newest_whole(drill.folder, OWNER)
    assert copy is not None
    with pytest.raises(LedgerError) as caught:
        restore(drill.folder, OWNER, copy, "", {})
    assert caught.value.fault is LedgerFault.OPEN_ELSEWHERE
    run(ledger.close())
