"""No word of the sale page is cut, in any language, on the smallest screen that is promised."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.charge.facts import Refusal
from pos_app.domain.errors import NotSent
from pos_app.domain.money import Money
from pos_app.services.state import Following, News, Notice
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.labels import labels_of
from pos_app.ui.sale.screen import render
from pos_app.ui.sale.shown import Button, Panel, SaleScreen
from pos_app.ui.sale.view import SaleView
from pos_app.ui.shared.fonts import load_fonts
from pos_app.ui.shared.icons import icon
from pos_app.ui.shared.language import CATALOGUES, speak
from pos_app.ui.shared.theme import LIGHT, apply
from tests.domain.charge.making import INTENTS, T0
from tests.ui.charge.moments import AT, READY, REFUSED, SMART
from tests.ui.sale.screens import PANEL, charging
from tests.ui.sale.test_aside import case, of_sale
from tests.ui.sale.test_cash import paid_in_cash

SMALLEST = QSize(1024, 768)
VALUES = {
    "terminal": "Point Smart 2 0187",
    "amount": "R$ 1.234.567,89",
    "method": "Mastercard débito ···· 4242",
    "seconds": 28,
}
WRAPPED = [
    f"{name}_label"
    for name in ("headline", "hint", "happened", "warning", "notice", "training", "frozen")
] + ["connection_label", "alert_label", "change_note_label", "picker_note", "charge_reason"]


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
    found = [view.findChild(QLabel, name) for name in WRAPPED]
    return [
        f"{label.objectName()}: {label.text()}"
        for label in found
        if label is not None and label.isVisible() and label.text()
        if label.height() < label.heightForWidth(label.width())
    ]


UNCLEAR, BUSY = AT[Moment.UNKNOWN], REFUSED[Refusal.BUSY]
LARGE = of_sale(118, AT[Moment.GONE])
LARGE = replace(LARGE, prepared=replace(LARGE.prepared, amount=Money(1_234_567_89, "ARS")))
STATES = {
    "unclear": replace(READY, following=Following(UNCLEAR), cases=(case(UNCLEAR),)),
    "unsaved": replace(READY, following=Following(UNCLEAR, unsaved=True)),
    "out of reach": replace(
        READY, following=Following(UNCLEAR, NotSent()), network=NotSent(), cases=(case(UNCLEAR),)
    ),
    "busy, ours": replace(READY, following=Following(BUSY), maybe_held={SMART: LARGE}),
    "busy, another's": replace(READY, following=Following(BUSY)),
    "held": replace(READY, held={SMART: LARGE}, notice=Notice(News.LATE_MONEY, "118")),
    "late": replace(READY, following=Following(AT[Moment.LATE])),
    "a wrong clock": replace(READY, network=NotSent(clock=True), notice=Notice(News.SET_ASIDE)),
    "cash": replace(READY, sale=paid_in_cash(2000_00), notice=Notice(News.BACK_FROM_SLEEP)),
}


@pytest.mark.parametrize("locale", CATALOGUES)
@pytest.mark.parametrize("name", STATES)
def test_the_ways_on_from_doubt_are_readable(view: SaleView, name: str, locale: str) -> None:
    state = replace(STATES[name], training=True)
    view.show_screen(render(state, INTENTS, T0 + 45_000, speak(locale)))
    assert cut(view) == []
    assert view.size() == SMALLEST
    for button in view.findChildren(QAbstractButton):
        if button.isVisible() and button.text() and button.height() < 72:
            assert button.sizeHint().width() <= button.width(), button.text()


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
