"""Ties the drawn terminal to whoever plays it: the wiring gives that as plain functions."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from pos_app.ui.shared.language import Words
from pos_app.ui.virtual_terminal.screen import DeviceScreen, Key
from pos_app.ui.virtual_terminal.view import VirtualTerminalView

GAP = 12  # pixels between the two windows
_LOOK = 200  # milliseconds: the simulated world moves when somebody looks


class VirtualTerminalPresenter:
    """`devices` says what every terminal shows now; `press` presses a key of one.

    A key that has stopped to work by the time it is pressed does nothing: `press` may not raise.
    """

    def __init__(
        self,
        devices: Callable[[], tuple[DeviceScreen, ...]],
        press: Callable[[str, Key], None],
        words: Words,
    ) -> None:
        self.view, self._devices, self._press = VirtualTerminalView(words), devices, press
        self._timer = QTimer(self.view)
        self._timer.setInterval(_LOOK)
        self._timer.timeout.connect(self._look)
        self.view.pressed.connect(self._pressed)
        self.view.closed.connect(self._timer.stop)

    def show_beside(self, window: QWidget) -> None:
        """Both in sight: the window gives way to the left, as far as the screen has room."""
        self._look()
        self._timer.start()
        self.view.show()
        room = window.screen().availableGeometry()
        width = min(window.width(), room.width() - self.view.width() - GAP)
        window.resize(max(width, window.minimumWidth()), window.height())
        free = room.width() - window.width() - self.view.width() - GAP
        window.move(room.left() + max(0, free // 2), window.y())
        last = room.x() + room.width() - self.view.frameSize().width()
        right = min(window.geometry().right() + GAP, last)
        self.view.move(right, window.y())

    def close(self) -> None:
        self.view.close()

    def _look(self) -> None:
        self.view.show_devices(self._devices())

    def _pressed(self, terminal_id: str, key: Key) -> None:
        self._press(terminal_id, key)
        self._look()
