"""The list of cases: an icon in its colour, what it is, how much, whose, since when."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate

from pos_app.ui.cases.shown import CaseRow
from pos_app.ui.naming import named
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.icons import pixmap
from pos_app.ui.shared.theme import SIZES, theme_in_use
from pos_app.ui.shared.widgets import fitted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QStyleOptionViewItem

_Index = QModelIndex | QPersistentModelIndex
ROW = 92
_DISC = 40


class CasesModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[CaseRow, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.title}, {row.amount}, {row.where}, {row.age}"
        return row if role == Qt.ItemDataRole.UserRole else None

    def show_rows(self, rows: tuple[CaseRow, ...]) -> None:
        """Where the same cases are there, only what differs changes."""
        old, self.rows = self.rows, rows
        if [row.name for row in old] != [row.name for row in rows]:
            self.rows = old
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        for at, (before, now) in enumerate(zip(old, rows, strict=True)):
            if before != now:
                self.dataChanged.emit(self.index(at), self.index(at))


class _RowDrawing(QStyledItemDelegate):
    def __init__(self, rows: QListView) -> None:
        super().__init__(rows)
        self._list = rows

    def sizeHint(self, option: "QStyleOptionViewItem", index: _Index) -> QSize:
        return QSize(SIZES.cart_least // 2, ROW)

    def paint(self, painter: QPainter, option: "QStyleOptionViewItem", index: _Index) -> None:
        row, theme = index.data(Qt.ItemDataRole.UserRole), theme_in_use()
        box: QRect = option.rect
        painter.save()
        painter.setPen(QColor(theme.line))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if index.row() == self._list.currentIndex().row():
            painter.fillRect(box.adjusted(0, 0, 0, -1), QColor(theme.raised))
            painter.fillRect(QRect(box.topLeft(), QSize(4, box.height() - 1)), QColor(theme.accent))
        self._draw_sign(painter, row, box)
        inside = box.adjusted(14 + _DISC + 12, 9, -12, -10)
        strong, body, small = Text.STRONG.font(), Text.BODY.font(), Text.SECONDARY.font()
        amount = QFontMetrics(strong).horizontalAdvance(row.amount) + 12
        for font, colour, words, line, left in (
            (strong, theme.text, row.title, 0, 0),
            (strong, theme.text, row.amount, 1, 0),
            (small, theme.secondary, row.age, 1, amount),
            (body, theme.secondary, row.where, 2, 0),
        ):
            painter.setPen(QColor(colour))
            top, width = inside.top() + line * 25, inside.width() - left
            self._write(painter, font, words, QRect(inside.left() + left, top, width, 24))
        painter.restore()

    def _write(self, painter: QPainter, font: QFont, words: str, room: QRect) -> None:
        painter.setFont(fitted(font, words, room.width(), 12))
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_sign(self, painter: QPainter, row: CaseRow, box: QRect) -> None:
        paint = theme_in_use().tones[row.tone]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        disc = QRectF(box.left() + 14, box.center().y() - _DISC / 2, _DISC, _DISC)
        painter.setPen(QColor(paint.line))
        painter.setBrush(QColor(paint.fill))
        painter.drawEllipse(disc)
        ratio = self._list.devicePixelRatioF()
        drawn = pixmap(row.icon, 22, paint.ink, ratio)
        painter.drawPixmap(int(disc.center().x()) - 11, int(disc.center().y()) - 11, drawn)
        painter.setBrush(Qt.BrushStyle.NoBrush)


class CasesList(QListView):
    case_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "cases_list")
        self._model, self._drawing = CasesModel(), _RowDrawing(self)
        self.setModel(self._model)
        self.setItemDelegate(self._drawing)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._chosen)
        self._showing = False

    def show_rows(self, rows: tuple[CaseRow, ...], chosen: str) -> None:
        """Never a choice of its own: what is chosen is said from outside."""
        self._showing = True
        self._model.show_rows(rows)
        at = next((n for n, row in enumerate(rows) if row.name == chosen), -1)
        if at != self.currentIndex().row():
            how = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(self._model.index(at), how)
            self.scrollTo(self._model.index(at))
        self._showing = False

    def _chosen(self, now: QModelIndex) -> None:
        if now.isValid() and not self._showing:
            self.case_chosen.emit(self._model.rows[now.row()].name)

    def keyboardSearch(self, search: str) -> None:
        """Typing does not wander through the cases."""
