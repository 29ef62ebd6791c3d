"""The ways on from doubt, as they are pressed: by a finger, or by their keys."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from pos_app.ui.sale.shown import Button, Change, End, Look
from pos_app.ui.sale.view import SaleView
from pos_app.ui.sale_parts.cash import CashView
from tests.ui.sale.screens import PANEL, SALE, charging
from tests.ui.sale.test_view import button, field, lines, words

UNCLEAR = replace(
    PANEL,
    look=Look.UNKNOWN,
    end=End.UNKNOWN,
    see_why=Button("Mirar la terminal", enabled=True),
    set_aside=Button("Apartar y seguir", enabled=True),
    cancel=Button("Cancelar cobro", visible=False),
)


def press(view: SaleView, key: Qt.Key) -> None:
    lines(view).setFocus()
    QTest.keyClick(lines(view), key)


def test_setting_aside_is_one_press_without_a_dialog(view: SaleView) -> None:
    view.show_screen(charging(UNCLEAR))
    aside = QSignalSpy(view.set_aside_clicked)
    for _ in range(3):
        button(view, "set_aside_button").click()
    assert aside.count() == 1
    assert not button(view, "set_aside_button").isEnabled()
    assert QApplication.activeModalWidget() is None
    view.show_screen(charging(UNCLEAR))
    press(view, Qt.Key.Key_F6)
    assert aside.count() == 2


def test_after_it_was_set_aside_the_next_product_can_be_typed(view: SaleView) -> None:
    view.show_screen(charging(UNCLEAR))
    button(view, "set_aside_button").setFocus()
    button(view, "set_aside_button").click()
    view.show_screen(replace(SALE, lines=()))
    assert field(view, "search_edit").hasFocus()


def test_what_was_searched_before_a_charge_does_not_mix_with_what_is_typed_after(
    view: SaleView,
) -> None:
    search = field(view, "search_edit")
    search.setText("1250.00")
    view.show_screen(charging(UNCLEAR))
    lines(view).setFocus()
    view.show_screen(replace(SALE, lines=()))
    QTest.keyClicks(search, "caf")
    assert search.text() == "caf"


def test_f6_sets_nothing_aside_that_a_finger_could_not(view: SaleView) -> None:
    aside = QSignalSpy(view.set_aside_clicked)
    press(view, Qt.Key.Key_F6)
    view.show_screen(charging())
    press(view, Qt.Key.Key_F6)
    unsaved = Button("Apartar y seguir", reason="El último resultado todavía no se guardó")
    view.show_screen(charging(replace(UNCLEAR, set_aside=unsaved)))
    press(view, Qt.Key.Key_F6)
    assert aside.count() == 0
    beside = button(view, "set_aside_button").parentWidget().findChildren(QLabel)
    assert [label.text() for label in beside] == [unsaved.reason]


def test_the_one_next_step_stands_out_while_it_is_unclear(view: SaleView) -> None:
    view.show_screen(charging(UNCLEAR))
    looked = QSignalSpy(view.see_why_clicked)
    look = button(view, "look_button")
    assert (look.height(), look.isVisible()) == (72, True)
    look.click()
    assert looked.count() == 1
    assert not button(view, "cancel_button").isVisible()


def test_the_chip_counts_what_is_unresolved_and_opens_it(view: SaleView) -> None:
    opened, chip = QSignalSpy(view.unresolved_clicked), button(view, "unresolved_chip")
    press(view, Qt.Key.Key_F7)
    assert (opened.count(), chip.isVisible()) == (0, False)
    view.show_screen(replace(SALE, unresolved=2, unresolved_text="Sin resolver: 2"))
    assert (chip.property("count"), chip.text()) == (2, "Sin resolver: 2")
    chip.click()
    press(view, Qt.Key.Key_F7)
    assert opened.count() == 2


def test_what_holds_the_terminal_is_one_press_away(view: SaleView) -> None:
    opened, blocker = QSignalSpy(view.blocker_clicked), button(view, "open_blocker_button")
    assert not blocker.isVisible()
    view.show_screen(replace(SALE, blocker=Button("Ver qué la ocupa", enabled=True)))
    blocker.click()
    assert opened.count() == 1


def test_the_terminals_are_one_press_away(view: SaleView) -> None:
    opened = QSignalSpy(view.terminals_clicked)
    button(view, "terminals_button").click()
    assert opened.count() == 1


def test_f8_opens_the_cash_and_a_sale_that_cannot_be_paid_so_has_none(view: SaleView) -> None:
    opened = QSignalSpy(view.cash_clicked)
    press(view, Qt.Key.Key_F8)
    view.show_screen(charging())
    press(view, Qt.Key.Key_F8)
    assert opened.count() == 1


@pytest.mark.parametrize("width", [1024, 1366])
def test_cash_stands_beside_charge_and_is_the_lesser_of_the_two(view: SaleView, width: int) -> None:
    view.window().resize(width, 768)
    QApplication.processEvents()
    charge, cash = button(view, "charge_button"), button(view, "cash_button")
    assert cash.height() == charge.height() == 72
    assert cash.width() == (160 if width > 1024 else 108)
    assert charge.width() > 1.7 * cash.width()
    assert cash.x() > charge.x()


def test_what_is_wrong_with_this_computer_stands_above_the_page(view: SaleView) -> None:  # F41
    assert view.findChild(QWidget, "alert_label") is None
    view.show_screen(replace(SALE, alert="El reloj está mal"))
    assert words(view, "alert_label") == "El reloj está mal"
    assert view.findChild(QLabel, "alert_label").isVisible()
    view.show_screen(SALE)
    assert not view.findChild(QLabel, "alert_label").isVisible()


def test_the_window_is_named_for_what_is_open(view: SaleView) -> None:  # F44
    view.show_screen(replace(SALE, window="Caja 1 · cobros abiertos: 1"))
    assert view.window().windowTitle() == "Caja 1 · cobros abiertos: 1"


def test_what_the_connection_means_is_never_cut(view: SaleView) -> None:
    view.window().resize(1024, 768)
    long = "No connection: the terminal can still take the payment"
    crowded = replace(SALE, unresolved=3, unresolved_text="Sin resolver: 3", connection=long)
    view.show_screen(replace(crowded, connected=False))
    QApplication.processEvents()
    label = view.findChild(QLabel, "connection_label")
    assert label.heightForWidth(label.width()) <= label.height()
    assert view.window().width() == 1024


def type_outside(view: SaleView, digits: str) -> None:
    view.findChild(QWidget, "sale_lines").setFocus()
    for digit in digits:
        QTest.keyClicks(QApplication.focusWidget(), digit)


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
