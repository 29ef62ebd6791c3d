"""Where lines come from: search and scan, a free amount, and the tiles of products."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui.naming import named
from pos_app.ui.sale.shown import Labels, ProductTile
from pos_app.ui.sale_parts.frame import quiet
from pos_app.ui.sale_parts.icons_later import Icons
from pos_app.ui.shared.buttons import SecondaryButton
from pos_app.ui.shared.colours import Paint
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES, theme_in_use
from pos_app.ui.shared.widgets import Overflow, fill_box, plain_label

if TYPE_CHECKING:  # bringing it in takes milliseconds that the first paint can spare
    from PySide6.QtWidgets import QStyleOptionViewItem

_Index = QModelIndex | QPersistentModelIndex
TILE = QSize(132, 96)


class _TilesModel(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.tiles: tuple[ProductTile, ...] = ()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.tiles)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        tile = self.tiles[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return tile.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{tile.name}, {tile.price}"
        return tile if role == Qt.ItemDataRole.UserRole else None

    def show_tiles(self, tiles: tuple[ProductTile, ...]) -> None:
        if tiles != self.tiles:
            self.beginResetModel()
            self.tiles = tiles
            self.endResetModel()


class _TileDrawing(QStyledItemDelegate):
    """A box in fixed columns: the name on two lines, the price below."""

    def __init__(self, tiles: "Tiles") -> None:
        super().__init__(tiles)
        self._list = tiles
        self._name, self._price = Text.STRONG.font(), Text.SECONDARY.font()
        self.tile = TILE

    def sizeHint(self, option: "QStyleOptionViewItem", index: _Index) -> QSize:
        return self.tile

    def paint(self, painter: QPainter, option: "QStyleOptionViewItem", index: _Index) -> None:
        tile, theme = index.data(Qt.ItemDataRole.UserRole), theme_in_use()
        over = index.row() == self._list.under_mouse
        focused = self._list.hasFocus() and index.row() == self._list.currentIndex().row()
        paint = Paint(theme.text, theme.raised if over else theme.surface, theme.line)
        box: QRect = option.rect
        painter.save()
        fill_box(painter, box, paint, theme, focused=focused)
        inside, metrics = box.adjusted(12, 10, -12, -10), QFontMetrics(self._name)
        painter.setFont(self._name)
        painter.setPen(QColor(theme.text))
        for at, words in enumerate(two_lines(tile.name, metrics, inside.width())):
            painter.drawText(inside.translated(0, at * 21), Qt.AlignmentFlag.AlignLeft, words)
        painter.setFont(self._price)
        painter.setPen(QColor(theme.secondary))
        foot = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
        painter.drawText(inside, foot, tile.price)
        painter.restore()


def two_lines(text: str, metrics: QFontMetrics, width: int) -> tuple[str, str]:
    """`text` broken between words; what does not fit the second line ends in an ellipsis."""
    words, first = text.split(), ""
    while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) <= width:
        first = f"{first} {words.pop(0)}".strip()
    if not first and words:
        first = metrics.elidedText(words.pop(0), Qt.TextElideMode.ElideRight, width)
    return first, metrics.elidedText(" ".join(words), Qt.TextElideMode.ElideRight, width)


class Tiles(QListView):
    product_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        named(self, "product_tiles")
        self.tiles, self._drawing = _TilesModel(), _TileDrawing(self)
        self.setModel(self.tiles)
        self.setItemDelegate(self._drawing)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self._fix_columns()
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.under_mouse = -1
        self.entered.connect(self._hover)
        self.viewportEntered.connect(self._hover)
        self.clicked.connect(self._choose)
        self.doubleClicked.connect(self._choose)  # the second of two quick taps

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fix_columns()
        super().resizeEvent(event)

    def _fix_columns(self) -> None:
        """As many columns as the width has room for; the names have no say in it."""
        bar = self.verticalScrollBar().sizeHint().width()  # room for it, shown or not
        width = self.maximumViewportSize().width() - bar - 4
        columns = max(1, width // (TILE.width() + SIZES.gap))
        self.setGridSize(QSize(width // columns, TILE.height() + SIZES.gap))
        self._drawing.tile = QSize(width // columns - SIZES.gap, TILE.height())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.under_mouse = -1
        self.viewport().update()

    def _hover(self, index: QModelIndex = QModelIndex()) -> None:
        self.under_mouse = index.row()

    def _choose(self, index: QModelIndex) -> None:
        self.product_chosen.emit(self.tiles.tiles[index.row()].code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.currentIndex().isValid() and not event.isAutoRepeat():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing belongs to the page's fields."""


class Catalog(QWidget):
    amount_typed = Signal(str)
    search_entered = Signal(str)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.search = named(QLineEdit(), "search_edit")
        self.amount = named(QLineEdit(), "amount_edit")
        self.add_amount = named(SecondaryButton(), "add_amount_button")
        self.tiles = Tiles()
        self._keys = quiet(plain_label("", Text.SECONDARY, Overflow.WRAP))
        icons.put_on(self.add_amount, "plus")
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap)
        row.addWidget(self.search, 3)
        row.addSpacing(SIZES.gap)
        row.addWidget(self.amount, 2)
        row.addWidget(self.add_amount)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SIZES.gap)
        column.addLayout(row)
        column.addWidget(self.tiles, 1)
        column.addWidget(self._keys)
        self.search.returnPressed.connect(self._enter)
        self.amount.returnPressed.connect(self._type)
        self.add_amount.clicked.connect(self._type)

    def show_labels(self, labels: Labels) -> None:
        for field, words in ((self.search, labels.search), (self.amount, labels.amount)):
            field.setPlaceholderText(words)
            field.setAccessibleName(words)
        self.add_amount.setText(labels.add_amount)
        self._keys.setText(labels.keys)
        self.tiles.setAccessibleName(labels.products)

    def come_back(self) -> None:
        """In sight again: what is typed next takes the place of what still stands there."""
        self.search.selectAll()
        if not isinstance(QApplication.focusWidget(), QLineEdit):
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange and not self.isEnabled():
            for field in (self.search, self.amount):
                field.deselect()

    def _enter(self) -> None:
        if text := self.search.text().strip():
            self.search.selectAll()  # the next scan or word takes its place
            self.search_entered.emit(text)

    def _type(self) -> None:
        self.amount_typed.emit(self.amount.text())
