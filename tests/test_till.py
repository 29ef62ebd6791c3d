"""The till, whole: how it ends."""

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication

from pos_app.config import Settings
from pos_app.front import Front
from pos_app.till import Till


async def test_a_window_closed_before_the_till_was_furnished_ends_it(
    tmp_path: Path, qapp: QApplication
) -> None:
    till = Till(Front(Settings(tmp_path, "training")))
    till.front.paint()
    till.front.window.close()
    async with asyncio.timeout(5):
        await till.closed()
    await till.close()


async def test_the_till_ends_when_its_window_is_closed(tmp_path: Path, qapp: QApplication) -> None:
    till = Till(Front(Settings(tmp_path, "training")))
    till.front.paint()
    ended = asyncio.ensure_future(till.closed())
    await asyncio.sleep(0.05)
    assert not ended.done()
    till.front.window.close()
    async with asyncio.timeout(5):
        await ended
    await till.close()
