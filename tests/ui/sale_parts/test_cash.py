"""The area for cash: what it shows and reports."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.money import Money
from pos_app.ui.sale.cash import cash_screen
from pos_app.ui.sale_parts.cash import CashView
from pos_app.ui.sale_parts.icons_later import Icons
from tests.ui.charge.looking import EN
from tests.ui.sale.test_view import button, words

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
