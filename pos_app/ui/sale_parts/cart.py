"""The cart column: the lines, the total, the terminal, and the button that charges."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QIntValidator,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from pos_app.domain.most import MOST_OF_ONE
from pos_app.ui.naming import named
from pos_app.ui.sale.shown import Labels, LineRow, SaleScreen, TerminalRow
from pos_app.ui.sale_parts.frame import CalmButton, quiet, show_button
from pos_app.ui.sale_parts.icons_later import Icons
from pos_app.ui.sale_parts.lines import SaleLines
from pos_app.ui.shared.buttons import DangerButton, Picker, SecondaryButton
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES, theme_in_use
from pos_app.ui.shared.widgets import Card, Overflow, fill_box, fitted, plain_label

_Side = Qt.AlignmentFlag
_ONE_LINE = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextSingleLine
_CASH_WIDE, _CASH_NARROW, _WIDE = 160, 108, 440  # pixels, the last of the cart


class TerminalPicker(Picker):
    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(QStyledItemDelegate(self))  # one that gives rows the theme's height

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that turns over it must not change where the money is asked for."""
        event.ignore()

    def show_rows(self, rows: tuple[TerminalRow, ...], chosen: str, invitation: str) -> None:
        self.setPlaceholderText(invitation)
        if rows != tuple(
            self.itemData(at, Qt.ItemDataRole.UserRole + 1) for at in range(self.count())
        ):
            self.blockSignals(True)
            self.clear()
            for at, row in enumerate(rows):
                self.addItem(row.title, row.id)
                self.setItemData(at, row, Qt.ItemDataRole.UserRole + 1)
            self.setCurrentIndex(-1)
            self.blockSignals(False)
        at = self.findData(chosen) if chosen else -1
        if at != self.currentIndex():
            self.blockSignals(True)
            self.setCurrentIndex(at)
            self.blockSignals(False)
            self.update()


class ChargeButton(CalmButton):
    """Verb and amount above, the terminal below: "Charge $ 1.834,50 · Point Smart 7733"."""

    def paintEvent(self, event: QPaintEvent) -> None:
        does, _, where = self.text().partition(" · ")
        theme, painter = theme_in_use(), QPainter(self)
        paint = self._paint_now(theme)
        fill_box(painter, self.rect(), paint, theme, focused=self.hasFocus())
        painter.setPen(QColor(paint.ink))
        room = self.rect().adjusted(12, 6, -12, -7)
        for words, role, side in self._rows(does, where, room.width()):
            painter.setFont(fitted(role.font(), words, room.width(), Text.SECONDARY.pixels))
            painter.drawText(room, _ONE_LINE | side, words)

    def _rows(self, does: str, where: str, width: int) -> list[tuple[str, Text, _Side]]:
        """Where verb and amount find no room beside each other, the amount has its own row."""
        top, middle, bottom = _Side.AlignTop, _Side.AlignVCenter, _Side.AlignBottom
        verb, _, amount = does.rpartition(" ")
        cramped = QFontMetrics(Text.PRIMARY.font()).horizontalAdvance(does) > width
        rows = [(does, Text.PRIMARY, top if where else middle), (where, Text.BODY, bottom)]
        if verb and cramped:
            rows = [
                (verb, Text.SECONDARY, top),
                (amount, Text.PRIMARY, middle if where else bottom),
            ]
            rows += [(where, Text.SECONDARY, bottom)]
        return [row for row in rows if row[0]]


class CashButton(SecondaryButton):
    """As high as Charge, which stands beside it and is what most sales end with."""

    height_hint = SIZES.primary


class LineTools(QWidget):
    """What is done to the chosen line: one more, one less, how many, none."""

    quantity_changed = Signal(str, int)
    line_removed = Signal(str)

    def __init__(self, icons: Icons, lines: SaleLines) -> None:
        super().__init__()
        self._lines = lines
        self.less = named(SecondaryButton(), "less_button")
        self.quantity = named(QLineEdit(), "quantity_edit")
        self.more = named(SecondaryButton(), "more_button")
        self.remove = named(DangerButton(), "remove_button")
        self.quantity.setValidator(QIntValidator(1, MOST_OF_ONE, self.quantity))
        self.quantity.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.quantity.setFixedWidth(76)
        for button, icon in ((self.less, "minus"), (self.more, "plus"), (self.remove, "trash-2")):
            icons.put_on(button, icon)
        for button in (self.less, self.more):
            button.setFixedWidth(SIZES.field)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.gap)
        for widget in (self.less, self.quantity, self.more):
            row.addWidget(widget)
        row.addStretch(1)
        row.addSpacing(SIZES.apart - 2 * SIZES.gap)
        row.addWidget(self.remove)
        self.less.clicked.connect(lambda: self._step(-1))
        self.more.clicked.connect(lambda: self._step(+1))
        self.remove.clicked.connect(self._remove)
        self.quantity.editingFinished.connect(self._typed)
        self.quantity.returnPressed.connect(lines.setFocus)

    def show_line(self, line: LineRow | None) -> None:
        for widget in (self.quantity, self.more, self.remove):
            widget.setEnabled(line is not None)
        self.less.setEnabled(line is not None and line.quantity > 1)
        self.quantity.setText(str(line.quantity) if line else "")

    def ask_quantity(self) -> None:
        self.quantity.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.quantity.selectAll()

    def _step(self, by: int) -> None:
        if (line := self._lines.chosen) is not None:
            self.quantity_changed.emit(line.id, line.quantity + by)

    def _typed(self) -> None:
        line, asked = self._lines.chosen, int(self.quantity.text() or 0)
        if line is not None and asked not in (0, line.quantity):
            self.quantity_changed.emit(line.id, asked)

    def _remove(self) -> None:
        if (line := self._lines.chosen) is not None:
            self.line_removed.emit(line.id)


