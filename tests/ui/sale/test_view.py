"""The sale page: what it shows, and what it reports."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QWidget,
)

from pos_app.ui.sale.shown import Button, End, Look, Tone
from pos_app.ui.sale.view import SaleView
from tests.ui.sale.screens import PANEL, PLUS, SALE, SMART, charging, row


def button(view: QWidget, name: str) -> QAbstractButton:
    found = view.findChild(QAbstractButton, name)
    assert isinstance(found, QAbstractButton), name
    return found


def field(view: QWidget, name: str) -> QLineEdit:
    found = view.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit), name
    return found


def words(view: QWidget, name: str) -> str:
    found = view.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found.text()


def lines(view: QWidget) -> QListView:
    found = view.findChild(QListView, "sale_lines")
    assert isinstance(found, QListView)
    return found


def test_the_sale_the_total_and_the_terminal_are_shown(view: SaleView) -> None:
    model, picker = lines(view).model(), view.findChild(QComboBox, "terminal_picker")
    assert [model.index(at, 0).data() for at in range(model.rowCount())] == ["Café 0", "Café 1"]
    assert view.findChild(QLabel, "total_label").property("amount") == "1834.50"
    assert picker.currentData() == SMART
    assert view.findChild(QWidget, "unresolved_chip").property("count") == 0
    assert not button(view, "history_button").isVisible()


def test_no_terminal_is_chosen_until_a_person_chose(view: SaleView) -> None:
    view.show_screen(replace(SALE, chosen=""))
    picker, chosen = view.findChild(QComboBox, "terminal_picker"), QSignalSpy(view.terminal_chosen)
    assert picker.currentIndex() == -1
    assert picker.placeholderText() == "Elige la terminal"
    picker.setCurrentIndex(picker.findData(PLUS))
    assert [chosen.at(0)[0], chosen.count()] == [PLUS, 1]
    view.show_screen(replace(SALE, chosen=PLUS))
    assert chosen.count() == 1  # what is shown is not reported as if it were chosen


@pytest.mark.parametrize("look", Look)
def test_the_panel_takes_the_place_of_the_catalog_and_the_cart_does_not_move(
    view: SaleView, look: Look
) -> None:
    button_before = button(view, "charge_button").geometry()
    assert view.findChild(QWidget, "status_panel") is None
    view.show_screen(charging(replace(PANEL, look=look)))
    QApplication.processEvents()
    panel = view.findChild(QWidget, "status_panel")
    assert panel.isVisible()
    assert panel.property("status") == "OPENED"
    assert panel.property("outcome") == "pending"
    assert panel.property("elapsed_seconds") == 12
    assert words(view, "headline_label") == PANEL.headline
    assert words(view, "hint_label") == PANEL.hint
    assert not field(view, "search_edit").isEnabled()
    assert not field(view, "amount_edit").isEnabled()
    assert button(view, "charge_button").geometry() == button_before
    view.show_screen(SALE)
    assert field(view, "search_edit").isVisible()
    assert not panel.isVisible()


def test_the_reason_stands_beside_a_cancel_that_cannot_be_pressed(view: SaleView) -> None:
    view.show_screen(charging(replace(PANEL, cancel=Button("Cancelar", reason="En la terminal"))))
    cancel = button(view, "cancel_button")
    assert not cancel.isEnabled()
    beside = [label.text() for label in cancel.parentWidget().findChildren(QLabel)]
    assert beside == ["En la terminal"]


def test_cancel_is_reported_once_until_the_next_screen(view: SaleView) -> None:
    view.show_screen(charging())
    cancelled = QSignalSpy(view.cancel_clicked)
    for _ in range(3):
        button(view, "cancel_button").click()
    assert cancelled.count() == 1
    view.show_screen(charging())
    assert button(view, "cancel_button").isEnabled()


def test_details_are_folded_until_asked_for_and_can_be_copied(view: SaleView) -> None:
    view.show_screen(charging())
    text = view.findChild(QWidget, "details_text")
    assert not text.isVisible()
    button(view, "details_button").click()
    assert text.isVisible()
    button(view, "copy_button").click()
    assert QApplication.clipboard().text() == "Referencia: till1-000118-1-8f2a9c"
    QTest.keyClick(button(view, "copy_button"), Qt.Key.Key_Escape)
    assert not text.isVisible()


def test_a_second_that_passes_changes_the_time_and_repaints_nothing_else(view: SaleView) -> None:
    still = replace(PANEL, look=Look.CANCELLED, end=End.FAILED)  # a turning arc repaints itself
    view.show_screen(charging(still))
    QTest.qWait(50)
    painted = Painted()
    QApplication.instance().installEventFilter(painted)
    view.show_screen(charging(replace(still, elapsed="0:13", elapsed_seconds=13)))
    QTest.qWait(50)
    QApplication.instance().removeEventFilter(painted)
    assert painted.names <= {"elapsed_label"} | painted.around(view, "elapsed_label")
    assert "elapsed_label" in painted.names
    assert view.findChild(QWidget, "status_panel").property("elapsed_seconds") == 13


class Painted(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget):
            self.names.add(watched.objectName() or type(watched).__name__)
        return False

    def around(self, view: QWidget, name: str) -> set[str]:
        """What lies beneath it must be painted too."""
        found, names = view.findChild(QWidget, name).parentWidget(), set[str]()
        while found is not None:
            names.add(found.objectName() or type(found).__name__)
            found = found.parentWidget()
        return names


def test_one_more_one_less_a_number_and_none_are_reported_of_the_chosen_line(
    view: SaleView,
) -> None:
    changed, removed = QSignalSpy(view.quantity_changed), QSignalSpy(view.line_removed)
    assert lines(view).currentIndex().row() == 1  # the newest
    button(view, "more_button").click()
    button(view, "less_button").click()
    lines(view).setFocus()
    QTest.keyClick(lines(view), Qt.Key.Key_F3)
    quantity = field(view, "quantity_edit")
    assert quantity.hasFocus()
    quantity.setText("12")
    QTest.keyClick(quantity, Qt.Key.Key_Return)
    assert [changed.at(at) for at in range(3)] == [["line1", 3], ["line1", 1], ["line1", 12]]
    lines(view).setCurrentIndex(lines(view).model().index(0, 0))
    assert not button(view, "less_button").isEnabled()  # one is the least
    button(view, "remove_button").click()
    assert removed.at(0) == ["line0"]


def test_the_keys_of_the_list_change_the_chosen_line(view: SaleView) -> None:
    changed = QSignalSpy(view.quantity_changed)
    lines(view).setFocus()
    QTest.keyClick(lines(view), Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier)
    QTest.keyClick(lines(view), Qt.Key.Key_Minus)
    assert [changed.at(at) for at in range(2)] == [["line1", 3], ["line1", 1]]


def test_a_frozen_sale_cannot_be_changed(view: SaleView) -> None:  # F18
    changed = QSignalSpy(view.quantity_changed)
    view.show_screen(charging())
    assert words(view, "frozen_label") == "Bloqueada mientras se cobra"
    assert not button(view, "remove_button").isVisible()
    assert not view.findChild(QComboBox, "terminal_picker").isEnabled()
    QTest.keyClick(lines(view), Qt.Key.Key_Plus)
    assert changed.count() == 0


def test_only_what_changed_in_the_lines_is_told_to_the_list(view: SaleView) -> None:
    model = lines(view).model()
    added, gone = QSignalSpy(model.rowsInserted), QSignalSpy(model.rowsRemoved)
    reset, redrawn = QSignalSpy(model.modelReset), QSignalSpy(model.dataChanged)
    view.show_screen(replace(SALE, lines=(row(0), row(1, 2), row(2))))
    assert (added.count(), redrawn.count()) == (1, 0)
    assert lines(view).currentIndex().row() == 2
    view.show_screen(replace(SALE, lines=(row(0), row(1, 3), row(2))))
    assert (added.count(), redrawn.count()) == (1, 1)
    view.show_screen(replace(SALE, lines=(row(1, 3), row(2))))
    assert (gone.count(), reset.count()) == (1, 0)
    view.show_screen(replace(SALE, lines=()))
    assert model.rowCount() == 0


@pytest.mark.parametrize("add", ["click", "enter"])
def test_an_amount_is_reported_as_it_was_typed_and_stays_until_it_was_taken(
    view: SaleView, add: str
) -> None:
    typed, amount = QSignalSpy(view.amount_typed), field(view, "amount_edit")
    amount.setText("1834,50")
    if add == "click":
        button(view, "add_amount_button").click()
    else:
        QTest.keyClick(amount, Qt.Key.Key_Return)
    assert typed.at(0) == ["1834,50"]
    assert amount.text() == "1834,50"
    view.clear_amount()
    assert amount.text() == ""


def test_a_tile_pressed_twice_adds_two(view: SaleView) -> None:
    chosen, tiles = QSignalSpy(view.product_chosen), view.findChild(QListView, "product_tiles")
    at = tiles.visualRect(tiles.model().index(0, 0)).center()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mouseClick(tiles.viewport(), left, none, at)
    QTest.mouseDClick(tiles.viewport(), left, none, at)
    assert chosen.count() >= 2
    assert chosen.at(0) == ["779"]


@pytest.mark.parametrize("tone", Tone)
def test_the_one_line_for_news_can_be_dismissed(view: SaleView, tone: Tone) -> None:
    dismissed = QSignalSpy(view.notice_dismissed)
    view.show_screen(replace(SALE, notice="No está en el catálogo", notice_tone=tone))
    assert words(view, "notice_label") == "No está en el catálogo"
    button(view, "dismiss_button").click()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert dismissed.count() >= 1
    view.show_screen(SALE)
    assert not view.findChild(QLabel, "notice_label").isVisible()


def test_a_till_that_cannot_work_says_so_instead_of_everything_else(view: SaleView) -> None:
    view.show_screen(replace(SALE, stopped="El libro está dañado."))
    assert words(view, "stopped_label") == "El libro está dañado."
    assert not button(view, "charge_button").isVisible()
    view.show_screen(SALE)
    assert button(view, "charge_button").isVisible()


def test_training_is_written_across_the_page(view: SaleView) -> None:
    view.show_screen(replace(SALE, training="CAPACITACIÓN"))
    banner = view.findChild(QLabel, "training_label")
    assert banner.isVisible()
    assert banner.parentWidget().width() == view.width()
