"""The sale page. It shows a screen and reports what the cashier did; it decides nothing."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui.keys import Keys
from pos_app.ui.naming import named
from pos_app.ui.sale.shown import Change, Labels, Panel, SaleScreen
from pos_app.ui.sale.shown import Tone as Weight
from pos_app.ui.sale_parts.cart import Cart
from pos_app.ui.sale_parts.catalog import Catalog
from pos_app.ui.sale_parts.frame import (
    ChangeLine,
    KeyHelp,
    NoticeLine,
    Stopped,
    TopBar,
    Training,
    Weighted,
)
from pos_app.ui.sale_parts.icons_later import Draw, Icons
from pos_app.ui.sale_parts.panel import PanelView
from pos_app.ui.shared.theme import SIZES

_LEFT, _CART = 62, 38  # per cent of the width


class SaleView(QWidget):
    amount_typed = Signal(str)
    search_changed = Signal(str)
    search_entered = Signal(str)
    product_chosen = Signal(str)
    quantity_changed = Signal(str, int)
    line_removed = Signal(str)
    terminal_chosen = Signal(str)
    charge_clicked = Signal()
    cancel_clicked = Signal()
    check_again_clicked = Signal()
    new_sale_clicked = Signal()
    switch_mode_clicked = Signal()
    notice_dismissed = Signal()
    panel_closed = Signal()
    see_why_clicked = Signal()
    set_aside_clicked = Signal()
    blocker_clicked = Signal()
    cash_clicked = Signal()
    restore_clicked = Signal()
    unresolved_clicked = Signal()
    terminals_clicked = Signal()
    touched = Signal()  # somebody is at the till: a key, a click, the window is back

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now`: seconds of a clock that never goes back; tells a scanner from a person."""
        super().__init__()
        named(self, "sale_view")
        self._icons, self._labels = Icons(), Labels()
        self._panel: PanelView | None = None
        self._stopped: Stopped | None = None
        self._help: KeyHelp | None = None
        self._change: ChangeLine | None = None
        self._alert: Weighted | None = None
        self._area: QWidget | None = None
        self._training, self._bar = Training(self._icons), TopBar(self._icons)
        self._catalog, self._cart = Catalog(self._icons), Cart(self._icons)
        self._notice = NoticeLine(self._icons)
        self.setFocusProxy(self._catalog.search)
        self._lay_out()
        self._report()
        self._keys = self._watch_keys(now)
        self.show_screen(SaleScreen())

    def _lay_out(self) -> None:
        left, body, page = QWidget(), QHBoxLayout(), QWidget()
        self._left = column = QVBoxLayout(left)
        left.setMinimumHeight(1)  # what it shows makes room for itself, never the window
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap)
        self._place = QStackedLayout()
        self._place.addWidget(self._catalog)
        column.addLayout(self._place, 1)
        column.addWidget(self._notice)
        body.setContentsMargins(12, 0, 12, 12)
        body.setSpacing(12)
        for side, share in ((left, _LEFT), (self._cart, _CART)):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            body.addWidget(side, share)
        self._rows = rows = QVBoxLayout(page)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SIZES.gap)
        rows.addWidget(self._training)
        rows.addWidget(self._bar)
        rows.addLayout(body, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(page)

    def _report(self) -> None:
        catalog, cart = self._catalog, self._cart
        for inner, outer in (
            (catalog.search.textChanged, self.search_changed),
            (catalog.search_entered, self.search_entered),
            (catalog.amount_typed, self.amount_typed),
            (catalog.tiles.product_chosen, self.product_chosen),
            (cart.tools.quantity_changed, self.quantity_changed),
            (cart.tools.line_removed, self.line_removed),
            (cart.terminal_chosen, self.terminal_chosen),
            (cart.charge_clicked, self.charge_clicked),
            (cart.cash_clicked, self.cash_clicked),
            (cart.blocker.clicked, self.blocker_clicked),
            (self._bar.unresolved.clicked, self.unresolved_clicked),
            (self._bar.terminals.clicked, self.terminals_clicked),
            (cart.new_sale.clicked, self.new_sale_clicked),
            (cart.switch_mode.clicked, self.switch_mode_clicked),
            (self._notice.dismissed, self.notice_dismissed),
        ):
            inner.connect(outer)

    def _watch_keys(self, now: Callable[[], float]) -> Keys:
        key, cart, catalog = Qt.Key, self._cart, self._catalog
        acts: dict[Qt.Key, Callable[[], None]] = {
            key.Key_F1: self._show_keys,
            key.Key_F2: self._go_to_search,
            key.Key_F3: cart.tools.ask_quantity,
            key.Key_F6: self._set_aside,
            key.Key_F7: self._bar.unresolved.click,
            key.Key_F8: cart.cash.click,
            key.Key_F9: cart.charge.click,
            key.Key_Escape: self._step_back,
            key.Key_Plus: cart.tools.more.click,
            key.Key_Minus: cart.tools.less.click,
        }
        keys = Keys(self, catalog.search, catalog.amount, acts, now)
        keys.scanned.connect(self.search_entered)
        keys.touched.connect(self.touched)
        keys.wanted.connect(self.panel_closed)
        return keys

    @property
    def icons(self) -> Icons:
        return self._icons

    def show_area(self, area: QWidget | None, amount: QLineEdit | None = None) -> None:
        """In the place of the catalog, or again the catalog; digits then go to its `amount`."""
        self._area = area
        self._cart.charge.show_calm(area is not None)
        self._keys.amount = amount or self._catalog.amount
        if area is not None and self._place.indexOf(area) < 0:
            self._place.addWidget(area)

    def take_icons(self, draw: Draw) -> None:
        """What the first paint need not wait for: the icons, and the keys of the page."""
        self._icons.arrive(draw)
        self._keys.listen(self.isVisible())

    def clear_amount(self) -> None:
        """The amount was taken: the next may be typed."""
        self._catalog.amount.clear()

    def clear_search(self) -> None:
        """What was searched for is in the sale: the next may be typed."""
        self._catalog.search.clear()

    def show_screen(self, screen: SaleScreen) -> None:
        self._show_stopped(screen)
        self._show_labels(screen.labels)
        self._training.label.setText(screen.training)
        self._training.setVisible(bool(screen.training))
        self.setWindowTitle(screen.window)
        self._bar.show_screen(screen)
        self._show_alert(screen.alert)
        self._show_change(screen.change)
        self._show_place(screen.panel)
        self._catalog.tiles.tiles.show_tiles(screen.tiles)
        self._cart.show_screen(screen)
        self._notice.show_words(screen.notice, screen.notice_tone)

    def _show_labels(self, labels: Labels) -> None:
        if labels == self._labels:
            return
        self._labels = labels
        self._catalog.show_labels(labels)
        self._cart.show_labels(labels)
        self._notice.dismiss.setAccessibleName(labels.close)
        self._bar.terminals.setText(labels.terminals)
        self._name_panel()

    def _name_panel(self) -> None:
        if self._panel is not None:
            self._panel.close_button.setAccessibleName(self._labels.close)
            self._panel.details.copy.setAccessibleName(self._labels.copy)

    def _show_place(self, panel: Panel | None) -> None:
        """The catalog, or in its place the panel; the cart beside it never moves."""
        shown = self._catalog if self._area is None else self._area
        self._catalog.setEnabled(panel is None and shown is self._catalog)
        if panel is None:
            back = shown is self._catalog and self._place.currentWidget() is not shown
            self._place.setCurrentWidget(shown)
            if back:
                self._catalog.come_back()
            return
        if self._panel is None:
            self._panel = PanelView(self._icons, panel)
            self._panel.cancel_clicked.connect(self.cancel_clicked)
            self._panel.check_again_clicked.connect(self.check_again_clicked)
            self._panel.see_why_clicked.connect(self.see_why_clicked)
            self._panel.set_aside_clicked.connect(self.set_aside_clicked)
            self._panel.closed.connect(self.panel_closed)
            self._place.addWidget(self._panel)
            self._name_panel()
        self._panel.show_panel(panel)
        self._place.setCurrentWidget(self._panel)

    def _show_change(self, change: Change | None) -> None:
        if change is not None and self._change is None:
            self._change = ChangeLine(self._icons)
            self._left.insertWidget(0, self._change)
        if self._change is not None:
            self._change.setVisible(change is not None)
            if change is not None:
                self._change.show_change(change)

    def _show_alert(self, alert: str) -> None:
        if alert and self._alert is None:
            self._alert = Weighted(self._icons)
            named(self._alert.label, "alert_label")
            self._alert.setContentsMargins(SIZES.margin, 6, SIZES.margin, 6)
            self._rows.insertWidget(2, self._alert)
        if self._alert is not None:
            self._alert.show_words(alert, Weight.WARNING)

    def _show_stopped(self, screen: SaleScreen) -> None:
        if screen.stopped and self._stopped is None:
            self._stopped = Stopped(self._icons, self.restore_clicked)
            self._pages.addWidget(self._stopped)
        if self._stopped is not None:
            self._stopped.show_screen(screen)
            self._pages.setCurrentIndex(1 if screen.stopped else 0)

    # Keys that move about, and change nothing.

    def _show_keys(self) -> None:
        if self._help is None:
            self._help = KeyHelp(self)
            self._help.hide()
        if self._help.isHidden():
            self._help.show_keys(self._labels.keys)
        else:
            self._help.hide()

    def _set_aside(self) -> None:
        if self._panel is not None and self._panel.isVisible():
            self._panel.set_aside.press()

    def _go_to_search(self) -> None:
        self.panel_closed.emit()
        self._catalog.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._catalog.search.selectAll()

    def _step_back(self) -> None:
        """Esc: the nearest thing that is open or typed. Never a payment."""
        focus = QApplication.focusWidget()
        if self._help is not None and self._help.isVisible():
            self._help.hide()
        elif self._panel is not None and self._panel.isVisible() and self._panel.details.unfolded:
            self._panel.details.unfold(False)
        elif focus is self._cart.tools.quantity:
            self._cart.lines.setFocus()
            self._cart.tools.show_line(self._cart.lines.chosen)
        elif self._area is not None and self._area.isVisible():
            self.panel_closed.emit()
        elif isinstance(focus, QLineEdit) and focus.text():
            focus.clear()
        elif self._catalog.search.text() or self._catalog.amount.text():
            self._catalog.search.clear()
            self._catalog.amount.clear()
        elif not self._notice.isHidden():
            self.notice_dismissed.emit()
        else:
            self.panel_closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._keys.listen(self._icons.draw is not None)
        self._catalog.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._keys.listen(False)
