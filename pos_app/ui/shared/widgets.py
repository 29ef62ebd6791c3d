"""What pages are built of: plain labels, cards, and surfaces that speak in tones."""

from enum import Enum
from html import escape

from PySide6.QtCore import QChildEvent, QEvent, QPointF, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from pos_app.ui.shared.colours import Paint, Theme, Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import SIZES, theme_in_use


class Overflow(Enum):
    """What a label does with words that do not fit."""

    GROW = "ask for room"
    WRAP = "go on in the next line"
    ELIDE = "end in an ellipsis; the whole is in the tooltip"
    SHRINK = "smaller letters; for amounts, which are never cut"


class _PlainLabel(QLabel):
    def __init__(self, text: str, role: Text, overflow: Overflow) -> None:
        super().__init__()
        self._overflow, self._role = overflow, role
        self.setTextFormat(Qt.TextFormat.PlainText)  # before any text: QLabel guesses (S22)
        self.setFont(role.font())
        self.setWordWrap(overflow is Overflow.WRAP)
        if role is Text.SECONDARY:
            self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setText(text)

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        loose = self._overflow in (Overflow.ELIDE, Overflow.SHRINK)
        return QSize(min(hint.width(), SIZES.target), hint.height()) if loose else hint

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._overflow not in (Overflow.ELIDE, Overflow.SHRINK):
            super().paintEvent(event)
            return
        room, text, font = self.contentsRect(), self.text(), self.font()
        if self._overflow is Overflow.SHRINK:
            font = fitted(font, text, room.width(), Text.SECONDARY.pixels)
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        cut = "" if shown == text else escape(text)
        if self.toolTip() != cut:
            self.setToolTip(cut)
        painter = QPainter(self)
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(room, self.alignment() | Qt.TextFlag.TextSingleLine, shown)


def plain_label(
    text: str = "", role: Text = Text.BODY, overflow: Overflow = Overflow.GROW
) -> QLabel:
    """A label whose words are never markup (S22). The only way labels are made."""
    return _PlainLabel(text, role, overflow)


class Card(QFrame):
    """A quiet surface that holds part of a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(SIZES.margin, SIZES.margin, SIZES.margin, SIZES.margin)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_in_use()
        paint = Paint(theme.text, theme.surface, theme.line)
        fill_box(QPainter(self), self.rect(), paint, theme)


class ToneSurface(QFrame):
    """Speaks in a tone: ground, border and stripes are drawn, the words inside take its ink."""

    def __init__(self, tone: Tone) -> None:
        super().__init__()
        self._tone = tone
        self.setContentsMargins(SIZES.margin, 12, SIZES.margin, 12)
        self._take_ink()

    @property
    def tone(self) -> Tone:
        return self._tone

    def show_tone(self, tone: Tone) -> None:
        self._tone = tone
        self._take_ink()
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange:
            QTimer.singleShot(0, self, self._take_ink)  # after Qt has put the old inks back

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if event.polished():
            self._take_ink()

    def _take_ink(self) -> None:
        """To each widget inside: with a style sheet, Qt lets no palette run down by itself."""
        ink, palette = QColor(theme_in_use().tones[self._tone].ink), QPalette()
        for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.PlaceholderText):
            palette.setColor(role, ink)
        for widget in (self, *self.findChildren(QWidget)):
            widget.setPalette(palette)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = theme_in_use()
        fill_box(QPainter(self), self.rect(), theme.tones[self._tone], theme)


def fill_box(
    painter: QPainter, rect: QRect, paint: Paint, theme: Theme, *, focused: bool = False
) -> None:
    """A rounded box. The focus is a ring in two colours, so that it is seen on any ground."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    layers = [(0, paint.line), (1, paint.fill)]
    if focused:
        layers = [(0, theme.focus), (SIZES.ring, theme.surface), (2 * SIZES.ring, paint.fill)]
    for inset, colour in layers:
        painter.setBrush(QColor(colour))
        painter.drawPath(_rounded(rect, inset))
    if paint.stripe:
        _stripe(painter, _rounded(rect, layers[-1][0]), QColor(paint.stripe))


def _rounded(rect: QRect, inset: int) -> QPainterPath:
    path, corner = QPainterPath(), SIZES.corner - inset
    path.addRoundedRect(QRectF(rect).adjusted(inset, inset, -inset, -inset), corner, corner)
    return path


def _stripe(painter: QPainter, edge: QPainterPath, colour: QColor) -> None:
    painter.save()
    painter.setClipPath(edge)
    painter.setPen(QPen(colour, 10))
    box = edge.boundingRect()
    for foot in range(int(box.left() - box.height()), int(box.right()), 28):
        rise = QPointF(foot + box.height(), box.top())
        painter.drawLine(QPointF(foot, box.bottom()), rise)
    painter.restore()


def fitted(font: QFont, text: str, width: float, least: int) -> QFont:
    """`font`, or a smaller one in which `text` fits `width`; not below `least` pixels."""
    words = QFontMetricsF(font).horizontalAdvance(text)
    if words <= width or font.pixelSize() <= least:
        return font
    smaller = QFont(font)
    smaller.setPixelSize(max(least, int(font.pixelSize() * width / words)))
    return smaller


def mixed(one: str, other: str, share: float) -> str:
    """`one` with a `share` (0 to 1) of `other` in it."""
    here, there = QColor(one), QColor(other)
    pairs = (
        (here.red(), there.red()),
        (here.green(), there.green()),
        (here.blue(), there.blue()),
    )
    return QColor(*(round(a + (b - a) * share) for a, b in pairs)).name()
