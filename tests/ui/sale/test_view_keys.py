"""The keyboard and the scanner at the sale page: a charge is asked for once, by a person (F17)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.sale.shown import End
from pos_app.ui.sale.view import SaleView
from pos_app.ui.sale_parts.cash import CashView
from pos_app.ui.shared.icons import icon
from pos_app.ui.window import TillWindow
from tests.ui.sale.screens import PANEL, SALE, charging
from tests.ui.sale.test_view import button, field, lines

ENTER = Qt.Key.Key_Return
CODE = "7790895000997"


class Hands:
    """Types on the page at a pace: the clock is moved, nobody waits."""

    def __init__(self) -> None:
        self.now = 100.0

    def clock(self) -> float:
        return self.now

    def type(self, text: str, gap: float) -> None:
        for letter in text:
            self.now += gap
            QTest.keyClicks(self.focus(), letter)

    def press(self, key: Qt.Key, gap: float = 1.0) -> None:
        self.now += gap
        QTest.keyClick(self.focus(), key)

    def scan(self, code: str = CODE, end: Qt.Key = ENTER) -> None:
        self.now += 1
        self.type(code, 0.012)
        self.press(end, 0.012)

    def hold(self, key: Qt.Key, times: int) -> None:
        """A key held down: it repeats by itself."""
        for at in range(times):
            kind, none = QEvent.Type.KeyPress, Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(self.focus(), QKeyEvent(kind, key, none, "\r", at > 0))

    def focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        return focus


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def view(qtbot: QtBot, hands: Hands) -> Iterator[SaleView]:
    window, page = TillWindow(), SaleView(hands.clock)
    qtbot.addWidget(window)
    window.show_page(page)
    window.show()
    page.take_icons(icon)
    page.show_screen(SALE)
    qtbot.waitActive(window)
    yield page
    window.close()


def test_fifty_clicks_charge_once(view: SaleView) -> None:  # F17
    charged, charge = QSignalSpy(view.charge_clicked), button(view, "charge_button")
    for _ in range(50):
        QTest.mouseClick(charge, Qt.MouseButton.LeftButton)
    assert charged.count() == 1
    assert not charge.isEnabled()
    view.show_screen(SALE)  # it was refused: the next screen offers it again
    assert charge.isEnabled()


@pytest.mark.parametrize("key", [ENTER, Qt.Key.Key_Space, Qt.Key.Key_F9])
def test_a_held_key_charges_once(view: SaleView, hands: Hands, key: Qt.Key) -> None:  # F17
    charged = QSignalSpy(view.charge_clicked)
    button(view, "charge_button").setFocus()
    hands.hold(key, 30)
    QTest.keyRelease(hands.focus(), key)
    assert charged.count() <= 1
    if key is not Qt.Key.Key_Space:
        assert charged.count() == 1


def test_a_held_f9_does_not_charge_again_when_the_next_screen_offers_it(
    view: SaleView, hands: Hands
) -> None:  # F17
    charged = QSignalSpy(view.charge_clicked)
    hands.hold(Qt.Key.Key_F9, 3)
    view.show_screen(SALE)
    none = Qt.KeyboardModifier.NoModifier
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_F9, none, "", True)
    QApplication.sendEvent(hands.focus(), held)
    assert charged.count() == 1


def test_after_charge_no_key_lands_on_another_money_button(view: SaleView, hands: Hands) -> None:
    dropped = QSignalSpy(view.new_sale_clicked)
    button(view, "charge_button").setFocus()
    hands.press(ENTER)
    hands.press(ENTER)
    hands.press(Qt.Key.Key_Space)
    assert dropped.count() == 0


@pytest.mark.parametrize("name", ["search_edit", "amount_edit"])
def test_enter_in_a_field_never_charges(view: SaleView, hands: Hands, name: str) -> None:  # F17
    charged = QSignalSpy(view.charge_clicked)
    field(view, name).setFocus()
    hands.type("12", 0.4)
    hands.press(ENTER)
    hands.press(ENTER)
    assert charged.count() == 0


@pytest.mark.parametrize("end", [ENTER, Qt.Key.Key_Enter, Qt.Key.Key_Tab])
@pytest.mark.parametrize(
    "name",
    ["charge_button", "new_sale_button", "sale_lines", "terminal_picker", "amount_edit"],
)
def test_a_scan_is_heard_wherever_the_focus_is_and_its_end_presses_nothing(
    view: SaleView, hands: Hands, name: str, end: Qt.Key
) -> None:  # F17
    scanned, charged = QSignalSpy(view.search_entered), QSignalSpy(view.charge_clicked)
    dropped, typed = QSignalSpy(view.new_sale_clicked), QSignalSpy(view.amount_typed)
    field(view, "amount_edit").setText("12")
    focus = view.findChild(QWidget, name)
    focus.setFocus()
    hands.scan(end=end)
    assert [scanned.count(), scanned.at(0)] == [1, [CODE]]
    assert [charged.count(), dropped.count(), typed.count()] == [0, 0, 0]
    assert field(view, "amount_edit").text() == "12"
    assert field(view, "search_edit").text() == ""
    hands.press(ENTER, 0.01)  # scanners that end with two keys
    assert [charged.count(), dropped.count(), typed.count()] == [0, 0, 0]


def test_a_scan_while_a_charge_lives_is_reported_and_presses_nothing(
    view: SaleView, hands: Hands
) -> None:
    view.show_screen(charging())
    scanned, cancelled = QSignalSpy(view.search_entered), QSignalSpy(view.cancel_clicked)
    button(view, "cancel_button").setFocus()
    hands.scan("ABC 123 4")
    assert scanned.at(0) == ["ABC 123 4"]
    assert cancelled.count() == 0


@pytest.mark.parametrize("name", ["received_edit", "confirm_cash_button", "exact_button"])
def test_a_scan_while_cash_is_typed_takes_no_cash_and_is_no_amount(
    view: SaleView, hands: Hands, name: str
) -> None:  # F17
    cash = CashView(view.icons)
    view.show_area(cash, cash.field)
    view.show_screen(SALE)
    cash.begin()
    scanned, confirmed = QSignalSpy(view.search_entered), QSignalSpy(cash.confirmed)
    hands.type("20", 0.4)
    cash.findChild(QWidget, name).setFocus()
    hands.scan()
    assert [scanned.count(), scanned.at(0)] == [1, [CODE]]
    assert confirmed.count() == 0
    assert cash.field.text() == "20"


def test_a_person_who_types_is_not_a_scanner(view: SaleView, hands: Hands) -> None:
    entered = QSignalSpy(view.search_entered)
    field(view, "search_edit").setFocus()
    hands.type("caf", 0.012)  # too short for a code
    hands.press(ENTER, 0.012)
    assert entered.at(0) == ["caf"]
    assert field(view, "search_edit").text() == "caf"
    field(view, "search_edit").clear()
    hands.now += 1
    hands.type("cafe", 0.15)
    hands.press(ENTER, 0.15)
    assert entered.at(1) == ["cafe"]
    assert field(view, "search_edit").hasFocus()


def test_an_amount_that_is_typed_fast_is_still_an_amount(view: SaleView, hands: Hands) -> None:
    typed, scanned = QSignalSpy(view.amount_typed), QSignalSpy(view.search_entered)
    field(view, "amount_edit").setFocus()
    hands.now += 1
    hands.scan("1834,50")
    assert typed.at(0) == ["1834,50"]
    assert scanned.count() == 0


@pytest.mark.parametrize("name", ["charge_button", "sale_lines", "terminal_picker"])
def test_digits_typed_outside_a_field_are_an_amount(
    view: SaleView, hands: Hands, name: str
) -> None:
    view.findChild(QWidget, name).setFocus()
    hands.type("125,5", 0.3)
    assert field(view, "amount_edit").text() == "125,5"
    assert field(view, "amount_edit").hasFocus()


def test_letters_typed_outside_a_field_are_a_search(view: SaleView, hands: Hands) -> None:
    searched = QSignalSpy(view.search_changed)
    lines(view).setFocus()
    hands.type("caf", 0.3)
    assert field(view, "search_edit").text() == "caf"
    assert searched.at(searched.count() - 1) == ["caf"]


def test_f2_goes_to_the_search_and_f9_charges(view: SaleView, hands: Hands) -> None:
    charged = QSignalSpy(view.charge_clicked)
    lines(view).setFocus()
    hands.press(Qt.Key.Key_F2)
    assert field(view, "search_edit").hasFocus()
    hands.press(Qt.Key.Key_F9)
    assert charged.count() == 1
    hands.press(Qt.Key.Key_F9)
    assert charged.count() == 1


def test_f1_shows_the_keys_and_escape_hides_them(view: SaleView, hands: Hands) -> None:
    hands.press(Qt.Key.Key_F1)
    shown = view.findChild(QWidget, "key_help")
    assert shown.isVisible()
    assert not shown.isModal()
    hands.press(Qt.Key.Key_Escape)
    assert not shown.isVisible()


def test_escape_clears_what_was_typed_and_never_cancels_a_payment(
    view: SaleView, hands: Hands
) -> None:
    field(view, "search_edit").setFocus()
    hands.type("caf", 0.3)
    hands.press(Qt.Key.Key_Escape)
    assert field(view, "search_edit").text() == ""
    view.show_screen(charging())
    cancelled, dismissed = QSignalSpy(view.cancel_clicked), QSignalSpy(view.notice_dismissed)
    button(view, "cancel_button").setFocus()
    for _ in range(5):
        hands.press(Qt.Key.Key_Escape)
    assert [cancelled.count(), dismissed.count()] == [0, 0]


def test_escape_f2_and_typing_ask_to_put_away_the_panel(view: SaleView, hands: Hands) -> None:
    closed = QSignalSpy(view.panel_closed)
    view.show_screen(replace(SALE, panel=replace(PANEL, end=End.FAILED)))
    lines(view).setFocus()
    for count, key in enumerate((Qt.Key.Key_Escape, Qt.Key.Key_F2, Qt.Key.Key_4), start=1):
        hands.press(key)
        assert closed.count() == count


def test_keys_and_clicks_say_that_somebody_is_at_the_till(view: SaleView, hands: Hands) -> None:
    touched = QSignalSpy(view.touched)
    hands.press(Qt.Key.Key_Shift)
    assert touched.count() == 1
    QTest.mouseClick(lines(view).viewport(), Qt.MouseButton.LeftButton)
    assert touched.count() >= 2
