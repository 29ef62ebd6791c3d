"""The page before it can sell: as first painted, and where the book is damaged."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLabel, QPushButton

from pos_app.domain.site import SITES, Site
from pos_app.gateway.capability import INTENTS
from pos_app.services.state import TillState
from pos_app.ui.sale.opening import opening_screen
from pos_app.ui.sale.restoring import Stage, moment, offer
from pos_app.ui.sale.screen import render
from pos_app.ui.sale.shown import SaleScreen
from pos_app.ui.sale.view import SaleView
from pos_app.ui.shared.language import CATALOGUES, speak

STOPPED = SaleScreen(stopped="The till's book is damaged.")
ENGLISH = speak("en_US")


@pytest.mark.parametrize("locale", CATALOGUES)
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_the_first_paint_says_what_a_till_that_has_just_begun_says(
    locale: str, training: bool, site: Site
) -> None:
    words, name = speak(locale), "CAJA\u202e01"
    state = TillState(name, training=training, site=site)
    shown = opening_screen(name, site.currency, training, words)
    assert shown == render(state, INTENTS, 0, words)


def at(*when: int) -> int:
    return int(time.mktime((*when, 0, 0, 0, -1))) * 1000


@pytest.mark.parametrize("locale", CATALOGUES)
def test_the_step_names_the_time_of_the_copy_and_the_day_where_it_is_another(locale: str) -> None:
    words = speak(locale)
    now = at(2026, 11, 22, 12, 0)
    assert moment(at(2026, 11, 22, 10, 41), now, words) == "10:41"
    other = "Nov 21 10:41" if locale == "en_US" else "21/11 10:41"
    when = moment(at(2026, 11, 21, 10, 41), now, words)
    assert when == other
    assert other in offer(STOPPED, Stage.FOUND, when, words).restore.text


def test_each_stage_has_its_words_and_only_an_offer_can_be_pressed() -> None:
    assert offer(STOPPED, Stage.NO_WAY, "", ENGLISH) == STOPPED
    offered = {stage: offer(STOPPED, stage, "10:41", ENGLISH) for stage in list(Stage)[1:]}
    assert len({screen.stopped_note for screen in offered.values()}) == len(offered)
    pressed = {stage for stage, screen in offered.items() if screen.restore.enabled}
    assert pressed == {Stage.FOUND, Stage.NOTHING}
    assert not offered[Stage.LOOKING].restore.visible
    assert offered[Stage.FOUND].restore.text == "Restore the copy of 10:41"
    assert offer(STOPPED, Stage.NOTHING, "", ENGLISH).restore.text == "Begin a new book"


def test_the_step_is_pressed_on_the_page_and_no_scanner_presses_it(view: SaleView) -> None:
    view.show_screen(STOPPED)
    button = view.findChild(QPushButton, "restore_button")
    assert isinstance(button, QPushButton)
    assert not button.isVisible()
    view.show_screen(offer(STOPPED, Stage.FOUND, "10:41", ENGLISH))
    note = view.findChild(QLabel, "stopped_note_label")
    assert isinstance(note, QLabel)
    assert note.isVisible()
    assert note.text().startswith("Sales after it are not in the copy")
    pressed = QSignalSpy(view.restore_clicked)
    button.setFocus()
    QTest.keyClicks(button, "7790001000019")
    QTest.keyClick(button, Qt.Key.Key_Return)
    assert pressed.count() == 0
    button.click()
    assert pressed.count() == 1
    view.show_screen(replace(STOPPED, stopped=""))
    assert not button.isVisible()
