"""The main window of the till."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.window import TillWindow


def window_of(qtbot: QtBot, *pages: QWidget) -> TillWindow:
    window = TillWindow()
    qtbot.addWidget(window)
    for page in pages:
        window.show_page(page)
    window.show()
    qtbot.waitActive(window)
    return window


def test_it_has_the_name_that_others_rely_on_and_fits_the_screen(qtbot: QtBot) -> None:
    window = window_of(qtbot, QWidget())
    assert window.objectName() == window.accessibleIdentifier() == "till_window"
    assert window.windowTitle() == window.accessibleName() != ""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    assert window.width() <= max(screen.width(), window.minimumWidth())
    assert window.minimumWidth() <= 1024
    assert window.minimumHeight() <= 768


def test_the_page_that_was_asked_for_is_in_front_and_none_is_added_twice(qtbot: QtBot) -> None:
    sale, history = QWidget(), QWidget()
    window = window_of(qtbot, sale, history)
    assert history.isVisible()
    window.show_page(sale)
    assert sale.isVisible()
    assert not history.isVisible()
    assert sale.parentWidget() is history.parentWidget()


def test_the_page_names_the_window(qtbot: QtBot) -> None:
    page = QWidget()
    window = window_of(qtbot, page)
    page.setWindowTitle("Caja 1")
    assert window.windowTitle() == window.accessibleName() == "Caja 1"


def test_it_says_that_it_was_closed(qtbot: QtBot) -> None:
    window = window_of(qtbot, QWidget())
    closed = QSignalSpy(window.closed)
    window.close()
    assert closed.count() == 1


def test_f11_fills_the_screen_and_gives_it_back(qtbot: QtBot) -> None:
    page = QLineEdit()
    window = window_of(qtbot, page)
    QTest.keyClick(page, Qt.Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(page, Qt.Key.Key_F11)
    assert not window.isFullScreen()
