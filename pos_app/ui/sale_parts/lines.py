"""The rows of the sale: a list that changes only where the sale did."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
)

from pos_app.ui.naming import named
from pos_app.ui.sale.shown import LineRow
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES, theme_in_use
from pos_app.ui.shared.widgets import Overflow, plain_label

if TYPE_CHECKING:  # bringing it in takes milliseconds that the first paint can spare
    from PySide6.QtWidgets import QStyleOptionViewItem

_Index = QModelIndex | QPersistentModelIndex
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_ELLIPSIS = Qt.TextElideMode.ElideRight


class LinesModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[LineRow, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.name}, {row.price}, {row.total}"
        return row if role == Qt.ItemDataRole.UserRole else None

    def show_rows(self, rows: tuple[LineRow, ...]) -> bool:
        """Change what differs, and nothing else. Whether a row was added."""
        old, here = [row.id for row in self.rows], [row.id for row in rows]
        head = 0
        while head < min(len(old), len(here)) and old[head] == here[head]:
            head += 1
        tail = 0
        while tail < min(len(old), len(here)) - head and old[-1 - tail] == here[-1 - tail]:
            tail += 1
        if (end := len(old) - tail) > head:
            self.beginRemoveRows(QModelIndex(), head, end - 1)
            self.rows = self.rows[:head] + self.rows[end:]
            self.endRemoveRows()
        if (end := len(here) - tail) > head:
            self.beginInsertRows(QModelIndex(), head, end - 1)
            self.rows = self.rows[:head] + rows[head:end] + self.rows[head:]
            self.endInsertRows()
        changed = [at for at, row in enumerate(rows) if self.rows[at] != row]
        self.rows = rows
        for at in changed:
            self.dataChanged.emit(self.index(at), self.index(at))
        return len(here) > len(old)


class _LineDrawing(QStyledItemDelegate):
    """Name over price, and the total of the row at the right."""

    def __init__(self, rows: QListView) -> None:
        super().__init__(rows)
        self._list = rows
        self._name, self._price = Text.BODY.font(), Text.SECONDARY.font()
        self._total = Text.STRONG.font()

    def sizeHint(self, option: "QStyleOptionViewItem", index: _Index) -> QSize:
        return QSize(SIZES.cart_least // 2, SIZES.row)

    def paint(self, painter: QPainter, option: "QStyleOptionViewItem", index: _Index) -> None:
        row, theme = index.data(Qt.ItemDataRole.UserRole), theme_in_use()
        box: QRect = option.rect
        painter.save()
        painter.setPen(QColor(theme.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index.row() == self._list.currentIndex().row():
            painter.fillRect(box.adjusted(0, 0, 0, -1), QColor(theme.raised))
            painter.fillRect(QRect(box.topLeft(), QSize(4, box.height() - 1)), QColor(theme.accent))
        inside = box.adjusted(14, 4, -12, -5)
        painter.setPen(QColor(theme.text))
        painter.setFont(self._total)
        painter.drawText(inside, _RIGHT | Qt.AlignmentFlag.AlignVCenter, row.total)
        room = inside.width() - QFontMetrics(self._total).horizontalAdvance(row.total) - 14
        for font, colour, words, side in (
            (self._name, theme.text, row.name, Qt.AlignmentFlag.AlignTop),
            (self._price, theme.secondary, row.price, Qt.AlignmentFlag.AlignBottom),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = QFontMetrics(font).elidedText(words, _ELLIPSIS, room)
            painter.drawText(inside, _LEFT | side, shown)
        painter.restore()


class SaleLines(QListView):
    def __init__(self) -> None:
        super().__init__()
        named(self, "sale_lines")
        self.lines, self._drawing, self._empty = (
            LinesModel(),
            _LineDrawing(self),
            plain_label("", Text.BODY, Overflow.WRAP),
        )
        self._empty.setParent(self)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setModel(self.lines)
        self.setItemDelegate(self._drawing)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def chosen(self) -> LineRow | None:
        at = self.currentIndex()
        return self.lines.rows[at.row()] if at.isValid() else None

    def show_rows(self, rows: tuple[LineRow, ...], empty: str) -> None:
        """A row that was added is chosen and seen: its quantity is what is changed next."""
        self._empty.setText(empty)
        self._empty.setVisible(not rows)
        grew = self.lines.show_rows(rows)
        if rows and (grew or not self.currentIndex().isValid()):
            self.setCurrentIndex(self.lines.index(len(rows) - 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())
        self._empty.setGeometry(self.rect().adjusted(24, 24, -24, -24))

    def keyboardSearch(self, search: str) -> None:
        """Typing belongs to the page's fields; it does not wander through the rows."""
