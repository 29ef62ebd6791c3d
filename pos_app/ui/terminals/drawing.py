"""A Point terminal as a drawing: a large display, or a small one above keys."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from pos_app.ui.charge.coach import Hand
from pos_app.ui.shared.colours import Tone
from pos_app.ui.shared.theme import theme_in_use

_SIZE = QSize(56, 92)
_CASE, _GLASS = "#23272f", "#05070a"
_KEYS = {(0, 3): Tone.DECLINED, (2, 3): Tone.APPROVED}  # red cancels, green takes


class Device(QWidget):
    """The words beside it say what it is: it is for the eye alone."""

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self._hand, self._tone = hand, Tone.PREPARING
        self.setFixedSize(_SIZE)

    def show_tone(self, tone: Tone) -> None:
        if tone is not self._tone:
            self._tone = tone
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_in_use(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.edge))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setBrush(QColor(_CASE))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 9, 9)
        keyed = self._hand is Hand.KEYS
        glass = QRectF(7, 10, 42, 30 if keyed else 68)
        painter.setBrush(QColor(theme.tones[self._tone].fill))
        painter.drawRoundedRect(glass, 4, 4)
        for row in range(4 if keyed else 0):
            for column in range(3):
                tone = _KEYS.get((column, row))
                painter.setBrush(QColor(theme.tones[tone].fill if tone else theme.edge))
                painter.drawRoundedRect(QRectF(8 + 14 * column, 46 + 11 * row, 12, 8), 2, 2)
        if not keyed:
            painter.setBrush(QColor(_GLASS))
            painter.drawRoundedRect(QRectF(20, 83, 16, 3), 1.5, 1.5)
