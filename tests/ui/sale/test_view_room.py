"""No word of the sale page is cut, in any language, on the smallest screen that is promised."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.labels import labels_of
from pos_app.ui.sale.shown import Button, Panel, SaleScreen
from pos_app.ui.sale.view import SaleView
from pos_app.ui.shared.fonts import load_fonts
from pos_app.ui.shared.icons import icon
from pos_app.ui.shared.language import CATALOGUES, speak
from pos_app.ui.shared.theme import LIGHT, apply
from tests.ui.sale.screens import PANEL, charging

SMALLEST = QSize(1024, 768)
VALUES = {
    "terminal": "Point Smart 2 0187",
    "amount": "R$ 1.234.567,89",
    "method": "Mastercard débito ···· 4242",
    "seconds": 28,
}
WRAPPED = ("headline", "hint", "happened", "warning", "notice", "training", "frozen")


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> Iterator[SaleView]:
    style, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    apply(qapp, LIGHT, load_fonts())
    page = SaleView()
    qtbot.addWidget(page)
    page.take_icons(icon)
    page.resize(SMALLEST)
    page.show()
    yield page
    page.close()
    qapp.setStyleSheet(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


def panel_at(moment: Moment, locale: str) -> Panel:
    words = speak(locale)
    return replace(
        PANEL,
        look=moment.look,
        step=moment.step,
        amount=str(VALUES["amount"]),
        headline=words(moment.headline, **VALUES),
        happened=f"15:04:31 · {words(moment.happened, **VALUES)}",
        hint=words(moment.hint, **VALUES),
        check_again=Button("Volver a consultar", enabled=True),
        see_why=Button("Mirar la terminal", enabled=True),
        set_aside=Button("Apartar y seguir", enabled=True),
    )


def page_at(panel: Panel, locale: str) -> SaleScreen:
    return replace(
        charging(panel),
        labels=labels_of(speak(locale)),
        training="CAPACITACIÓN · no se mueve dinero · Ana, cajera",
        total="R$ 1.234.567,89",
    )


def cut(view: SaleView) -> list[str]:
    """The labels that have less room than their words need."""
    QApplication.processEvents()
    found = [view.findChild(QLabel, f"{name}_label") for name in WRAPPED]
    return [
        f"{label.objectName()}: {label.text()}"
        for label in found
        if label is not None and label.isVisible() and label.text()
        if label.height() < label.heightForWidth(label.width())
    ]


@pytest.mark.parametrize("locale", CATALOGUES)
def test_every_moment_of_a_charge_is_readable(view: SaleView, locale: str) -> None:
    for moment in Moment:
        view.show_screen(page_at(panel_at(moment, locale), locale))
        assert cut(view) == [], moment
        assert view.size() == SMALLEST


def test_trouble_on_top_of_trouble_is_readable_too(view: SaleView) -> None:
    long = "Se perdió la conexión. La terminal todavía puede tomar el pago. No vuelvas a cobrar. "
    panel = replace(panel_at(Moment.UNUSUAL, "es_AR"), warning=long * 2, hint=long * 2)
    view.show_screen(replace(page_at(panel, "es_AR"), notice=long))
    assert cut(view) == []
    assert view.size() == SMALLEST
    view.findChild(QAbstractButton, "details_button").click()
    assert cut(view) == []
    assert view.findChild(QWidget, "details_text").height() >= 80
    view.show_screen(page_at(panel_at(Moment.OPENED, "es_AR"), "es_AR"))
    view.findChild(QAbstractButton, "details_button").click()
    assert view.findChild(QWidget, "step_line").isVisible()  # there is room again


def test_the_cart_and_the_catalog_share_the_width_as_drawn(view: SaleView) -> None:
    for width in (1024, 1366, 1920):
        view.resize(width, 768)
        QApplication.processEvents()
        cart = view.findChild(QWidget, "sale_lines").parentWidget()
        assert cart.width() >= 380
        assert cart.width() / width == pytest.approx(0.38, abs=0.02)


def test_what_is_pressed_is_large_enough_for_a_finger(view: SaleView) -> None:
    view.show_screen(page_at(panel_at(Moment.OPENED, "pt_BR"), "pt_BR"))
    QApplication.processEvents()
    for each in view.findChildren(QAbstractButton):
        if each.isVisible() and each.objectName()[:3] != "qt_":
            assert min(each.width(), each.height()) >= 44, each.objectName()
    assert view.findChild(QWidget, "charge_button").height() == 72
