"""The till as its command line opens it. Tells when it was painted, took a key, and could sell."""

# python -m benchmarks.processes.first_paint STARTED

import sys
import time

from PySide6.QtCore import SIGNAL, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit

from pos_app import app, front


class WatchedFront(front.Front):
    """The window as it is, and an eye on it."""

    def paint(self) -> None:
        self.eye = Eye(self)
        super().paint()
        self.eye.type()  # the worst moment: whatever comes next goes before it


class Eye(QObject):
    def __init__(self, shown: front.Front) -> None:
        super().__init__()
        self._window, self._typed = shown.window, False
        self._told: dict[str, float] = {}
        search = shown.window.findChild(QLineEdit, "search_edit")
        assert isinstance(search, QLineEdit)
        self._view, self._search = shown.view, search
        for each in (self._view, self._search):
            each.installEventFilter(self)
        search.textChanged.connect(self._take)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            if watched is self._view and "modules" not in self._told:
                self._told["modules"] = len(sys.modules)
                QTimer.singleShot(0, lambda: self._note("painted"))  # when all of it is drawn
            if watched is self._search and self._typed and "key" not in self._told:
                QTimer.singleShot(0, lambda: self._note("key"))
        return False

    def _note(self, what: str) -> None:
        self._told.setdefault(what, time.monotonic() - float(sys.argv[-1]))

    def type(self) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
            QApplication.postEvent(self._search, key)
        self._wait = QTimer(self)
        self._wait.timeout.connect(self._end)
        self._wait.start(10)

    def _take(self, text: str) -> None:
        self._typed = text == "a"

    def _end(self) -> None:
        """Whoever listens for the window's end has all that sells behind it."""
        if "key" in self._told and self._window.receivers(SIGNAL("closed()")):
            self._wait.stop()
            self._note("ready")
            print(str(self._told).replace("'", '"'), flush=True)
            self._window.close()


if __name__ == "__main__":
    front.Front = WatchedFront  # type: ignore[misc]  # the command line makes this one
    sys.exit(app.main([]))
