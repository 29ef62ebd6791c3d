"""Icons in any colour and size. Import it late: it brings QtSvg, and the first paint has none."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

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