class Cart(Card):
    terminal_chosen = Signal(str)
    charge_clicked = Signal()
    cash_clicked = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.setMinimumWidth(SIZES.cart_least)
        self.lines = SaleLines()
        self.tools = LineTools(icons, self.lines)
        self.total_name = plain_label("", Text.TITLE)
        self.total = named(plain_label("", Text.TOTAL, Overflow.SHRINK), "total_label")
        self.picker = named(TerminalPicker(), "terminal_picker")
        self.picker_note = named(
            quiet(plain_label("", Text.SECONDARY, Overflow.WRAP)), "picker_note"
        )
        self.switch_mode = named(SecondaryButton(), "switch_mode_button")
        self.blocker = named(SecondaryButton(), "open_blocker_button")
        self.reason = named(quiet(plain_label("", Text.SECONDARY, Overflow.WRAP)), "charge_reason")
        self.charge = named(ChargeButton(), "charge_button")
        self.cash = named(CashButton(), "cash_button")
        self.new_sale = named(SecondaryButton(), "new_sale_button")
        self._frozen = named(quiet(plain_label("", Text.SECONDARY, Overflow.WRAP)), "frozen_label")
        self._lay_out(icons)
        self.lines.selectionModel().currentChanged.connect(self._show_tools)
        self.picker.currentIndexChanged.connect(self._chosen)
        self.charge.clicked.connect(self._charge)
        self.cash.clicked.connect(self.cash_clicked)

    def _lay_out(self, icons: Icons) -> None:
        frozen, row = QWidget(), QHBoxLayout()
        frozen.setLayout(row)
        row.setContentsMargins(SIZES.gap, 0, 0, 0)
        row.addWidget(icons.picture("lock", 20))
        row.addWidget(self._frozen, 1)
        self._strip = QStackedWidget()
        self._strip.addWidget(self.tools)
        self._strip.addWidget(frozen)
        self._strip.setFixedHeight(SIZES.field)
        total = QHBoxLayout()
        total.addWidget(self.total_name)
        total.addWidget(self.total, 1)
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap)
        column.addWidget(self.lines, 1)
        column.addWidget(self._strip)
        column.addLayout(total)
        column.addWidget(self.picker)
        column.addWidget(self.picker_note)
        column.addWidget(self.switch_mode)
        column.addWidget(self.blocker)
        column.addWidget(self.reason)  # its place is kept, so that nothing above it jumps
        tenders = QHBoxLayout()
        tenders.setSpacing(SIZES.gap)
        tenders.addWidget(self.charge, 1)
        tenders.addWidget(self.cash)
        column.addLayout(tenders)
        column.addSpacing(SIZES.apart - SIZES.gap)
        column.addWidget(self.new_sale)

    def show_labels(self, labels: Labels) -> None:
        self.total_name.setText(labels.total)
        self.tools.remove.setText(labels.remove)
        for widget, spoken in (
            (self.lines, labels.lines),
            (self.picker, labels.terminal),
            (self.tools.less, labels.less),
            (self.tools.more, labels.more),
            (self.tools.quantity, labels.quantity),
        ):
            widget.setAccessibleName(spoken)

    def show_screen(self, screen: SaleScreen) -> None:
        self.lines.show_rows(screen.lines, screen.empty)
        closed = screen.frozen or screen.over
        self._frozen.setText(closed)
        self._strip.setCurrentIndex(1 if closed else 0)
        self._show_tools()
        self.total.setText(screen.total)
        self.total.setProperty("amount", screen.total_plain)
        self.picker.show_rows(screen.terminals, screen.chosen, screen.picker)
        self.picker.setEnabled(bool(screen.terminals) and not screen.frozen)
        self.picker_note.setText(screen.picker_note)
        self.picker_note.setVisible(bool(screen.picker_note))
        self.reason.setText(screen.reason)
        show_button(self.switch_mode, screen.switch_mode)
        show_button(self.blocker, screen.blocker)
        show_button(self.charge, screen.charge)
        show_button(self.cash, screen.cash)
        show_button(self.new_sale, screen.new_sale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.cash.setFixedWidth(_CASH_WIDE if self.width() >= _WIDE else _CASH_NARROW)

    def _show_tools(self) -> None:
        frozen = self._strip.currentIndex() == 1
        if not self.tools.quantity.hasFocus():
            self.tools.show_line(None if frozen else self.lines.chosen)

    def _chosen(self, at: int) -> None:
        if at >= 0:
            self.terminal_chosen.emit(self.picker.itemData(at))

    def _charge(self) -> None:
        """Off in the same slot call, and the focus where no key can do harm (F17)."""
        self.lines.setFocus(Qt.FocusReason.OtherFocusReason)
        self.charge.setEnabled(False)
        self.charge_clicked.emit()
