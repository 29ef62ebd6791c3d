"""The page of the terminals: what it shows and reports."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.state import News, Notice, TillState
from pos_app.ui.charge.messages import Moment
from pos_app.ui.shared.fonts import load_fonts
from pos_app.ui.shared.icons import icon
from pos_app.ui.shared.language import CATALOGUES
from pos_app.ui.shared.theme import LIGHT, apply
from pos_app.ui.terminals.screen import render
from pos_app.ui.terminals.view import TerminalsView
from tests.domain.charge.making import INTENTS, T0
from tests.ui.charge.moments import AT, PLUS, PRO_2, READY, SMART, SPOKEN
from tests.ui.sale.test_aside import case, of_sale

HELD = of_sale(118, AT[Moment.UNKNOWN])
STATE = replace(
    READY,
    training=True,
    terminals=(Terminal(SMART, Mode.PDV), Terminal(PLUS, Mode.PDV), Terminal(PRO_2)),
    held={SMART: HELD},
    cases=(case(HELD),),
    maybe_held={PLUS: of_sale(117, AT[Moment.GONE], PLUS)},
)


def shown(view: TerminalsView, state: TillState = STATE, locale: str = "en_US") -> None:
    view.show_screen(render(state, INTENTS, T0 + 42_000, SPOKEN[locale]))
    QApplication.processEvents()


class Clock:
    now = 100.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def view(qtbot: QtBot, clock: Clock, qapp: QApplication) -> Iterator[TerminalsView]:
    style, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    apply(qapp, LIGHT, load_fonts())
    page = TerminalsView(icon, lambda: clock.now)
    qtbot.addWidget(page)
    page.resize(QSize(1024, 768))
    shown(page)
    page.show()
    qtbot.waitActive(page)
    yield page
    page.close()
    qapp.setStyleSheet(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


def cards(view: TerminalsView) -> dict[str, QWidget]:
    found = view.findChildren(QWidget, "terminal_card")
    return {str(card.property("terminal")): card for card in found if card.isVisible()}


def press(view: TerminalsView, terminal: str, name: str) -> None:
    button = cards(view)[terminal].findChild(QAbstractButton, name)
    assert button.isVisible()
    assert button.isEnabled()
    button.click()


def test_there_is_a_card_for_each_terminal_and_none_for_one_that_is_gone(
    view: TerminalsView,
) -> None:
    assert list(cards(view)) == [SMART, PLUS, PRO_2]
    shown(view, replace(STATE, terminals=STATE.terminals[1:]))
    assert list(cards(view)) == [PLUS, PRO_2]
    shown(view)
    assert sorted(cards(view)) == sorted([SMART, PLUS, PRO_2])


def test_what_is_pressed_names_its_terminal(view: TerminalsView) -> None:
    opened, chosen = QSignalSpy(view.opened), QSignalSpy(view.chosen)
    switched = QSignalSpy(view.switched)
    press(view, SMART, "open_charge_button")
    press(view, PLUS, "use_terminal_button")
    press(view, PRO_2, "switch_terminal_button")
    assert [opened.at(0), chosen.at(0), switched.at(0)] == [[SMART], [PLUS], [PRO_2]]


@pytest.mark.parametrize("way", ["button", "escape"])
def test_one_step_back(view: TerminalsView, way: str) -> None:
    back, button = QSignalSpy(view.back_clicked), view.findChild(QWidget, "terminals_back_button")
    assert isinstance(button, QAbstractButton)
    button.click() if way == "button" else QTest.keyClick(button, Qt.Key.Key_Escape)
    assert back.count() == 1


def test_a_scan_is_heard_and_its_enter_presses_nothing(view: TerminalsView, clock: Clock) -> None:
    scanned, opened = QSignalSpy(view.scanned), QSignalSpy(view.opened)  # F17
    button = cards(view)[SMART].findChild(QAbstractButton, "open_charge_button")
    button.setFocus()
    for letter in "7790895000997":
        clock.now += 0.012
        QTest.keyClicks(button, letter)
    clock.now += 0.012
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert scanned.at(0) == ["7790895000997"]
    assert opened.count() == 0


@pytest.mark.parametrize("locale", CATALOGUES)
def test_no_word_is_cut_on_the_smallest_screen(view: TerminalsView, locale: str) -> None:
    shown(view, STATE, locale)
    QApplication.processEvents()
    for label in view.findChildren(QLabel):
        if label.isVisible() and label.wordWrap():
            assert label.height() >= label.heightForWidth(label.width()), label.text()
    assert view.size() == QSize(1024, 768)
    for button in view.findChildren(QAbstractButton):
        if button.isVisible() and button.objectName()[:3] != "qt_":
            assert min(button.width(), button.height()) >= 44, button.objectName()
            assert button.accessibleIdentifier() == button.objectName()


def test_what_became_of_a_switch_is_told_on_this_page_too(view: TerminalsView) -> None:  # F21
    dismissed = QSignalSpy(view.notice_dismissed)
    shown(view, replace(STATE, notice=Notice(News.TERMINAL_SWITCHED, "Point Smart 7733")))
    label = view.findChild(QLabel, "terminals_notice_label")
    assert label.isVisible()
    assert label.text().startswith("Point Smart 7733 is in PDV mode now.")
    button = view.findChild(QAbstractButton, "terminals_dismiss_button")
    button.click()
    assert dismissed.count() == 1
    shown(view)
    assert not label.isVisible()


def test_the_seconds_of_a_charge_are_shown(view: TerminalsView) -> None:
    label = cards(view)[SMART].findChild(QLabel, "held_for_label")
    assert label.text() == "0:42"
    view.show_screen(render(STATE, INTENTS, T0 + 43_000, SPOKEN["en_US"]))
    assert label.text() == "0:43"
