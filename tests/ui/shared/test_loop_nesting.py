"""What a Qt loop inside ours may and may not do to the tasks."""

import asyncio
import logging
import threading

import pytest
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication


def nested_qt_loop(milliseconds: int) -> None:
    """What a dialog's exec() does."""
    inner = QEventLoop()
    QTimer.singleShot(milliseconds, inner.quit)
    inner.exec()


async def test_a_nested_qt_loop_in_a_coroutine_pauses_the_rest_and_loses_nothing(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    ticks, during = 0, list[int]()

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.002)
            ticks += 1

    async def opens_a_dialog() -> None:
        for _ in range(3):
            before = ticks
            nested_qt_loop(30)
            during.append(ticks - before)
            await asyncio.sleep(0.02)

    ticker = asyncio.create_task(tick())
    with caplog.at_level(logging.ERROR):
        await opens_a_dialog()
    after = ticks
    await asyncio.sleep(0.05)
    ticker.cancel()
    assert during == [0, 0, 0]
    assert ticks > after  # the other task is still alive
    complaints = [r for r in caplog.records if "nested Qt loop" in r.getMessage()]
    assert len(complaints) == 1  # three in a row are said once


async def test_what_a_thread_asks_during_a_nested_qt_loop_runs_after_it(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    loop, ran, during = asyncio.get_running_loop(), asyncio.Event(), list[bool]()
    asking = threading.Timer(0.01, loop.call_soon_threadsafe, [ran.set])
    asking.start()
    nested_qt_loop(50)
    during.append(ran.is_set())
    await ran.wait()
    asking.join()
    assert during == [False]
    assert "nested Qt loop" in caplog.text


async def test_a_nested_qt_loop_in_a_plain_slot_stops_nobody(
    qapp: QApplication, caplog: pytest.LogCaptureFixture
) -> None:
    ticks, during = 0, list[int]()
    closed = asyncio.Event()

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(0.002)
            ticks += 1

    def slot() -> None:
        before = ticks
        nested_qt_loop(50)
        during.append(ticks - before)
        closed.set()

    ticker = asyncio.create_task(tick())
    QTimer.singleShot(0, slot)
    await closed.wait()
    ticker.cancel()
    assert during[0] > 0
    assert not caplog.records
