"""The line of steps of a charge, from sent to done, drawn in one widget."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimerEvent
from PySide6.QtGui import QColor, QFont, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.ui.shared.colours import Theme, Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import theme_in_use

_DISC = 30  # pixels across
_TICK_MS = 500  # the current step moves, and only while it is seen: a till that waits must rest
_TURN = 60  # degrees a tick


class StepLine(QWidget):
    """Which step a charge has reached, and how it ended there.

    While the tone is in progress an arc turns at the current step, unless it is to be `still`.
    An end is said by a sign and a colour: a tick, a cross, a minus, a question mark.
    """

    def __init__(self, labels: Sequence[str], *, still: bool = False) -> None:
        super().__init__()
        self._labels, self._still = tuple(labels), still
        self._current, self._tone = 0, Tone.PREPARING
        self._angle = self._timer = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(88 * len(self._labels))
        self.setFont(Text.SECONDARY.font())

    def show_step(self, current: int, tone: Tone) -> None:
        """`current` counts from 0. APPROVED ticks every step."""
        if not 0 <= current < len(self._labels):
            raise ValueError(f"no step {current}")
        self._current, self._tone = current, tone
        self.setAccessibleName(self._labels[current])
        self._move_or_rest()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120 * len(self._labels), _DISC + 30)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._move_or_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._move_or_rest()

    def _move_or_rest(self) -> None:
        moves = self._tone.in_progress and not self._still and self.isVisible()
        if moves and not self._timer:
            self._timer = self.startTimer(_TICK_MS, Qt.TimerType.CoarseTimer)
        elif not moves and self._timer:
            self.killTimer(self._timer)
            self._timer = 0

    def timerEvent(self, event: QTimerEvent) -> None:
        self._angle = (self._angle - _TURN) % 360
        self.update(self._disc(self._current).toAlignedRect().adjusted(-1, -1, 1, 1))

    def _disc(self, step: int) -> QRectF:
        middle = self.width() * (step + 0.5) / len(self._labels)
        return QRectF(middle - _DISC / 2, 2, _DISC, _DISC)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), theme_in_use()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dirty = event.rect()
        for step in range(len(self._labels)):
            if step:
                self._draw_link(painter, theme, step)
            if dirty.intersects(self._disc(step).toAlignedRect()):
                self._draw_disc(painter, theme, step)
            if dirty.bottom() > _DISC + 4:
                self._draw_label(painter, theme, step)

    def _passed(self, step: int) -> bool:
        return step < self._current or self._tone is Tone.APPROVED

    def _draw_link(self, painter: QPainter, theme: Theme, step: int) -> None:
        reached = step <= self._current
        colour = theme.tones[Tone.APPROVED].fill if self._tone is Tone.APPROVED else theme.accent
        pen = QPen(QColor(colour if reached else theme.edge), 3 if reached else 2)
        if not reached and self._tone is Tone.UNKNOWN:
            pen.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(pen)
        left, right = self._disc(step - 1), self._disc(step)
        painter.drawLine(
            QPointF(left.right() + 6, left.center().y()),
            QPointF(right.left() - 6, right.center().y()),
        )

    def _draw_disc(self, painter: QPainter, theme: Theme, step: int) -> None:
        disc = self._disc(step)
        if self._passed(step):
            done = theme.tones[Tone.APPROVED]
            approved = self._tone is Tone.APPROVED
            self._fill(painter, disc, done.fill if approved else theme.accent)
            _sign(painter, disc, done.ink if approved else theme.on_accent, Tone.APPROVED)
        elif step > self._current:
            painter.setPen(QPen(QColor(theme.edge), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(disc.adjusted(5, 5, -5, -5))
        elif self._tone.in_progress:
            self._draw_moving(painter, theme, disc)
        else:
            paint = theme.tones[self._tone]
            solid = self._tone in (Tone.DECLINED, Tone.UNKNOWN)
            self._fill(painter, disc, paint.fill if solid else theme.secondary)
            _sign(painter, disc, paint.ink if solid else theme.surface, self._tone)

    def _draw_moving(self, painter: QPainter, theme: Theme, disc: QRectF) -> None:
        inner = disc.adjusted(2, 2, -2, -2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.line), 3))
        painter.drawEllipse(inner)
        painter.setPen(QPen(QColor(theme.accent), 3, c=Qt.PenCapStyle.RoundCap))
        painter.drawArc(inner, (self._angle + 90) * 16, -110 * 16)
        self._fill(painter, disc.adjusted(9, 9, -9, -9), theme.accent)

    def _fill(self, painter: QPainter, disc: QRectF, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(disc)

    def _draw_label(self, painter: QPainter, theme: Theme, step: int) -> None:
        here = step == self._current and self._tone is not Tone.APPROVED
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if here else QFont.Weight.Normal)
        painter.setFont(font)
        reached = here or self._passed(step)
        painter.setPen(QColor(theme.text if reached else theme.secondary))
        width = self.width() // len(self._labels)
        room = QRect(width * step, _DISC + 8, width, 20)
        text = painter.fontMetrics().elidedText(
            self._labels[step], Qt.TextElideMode.ElideRight, width - 4
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, text)


def _sign(painter: QPainter, disc: QRectF, colour: str, tone: Tone) -> None:
    """A tick, a cross, a question mark or a minus, in the middle of `disc`."""
    painter.setPen(QPen(QColor(colour), 2.6, c=Qt.PenCapStyle.RoundCap))
    at = disc.center()
    if tone is Tone.APPROVED:
        painter.drawPolyline([at + QPointF(-6, 0), at + QPointF(-1.5, 4.5), at + QPointF(6, -4)])
    elif tone is Tone.DECLINED:
        painter.drawLine(at + QPointF(-4.5, -4.5), at + QPointF(4.5, 4.5))
        painter.drawLine(at + QPointF(-4.5, 4.5), at + QPointF(4.5, -4.5))
    elif tone in (Tone.UNKNOWN, Tone.SET_ASIDE):
        font = QFont(painter.font())
        font.setPixelSize(Text.TITLE.pixels)
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, "?")
    else:
        painter.drawLine(at + QPointF(-5.5, 0), at + QPointF(5.5, 0))
