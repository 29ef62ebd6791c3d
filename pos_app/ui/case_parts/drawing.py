"""The terminals, drawn in a few lines: one with keys, one of glass, and what their screen shows."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from pos_app.domain.charge.facts import Seen
from pos_app.ui.charge.coach import Hand
from pos_app.ui.shared.colours import Theme, Tone
from pos_app.ui.shared.widgets import fitted

# Everything is drawn in these units: the slip stands above the case, the case is 80 x 140.
_WIDE, _HIGH = 100.0, 172.0
_CASE = QRectF(12, 28, 76, 140)
_GLASS = {
    Hand.SCREEN: QRectF(19, 38, 62, 108),
    Hand.KEYS: QRectF(20, 37, 60, 52),
}


def draw_terminal(
    painter: QPainter, room: QRectF, hand: Hand, seen: Seen, amount: str, theme: Theme
) -> None:
    """In the middle of `room`; a model that is newer than this release is drawn as both kinds."""
    kinds = (Hand.SCREEN, Hand.KEYS) if hand is Hand.EITHER else (hand,)
    scale = min(room.height() / _HIGH, room.width() / (_WIDE * len(kinds)))
    left = room.center().x() - scale * _WIDE * len(kinds) / 2
    for at, kind in enumerate(kinds):
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(left + at * scale * _WIDE, room.center().y() - scale * _HIGH / 2)
        painter.scale(scale, scale)
        _Terminal(painter, kind, theme).draw(seen, amount)
        painter.restore()


class _Terminal:
    def __init__(self, painter: QPainter, kind: Hand, theme: Theme) -> None:
        self._painter, self._kind, self._theme = painter, kind, theme
        self._glass = _GLASS[kind]
        self._line = QPen(QColor(theme.text), 2.4)
        self._line.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._line.setJoinStyle(Qt.PenJoinStyle.RoundJoin)

    def draw(self, seen: Seen, amount: str) -> None:
        if seen is Seen.APPROVED:
            self._slip()
        self._box(_CASE, 12, self._theme.raised, self._line)
        if self._kind is Hand.KEYS:
            self._keys()
        else:
            self._bar(QRectF(42, 154, 16, 3), self._theme.text)
        tones = {Seen.AMOUNT: Tone.SENT, Seen.APPROVED: Tone.APPROVED}
        fill = self._theme.tones[tones[seen]].fill if seen in tones else self._theme.surface
        self._box(self._glass, 5, fill, QPen(QColor(self._theme.text), 1.6))
        match seen:
            case Seen.AMOUNT:
                self._asks(amount)
            case Seen.APPROVED:
                self._tick()
            case Seen.IDLE:
                self._rests()

    def _box(self, box: QRectF, corner: float, fill: str, pen: QPen) -> None:
        self._painter.setPen(pen)
        self._painter.setBrush(QColor(fill))
        self._painter.drawRoundedRect(box, corner, corner)

    def _bar(self, box: QRectF, fill: str) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(fill))
        self._painter.drawRoundedRect(box, 1.5, 1.5)

    def _slip(self) -> None:
        """A receipt that comes out at the top, torn off in teeth."""
        teeth = [QPointF(28 + 5.5 * n, 7 if n % 2 else 3) for n in range(9)]
        paper = QPolygonF([QPointF(28, 40), *teeth, QPointF(72, 40)])
        self._painter.setPen(QPen(QColor(self._theme.text), 1.8))
        self._painter.setBrush(QColor(self._theme.surface))
        self._painter.drawPolygon(paper)
        for y, wide in ((12, 30), (17, 22), (22, 30)):
            self._bar(QRectF(35, y, wide, 2.2), self._theme.secondary)

    def _keys(self) -> None:
        """Three rows of digits; below them red, yellow and green, each with its sign."""
        grey = QPen(QColor(self._theme.edge), 1)
        for row in range(3):
            for column in range(3):
                key = QRectF(23 + column * 19, 96 + row * 15, 16, 10)
                self._box(key, 2.5, self._theme.surface, grey)
        for column, tone in enumerate((Tone.DECLINED, Tone.TRAINING, Tone.APPROVED)):
            key = QRectF(23 + column * 19, 142, 16, 13)
            paint = self._theme.tones[tone]
            self._box(key, 3, paint.fill, QPen(QColor(self._theme.text), 1))
            self._sign(key.center(), column, paint.ink)

    def _sign(self, at: QPointF, column: int, colour: str) -> None:
        pen = QPen(QColor(colour), 1.8)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        if column == 0:
            self._painter.drawLine(at + QPointF(-2.6, -2.6), at + QPointF(2.6, 2.6))
            self._painter.drawLine(at + QPointF(-2.6, 2.6), at + QPointF(2.6, -2.6))
        elif column == 1:
            self._painter.drawLine(at + QPointF(3, 0), at + QPointF(-3, 0))
            self._painter.drawLine(at + QPointF(-3, 0), at + QPointF(-0.8, -2.2))
            self._painter.drawLine(at + QPointF(-3, 0), at + QPointF(-0.8, 2.2))
        else:
            self._painter.drawEllipse(at, 3.2, 3.2)

    def _asks(self, amount: str) -> None:
        """The sign of a card that is held to it, over the amount."""
        ink, glass = QColor(self._theme.tones[Tone.SENT].ink), self._glass
        pen = QPen(ink, 2.2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        foot = QPointF(glass.center().x() - 8, glass.top() + glass.height() * 0.36)
        for reach in (7.0, 13.0, 19.0):
            waves = QRectF(foot.x() - reach, foot.y() - reach, 2 * reach, 2 * reach)
            self._painter.drawArc(waves, -40 * 16, 80 * 16)
        font = QFont(self._painter.font())
        font.setPixelSize(13)
        font.setWeight(QFont.Weight.Bold)
        room = glass.adjusted(3, glass.height() * 0.62, -3, -3)
        self._painter.setFont(fitted(font, amount, room.width(), 6))
        self._painter.drawText(room, Qt.AlignmentFlag.AlignHCenter, amount)

    def _tick(self) -> None:
        ink, at = QColor(self._theme.tones[Tone.APPROVED].ink), self._glass.center()
        pen = QPen(ink, 4.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        self._painter.setPen(pen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        path = QPainterPath(at + QPointF(-13, 0))
        path.lineTo(at + QPointF(-4, 10))
        path.lineTo(at + QPointF(13, -10))
        self._painter.drawPath(path)

    def _rests(self) -> None:
        """The home screen: squares of a menu, and no amount."""
        glass = self._glass
        down = 3 if self._kind is Hand.SCREEN else 2
        side = 16.0
        gap = (glass.height() - down * side) / (down + 1)
        across = (glass.width() - 2 * side) / 3
        for row in range(down):
            for column in range(2):
                left = glass.left() + across + column * (side + across)
                top = glass.top() + gap + row * (side + gap)
                self._bar(QRectF(left, top, side, side), self._theme.line)
