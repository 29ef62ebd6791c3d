"""The main window: pages in a stack, full screen, and word that it was closed."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from pos_app.ui.naming import named

USUAL, LEAST = QSize(1366, 768), QSize(1000, 640)


class TillWindow(QMainWindow):
    """It asks nothing when it is closed: a charge that lives goes on when the till opens again."""

    closed = Signal()

    def __init__(self, title: str = "Till") -> None:
        super().__init__()
        named(self, "till_window")
        self.windowTitleChanged.connect(self.setAccessibleName)
        self.setWindowTitle(title)
        self._pages = QStackedWidget()
        self.setCentralWidget(self._pages)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.setMinimumSize(LEAST.boundedTo(screen.size()))
        self.resize(USUAL.boundedTo(screen.size()))
        self.move(screen.center() - self.rect().center())

    def show_page(self, page: QWidget) -> None:
        """Bring `page` to the front; it joins the others the first time, and names the window."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
            page.windowTitleChanged.connect(self._take_title)
        self._pages.setCurrentWidget(page)
        self._take_title()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_title(self) -> None:
        """Of the page in front; the others may go on changing theirs."""
        page = self._pages.currentWidget()
        if page is not None and page.windowTitle():
            self.setWindowTitle(page.windowTitle())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_F11:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
