"""The virtual terminal: what it shows, and which of its keys do something."""

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QAbstractButton, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.shared.language import CATALOGUES, speak
from pos_app.ui.virtual_terminal.presenter import VirtualTerminalPresenter
from pos_app.ui.virtual_terminal.screen import DeviceScreen, Face, Key
from pos_app.ui.virtual_terminal.view import VirtualTerminalView

SMART, PLUS = "PAX_A910__SMARTPOS7733", "INGENICO_MOVE2500__PLUS1234"
PAYING = DeviceScreen(
    SMART, Face.PRESENT_CARD, "$ 1.834,50", frozenset({Key.PAY, Key.DECLINE, Key.CANCEL})
)
WAITING = DeviceScreen(PLUS, Face.WAITING, "$ 950,00", frozenset({Key.GREEN, Key.UNPLUG}))
NAMES = {
    Key.GREEN: "green_key",
    Key.CANCEL: "red_key",
    Key.PAY: "pay_key",
    Key.DECLINE: "decline_key",
    Key.UNPLUG: "unplug_key",
    Key.PLUG_IN: "plug_in_key",
}


def shown(qtbot: QtBot, *devices: DeviceScreen, locale: str = "es_AR") -> VirtualTerminalView:
    view = VirtualTerminalView(speak(locale))
    qtbot.addWidget(view)
    view.show_devices(devices)
    view.show()
    return view


def key(view: QWidget, which: Key) -> QAbstractButton:
    found = view.findChild(QAbstractButton, NAMES[which])
    assert isinstance(found, QAbstractButton)
    return found


def test_only_the_keys_that_do_something_now_can_be_pressed(qtbot: QtBot) -> None:
    view = shown(qtbot, PAYING)
    assert {which for which in Key if key(view, which).isEnabled()} == PAYING.keys
    assert "$ 1.834,50" in view.findChild(QWidget, "device_screen").accessibleName()
    assert not view.findChild(QComboBox, "device_picker").isVisible()


def test_a_key_is_pressed_on_the_terminal_that_is_shown(qtbot: QtBot) -> None:
    view = shown(qtbot, PAYING, WAITING)
    pressed, picker = QSignalSpy(view.pressed), view.findChild(QComboBox, "device_picker")
    key(view, Key.PAY).click()
    picker.setCurrentIndex(picker.findData(PLUS))
    key(view, Key.PAY).click()  # dead there
    key(view, Key.GREEN).click()
    assert [pressed.at(at) for at in range(pressed.count())] == [
        [SMART, Key.PAY],
        [PLUS, Key.GREEN],
    ]


def test_the_terminal_that_was_picked_stays_when_what_they_show_changes(qtbot: QtBot) -> None:
    view = shown(qtbot, PAYING, WAITING)
    picker = view.findChild(QComboBox, "device_picker")
    picker.setCurrentIndex(1)
    view.show_devices((DeviceScreen(SMART, Face.IDLE), WAITING))
    assert picker.currentData() == PLUS


@pytest.mark.parametrize("locale", CATALOGUES)
@pytest.mark.parametrize("face", Face)
def test_every_face_has_words_in_every_language(qtbot: QtBot, face: Face, locale: str) -> None:
    view = shown(qtbot, DeviceScreen(SMART, face), locale=locale)
    assert view.findChild(QWidget, "device_screen").accessibleName()
    assert key(view, Key.PLUG_IN).isVisible() is (face is Face.OFF)
    assert not view.grab().isNull()


class Counter:
    """A shop's counter with one terminal on it, played by the test."""

    def __init__(self) -> None:
        self.device, self.pressed = WAITING, list[tuple[str, Key]]()

    def press(self, terminal_id: str, which: Key) -> None:
        self.pressed.append((terminal_id, which))
        self.device = DeviceScreen(PLUS, Face.PRESENT_CARD, "$ 950,00", frozenset({Key.PAY}))


def test_what_a_key_did_is_seen_at_once_and_the_rest_soon(qtbot: QtBot) -> None:
    counter = Counter()
    window = QWidget()
    qtbot.addWidget(window)
    presenter = VirtualTerminalPresenter(lambda: (counter.device,), counter.press, speak("es_AR"))
    qtbot.addWidget(presenter.view)
    presenter.show_beside(window)
    key(presenter.view, Key.GREEN).click()
    assert counter.pressed == [(PLUS, Key.GREEN)]
    assert key(presenter.view, Key.PAY).isEnabled()
    counter.device = DeviceScreen(PLUS, Face.APPROVED, "$ 950,00")
    qtbot.waitUntil(lambda: not key(presenter.view, Key.PAY).isEnabled())
    presenter.close()
    assert not presenter.view.isVisible()


def test_the_tills_window_and_the_terminal_are_both_in_sight(qtbot: QtBot) -> None:
    window, counter = QWidget(), Counter()
    qtbot.addWidget(window)
    window.resize(3000, 500)
    window.show()
    presenter = VirtualTerminalPresenter(lambda: (counter.device,), counter.press, speak("es_AR"))
    qtbot.addWidget(presenter.view)
    presenter.show_beside(window)
    assert not presenter.view.frameGeometry().intersects(window.frameGeometry())
    assert presenter.view.screen().availableGeometry().contains(presenter.view.geometry())
    presenter.close()
