"""The sale page in its window."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from pos_app.ui.sale.view import SaleView
from pos_app.ui.shared.icons import icon
from pos_app.ui.window import TillWindow
from tests.ui.sale.screens import SALE


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[SaleView]:
    window, page = TillWindow(), SaleView()
    qtbot.addWidget(window)
    window.show_page(page)
    window.show()
    page.take_icons(icon)
    page.show_screen(SALE)
    qtbot.waitActive(window)
    yield page
    window.close()
