"""No word of the page of cases is cut, in any language, on the screens that are promised."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea

from pos_app.ui.case_parts.answers import LEAST, AnswerButton
from pos_app.ui.cases.view import CasesView
from tests.ui.cases.examples import EXAMPLES, every, page
from tests.ui.charge.moments import SPOKEN

SIZES = [QSize(1024, 768), QSize(1366, 768)]


def cut(view: CasesView) -> list[str]:
    """What has less room than its words need, or has to be scrolled."""
    for _ in range(3):  # what wraps asks for room, and then has it
        QApplication.processEvents()
    found = [
        f"{label.objectName()}: {label.text()}"
        for label in view.findChildren(QLabel)
        if label.isVisible() and label.text()
        if label.height() < label.heightForWidth(label.width())
        or (
            not label.wordWrap()
            and label.fontMetrics().horizontalAdvance(label.text()) > label.width()
        )
    ]
    answers = [b for b in view.findChildren(AnswerButton) if b.isVisible()]
    found += [b.text() for b in answers if b.height() < b.heightForWidth(b.width())]
    for button in view.findChildren(QPushButton):
        if button.isVisible() and button.text() and not isinstance(button, AnswerButton):
            font = button.font()
            font.setPixelSize(min(16, font.pixelSize()))
            icon = 0 if button.icon().isNull() else 28
            words = QFontMetricsF(font).horizontalAdvance(button.text())
            if words > button.width() - 24 - icon:
                found.append(f"{button.objectName()}: {button.text()}")
    scroll = view.findChild(QScrollArea)
    assert scroll is not None
    if scroll.verticalScrollBar().maximum():
        found.append("it scrolls")
    return found


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size.width()))
@pytest.mark.parametrize("locale", SPOKEN)
def test_every_case_and_every_form_is_readable(view: CasesView, locale: str, size: QSize) -> None:
    view.window().resize(size)
    for name in EXAMPLES:
        for screen in every(name, locale):
            view.show_screen(screen)
            assert cut(view) == [], name
            assert view.window().size() == size


def test_trouble_on_top_of_trouble_scrolls_and_the_buttons_stay_in_sight(view: CasesView) -> None:
    screen = page(EXAMPLES["lost, and money of that amount"], training=True)
    assert screen.chosen is not None
    long = "A very long line that somebody has to read to the end before anything is done. " * 3
    screen = replace(screen, chosen=replace(screen.chosen, verdict=(long,) * 4), notice=long)
    view.show_screen(screen)
    assert cut(view) == ["it scrolls"]
    assert view.window().size() == SIZES[0]
    check = view.findChild(QPushButton, "case_check_again_button")
    assert check is not None
    assert view.rect().contains(view.mapFromGlobal(check.mapToGlobal(check.rect().bottomRight())))


def test_what_is_pressed_is_large_enough_for_a_finger(view: CasesView) -> None:
    for screen in (screen for name in EXAMPLES for screen in every(name, "pt_BR")):
        view.show_screen(screen)
        QApplication.processEvents()
        for each in view.findChildren(QPushButton):
            if each.isVisible():
                assert min(each.width(), each.height()) >= 44, each.objectName()
    assert view.findChild(QPushButton, "next_step_button").minimumHeight() == 72  # type: ignore[union-attr]  # it is there


def test_the_pictures_are_there_and_large_while_the_question_is_asked(view: CasesView) -> None:
    for name in ("lost", "lost, just now", "confirm, on another model", "no payment"):
        view.show_screen(page(EXAMPLES[name], training=True))
        heights = {b.height() for b in view.findChildren(AnswerButton)}
        assert len(heights) == 1
        assert heights.pop() >= 2 * LEAST, name
