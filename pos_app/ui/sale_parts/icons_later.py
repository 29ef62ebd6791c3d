"""Icons that come after the first paint: the page is drawn without them, and then takes them."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QPushButton, QWidget

Draw = Callable[[str, int, str, float], QPixmap]  # name, pixels, colour, ratio of the screen

_BUTTON_PIXELS = 26


class Icons:
    def __init__(self) -> None:
        self.draw: Draw | None = None
        self._waiting: dict[QPushButton, str] = {}
        self._pictures: list[QWidget] = []

    def arrive(self, draw: Draw) -> None:
        self.draw = draw
        for button, name in self._waiting.items():
            button.setIcon(QIcon(draw(name, _BUTTON_PIXELS, "#000000", 2.0)))
        for picture in self._pictures:
            picture.update()
        self._waiting.clear()
        self._pictures.clear()

    def put_on(self, button: QPushButton, name: str) -> None:
        """Buttons give an icon their own colour."""
        if self.draw is None:
            self._waiting[button] = name
        else:
            button.setIcon(QIcon(self.draw(name, _BUTTON_PIXELS, "#000000", 2.0)))

    def picture(self, name: str, size: int) -> "Picture":
        made = Picture(self, name, size)
        if self.draw is None:
            self._pictures.append(made)
        return made


class Picture(QWidget):
    """An icon in the ink of what it lies on. The words beside it are what a screen reader says."""

    def __init__(self, icons: Icons, name: str, size: int) -> None:
        super().__init__()
        self._icons, self._name, self._size = icons, name, size
        self.setFixedSize(QSize(size, size))

    def show_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._icons.draw is not None:
            ink = self.palette().color(self.foregroundRole()).name()
            drawn = self._icons.draw(self._name, self._size, ink, self.devicePixelRatioF())
            QPainter(self).drawPixmap(0, 0, drawn)
