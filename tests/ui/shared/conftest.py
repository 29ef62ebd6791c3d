"""The till's look on the application, and back off it."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.ui.shared.colours import LIGHT
from pos_app.ui.shared.fonts import load_fonts
from pos_app.ui.shared.theme import apply


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    sheet, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    apply(qapp, LIGHT, load_fonts())
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)
