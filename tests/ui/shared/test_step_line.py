"""The line of steps: what it says, and that it costs nothing at rest."""

import pytest
from PySide6.QtCore import QAbstractEventDispatcher, QEvent, QObject, QRect, QTimerEvent
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.ui.shared.colours import LIGHT, Tone
from pos_app.ui.shared.step_line import StepLine

STEPS = ("Enviado", "En la terminal", "Banco", "Listo")
MOVING = [tone for tone in Tone if tone.in_progress]
RESTING = [tone for tone in Tone if not tone.in_progress]


class Paints(QObject):
    """Every part of a widget that was drawn again."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[QRect] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QPaintEvent):
            self.parts.append(event.rect())
        return False


def intervals(line: StepLine) -> list[int]:
    timers = QAbstractEventDispatcher.instance().registeredTimers(line)
    return [timer.interval for timer in timers]


@pytest.fixture
def line(dressed: QApplication, qtbot: QtBot) -> StepLine:
    line = StepLine(STEPS)
    qtbot.addWidget(line)
    line.resize(800, 60)
    with qtbot.waitExposed(line):
        line.show()
    return line


@pytest.mark.parametrize("tone", MOVING)
def test_a_charge_in_progress_moves_ten_times_a_second_at_most(line: StepLine, tone: Tone) -> None:
    line.show_step(1, tone)
    assert len(intervals(line)) == 1
    assert intervals(line)[0] >= 100


@pytest.mark.parametrize("tone", RESTING)
def test_at_the_end_nothing_moves(line: StepLine, tone: Tone) -> None:
    line.show_step(1, Tone.SENT)
    line.show_step(2, tone)
    assert intervals(line) == []


def test_what_is_not_seen_does_not_move(line: StepLine) -> None:
    line.show_step(1, Tone.ON_TERMINAL)
    line.hide()
    assert intervals(line) == []
    line.show()
    assert len(intervals(line)) == 1


def test_who_asked_for_stillness_gets_it(dressed: QApplication, qtbot: QtBot) -> None:
    line = StepLine(STEPS, still=True)
    qtbot.addWidget(line)
    line.show()
    line.show_step(1, Tone.ON_TERMINAL)
    assert intervals(line) == []


def test_a_tick_draws_one_disc_and_nothing_else(line: StepLine, dressed: QApplication) -> None:
    line.show_step(1, Tone.ON_TERMINAL)
    dressed.processEvents()
    paints, timer = Paints(), QAbstractEventDispatcher.instance().registeredTimers(line)[0]
    line.installEventFilter(paints)
    for _ in range(3):
        QApplication.sendEvent(line, QTimerEvent(timer.timerId))
        dressed.processEvents()
    assert len(paints.parts) >= 3
    for part in paints.parts:
        assert part.width() <= 36
        assert part.height() <= 36
        assert abs(part.center().x() - 300) <= 2  # the second of four, 800 wide


def test_each_end_looks_different(line: StepLine) -> None:
    seen = list[bytes]()
    for tone in (Tone.APPROVED, Tone.DECLINED, Tone.CANCELLED, Tone.UNKNOWN, Tone.SENT):
        line.show_step(2, tone)
        image = line.grab().toImage()
        seen.append(bytes(image.constBits()))
    assert len(set(seen)) == len(seen)


def test_paid_ticks_every_step_and_anything_else_does_not(line: StepLine) -> None:
    for tone in (Tone.APPROVED, Tone.DECLINED):
        line.show_step(3, tone)
        image = line.grab().toImage()
        green = [
            image.pixelColor(round(800 * (step + 0.5) / 4) - 11, 17).name()
            == LIGHT.tones[Tone.APPROVED].fill
            for step in range(4)
        ]
        assert green == [tone is Tone.APPROVED] * 4


def test_it_tells_a_screen_reader_where_the_charge_is(line: StepLine) -> None:
    line.show_step(2, Tone.PROCESSING)
    assert line.accessibleName() == "Banco"


@pytest.mark.parametrize("step", [-1, 4])
def test_a_step_that_is_not_there_is_refused(line: StepLine, step: int) -> None:
    with pytest.raises(ValueError, match="no step"):
        line.show_step(step, Tone.SENT)
