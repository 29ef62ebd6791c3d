"""What every test of the till shares: a headless Qt, and the loop that a test runs on."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is imported
os.environ.setdefault("QT_API", "pyside6")
os.environ.setdefault("QT_FONT_DPI", "96")  # so that a screen has one size everywhere

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication

from pos_app.ui.shared.loop import TillEventLoop

settings.register_profile("till", deadline=None, print_blob=True)
settings.load_profile("till")

Until = Callable[[Callable[[], object]], Awaitable[None]]


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """A test that asks for Qt runs on the till's loop, any other on asyncio's."""
    if {"qapp", "qtbot"} & set(getattr(item, "fixturenames", ())):
        return {"qt": TillEventLoop}
    return {"asyncio": asyncio.new_event_loop}


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application as the till sets it up: closing a window does not end the loop."""
    qapp.setQuitOnLastWindowClosed(False)
    qapp.setCursorFlashTime(0)
    return qapp


@pytest.fixture
def until() -> Until:
    """Wait, letting the loop run, until something is so. In place of qtbot.wait*, which blocks."""

    async def wait(so: Callable[[], object]) -> None:
        async with asyncio.timeout(10):
            while not so():  # noqa: ASYNC110 - what tests wait for tells nobody
                await asyncio.sleep(0.005)

    return wait
