"""Pictures of every unclear state: python -m tests.ui.pictures DIR, a sheet for each language."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt is there
os.environ.setdefault("QT_FONT_DPI", "96")

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.services.state import Following
from pos_app.ui.cases.view import CasesView
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.screen import render
from pos_app.ui.sale.shown import Look
from pos_app.ui.sale.view import SaleView
from pos_app.ui.shared.fonts import load_fonts
from pos_app.ui.shared.icons import icon
from pos_app.ui.shared.theme import DARK, LIGHT, apply
from pos_app.ui.window import TillWindow
from tests.domain.charge.making import INTENTS, T0
from tests.ui.cases.examples import EXAMPLES, page
from tests.ui.charge.moments import AT, READY, SPOKEN

SIZES = {"1366x768": (1366, 768), "1024x768": (1024, 768)}
ACROSS, SMALL = 4, 460  # pictures in a row of a sheet; pixels
UNCLEAR = [moment for moment in AT if moment.look is Look.UNKNOWN or moment is Moment.REVIEW]


def states(locale: str) -> Iterator[tuple[str, QWidget]]:
    """Each page as it stands in that state. The two pages are used again and again."""
    sale, cases = SaleView(), CasesView()
    sale.take_icons(icon)
    for moment in UNCLEAR:
        shown = replace(READY, following=Following(AT[moment], heard_at=T0), training=True)
        sale.show_screen(render(shown, INTENTS, T0 + 95_000, SPOKEN[locale]))
        yield f"panel {moment.name.lower()}", sale
    for name, example in EXAMPLES.items():
        cases.show_screen(page(example, locale, training=True))
        yield f"case {name}", cases


def draw(folder: Path, locale: str, theme: str, size: str) -> Path:
    """All pictures of one language, and the sheet that shows them side by side."""
    qt = QApplication.instance()
    if not isinstance(qt, QApplication):
        raise TypeError("no application to draw with")
    apply(qt, {"light": LIGHT, "dark": DARK}[theme], load_fonts())
    window, taken = TillWindow(), list[QPixmap]()
    window.show()
    place = folder / f"{locale}-{theme}-{size}"
    place.mkdir(parents=True, exist_ok=True)
    for name, shown in states(locale):
        window.show_page(shown)
        window.resize(*SIZES[size])
        for _ in range(3):
            qt.processEvents()
        picture = window.grab()
        picture.save(str(place / f"{name.replace(' ', '-')}.png"))
        smooth = Qt.TransformationMode.SmoothTransformation
        taken.append(picture.scaledToWidth(SMALL, smooth))
    window.close()
    height = taken[0].height()
    sheet = QPixmap(ACROSS * SMALL, -(-len(taken) // ACROSS) * height)
    sheet.fill(Qt.GlobalColor.white)
    painter = QPainter(sheet)
    for at, small in enumerate(taken):
        painter.drawPixmap(at % ACROSS * SMALL, at // ACROSS * height, small)
    painter.end()
    made = place.with_suffix(".png")
    sheet.save(str(made))
    return made


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("python -m tests.ui.pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--locale", choices=SPOKEN, action="append")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--size", choices=SIZES, default="1366x768")
    asked = parser.parse_args(arguments)
    _ = QApplication.instance() or QApplication([])
    for locale in asked.locale or SPOKEN:
        print(draw(asked.folder, locale, asked.theme, asked.size))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
