"""The till in a process of its own, driven line by line: python -m tests.whole.child."""

import json
import sys
import threading
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget

from pos_app.app import main

W = TypeVar("W", bound=QWidget)
EVERY = 15  # milliseconds


class Driver(QObject):
    """Does what it reads, and says what is on the screen whenever that changes."""

    heard = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._told = ""
        self.heard.connect(self._do)
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(self._tell)
        self._timer.start()

    def listen(self) -> None:
        for line in sys.stdin:
            self.heard.emit(line.strip())

    def _do(self, line: str) -> None:
        act, _, what = line.partition(" ")
        if act == "add":
            _see(QLineEdit, "amount_edit").setText(what)
            _see(QAbstractButton, "add_amount_button").click()
        elif act == "choose":
            picker = _see(QComboBox, "terminal_picker")
            picker.setCurrentIndex(picker.findData(what))
        elif act == "click":
            _see(QAbstractButton, what).click()
        elif window := _window():
            window.close()

    def _tell(self) -> None:
        window = _window()
        if window is None:
            return
        labels = [label for label in window.findChildren(QLabel) if label.isVisible()]
        panel = window.findChild(QWidget, "status_panel")
        seen = panel is not None and panel.isVisible()
        shown = {
            "words": " | ".join(label.text() for label in labels),
            "status": panel.property("status") if panel is not None and seen else "",
            "outcome": panel.property("outcome") if panel is not None and seen else "",
            "terminals": _see(QComboBox, "terminal_picker").count(),
            "charge": _see(QAbstractButton, "charge_button").isEnabled(),
            "chip": _see(QWidget, "unresolved_chip").property("count"),
        }
        if (now := json.dumps(shown)) != self._told:
            self._told = now
            print(now, flush=True)


def _window() -> QWidget | None:
    named = (each for each in QApplication.topLevelWidgets() if each.objectName() == "till_window")
    return next(named, None)


def _see(kind: type[W], name: str) -> W:
    window = _window()
    found = window.findChild(kind, name) if window is not None else None
    assert found is not None, name
    return found


if __name__ == "__main__":
    application = QApplication(["pos-app"])
    driver = Driver()
    threading.Thread(target=driver.listen, daemon=True).start()
    sys.exit(main([]))
