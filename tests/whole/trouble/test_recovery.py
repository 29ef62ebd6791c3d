"""A damaged book: one step on the stopped page, and no money that nobody sees."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QPushButton

from pos_app.store.files import wal
from pos_app.store.files.folder import BACKUPS, LEDGER
from pos_app.store.sales import sales_json
from tests.whole.shop import Shop
from tests.whole.trouble.test_book import BREAKS, DAMAGED

BROKEN = [damage for damage, says in BREAKS if says == DAMAGED]
NO_SALE = "Money came in that no sale claims"


def be_gone(book: Path) -> None:
    book.unlink()


def backups(shop: Shop) -> list[Path]:
    return sorted((shop.settings.folder / BACKUPS).iterdir())


@pytest.fixture
async def lost(tmp_path: Path, qapp: QApplication) -> Shop:
    """A shop with two paid sales, the second of which no backup knows of."""
    shop = Shop(tmp_path)
    await shop.ready()
    await shop.pay(await shop.sell_until("ON_TERMINAL"))
    await shop.reopen()
    await shop.until(lambda: shop.see(QComboBox, "terminal_picker").count() > 0, "terminals")
    await shop.pay(await shop.sell_until("ON_TERMINAL"))
    await shop.close()
    backups(shop)[-1].unlink()
    return shop


@pytest.mark.parametrize("damage", [*BROKEN, be_gone])
async def test_a_damaged_book_is_restored_and_the_money_of_the_lost_sale_is_found(
    lost: Shop, damage: Callable[[Path], None]
) -> None:  # F51, F52
    damage(lost.settings.folder / LEDGER)
    await lost.open()
    await lost.shows(says=DAMAGED)
    assert lost.see(QPushButton, "restore_button").text().startswith("Restore the copy of ")
    assert "appear under Unresolved" in lost.read("stopped_note_label")
    await lost.press("restore_button")
    await lost.shows(says="The book was put back as it was at")
    assert [sale["ticket_number"] for sale in lost.sales() if sale["tenders"]] == [1]
    await lost.until(lambda: lost.see_chip() == 1, "the money of the second sale", push=5)
    found = sales_json(lost.settings.folder)["money_without_sale"]
    assert [money["amount"] for money in found] == ["1834.50"]
    assert list(lost.settings.folder.glob("damaged-*/*"))
    await lost.end()


async def test_without_a_whole_copy_a_new_book_begins_and_finds_the_money_of_the_day(
    lost: Shop,
) -> None:  # F51
    for path in (lost.settings.folder / LEDGER, *backups(lost)):
        path.write_bytes(b"rubbish" * 1000)
    await lost.open()
    await lost.shows(says=DAMAGED)
    assert lost.see(QPushButton, "restore_button").text() == "Begin a new book"
    assert "No backup copy is whole" in lost.read("stopped_note_label")
    await lost.press("restore_button")
    await lost.shows(says="A new book of CAJA01 has begun")
    assert lost.sales() == []
    await lost.until(lambda: lost.see_chip() == 2, "the money of both sales", push=5)
    await lost.end()


async def test_a_book_that_is_put_right_meanwhile_is_not_put_back(lost: Shop) -> None:  # F51
    book = lost.settings.folder / LEDGER
    good = book.read_bytes()
    book.write_bytes(b"rubbish" * 1000)
    await lost.open()
    await lost.until(lambda: lost.can("restore_button"), "the way back")
    book.write_bytes(good)
    await lost.press("restore_button")
    await lost.until(lambda: len(lost.sales()) == 2, "both sales")
    assert not list(lost.settings.folder.glob("damaged-*"))
    await lost.end()


async def test_a_book_whose_last_writes_are_gone_with_the_file_beside_it_is_damaged(
    lost: Shop,
) -> None:  # F51
    await lost.open()
    await lost.until(lambda: lost.see(QComboBox, "terminal_picker").count() > 0, "terminals")
    await lost.pay(await lost.sell_until("ON_TERMINAL"))
    book = lost.settings.folder / LEDGER
    killed = book.read_bytes()  # all of the third sale lies beside it
    assert wal.path_of(book).stat().st_size != 0
    await lost.close()
    backups(lost)[-1].unlink()
    book.write_bytes(killed)
    book.with_name(f"{LEDGER}.seal").unlink()
    await lost.open()
    await lost.shows(says=DAMAGED)
    await lost.press("restore_button")
    await lost.shows(says="The book was put back as it was at")
    paid = [sale["ticket_number"] for sale in lost.sales() if sale["tenders"]]
    assert paid == [1, 2]  # what the ledger itself still holds is more than the copy has
    await lost.until(lambda: lost.see_chip() == 1, "the money of the third sale", push=5)
    await lost.end()
