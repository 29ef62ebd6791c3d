"""The page of cases: what it draws, and what it reports."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QWidget,
)

from pos_app.domain.charge.facts import Seen
from pos_app.ui.cases.shown import Act
from pos_app.ui.cases.view import CasesView
from tests.ui.cases.examples import ASIDE, EXAMPLES, FOUND, NAME, every, page
from tests.ui.cases.hands import asking, button, edit, focus, press

MARKUP = '<img src="file:///etc/passwd"> <b>x</b> &amp; <a href="http://a">a</a>'


# What is pressed.


def test_each_answer_is_a_button_that_tells_what_was_seen_once(view: CasesView) -> None:
    for seen in Seen:
        view.show_screen(page(EXAMPLES["lost"]))
        spy = QSignalSpy(view.answered)
        pressed = button(view, f"answer_{seen.value}_button")
        pressed.click()
        pressed.click()  # it is off until the next screen says otherwise (F17)
        assert [spy.at(n)[0] for n in range(spy.count())] == [seen]


def test_an_idle_terminal_cannot_be_told_before_its_time(view: CasesView) -> None:
    view.show_screen(page(EXAMPLES["lost, just now"]))
    spy = QSignalSpy(view.answered)
    idle = button(view, "answer_idle_button")
    QTest.mouseClick(idle, Qt.MouseButton.LeftButton)
    assert spy.count() == 0
    assert idle.accessibleDescription() == "in 23 s"
    assert button(view, "answer_amount_button").isEnabled()


def test_the_next_step_and_the_rarer_acts_report_what_is_meant(view: CasesView) -> None:
    view.show_screen(page(EXAMPLES["money for a sale"]))
    spy = QSignalSpy(view.act_chosen)
    for name in ("next_step_button", "case_make_sale_button", "case_give_back_button"):
        button(view, name).click()
    told = [(spy.at(n)[0], spy.at(n)[1]) for n in range(spy.count())]
    assert told == [(Act.ADOPT, ASIDE.id), (Act.MAKE_SALE, ""), (Act.GIVE_BACK, "")]


def test_a_case_is_chosen_by_a_press_and_by_the_arrows(view: CasesView) -> None:
    view.show_screen(page(EXAMPLES["lost, and money of that amount"]))
    spy, rows = QSignalSpy(view.case_chosen), view.findChild(QListView, "cases_list")
    assert rows is not None
    assert spy.count() == 0, "what is shown from outside is nobody's choice"
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Up)
    assert spy.at(0)[0] == FOUND.name
    QTest.mouseClick(
        rows.viewport(),
        Qt.MouseButton.LeftButton,
        pos=rows.visualRect(rows.model().index(1, 0)).center(),
    )
    assert spy.at(1)[0] == NAME


def test_esc_closes_what_is_open_and_then_goes_back(view: CasesView) -> None:
    back, closed = QSignalSpy(view.back_clicked), QSignalSpy(view.form_closed)
    view.show_screen(asking(Act.ATTEST, "lost"))
    QTest.keyClick(edit(view, "supervisor_edit"), Qt.Key.Key_Escape)
    assert (closed.count(), back.count()) == (1, 0)
    view.show_screen(page(EXAMPLES["lost"]))
    button(view, "case_details_button").click()
    view.list.setFocus()
    press(Qt.Key.Key_Escape)
    assert not view.case.details.unfolded
    assert back.count() == 0
    press(Qt.Key.Key_Escape)
    press(Qt.Key.Key_F7)
    button(view, "case_back_button").click()
    assert back.count() == 3


# The form.


def test_a_name_and_a_reason_are_typed_or_chosen_and_then_confirmed(view: CasesView) -> None:
    changed, confirmed = QSignalSpy(view.form_changed), QSignalSpy(view.confirmed)
    view.show_screen(asking(Act.ATTEST, "lost"))
    assert focus() == "supervisor_edit"
    QTest.keyClicks(edit(view, "supervisor_edit"), "Sol")
    button(view, "reason_0_button").click()
    assert changed.at(changed.count() - 1) == ["Sol", "The terminal printed the slip", ""]
    assert focus() == "reason_edit"
    confirm = button(view, "confirm_button")
    assert not confirm.isEnabled()
    view.show_screen(asking(Act.ATTEST, "lost", "Sol", "The terminal printed the slip"))
    assert edit(view, "supervisor_edit").text() == "Sol", "what is typed stays"
    confirm.click()
    confirm.click()
    assert confirmed.count() == 1
    assert focus() != "confirm_button"


def test_another_act_begins_with_empty_fields(view: CasesView) -> None:
    view.show_screen(asking(Act.APPLY, "late"))
    QTest.keyClicks(edit(view, "supervisor_edit"), "Sol")
    view.show_screen(asking(Act.APART, "late"))
    assert edit(view, "supervisor_edit").text() == ""
    QTest.keyClicks(edit(view, "reason_edit"), "why")
    view.show_screen(page(EXAMPLES["late"]))
    view.show_screen(asking(Act.APART, "late"))
    assert edit(view, "reason_edit").text() == ""


def test_cash_is_typed_or_taken_from_a_note(view: CasesView) -> None:
    changed = QSignalSpy(view.form_changed)
    view.show_screen(asking(Act.PAY_CASH, "unpaid", target=ASIDE.id))
    assert focus() == "case_received_edit"
    button(view, "case_note_button").click()
    assert changed.at(0) == ["", "", "$2,000.00"]
    assert not edit(view, "supervisor_edit").isVisible()


def test_while_a_form_is_open_nothing_else_of_the_case_can_be_pressed(view: CasesView) -> None:
    view.show_screen(asking(Act.ATTEST, "lost"))
    shown = {b.objectName() for b in view.case.findChildren(QPushButton) if b.isVisible()}
    assert shown == {
        "reason_0_button",
        "reason_1_button",
        "reason_2_button",
        "confirm_button",
        "close_form_button",
    }


# Words from elsewhere, and for who cannot see.


def test_names_and_reasons_are_never_markup(view: CasesView) -> None:  # S22
    screen = page(EXAMPLES["attested"])
    assert screen.chosen is not None
    chosen = replace(
        screen.chosen, headline=MARKUP, verdict=(MARKUP,), hint=MARKUP, details=((MARKUP, MARKUP),)
    )
    row = replace(screen.rows[0], title=MARKUP, where=MARKUP)
    view.show_screen(replace(screen, chosen=chosen, rows=(row,), notice=MARKUP, training=MARKUP))
    QApplication.processEvents()
    for label in view.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<img" in view.case.verdict.text()
    for widget in view.findChildren(QWidget):
        assert "<img" not in widget.toolTip()


def test_whatever_can_be_pressed_or_filled_has_its_names(view: CasesView) -> None:
    for screen in (screen for name in EXAMPLES for screen in every(name)):
        view.show_screen(screen)
        for kind in (QAbstractButton, QLineEdit, QListView):
            for widget in view.findChildren(kind):
                if not widget.isVisible() or widget.objectName()[:3] == "qt_":
                    continue
                assert widget.accessibleIdentifier() == widget.objectName() != ""
                reads = QAccessible.queryAccessibleInterface(widget)
                assert reads.text(QAccessible.Text.Name), widget.objectName()


def test_a_row_is_read_aloud_whole(view: CasesView) -> None:
    rows = view.findChild(QListView, "cases_list")
    assert rows is not None
    told = rows.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.startswith("Charged, or not?, $1,834.50, Sale 417 · Point Smart 7733, ")


def test_details_can_be_copied(view: CasesView) -> None:
    button(view, "case_details_button").click()
    button(view, "case_copy_button").click()
    assert NAME in QApplication.clipboard().text()


def test_the_page_tells_when_it_comes_into_sight_and_goes(view: CasesView) -> None:
    came, went = QSignalSpy(view.came), QSignalSpy(view.went)
    view.hide()
    view.show()
    assert (went.count(), came.count()) == (1, 1)
