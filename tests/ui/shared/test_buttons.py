"""What is pressed, and what presses it: once, and only with the focus."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.shared.buttons import Chip, DangerButton, Picker, PrimaryButton, SecondaryButton
from pos_app.ui.shared.colours import LIGHT, Tone
from pos_app.ui.shared.icons import icon
from pos_app.ui.shared.theme import SIZES

KINDS = pytest.mark.parametrize("kind", [PrimaryButton, SecondaryButton, DangerButton, Chip])
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
Kind = type[QPushButton]


def pixel(widget: QWidget, x: int, y: int) -> str:
    return widget.grab().toImage().pixelColor(x, y).name()


@KINDS
def test_a_button_is_pressed_by_its_keys_while_it_has_the_focus(
    dressed: QApplication, qtbot: QtBot, kind: Kind
) -> None:
    page, pressed = QWidget(), list[bool]()
    qtbot.addWidget(page)
    column, button, other = QVBoxLayout(page), kind("Cobrar"), kind("Otro")
    column.addWidget(button)
    column.addWidget(other)
    button.clicked.connect(lambda: pressed.append(True))
    with qtbot.waitActive(page):
        page.show()
    button.setFocus()
    for key in ENTERS:
        QTest.keyClick(button, key)
    assert len(pressed) == len(ENTERS)
    other.setFocus()
    for key in ENTERS:
        QTest.keyClick(page, key)
    button.setFocus()
    button.setEnabled(False)
    for key in ENTERS:
        QTest.keyClick(button, key)
    assert len(pressed) == len(ENTERS)


@KINDS
def test_a_key_that_is_held_presses_once(dressed: QApplication, qtbot: QtBot, kind: Kind) -> None:
    button, pressed = kind("Cobrar"), list[bool]()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: pressed.append(True))
    none = Qt.KeyboardModifier.NoModifier
    for held in (False, True, True, True):
        down = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", held)
        QApplication.sendEvent(button, down)
    assert len(pressed) == 1
    assert not button.autoRepeat()


@KINDS
def test_a_dialog_lends_enter_to_no_button(dressed: QApplication, qtbot: QtBot, kind: Kind) -> None:
    dialog, pressed = QDialog(), list[bool]()
    qtbot.addWidget(dialog)
    button = kind("Devolver")
    QVBoxLayout(dialog).addWidget(button)
    button.clicked.connect(lambda: pressed.append(True))
    with qtbot.waitActive(dialog):
        dialog.show()
    dialog.setFocus()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert not pressed


@KINDS
def test_a_button_is_large_enough_for_a_finger(qtbot: QtBot, kind: Kind) -> None:
    button = kind("x")
    qtbot.addWidget(button)
    least = SIZES.primary if kind is PrimaryButton else SIZES.target
    assert button.minimumWidth() >= SIZES.target
    assert button.minimumHeight() >= least


@KINDS
def test_the_focus_is_a_ring_around_the_button(
    dressed: QApplication, qtbot: QtBot, kind: Kind
) -> None:
    button = kind("Cobrar $ 1.834,50")
    qtbot.addWidget(button)
    with qtbot.waitActive(button):
        button.show()
    middle = button.height() // 2
    button.clearFocus()
    assert pixel(button, 1, middle) != LIGHT.focus
    button.setFocus()
    assert pixel(button, 1, middle) == LIGHT.focus
    assert pixel(button, 3, middle) == LIGHT.surface  # the second colour of the ring


def test_a_name_that_is_too_long_stays_inside_its_button(
    dressed: QApplication, qtbot: QtBot
) -> None:
    button = PrimaryButton(
        "Cobrar $ 1.834.567,89 · Terminal del mostrador de la entrada", icon("x")
    )
    qtbot.addWidget(button)
    button.resize(348, 72)
    image = button.grab().toImage()
    for x in (*range(4, 11), *range(338, 344)):
        column = {image.pixelColor(x, y).name() for y in range(12, 60)}
        assert column == {LIGHT.accent}, x


def test_a_button_that_cannot_be_pressed_looks_so(dressed: QApplication, qtbot: QtBot) -> None:
    button = PrimaryButton("Cobrar")
    qtbot.addWidget(button)
    button.resize(200, 72)
    assert pixel(button, 30, 8) == LIGHT.accent
    button.setEnabled(False)
    assert pixel(button, 30, 8) == LIGHT.raised


def test_a_button_looks_pressed_while_it_is(dressed: QApplication, qtbot: QtBot) -> None:
    button = SecondaryButton("Otra vez")
    qtbot.addWidget(button)
    before = pixel(button, 20, 6)
    button.setDown(True)
    assert pixel(button, 20, 6) != before


def test_a_chip_takes_the_colours_of_its_tone(dressed: QApplication, qtbot: QtBot) -> None:
    chip = Chip("2 sin aclarar", Tone.SET_ASIDE)
    qtbot.addWidget(chip)
    assert pixel(chip, 20, 6) == LIGHT.tones[Tone.SET_ASIDE].fill
    chip.show_tone(Tone.ON_TERMINAL)
    assert pixel(chip, 20, 6) == LIGHT.tones[Tone.ON_TERMINAL].fill


def test_a_picker_shows_what_was_chosen_and_its_focus(dressed: QApplication, qtbot: QtBot) -> None:
    picker = Picker()
    qtbot.addWidget(picker)
    picker.addItems(["Caja 1 · Point Smart ··4821", "<b>Caja 2</b>"])
    picker.resize(300, 48)
    with qtbot.waitActive(picker):
        picker.show()
    one = picker.grab().toImage()
    picker.setCurrentIndex(1)
    assert picker.grab().toImage() != one
    picker.setFocus()
    assert pixel(picker, 1, 24) == LIGHT.focus
    assert picker.minimumHeight() == SIZES.field
