"""Icons in any colour and size. Import it late: it brings QtSvg, and the first paint has none."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.ui.shared.resources import resource


def pixmap(name: str, size: int, colour: str, ratio: float = 1.0) -> QPixmap:
    """The icon resources/icons/`name`.svg, drawn once for each size, colour and screen.

    Units: `size` in pixels at 100 % scaling; `ratio` is that of the screen.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    key, drawn = f"icon {name} {size} {colour} {ratio}", QPixmap()
    if QPixmapCache.find(key, drawn):
        return drawn
    svg = resource(f"icons/{name}.svg").read_bytes().replace(b"currentColor", colour.encode())
    drawn = QPixmap(round(size * ratio), round(size * ratio))
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg)).render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str) -> QIcon:
    """For a button, which gives it the colour of its words and draws it at its own size."""
    one = QIcon()
    for size in (18, 20, 26):
        for ratio in (1.0, 2.0):
            one.addPixmap(pixmap(name, size, "#000000", ratio))
    return one


class IconView(QWidget):
    """An icon in the ink of what it lies on. The words beside it are what a screen reader says."""

    def __init__(self, name: str, size: int = 28) -> None:
        super().__init__()
        self._name, self._size = name, size
        self.setFixedSize(QSize(size, size))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str) -> None:
        self._name = name
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        colour = self.palette().color(self.foregroundRole()).name()
        drawn = pixmap(self._name, self._size, colour, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, drawn)
