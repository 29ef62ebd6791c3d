"""The keyboard of the page of cases: where it goes, and what no key may do."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest

from pos_app.ui.case_parts.scanning import ScanGuard
from pos_app.ui.cases.shown import Act
from pos_app.ui.cases.view import CasesView
from tests.ui.cases.examples import EXAMPLES, page
from tests.ui.cases.hands import asking, button, edit, focus, press


def test_tab_goes_through_the_page_as_it_is_read(view: CasesView) -> None:
    view.show_screen(page(EXAMPLES["lost"]))
    view.back.setFocus()
    order = [focus()]
    for _ in range(10):
        press(Qt.Key.Key_Tab)
        order.append(focus())
    assert order == [
        "case_back_button",
        "case_details_button",
        "cases_list",
        "answer_amount_button",
        "answer_approved_button",
        "answer_idle_button",
        "case_check_again_button",
        "case_attest_button",
        "case_take_up_button",
        "case_pay_cash_button",
        "case_back_button",
    ]


def test_tab_goes_through_a_form_as_it_is_filled(view: CasesView) -> None:
    view.show_screen(asking(Act.ATTEST, "lost", "Sol", "x"))
    order = [focus()]
    for _ in range(6):
        press(Qt.Key.Key_Tab)
        order.append(focus())
    assert order == [
        "supervisor_edit",
        "reason_edit",
        "reason_0_button",
        "reason_1_button",
        "reason_2_button",
        "confirm_button",
        "case_back_button",
    ]


def test_enter_presses_only_the_button_that_has_the_focus(view: CasesView) -> None:
    confirmed = QSignalSpy(view.confirmed)
    view.show_screen(asking(Act.ATTEST, "lost", "Sol", "x"))
    for name in ("supervisor_edit", "reason_edit"):
        QTest.keyClick(edit(view, name), Qt.Key.Key_Return)
    assert confirmed.count() == 0
    button(view, "confirm_button").setFocus()
    QTest.keyClick(button(view, "confirm_button"), Qt.Key.Key_Return)
    assert confirmed.count() == 1


def test_a_case_that_turns_into_another_takes_the_keyboard_to_the_list(view: CasesView) -> None:
    view.show_screen(page(EXAMPLES["approved there"]))
    button(view, "next_step_button").setFocus()
    view.show_screen(page(EXAMPLES["approved there"]))
    assert focus() == "next_step_button", "nothing changed"
    view.show_screen(page(EXAMPLES["late"]))
    assert focus() == "cases_list"
    button(view, "next_step_button").setFocus()
    view.show_screen(page(EXAMPLES["unpaid"]))
    assert focus() == "cases_list"


def test_a_form_that_closes_takes_the_keyboard_to_the_list(view: CasesView) -> None:
    view.show_screen(asking(Act.APPLY, "late", "Sol", "x"))
    view.show_screen(page(EXAMPLES["late"]))
    assert focus() == "cases_list"


class Stopwatch:
    """Seconds, as told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.005  # a scanner's pace
        return self.now


def test_the_enter_of_a_scanner_reaches_no_button(view: CasesView) -> None:  # F17
    view.hide()  # its own guard sleeps: this one has a clock of ours
    guard = ScanGuard(view, Stopwatch())
    view.show()
    view._guard.listen(False)
    guard.listen(True)
    confirmed = QSignalSpy(view.confirmed)
    view.show_screen(asking(Act.ATTEST, "lost", "Sol", "x"))
    confirm = button(view, "confirm_button")
    confirm.setFocus()
    QTest.keyClicks(confirm, "7790123456789")
    QTest.keyClick(confirm, Qt.Key.Key_Return)
    QTest.keyClick(confirm, Qt.Key.Key_Tab)  # some end with two keys
    assert confirmed.count() == 0
    assert focus() == "confirm_button"
    guard.listen(False)
