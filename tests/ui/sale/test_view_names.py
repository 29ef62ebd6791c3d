"""Names and words of the sale page: spoken to who cannot see it, and never taken for markup."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QListView,
    QWidget,
)

from pos_app.ui.sale.shown import Button, ProductTile, SaleScreen
from pos_app.ui.sale.view import SaleView
from tests.ui.sale.screens import PANEL, SALE, charging, row


def test_every_thing_that_can_be_pressed_or_filled_has_its_names(view: SaleView) -> None:
    view.show_screen(charging(replace(PANEL, check_again=Button("Otra vez", enabled=True))))
    view.show_screen(replace(SALE, notice="x", switch_mode=Button("A modo PDV", enabled=True)))
    kinds = (QAbstractButton, QLineEdit, QComboBox, QListView)
    found = [w for kind in kinds for w in view.findChildren(kind) if w.objectName()[:3] != "qt_"]
    assert len(found) > 15
    for widget in found:
        if type(widget).__module__.startswith("pos_app") or isinstance(widget, QLineEdit):
            assert widget.accessibleIdentifier() == widget.objectName() != ""
    for widget in found:
        spoken = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
        hidden = not widget.isVisibleTo(view)
        assert spoken or hidden, widget.objectName()


MARKUP = '<img src="file:///etc/passwd"> <b>x</b> &amp; <a href="http://a">a</a>'


def test_words_from_elsewhere_are_never_markup(view: SaleView) -> None:  # S22
    line = replace(row(0), name=MARKUP)
    view.show_screen(
        SaleScreen(
            title=MARKUP,
            person=MARKUP,
            ticket=MARKUP,
            training=MARKUP,
            connection=MARKUP,
            lines=(line,),
            notice=MARKUP,
            picker_note=MARKUP,
            tiles=(ProductTile("1", MARKUP, MARKUP),),
            panel=replace(
                PANEL, headline=MARKUP, hint=MARKUP, terminal=MARKUP, details=((MARKUP, MARKUP),)
            ),
        )
    )
    QApplication.processEvents()
    for label in view.findChildren(QLabel):
        assert label.textFormat() is Qt.TextFormat.PlainText
    for widget in view.findChildren(QWidget):
        assert "<img" not in widget.toolTip()


def test_nothing_on_the_page_opens_by_itself_a_menu_or_an_action(view: SaleView) -> None:
    assert not view.findChildren(QAction)
