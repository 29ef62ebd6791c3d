"""Icons that come after the first paint: the page is drawn without them, and then takes them."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

Draw = Callable[[str], QIcon]  # by name, in black; what shows it gives it a colour

_LARGEST = QSize(26, 26)  # at twice the pixels: it is drawn smaller, never larger, and stays sharp


class Icons:
    def __init__(self) -> None:
        self.draw: Draw | None = None
        self._buttons: dict[QPushButton, str] = {}
        self._pictures: list[Picture] = []

    def arrive(self, draw: Draw) -> None:
        self.draw = draw
        for button, name in self._buttons.items():
            button.setIcon(draw(name))
        for picture in self._pictures:
            picture.update()
        self._buttons.clear()
        self._pictures.clear()

    def put_on(self, button: QPushButton, name: str) -> None:
        if self.draw is None:
            self._buttons[button] = name
        else:
            button.setIcon(self.draw(name))

    def picture(self, name: str, size: int) -> "Picture":
        made = Picture(self, name, size)
        if self.draw is None:
            self._pictures.append(made)
        return made


class Picture(QWidget):
    """An icon in the ink of what it lies on. The words beside it are what a screen reader says."""

    def __init__(self, icons: Icons, name: str, size: int) -> None:
        super().__init__()
        self._icons, self._name = icons, name
        self.setFixedSize(QSize(size, size))

    def show_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icons.draw is None:
            return
        drawn = self._icons.draw(self._name).pixmap(_LARGEST, 2.0)
        tint = QPainter(drawn)
        tint.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        tint.fillRect(drawn.rect(), self.palette().color(self.foregroundRole()))
        tint.end()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self.rect(), drawn)
