"""The floor of every Qt program: a window with one label. Tells when it was painted."""

# python -m benchmarks.processes.bare_window STARTED

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class Eye(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            modules = len(sys.modules)
            QTimer.singleShot(0, lambda: self.painted(modules))  # when all of it is drawn
        return False

    def painted(self, modules: int) -> None:
        at = time.monotonic() - float(sys.argv[-1])
        print(f'{{"painted": {at}, "modules": {modules}}}', flush=True)
        os._exit(0)


if __name__ == "__main__":
    app, eye = QApplication(["bare"]), Eye()
    window, label = QMainWindow(), QLabel("0.00")
    window.setCentralWidget(label)
    window.resize(1366, 768)
    label.installEventFilter(eye)
    window.show()
    app.exec()
