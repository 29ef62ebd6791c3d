"""Hands on the page of cases."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
)

from pos_app.ui.cases.shown import Act, CasesScreen, Form
from pos_app.ui.cases.view import CasesView
from tests.ui.cases.examples import EXAMPLES, page


def button(view: CasesView, name: str) -> QPushButton:
    found = view.findChild(QPushButton, name)
    assert found is not None, name
    return found


def edit(view: CasesView, name: str) -> QLineEdit:
    found = view.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def asking(act: Act, name: str, who: str = "", why: str = "", target: str = "") -> CasesScreen:
    return page(EXAMPLES[name], form=Form(act, target, who, why))


def focus() -> str:
    here = QApplication.focusWidget()
    return here.objectName() if here else ""


def press(key: Qt.Key) -> None:
    """On whatever has the keyboard."""
    here = QApplication.focusWidget()
    assert here is not None
    QTest.keyClick(here, key)
