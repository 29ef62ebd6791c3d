"""The live panel: what the terminal is doing, and what to do now."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui.naming import named
from pos_app.ui.sale.shown import Button, End, Panel
from pos_app.ui.sale_parts.frame import CalmButton, Weighted, quiet, show_button
from pos_app.ui.sale_parts.icons_later import Icons
from pos_app.ui.shared.buttons import DangerButton, SecondaryButton
from pos_app.ui.shared.colours import Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.step_line import StepLine
from pos_app.ui.shared.theme import SIZES
from pos_app.ui.shared.widgets import Card, Overflow, ToneSurface, plain_label

_ENDS = {End.DONE: Tone.APPROVED, End.UNKNOWN: Tone.UNKNOWN}


class Reasoned(QWidget):
    """A button, and beside it why it cannot be pressed."""

    clicked = Signal()

    def __init__(self, button: QPushButton) -> None:
        super().__init__()
        self.button, self.reason = button, quiet(plain_label("", Text.BODY, Overflow.WRAP))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.margin)
        row.addWidget(button)
        row.addWidget(self.reason, 1)
        row.addStretch()
        button.clicked.connect(self._click)

    def show_button(self, button: Button) -> None:
        self.button.setText(button.text)
        self.button.setEnabled(button.enabled)
        self.button.setAccessibleDescription(button.reason)
        self.reason.setText("" if button.enabled else button.reason)
        self.reason.setVisible(bool(self.reason.text()))
        self.setVisible(button.visible)

    def press(self) -> None:
        """By its key: only where a finger could."""
        if not self.isHidden():
            self.button.click()

    def _click(self) -> None:
        self.button.setEnabled(False)  # until the next screen says otherwise
        self.clicked.emit()


class Details(QWidget):
    """What unfolds `words`: labels and values, to be selected, read aloud and copied."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.toggle = named(SecondaryButton(), "details_button")
        self.toggle.setCheckable(True)
        self.copy = named(SecondaryButton(), "copy_button")
        self.words = named(QPlainTextEdit(), "details_text")
        self.words.setReadOnly(True)
        self.words.setTabChangesFocus(True)
        self.words.setFont(Text.SECONDARY.font())
        self.words.setMinimumHeight(2 * SIZES.target)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        icons.put_on(self.copy, "copy")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SIZES.gap)
        row.addWidget(self.copy)
        row.addWidget(self.toggle)
        self.toggle.toggled.connect(self.unfold)
        self.copy.clicked.connect(self._copy)
        self.unfold(False)

    @property
    def unfolded(self) -> bool:
        return self.toggle.isChecked()

    def unfold(self, wide: bool) -> None:
        self.toggle.setChecked(wide)
        self._icons.put_on(self.toggle, "chevron-down" if wide else "chevron-right")
        self.words.setVisible(wide)
        self.copy.setVisible(wide)

    def show_rows(self, title: str, rows: tuple[tuple[str, str], ...]) -> None:
        self.toggle.setText(title)
        self.words.setAccessibleName(title)
        self.setVisible(bool(rows))
        words = "\n".join(f"{name}: {value}" for name, value in rows)
        if words != self.words.toPlainText():
            self.words.setPlainText(words)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.words.toPlainText())


