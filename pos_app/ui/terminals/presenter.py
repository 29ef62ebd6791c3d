"""Ties the page of the terminals to the services, while it is in sight."""

from PySide6.QtCore import QEvent, QObject, QTimer

from pos_app.domain.capability import Capability
from pos_app.services.board import Board
from pos_app.services.checkout import Checkout
from pos_app.services.clock import Clock
from pos_app.services.desk import Desk
from pos_app.ui.shared.language import Words
from pos_app.ui.terminals.screen import render
from pos_app.ui.terminals.view import TerminalsView
from pos_app.ui.way import Way

_TICK = 1000  # milliseconds


class TerminalsPresenter(QObject):
    def __init__(
        self,
        view: TerminalsView,
        desk: Desk,
        checkout: Checkout,
        board: Board,
        api: Capability,
        words: Words,
        clock: Clock,
        way: Way,
    ) -> None:
        super().__init__(view)
        self._view, self._desk, self._checkout, self._board = view, desk, checkout, board
        self._api, self._words, self._clock, self._way = api, words, clock, way
        self._tick = QTimer(view)
        self._tick.setInterval(_TICK)
        self._tick.timeout.connect(self._draw)
        self._wires = [
            view.back_clicked.connect(way.to_sale),
            view.opened.connect(self._open),
            view.chosen.connect(self._choose),
            view.switched.connect(checkout.switch_to_pdv),
            view.scanned.connect(self._sell),
            view.notice_dismissed.connect(lambda: desk.show(None)),
        ]
        self._unwatch = board.state.watch(lambda _: self._draw())
        view.installEventFilter(self)

    def stop(self) -> None:
        """Tell nothing more, and hear nothing more."""
        self._unwatch()
        self._tick.stop()
        self._view.removeEventFilter(self)
        for wire in self._wires:
            QObject.disconnect(wire)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Seconds pass on a page that is looked at, and on no other."""
        if event.type() is QEvent.Type.Show:
            self._tick.start()
            self._draw()
        elif event.type() is QEvent.Type.Hide:
            self._tick.stop()
        return False

    def _draw(self) -> None:
        if not self._view.isVisible():
            return
        self._view.show_screen(render(self._board.now, self._api, self._clock.now(), self._words))

    def _open(self, terminal_id: str) -> None:
        cards = render(self._board.now, self._api, self._clock.now(), self._words).cards
        card = next((card for card in cards if card.id == terminal_id), None)
        if card is not None and card.leads_to:
            self._way.to_cases(card.leads_to)
        else:
            self._way.to_sale()

    def _choose(self, terminal_id: str) -> None:
        self._checkout.choose_terminal(terminal_id)
        self._way.to_sale()

    def _sell(self, code: str) -> None:
        self._way.to_sale()
        self._desk.add_code(code)
