"""The page of cases in its window; and a till in virtual time behind it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from benchmarks.virtual_loop import VirtualLoop
from pos_app.ui.cases.view import CasesView
from pos_app.ui.shared.colours import LIGHT
from pos_app.ui.shared.fonts import load_fonts
from pos_app.ui.shared.loop import TillEventLoop
from pos_app.ui.shared.theme import apply
from pos_app.ui.window import TillWindow
from tests.services.shop import Shop
from tests.ui.cases.examples import EXAMPLES, page


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """A test of a till in virtual time runs on such a loop."""
    if "shop" in getattr(item, "fixturenames", ()):
        return {"virtual": VirtualLoop}
    return {"qt": TillEventLoop}


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    sheet, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    apply(qapp, LIGHT, load_fonts())
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture
def view(qtbot: QtBot, dressed: QApplication) -> Iterator[CasesView]:
    window, shown = TillWindow(), CasesView()
    qtbot.addWidget(window)
    window.show_page(shown)
    window.resize(1024, 768)
    window.show()
    shown.show_screen(page(EXAMPLES["lost"]))
    qtbot.waitActive(window)
    yield shown
    window.close()


@pytest.fixture
async def shop(tmp_path: Path, qapp: QApplication) -> AsyncIterator[Shop]:
    """Ready to sell at a terminal that takes charges by itself."""
    shop = Shop(tmp_path / "till")
    await shop.ready()
    yield shop
    await shop.end()
