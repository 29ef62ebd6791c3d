"""A thousand states shown on each page: nothing piles up (F58)."""

import gc
import os
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.cases.view import CasesView
from pos_app.ui.sale.view import SaleView
from pos_app.ui.shared.icons import icon
from pos_app.ui.terminals.screen import render
from pos_app.ui.terminals.view import TerminalsView
from pos_app.ui.window import TillWindow
from tests.domain.charge.making import INTENTS, T0
from tests.ui.cases.examples import EXAMPLES, page
from tests.ui.charge.moments import AT, PLUS, READY, SMART, SPOKEN
from tests.ui.sale.screens import SALE, row

STATES = int(os.environ.get("STATES_SHOWN", "1000"))
Show = Callable[[int], None]


def sale_page() -> tuple[QWidget, Show]:
    view = SaleView()
    view.take_icons(icon)
    screens = [
        replace(SALE, lines=tuple(row(at, 1 + number % 3) for at in range(number % 7)))
        for number in range(21)
    ]
    return view, lambda number: view.show_screen(screens[number % len(screens)])


def cases_page() -> tuple[QWidget, Show]:
    view = CasesView()
    screens = [page(example) for example in EXAMPLES.values()]
    return view, lambda number: view.show_screen(screens[number % len(screens)])


def terminals_page() -> tuple[QWidget, Show]:
    view = TerminalsView(icon)
    attempts = list(AT.values())
    states = [replace(READY, held={[SMART, PLUS][n % 2]: a}) for n, a in enumerate(attempts)]
    screens = [render(state, INTENTS, T0 + 42_000, SPOKEN["en_US"]) for state in states]
    return view, lambda number: view.show_screen(screens[number % len(screens)])


def held(window: QWidget) -> tuple[int, int, int]:
    """Widgets and objects of the window, and timers among them."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
    objects = window.findChildren(QObject)
    return len(window.findChildren(QWidget)), len(objects), len(window.findChildren(QTimer))


@pytest.mark.timeout(120 + STATES // 10)
@pytest.mark.parametrize("make", [sale_page, cases_page, terminals_page])
def test_a_page_holds_no_more_after_a_thousand_states_than_after_a_hundred(
    qtbot: QtBot, make: Callable[[], tuple[QWidget, Show]]
) -> None:
    """STATES_SHOWN makes it longer."""
    window = TillWindow()
    qtbot.addWidget(window)
    view, show = make()
    window.show_page(view)
    show(0)
    window.show()
    for number in range(STATES // 10):
        show(number)
    show(0)
    before = held(window)
    for number in range(STATES):
        show(number)
        if number % 100 == 0:
            QApplication.processEvents()
    show(0)
    after = held(window)
    assert all(now <= was for now, was in zip(after, before, strict=True)), (before, after)
