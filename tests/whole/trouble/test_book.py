"""A book or settings that cannot be used: a sentence in the window, and nothing lost."""

import json
import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox

from pos_app.config import load
from pos_app.simulator.backend import TOKEN
from pos_app.store.files.folder import LEDGER
from tests.whole.page import SMART
from tests.whole.shop import Shop

NOBODY = 65_534


def flip_the_header(book: Path) -> None:
    book.write_bytes(b"\0" * 100 + book.read_bytes()[100:])


def flip_the_middle(book: Path) -> None:
    content = bytearray(book.read_bytes())
    for at in range(4096, len(content)):
        content[at] ^= 0x55
    book.write_bytes(content)


def cut(book: Path) -> None:
    os.truncate(book, book.stat().st_size // 2)


def cut_to_nothing(book: Path) -> None:
    os.truncate(book, 100)


def be_no_ledger(book: Path) -> None:
    book.write_bytes(b"these are the notes of the shop\n" * 300)


def change_a_fact(book: Path) -> None:
    _run(book, "DROP TRIGGER IF EXISTS event_no_update")
    for (name,) in _run(book, "SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        _run(book, f'DROP TRIGGER "{name}"')
    _run(book, "UPDATE event SET body = replace(body, '183450', '83450')")


def be_newer(book: Path) -> None:
    _run(book, "UPDATE alembic_version SET version_num = '9999_of_tomorrow'")


def be_of_another_till(book: Path) -> None:
    _run(book, "UPDATE about SET environment = 'live'")


def _run(book: Path, sql: str) -> list[tuple[str]]:
    with closing(sqlite3.connect(book)) as db, db:
        return db.execute(sql).fetchall()


DAMAGED = "The till's book is damaged. Nothing can be charged"
BREAKS: list[tuple[Callable[[Path], None], str]] = [
    (flip_the_header, DAMAGED),
    (flip_the_middle, DAMAGED),
    (cut, DAMAGED),
    (cut_to_nothing, DAMAGED),
    (be_no_ledger, DAMAGED),
    (change_a_fact, DAMAGED),
    (be_newer, "A newer version of the till wrote this book"),
    (be_of_another_till, "This book belongs to the other mode"),
]


@pytest.fixture
async def sold(tmp_path: Path, qapp: QApplication) -> Shop:
    """A shop that has sold, and was closed."""
    shop = Shop(tmp_path)
    await shop.ready()
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)
    await shop.end()
    return shop


@pytest.mark.parametrize(("damage", "says"), BREAKS)
async def test_a_book_that_cannot_be_used_is_left_alone_and_told(
    sold: Shop, damage: Callable[[Path], None], says: str
) -> None:  # F51, F53, F56
    book = sold.settings.folder / LEDGER
    damage(book)
    before = book.read_bytes()
    await sold.open()
    await sold.shows(says=says)
    assert not sold.can("charge_button")
    assert not sold.can("add_amount_button")
    await sold.close()
    assert book.read_bytes() == before


async def test_a_book_that_may_not_be_written_is_told(open_place: Path, qapp: QApplication) -> None:
    shop = Shop(open_place)
    await shop.ready()
    await shop.end()
    (shop.settings.folder / LEDGER).chmod(0o400)
    for path in (shop.data_dir, *shop.data_dir.rglob("*")):
        os.chown(path, NOBODY if os.geteuid() == 0 else -1, -1)
    with as_a_user():
        await shop.open()
        await shop.shows(says="The till's book cannot be written: its folder is read-only")
        assert not shop.can("charge_button")
        await shop.close()


@pytest.fixture
def open_place() -> Iterator[Path]:
    """A folder that any user of the computer reaches."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        yield Path(place) / "till"


@contextmanager
def as_a_user() -> Iterator[None]:
    """The administrator may write anywhere: be somebody else."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


async def test_a_book_whose_file_is_gone_is_not_begun_anew(sold: Shop) -> None:  # F51
    (sold.settings.folder / LEDGER).unlink()
    await sold.open()
    await sold.shows(says=DAMAGED)
    await sold.close()
    assert not (sold.settings.folder / LEDGER).exists()


async def test_a_book_that_another_program_holds_charges_nothing(sold: Shop) -> None:  # F50
    await sold.open()
    await sold.add("77")
    await sold.until(lambda: sold.see(QComboBox, "terminal_picker").count() > 0, "terminals")
    sold.choose(SMART)
    with closing(sqlite3.connect(sold.settings.folder / LEDGER)) as other:
        other.execute("BEGIN IMMEDIATE")
        await sold.press("charge_button")
        await sold.shows(says="Nothing new is charged")
        other.execute("ROLLBACK")
    assert sold.asked("POST", "/intents/") == 1  # of the first sale
    assert sold.panel("status") == ""
    await sold.charge()
    await sold.shows("ON_TERMINAL")
    await sold.pay(sold.choose(SMART))
    await sold.end()


SETTINGS = {
    "damaged": b'{"version": 1, "till": ',
    "not text": bytes(range(256)),
    "no version": b"{}",
    "a list": b"[1]",
    "deep": b"[" * 100_000,
    "wrong": json.dumps({"version": 1, "theme": "pink"}).encode(),
    "of the future": json.dumps({"version": 99, "shiny": True}).encode(),
}


@pytest.mark.parametrize("content", SETTINGS.values(), ids=SETTINGS.keys())
async def test_settings_that_cannot_be_read_are_told_and_the_till_opens(
    tmp_path: Path, qapp: QApplication, content: bytes
) -> None:
    shop = Shop(tmp_path)
    (tmp_path / "settings.json").write_bytes(content)
    found = load({"POS_APP_DATA_DIR": str(tmp_path), "POS_APP_LOCALE": "en_US"}, "training")
    shop.settings = replace(found, training_token=TOKEN)
    await shop.ready()
    newer = b"99" in content
    await shop.shows(says="newer version of the till" if newer else "cannot be used as it is")
    assert "settings.json" in shop.read("notice_label")
    terminal = await shop.sell_until("ON_TERMINAL")
    await shop.pay(terminal)
    await shop.end()
    assert (tmp_path / "settings.json").read_bytes() == content


async def test_settings_that_named_the_till_and_are_damaged_are_what_is_told(
    tmp_path: Path, qapp: QApplication
) -> None:
    shop = Shop(tmp_path)
    shop.settings = replace(shop.settings, till="CAJA02")
    await shop.ready()
    await shop.end()
    (tmp_path / "settings.json").write_bytes(b"{")
    found = load({"POS_APP_DATA_DIR": str(tmp_path), "POS_APP_LOCALE": "en_US"}, "training")
    shop.settings = replace(found, training_token=TOKEN)
    await shop.open()
    await shop.shows(says="settings.json cannot be used as it is")
    assert not shop.can("charge_button")
    await shop.close()
