"""The book is backed up by the hour and at the closing, and nobody at the till notices."""

import logging

import pytest

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store.copies.kept import copies_in
from pos_app.store.files.folder import BACKUPS
from tests.services.shop import SMART, Shop

HOUR = 3_600


async def test_every_hour_in_which_something_was_sold_has_a_backup(shop: Shop) -> None:  # F55
    await shop.sell()
    await shop.wait(HOUR + 60)
    assert len(copies_in(shop.folder)) == 1
    await shop.wait(3 * HOUR)  # the charge expires; then nothing happens any more
    many = len(copies_in(shop.folder))
    await shop.wait(5 * HOUR)
    assert len(copies_in(shop.folder)) == many <= 3


async def test_a_till_that_is_closed_leaves_a_backup_of_its_day(shop: Shop) -> None:  # F55
    await shop.sell()
    await shop.shows("ON_TERMINAL")
    shop.world.pay(SMART)
    await shop.shows("CLOSED", "paid")
    await shop.close()
    assert len(copies_in(shop.folder)) == 1
    await shop.ready()
    await shop.close()
    assert len(copies_in(shop.folder)) == 1  # nothing was sold since
    await shop.ready()


@pytest.mark.parametrize(
    ("fault", "level"),
    [
        (LedgerFault.DISK_FULL, logging.WARNING),
        (LedgerFault.TROUBLE, logging.WARNING),
        (LedgerFault.DAMAGED, logging.ERROR),
        (None, logging.ERROR),
    ],
)
async def test_a_backup_that_cannot_be_made_is_said_in_the_log_and_to_no_cashier(
    shop: Shop, caplog: pytest.LogCaptureFixture, fault: LedgerFault | None, level: int
) -> None:  # F47, F53, F55
    failed = LedgerError(fault, "no room") if fault else ValueError("a fault of ours")

    async def fail(job: object) -> bool:
        raise failed

    book = shop.house.book._book
    book.beside = fail  # type: ignore[method-assign]  # a disk that takes no copy
    await shop.sell()
    with caplog.at_level(logging.WARNING, "pos_app"):
        await shop.wait(2 * HOUR + 60)
    told = [row for row in caplog.records if "no backup" in row.getMessage()]
    assert [row.levelno for row in told] == [level, level]
    assert shop.now.notice is None or not isinstance(shop.now.notice.what, LedgerError)
    await shop.close()
    assert not (shop.folder / BACKUPS).exists()
    await shop.ready()
