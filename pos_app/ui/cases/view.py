"""The page of cases. It shows a screen and reports what people did; it decides nothing."""

import time
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from pos_app.domain.charge.facts import Seen
from pos_app.ui.case_parts.chosen import ChosenView
from pos_app.ui.case_parts.rows import CasesList
from pos_app.ui.case_parts.scanning import ScanGuard
from pos_app.ui.cases.shown import Act, CasesScreen, Labels
from pos_app.ui.naming import named
from pos_app.ui.sale_parts.frame import NoticeLine, Training, quiet
from pos_app.ui.sale_parts.icons_later import Icons
from pos_app.ui.shared.buttons import SecondaryButton
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.icons import icon
from pos_app.ui.shared.theme import SIZES
from pos_app.ui.shared.widgets import Card, Overflow, plain_label

_LIST, _CASE = 34, 66  # per cent of the width


class CasesView(QWidget):
    back_clicked = Signal()
    case_chosen = Signal(str)
    act_chosen = Signal(Act, str)
    answered = Signal(Seen)
    form_changed = Signal(str, str, str)  # who decides, why, what came in
    form_closed = Signal()
    confirmed = Signal()
    notice_dismissed = Signal()
    came = Signal()  # it is in sight
    went = Signal()

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """`now`: seconds of a clock that never goes back; tells a scanner from a person."""
        super().__init__()
        named(self, "cases_view")
        self._icons, self._labels = Icons(), Labels()
        self._icons.arrive(icon)
        self._training, self._notice = Training(self._icons), NoticeLine(self._icons)
        named(self._training.label, "cases_training_label")
        named(self._notice.label, "cases_notice_label")
        named(self._notice.dismiss, "cases_dismiss_button")
        self.back = named(SecondaryButton(), "case_back_button")
        self._icons.put_on(self.back, "chevron-left")
        self.title = named(plain_label("", Text.TITLE, Overflow.ELIDE), "cases_title_label")
        self.list, self.case = CasesList(), ChosenView(self._icons)
        self._empty = named(plain_label("", Text.TITLE, Overflow.WRAP), "cases_empty_label")
        self._guard = ScanGuard(self, now)
        self._lay_out()
        self._report()
        self.show_screen(CasesScreen())

    def _lay_out(self) -> None:
        empty, body, top = Card(), QHBoxLayout(), QHBoxLayout()
        middle = QVBoxLayout(empty)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        middle.addWidget(quiet(self._empty))
        place = QWidget()
        self._place = QStackedLayout(place)
        self._place.addWidget(self.case)
        self._place.addWidget(empty)
        for side, share in ((self.list, _LIST), (place, _CASE)):
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            body.addWidget(side, share)
        body.setSpacing(12)
        top.setSpacing(SIZES.margin)
        top.addWidget(self.back)
        top.addWidget(self.title, 1)
        top.addWidget(self.case.details)
        column = QVBoxLayout()
        column.setContentsMargins(12, 4, 12, 12)
        column.setSpacing(SIZES.gap)
        column.addLayout(top)
        column.addLayout(body, 1)
        column.addWidget(self._notice)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SIZES.gap)
        rows.addWidget(self._training)
        rows.addLayout(column, 1)

    def _report(self) -> None:
        for inner, outer in (
            (self.back.clicked, self.back_clicked),
            (self.list.case_chosen, self.case_chosen),
            (self.case.act_chosen, self.act_chosen),
            (self.case.answered, self.answered),
            (self.case.form.changed, self.form_changed),
            (self.case.form.closed, self.form_closed),
            (self.case.form.confirmed, self.confirmed),
            (self._notice.dismissed, self.notice_dismissed),
        ):
            inner.connect(outer)

    def show_screen(self, screen: CasesScreen) -> None:
        self._show_labels(screen.labels)
        self.setWindowTitle(screen.window)
        self._training.label.setText(screen.training)
        self._training.setVisible(bool(screen.training))
        self._notice.show_words(screen.notice, screen.notice_tone)
        self.list.show_rows(screen.rows, screen.chosen.name if screen.chosen else "")
        self.list.setVisible(bool(screen.rows))
        self._empty.setText(screen.empty)
        self._place.setCurrentIndex(1 if screen.chosen is None else 0)
        asking = screen.chosen is not None and screen.chosen.form is not None
        if self.case.would_lose(screen.chosen):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if screen.chosen is not None:
            self.case.show_case(screen.chosen)
        rows = screen.chosen is not None and bool(screen.chosen.details)
        self.case.details.setVisible(rows and not asking)

    def _show_labels(self, labels: Labels) -> None:
        if labels == self._labels:
            return
        self._labels = labels
        self.title.setText(labels.title)
        self.back.setText(labels.back)
        self.list.setAccessibleName(labels.list)
        self.case.details.copy.setAccessibleName(labels.copy)
        self.case.form.show_labels(labels)
        self._notice.dismiss.setAccessibleName(labels.close)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: the nearest thing that is open, and then back. F7 goes back as it came."""
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_F7:
            self.back_clicked.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self._step_back()
        else:
            super().keyPressEvent(event)

    def _step_back(self) -> None:
        if self.case.form.isVisible():
            self.form_closed.emit()
        elif self.case.isVisible() and self.case.details.unfolded:
            self.case.details.unfold(False)
        else:
            self.back_clicked.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Whoever brings the page to the front gives it the keyboard: the list takes it."""
        super().focusInEvent(event)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._guard.listen(True)
        self.came.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._guard.listen(False)
        self.went.emit()
