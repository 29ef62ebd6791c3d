"""A small payment terminal, drawn: what it shows, and keys that can be pressed."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.ui.naming import named
from pos_app.ui.shared.buttons import Picker, SecondaryButton
from pos_app.ui.shared.colours import Paint, Theme, Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.icons import icon, pixmap
from pos_app.ui.shared.language import Words
from pos_app.ui.shared.theme import SIZES, theme_in_use
from pos_app.ui.shared.widgets import fitted
from pos_app.ui.virtual_terminal.screen import (
    CHOOSE,
    TITLE,
    DeviceScreen,
    Face,
    Key,
    face_words,
    key_words,
)

_TONES = {
    Face.OFF: Tone.CANCELLED,
    Face.STANDALONE: Tone.CANCELLED,
    Face.IDLE: Tone.PREPARING,
    Face.WAITING: Tone.SENT,
    Face.PRESENT_CARD: Tone.ON_TERMINAL,
    Face.PROCESSING: Tone.PROCESSING,
    Face.APPROVED: Tone.APPROVED,
    Face.DECLINED: Tone.DECLINED,
    Face.CANCELLED: Tone.CANCELLED,
    Face.FAILED: Tone.DECLINED,
    Face.CHECK: Tone.UNKNOWN,
}
_BODY, _EDGE, _GLOSS, _GLASS = "#23272f", "#0c0e12", "#3a404c", "#05070a"
_ICONS = {
    Key.GREEN: "check",
    Key.PAY: "smartphone-nfc",
    Key.DECLINE: "credit-card",
    Key.CANCEL: "x",
}


class ToneKey(SecondaryButton):
    """A key of the device, in the colour of a tone: green takes, red cancels."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone

    def paint_in(self, theme: Theme) -> Paint:
        return theme.tones[self._tone]


class Glass(QWidget):
    """The display."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(220, 200)
        self._face, self._line, self._amount = Face.OFF, "", ""

    def show_face(self, face: Face, line: str, amount: str) -> None:
        if (face, line, amount) != (self._face, self._line, self._amount):
            self._face, self._line, self._amount = face, line, amount
            self.setAccessibleName(f"{line} {amount}".strip())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, shape = QPainter(self), QPainterPath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape.addRoundedRect(QRectF(self.rect()), SIZES.corner, SIZES.corner)
        if self._face is Face.OFF:
            painter.fillPath(shape, QColor(_GLASS))
            ink = "#6d7686"
        else:
            tone = theme_in_use().tones[_TONES[self._face]]
            painter.fillPath(shape, QColor(tone.fill))
            ink = tone.ink
        self._write(painter, ink)

    def _write(self, painter: QPainter, ink: str) -> None:
        size, room = 56, self.rect().adjusted(14, 0, -14, 0)
        room.setTop((self.height() - 180) // 2)  # what is written, in the middle
        drawn = pixmap(_TONES[self._face].icon, size, ink, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - size) // 2, room.top(), drawn)
        painter.setPen(QColor(ink))
        center = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
        painter.setFont(fitted(Text.HEADLINE.font(), self._amount, room.width(), 14))
        middle = QRect(room.left(), room.top() + size + 14, room.width(), 40)
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, self._amount)
        painter.setFont(Text.STRONG.font())
        foot = QRect(room.left(), middle.bottom() + 6, room.width(), 48)
        painter.drawText(foot, center | Qt.AlignmentFlag.AlignTop, self._line)


class Body(QWidget):
    """The case around the glass and the keys."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, case = QPainter(self), QPainterPath()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        case.addRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 28, 28)
        shade = QLinearGradient(0, 0, self.width(), self.height())
        shade.setColorAt(0, QColor(_GLOSS))
        shade.setColorAt(0.35, QColor(_BODY))
        shade.setColorAt(1, QColor(_EDGE))
        painter.fillPath(case, shade)
        painter.setPen(QPen(QColor(_EDGE), 2))
        painter.drawPath(case)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(_GLASS))
        slot = QRectF(self.width() / 2 - 34, 13, 68, 5)  # where a receipt comes out
        painter.drawRoundedRect(slot, 2, 2)


class VirtualTerminalView(QWidget):
    pressed = Signal(str, Key)  # the terminal's id
    closed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        named(self, "virtual_terminal", words(TITLE))
        self.setWindowTitle(words(TITLE))
        self._words, self._devices = words, tuple[DeviceScreen, ...]()
        self._picker = named(Picker(), "device_picker", words(CHOOSE))
        self._glass = named(Glass(), "device_screen")
        self._keys = {
            Key.GREEN: named(ToneKey(Tone.APPROVED), "green_key"),
            Key.CANCEL: named(ToneKey(Tone.DECLINED), "red_key"),
            Key.PAY: named(ToneKey(Tone.SENT), "pay_key"),
            Key.DECLINE: named(SecondaryButton(), "decline_key"),
            Key.UNPLUG: named(SecondaryButton(), "unplug_key"),
            Key.PLUG_IN: named(SecondaryButton(), "plug_in_key"),
        }
        for key, button in self._keys.items():
            button.setText(key_words(key, words))
            button.clicked.connect(lambda _=False, key=key: self._press(key))
            if key in _ICONS:
                button.setIcon(icon(_ICONS[key]))
        self._picker.currentIndexChanged.connect(self._draw)
        self._lay_out()
        self.setFixedSize(QSize(320, 660))

    def _lay_out(self) -> None:
        body, hands = Body(), QHBoxLayout()
        case = QVBoxLayout(body)
        case.setContentsMargins(16, 30, 16, 20)
        case.setSpacing(14)
        case.addWidget(self._glass, 1)
        hands.setSpacing(SIZES.gap)
        for key in (Key.CANCEL, Key.GREEN):
            hands.addWidget(self._keys[key], 1)
        case.addLayout(hands)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(SIZES.gap)
        column.addWidget(self._picker)
        column.addWidget(body, 1)
        for key in (Key.PAY, Key.DECLINE, Key.UNPLUG, Key.PLUG_IN):
            column.addWidget(self._keys[key])

    def show_devices(self, devices: tuple[DeviceScreen, ...]) -> None:
        """One at a time; the picker says whose turn it is, where there are several."""
        if [d.id for d in devices] != [d.id for d in self._devices]:
            at = max(0, self._picker.currentIndex())
            self._picker.blockSignals(True)
            self._picker.clear()
            for device in devices:
                self._picker.addItem(device.title, device.id)
            self._picker.setCurrentIndex(min(at, len(devices) - 1))
            self._picker.blockSignals(False)
            self._picker.setVisible(len(devices) > 1)
        if devices != self._devices:
            self._devices = devices
            self._draw()

    def _draw(self) -> None:
        at = self._picker.currentIndex()
        if not 0 <= at < len(self._devices):
            return
        device = self._devices[at]
        self._glass.show_face(device.face, self._words(face_words(device.face)), device.amount)
        for key, button in self._keys.items():
            button.setEnabled(key in device.keys)
        self._keys[Key.PLUG_IN].setVisible(device.face is Face.OFF)
        self._keys[Key.UNPLUG].setVisible(device.face is not Face.OFF)

    def _press(self, key: Key) -> None:
        self.setFocus()  # a key that goes dead must not hand its focus to the next
        self.pressed.emit(self._picker.currentData(), key)

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self.closed.emit()
