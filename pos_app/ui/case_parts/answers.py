"""The question about the terminal: three pictures, each a button."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.domain.charge.facts import Seen
from pos_app.ui.case_parts.drawing import draw_terminal
from pos_app.ui.cases.shown import Answer, Look
from pos_app.ui.charge.coach import Hand
from pos_app.ui.naming import named
from pos_app.ui.sale_parts.frame import quiet
from pos_app.ui.shared.buttons import SecondaryButton
from pos_app.ui.shared.colours import Paint
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.icons import pixmap
from pos_app.ui.shared.theme import SIZES, theme_in_use
from pos_app.ui.shared.widgets import Overflow, fill_box, plain_label

LARGEST, LEAST = 220, 80  # how high a picture may be; with less room there is none
_PAD = 12
_WRAP = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap


class AnswerButton(SecondaryButton):
    """A picture over its words. What was answered is framed and ticked."""

    def __init__(self, seen: Seen) -> None:
        super().__init__()
        self.seen, self._hand, self._amount, self._given = seen, Hand.EITHER, "", False
        self._reason, self._picture = "", LARGEST
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        policy.setVerticalPolicy(policy.Policy.Preferred)  # all three as high as the highest
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_answer(self, answer: Answer, look: Look) -> None:
        self._hand, self._amount, self._given = look.hand, look.amount, answer.given
        self._reason = answer.button.reason
        self.setText(answer.button.text)
        self.setEnabled(answer.button.enabled)
        self.setAccessibleDescription(answer.button.reason)
        self.updateGeometry()
        self.update()

    def draw_high(self, picture: int) -> None:
        if picture != self._picture:
            self._picture = picture
            self.updateGeometry()
            self.update()

    def heightForWidth(self, width: int) -> int:
        picture = self._picture + 8 if self._picture else 0
        return max(SIZES.target, picture + self._words_high(width) + 2 * _PAD)

    def sizeHint(self) -> QSize:
        return QSize(180, self.heightForWidth(max(self.width(), 160)))

    def minimumSizeHint(self) -> QSize:
        return QSize(SIZES.target, self.heightForWidth(max(self.width(), 160)))

    def _words_high(self, width: int) -> int:
        room = QRect(0, 0, width - 2 * _PAD, 1000)
        words = QFontMetrics(Text.STRONG.font()).boundingRect(room, int(_WRAP), self.text())
        return words.height() + 24  # its reason has a line of its own, so that nothing jumps

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = theme_in_use(), QPainter(self)
        paint = Paint(theme.text, theme.surface, theme.edge)
        if self._given:
            paint = Paint(theme.text, theme.surface, theme.accent)
        elif not self.isEnabled():
            paint = Paint(theme.secondary, theme.raised, theme.line)
        elif self.underMouse() or self.isDown():
            paint = Paint(theme.text, theme.background, theme.accent)
        fill_box(painter, self.rect(), paint, theme, focused=self.hasFocus())
        top = _PAD
        if self._picture:
            painter.setOpacity(1.0 if self.isEnabled() or self._given else 0.45)
            room = QRectF(_PAD, top, self.width() - 2 * _PAD, self._picture)
            draw_terminal(painter, room, self._hand, self.seen, self._amount, theme)
            painter.setOpacity(1.0)
            top += self._picture + 8
        inside = QRect(_PAD, top, self.width() - 2 * _PAD, self.height() - top - _PAD)
        painter.setFont(Text.STRONG.font())
        painter.setPen(QColor(paint.ink))
        painter.drawText(inside, int(_WRAP), self.text())
        if self._reason:
            foot = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
            painter.drawText(inside, int(foot), self._reason)
        if self._given:
            self._draw_tick(painter)

    def _draw_tick(self, painter: QPainter) -> None:
        accent = theme_in_use().accent
        painter.setPen(QPen(QColor(accent), 3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        corner = SIZES.corner - 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), corner, corner)
        left, top = (self.width() - 22) // 2, self.height() - _PAD - 22
        painter.drawPixmap(left, top, pixmap("check", 22, accent, self.devicePixelRatioF()))


class LookView(QWidget):
    answered = Signal(Seen)

    def __init__(self) -> None:
        super().__init__()
        named(self, "look_area")
        self.question = named(plain_label("", Text.TITLE, Overflow.WRAP), "look_question_label")
        self.path = named(quiet(plain_label("", Text.BODY, Overflow.WRAP)), "look_path_label")
        self.follows = named(plain_label("", Text.STRONG, Overflow.WRAP), "look_follows_label")
        self.answers = [named(AnswerButton(seen), f"answer_{seen.value}_button") for seen in Seen]
        row = QHBoxLayout()
        row.setSpacing(SIZES.gap)
        for button in self.answers:
            row.addWidget(button, 1)
            button.clicked.connect(lambda _=False, button=button: self._answer(button))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.question)
        column.addWidget(self.path)
        column.addLayout(row)
        column.addWidget(self.follows)

    def show_look(self, look: Look) -> None:
        self.question.setText(look.question)
        self.path.setText(look.path)
        self.follows.setText(look.follows)
        self.follows.setVisible(bool(look.follows))
        for button, answer in zip(self.answers, look.answers, strict=True):
            button.show_answer(answer, look)

    def draw_high(self, picture: int) -> None:
        for button in self.answers:
            button.draw_high(picture)
        self.updateGeometry()

    def _answer(self, button: AnswerButton) -> None:
        """Off at once, until the next screen: a second press says nothing more (F17)."""
        button.setEnabled(False)
        self.answered.emit(button.seen)
