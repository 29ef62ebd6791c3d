"""A heart that beats in a window's thread: how long each beat had to wait."""

# python -m benchmarks.processes.heart STARTED

import json
import math
import signal
import time

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimerEvent

BEAT = 5  # milliseconds


class Heart(QObject):
    """Units: milliseconds from one turn of the loop to the next."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.last = time.monotonic()
        self._timer = self.startTimer(BEAT, Qt.TimerType.PreciseTimer)

    def rest(self) -> None:
        self.killTimer(self._timer)
        self.last = math.inf

    def timerEvent(self, event: QTimerEvent) -> None:
        now = time.monotonic()
        self.gaps.append(1000 * (now - self.last))
        self.last = now


if __name__ == "__main__":
    app, heart = QCoreApplication(["bare"]), Heart()
    signal.signal(signal.SIGTERM, lambda *_: app.quit())  # taken at the next beat
    app.exec()
    print(json.dumps(heart.gaps))
