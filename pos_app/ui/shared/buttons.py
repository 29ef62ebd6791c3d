"""What is pressed: buttons, chips and the picker. They draw themselves in the theme's colours."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QIcon,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QComboBox, QPushButton, QSizePolicy

from pos_app.ui.shared.colours import Paint, Theme, Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES, theme_in_use
from pos_app.ui.shared.widgets import fill_box, fitted, mixed


class _Button(QPushButton):
    """Draws itself. Space and Enter press it while it has the focus; a held key presses it once."""

    role, height_hint, icon_size = Text.STRONG, SIZES.field, 20

    def __init__(self, text: str = "", icon: QIcon | None = None) -> None:
        super().__init__(text)
        self.setAutoDefault(False)  # a dialog must not lend Enter to a button without the focus
        self.setFont(self.role.font())
        self.setMinimumSize(SIZES.target, self.height_hint)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if icon is not None:
            self.setIcon(icon)

    def paint_in(self, theme: Theme) -> Paint:
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        icon = 0 if self.icon().isNull() else self.icon_size + SIZES.gap * bool(self.text())
        width = int(words) + icon + 2 * SIZES.margin + 4
        return QSize(max(width, self.height_hint), self.height_hint)

    def _paint_now(self, theme: Theme) -> Paint:
        paint = self.paint_in(theme)
        if not self.isEnabled():
            return Paint(theme.secondary, theme.raised, theme.line)
        deeper = 0.16 if self.isDown() else 0.07 if self.underMouse() else 0.0
        if not deeper:
            return paint
        return Paint(paint.ink, mixed(paint.fill, theme.text, deeper), paint.line)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_in_use()
        paint, painter = self._paint_now(theme), QPainter(self)
        fill_box(painter, self.rect(), paint, theme, focused=self.hasFocus())
        ink = QColor(paint.ink)
        painter.setPen(ink)
        icon, room = self._tinted_icon(ink), self.rect().adjusted(12, 0, -12, 0)
        taken = self.icon_size + SIZES.gap if icon and self.text() else 0
        font = fitted(self.font(), self.text(), room.width() - taken, Text.BODY.pixels)
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width() - taken)
        words = metrics.horizontalAdvance(shown)
        left = room.left() + (room.width() - taken - words) / 2
        if icon:
            at = left if self.text() else (self.width() - self.icon_size) / 2
            painter.drawPixmap(int(at), (self.height() - self.icon_size) // 2, icon)
        painter.setFont(font)
        place = QRectF(left + taken, 0, words + 1, self.height())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _tinted_icon(self, ink: QColor) -> QPixmap | None:
        if self.icon().isNull():
            return None
        size = QSize(self.icon_size, self.icon_size)
        pixmap = self.icon().pixmap(size, self.devicePixelRatioF())
        painter = QPainter(pixmap)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
        painter.fillRect(pixmap.rect(), ink)
        painter.end()
        return pixmap


class PrimaryButton(_Button):
    """The one thing to do on a page: verb, amount, terminal."""

    role, height_hint, icon_size = Text.PRIMARY, SIZES.primary, 26

    def __init__(self, text: str = "", icon: QIcon | None = None) -> None:
        super().__init__(text, icon)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paint_in(self, theme: Theme) -> Paint:
        return Paint(theme.on_accent, theme.accent, theme.accent)


class SecondaryButton(_Button):
    def paint_in(self, theme: Theme) -> Paint:
        return Paint(theme.text, theme.surface, theme.edge)


class DangerButton(_Button):
    """Void, refund, cancel. Stands SIZES.apart from what builds."""

    def paint_in(self, theme: Theme) -> Paint:
        return Paint(theme.danger, theme.surface, theme.danger)


class Chip(_Button):
    """A small button of the top bar in the colours of a tone."""

    role, height_hint, icon_size = Text.STRONG, SIZES.target, 18

    def __init__(self, text: str = "", tone: Tone = Tone.CANCELLED) -> None:
        super().__init__(text)
        self._tone = tone

    def show_tone(self, tone: Tone) -> None:
        self._tone = tone
        self.update()

    def paint_in(self, theme: Theme) -> Paint:
        return theme.tones[self._tone]


class Picker(QComboBox):
    """Chooses one of a few, such as the terminal. A press, Space, or Alt and Down open it."""

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumSize(SIZES.target, SIZES.field)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_in_use(), QPainter(self)
        chosen, enabled = self.currentIndex() >= 0, self.isEnabled()
        ink = theme.text if chosen and enabled else theme.secondary
        fill = theme.surface if enabled else theme.raised
        paint = Paint(ink, fill, theme.edge if enabled else theme.line)
        fill_box(painter, self.rect(), paint, theme, focused=self.hasFocus())
        painter.setPen(QColor(ink))
        room = self.rect().adjusted(14, 0, -40, 0)
        text = self.currentText() if chosen else self.placeholderText()
        shown = QFontMetricsF(self.font()).elidedText(
            text, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.secondary), 2, c=Qt.PenCapStyle.RoundCap))
        middle, down = self.width() - 24, QPainterPath()
        down.moveTo(middle - 5, self.height() / 2 - 2.5)
        down.lineTo(middle, self.height() / 2 + 2.5)
        down.lineTo(middle + 5, self.height() / 2 - 2.5)
        painter.drawPath(down)
