"""The area for cash, and the change above the catalog: what they show and report."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.money import Money
from pos_app.ui.sale.cash import cash_screen
from pos_app.ui.sale.shown import Change
from pos_app.ui.sale.view import SaleView
from pos_app.ui.sale_parts.cash import CashView
from pos_app.ui.sale_parts.icons_later import Icons
from tests.ui.charge.looking import EN
from tests.ui.sale.screens import PANEL, SALE, charging
from tests.ui.sale.test_view import button, field, words

TOTAL = Money(1834_50, "ARS")


@pytest.fixture
def cash(qtbot: QtBot) -> Iterator[CashView]:
    area = CashView(Icons())
    qtbot.addWidget(area)
    area.received.connect(lambda typed: area.show_cash(cash_screen(TOTAL, typed, EN)))
    area.show_cash(cash_screen(TOTAL, "", EN))
    area.show()
    area.begin()
    yield area
    area.close()


def change(area: QWidget) -> str:
    return str(area.findChild(QLabel, "change_due_label").property("amount"))


def type_outside(view: SaleView, digits: str) -> None:
    view.findChild(QWidget, "sale_lines").setFocus()
    for digit in digits:
        QTest.keyClicks(QApplication.focusWidget(), digit)


def test_the_change_follows_what_is_typed(cash: CashView) -> None:
    assert change(cash) == "0.00"
    QTest.keyClicks(cash.field, "2000")
    assert change(cash) == "165.50"
    assert button(cash, "confirm_cash_button").text() == "Cash received · change $165.50"
    cash.field.setText("18")
    assert change(cash) == ""
    assert not button(cash, "confirm_cash_button").isEnabled()
    cash.field.setText("1,2,3")
    assert words(cash, "cash_problem_label")


def test_a_note_fills_the_field_and_the_next_enter_confirms(cash: CashView) -> None:
    confirmed = QSignalSpy(cash.confirmed)
    button(cash, "note_button").click()
    assert change(cash) == "165.50"
    assert confirmed.count() == 0  # a slip of the finger takes no money
    QTest.keyClick(button(cash, "confirm_cash_button"), Qt.Key.Key_Return)
    assert [confirmed.count(), confirmed.at(0)] == [1, ["$2,000.00"]]


def test_enter_in_the_field_confirms_nothing(cash: CashView) -> None:  # F17
    confirmed = QSignalSpy(cash.confirmed)
    QTest.keyClicks(cash.field, "2000")
    QTest.keyClick(cash.field, Qt.Key.Key_Return)
    assert confirmed.count() == 0


def test_cash_is_taken_once_however_often_it_is_pressed(cash: CashView) -> None:  # F17
    confirmed, confirm = QSignalSpy(cash.confirmed), button(cash, "confirm_cash_button")
    for _ in range(50):
        QTest.mouseClick(confirm, Qt.MouseButton.LeftButton)
    assert confirmed.count() == 1
    assert not confirm.isEnabled()


def test_it_takes_the_place_of_the_catalog_and_digits_go_into_it(view: SaleView) -> None:
    cash = CashView(view.icons)
    put_away, before = QSignalSpy(view.panel_closed), button(view, "charge_button").geometry()
    view.show_area(cash, cash.field)
    view.show_screen(SALE)
    QApplication.processEvents()
    assert not field(view, "search_edit").isVisible()
    assert button(view, "charge_button").geometry() == before
    type_outside(view, "20")
    assert cash.field.text() == "20"
    QTest.keyClick(cash.field, Qt.Key.Key_Escape)
    assert put_away.count() == 1
    view.show_area(None)
    view.show_screen(SALE)
    assert field(view, "search_edit").isVisible()
    type_outside(view, "7")
    assert field(view, "amount_edit").text() == "7"


def test_a_charge_that_lives_is_shown_before_everything_else(view: SaleView) -> None:
    cash = CashView(view.icons)
    view.show_area(cash, cash.field)
    view.show_screen(charging(PANEL))
    assert view.findChild(QWidget, "status_panel").isVisible()
    assert not cash.isVisible()


def test_the_change_stands_above_the_catalog_until_it_is_over(view: SaleView) -> None:
    assert view.findChild(QLabel, "change_label") is None
    view.show_screen(replace(SALE, change=Change("$ 165,50", "165.50", "Vuelto", "Efectivo.")))
    shown = view.findChild(QLabel, "change_label")
    assert (shown.text(), shown.property("amount")) == ("$ 165,50", "165.50")
    assert shown.isVisible()
    assert field(view, "search_edit").isVisible()
    view.show_screen(SALE)
    assert not shown.isVisible()