class PanelView(Card):
    """Properties for test rigs: `status`, `outcome`, `elapsed_seconds`."""

    cancel_clicked = Signal()
    check_again_clicked = Signal()
    see_why_clicked = Signal()
    set_aside_clicked = Signal()
    closed = Signal()

    def __init__(self, icons: Icons, panel: Panel) -> None:
        super().__init__()
        named(self, "status_panel")
        self._labels, self._reached = panel.steps, (-1, Tone.PREPARING)
        self._fitted: Panel | None = None
        self._level = 0
        self.warning = Weighted(icons)
        named(self.warning.label, "warning_label")
        self.amount = named(plain_label("", Text.AMOUNT, Overflow.SHRINK), "panel_amount_label")
        self.terminal = named(quiet(plain_label("", Text.TITLE, Overflow.ELIDE)), "terminal_label")
        self.elapsed = named(quiet(plain_label("", Text.TITLE)), "elapsed_label")
        self.steps = named(StepLine(panel.steps), "step_line")
        self.state = named(ToneSurface(Tone[panel.look.name]), "state_surface")
        self.picture = icons.picture(self.state.tone.icon, 40)
        self.headline = named(plain_label("", Text.HEADLINE, Overflow.WRAP), "headline_label")
        self.hint = named(plain_label("", Text.TITLE, Overflow.WRAP), "hint_label")
        self.happened = named(quiet(plain_label("", Text.BODY, Overflow.WRAP)), "happened_label")
        self.see_why = named(CalmButton(), "look_button")
        self.set_aside = Reasoned(named(SecondaryButton(), "set_aside_button"))
        self.cancel = Reasoned(named(DangerButton(), "cancel_button"))
        self.check_again = Reasoned(named(SecondaryButton(), "check_again_button"))
        self.details, self.close_button = (
            Details(icons),
            named(SecondaryButton(), "close_panel_button"),
        )
        self.close_button.setFixedWidth(SIZES.field)
        self.close_button.clicked.connect(self.closed)
        icons.put_on(self.close_button, "x")
        icons.put_on(self.cancel.button, "x")
        icons.put_on(self.check_again.button, "rotate-cw")
        icons.put_on(self.see_why, "eye")
        icons.put_on(self.set_aside.button, "archive")
        self.cancel.clicked.connect(self.cancel_clicked)
        self.check_again.clicked.connect(self.check_again_clicked)
        self.see_why.clicked.connect(self.see_why_clicked)
        self.set_aside.clicked.connect(self.set_aside_clicked)
        self._lay_out(icons)

    def _lay_out(self, icons: Icons) -> None:
        self.elapsed.setFixedSize(76, 32)  # so that a tick moves nothing
        place = QHBoxLayout()
        place.setSpacing(SIZES.gap)
        place.addWidget(self.terminal, 1)
        place.addWidget(icons.picture("clock", 22))
        place.addWidget(self.elapsed)
        self._lay_out_state()
        foot = QHBoxLayout()
        foot.addWidget(self.cancel, 1)
        foot.addStretch()
        foot.addWidget(self.details)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(10)
        column.addWidget(self.warning)
        top = QHBoxLayout()
        top.addWidget(self.amount, 1)
        top.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(top)
        column.addLayout(place)
        column.addSpacing(6)
        column.addWidget(self.steps)
        column.addWidget(self.state)
        column.addWidget(self.happened)
        column.addStretch(1)
        column.addWidget(self.see_why)
        ways = QHBoxLayout()
        ways.setSpacing(SIZES.gap)
        ways.addWidget(self.set_aside, 1)
        ways.addWidget(self.check_again)
        column.addLayout(ways)
        column.addLayout(foot)
        column.addWidget(self.details.words, 1)
        self._rows = (top, ways, foot)
        self.details.toggle.toggled.connect(self._fit)

    def _lay_out_state(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(SIZES.gap)
        words.addWidget(self.headline)
        words.addWidget(self.hint)
        state = QHBoxLayout(self.state)
        state.setContentsMargins(4, 4, 4, 4)
        state.setSpacing(SIZES.margin)
        state.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        state.addLayout(words, 1)

    def show_panel(self, panel: Panel) -> None:
        tone = Tone[panel.look.name]
        if panel.steps != self._labels:
            self._replace_steps(panel.steps)
        self.warning.show_words(panel.warning, panel.warning_tone)
        self.amount.setText(panel.amount)
        self.terminal.setText(panel.terminal)
        self.elapsed.setText(panel.elapsed)
        end = _ENDS.get(panel.end, tone)
        if (panel.step, end) != self._reached:
            self._reached = panel.step, end
            self.steps.show_step(panel.step, end)
        if tone is not self.state.tone:
            self.state.show_tone(tone)
            self.picture.show_name(tone.icon)
        self.headline.setText(panel.headline)
        self.hint.setText(panel.hint)
        self.happened.setText(panel.happened)
        self.cancel.show_button(panel.cancel)
        self.check_again.show_button(panel.check_again)
        show_button(self.see_why, panel.see_why)
        self.see_why.show_calm(panel.end is End.FAILED)  # then to send again is the next step
        self.set_aside.show_button(panel.set_aside)
        self.details.show_rows(panel.details_title, panel.details)
        words = replace(panel, elapsed="", elapsed_seconds=0)
        if words != self._fitted:
            self._fitted = words
            self._fit()
        self.close_button.setVisible(panel.end is End.FAILED)  # over, and the sale goes on
        self.setProperty("status", panel.status)
        self.setProperty("outcome", panel.outcome)
        self.setProperty("elapsed_seconds", panel.elapsed_seconds)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """No word is ever cut: with little room letters shrink, the steps go, the amount goes."""
        details = self.details.words.minimumHeight() if self.details.unfolded else 0
        for level in range(4):
            self._tighten(level)
            for part in (self.warning, self.state, self.cancel, self.set_aside, self.check_again):
                part.updateGeometry()
            for row in self._rows:  # what lies inside a layout is not told by Qt until it is shown
                row.invalidate()
            if self._column.totalHeightForWidth(self.width()) + details <= self.height():
                return

    def _tighten(self, level: int) -> None:
        if level == self._level:
            return
        self._level, tight = level, level > 0
        self.amount.setFont((Text.TOTAL if tight else Text.AMOUNT).font())
        self.headline.setFont((Text.TITLE if tight else Text.HEADLINE).font())
        self.hint.setFont((Text.STRONG if tight else Text.TITLE).font())
        self._column.setSpacing(6 if tight else 10)
        for extra in (self.steps, self.happened):
            extra.setVisible(level < 2)
        self.amount.setVisible(level < 3)  # the cart shows it too

    def _replace_steps(self, labels: tuple[str, ...]) -> None:
        old, self._labels, self._reached = self.steps, labels, (-1, Tone.PREPARING)
        self.steps = named(StepLine(labels), "step_line")
        self._column.replaceWidget(old, self.steps)
        old.deleteLater()
