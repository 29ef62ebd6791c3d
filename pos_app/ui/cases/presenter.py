"""Ties the page of cases to the services: state in, what people did out."""

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer

from pos_app.domain.capability import Capability
from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.sale import Sale
from pos_app.services.board import Board
from pos_app.services.checkout import Checkout
from pos_app.services.clock import Clock
from pos_app.services.resolver import Resolver
from pos_app.services.state import Case, TillState
from pos_app.ui.cases.screen import newest, next_selected, render
from pos_app.ui.cases.shown import AT_ONCE, UNSIGNED, Act, CasesScreen, Form
from pos_app.ui.cases.view import CasesView
from pos_app.ui.sale.cash import received_of
from pos_app.ui.shared.language import Words

_TICK = 1000  # milliseconds, while the page is in sight: times, and the countdown of a look
_DECISIONS = {
    Act.ATTEST: Decision.ATTESTED,
    Act.WITHDRAW: Decision.WITHDRAWN,
    Act.APPLY: Decision.APPLIED,
    Act.APART: Decision.APART,
    Act.NOTE: Decision.NOTED,
}


class CasesPresenter:
    def __init__(
        self,
        view: CasesView,
        resolver: Resolver,
        checkout: Checkout,
        board: Board,
        api: Capability,
        words: Words,
        clock: Clock,
    ) -> None:
        self._view, self._resolver, self._checkout = view, resolver, checkout
        self._board, self._api, self._words, self._clock = board, api, words, clock
        self._selected, self._before = "", tuple[Case, ...]()
        self._form: Form | None = None
        self._tick = QTimer(view)
        self._tick.setInterval(_TICK)
        self._tick.timeout.connect(self._draw)
        self._wires = [
            view.case_chosen.connect(self._choose),
            view.act_chosen.connect(self._act),
            view.answered.connect(self._answer),
            view.form_changed.connect(self._type),
            view.form_closed.connect(self._close_form),
            view.confirmed.connect(self._confirm),
            view.notice_dismissed.connect(lambda: board.update(replace(board.now, notice=None))),
            view.came.connect(self._come),
            view.went.connect(self._tick.stop),
        ]
        self._unwatch = board.state.watch(self._show)

    def stop(self) -> None:
        """Tell nothing more, and hear nothing more."""
        self._unwatch()
        self._tick.stop()
        for wire in self._wires:
            QObject.disconnect(wire)

    def open_case(self, name: str = "") -> None:
        """Before the page is shown: the case to look at, or the newest."""
        self._choose(name or newest(self._board.now))

    def _show(self, state: TillState) -> None:
        was, self._selected = self._selected, next_selected(self._selected, self._before, state)
        if self._selected != was and self._form and self._form.act not in UNSIGNED:
            self._form = None  # what was signed for one is not done to another
        self._before = state.cases
        if self._view.isVisible():
            self._draw()

    def _come(self) -> None:
        if self._selected not in {case.name for case in self._board.now.cases}:
            self._selected, self._form = newest(self._board.now), None
        self._draw()
        self._tick.start()

    def _screen(self) -> CasesScreen:
        now = self._clock.now()
        return render(self._board.now, self._api, self._selected, self._form, now, self._words)

    def _draw(self) -> None:
        screen = self._screen()
        if screen.chosen is None or screen.chosen.form is None:
            self._form = None  # what it was about is not there any more
        self._view.show_screen(screen)

    def _choose(self, name: str) -> None:
        self._selected, self._form = name, None
        self._draw()

    def _answer(self, seen: Seen) -> None:
        self._resolver.say_seen(self._selected, seen)

    def _act(self, act: Act, target: str) -> None:
        if act in AT_ONCE:
            self._do_at_once(act, target)
            return
        self._form = Form(act, target)
        self._draw()

    def _do_at_once(self, act: Act, target: str) -> None:
        match act:
            case Act.SHOW:
                self._choose(target)
            case Act.CANCEL:
                self._resolver.cancel(self._selected)
            case Act.TAKE_UP:
                self._resolver.take_up(target)
                self._view.back_clicked.emit()
            case _:
                self._resolver.check_again(self._selected)
                if self._board.now.network is not None:
                    self._checkout.look_again()

    def _type(self, supervisor: str, reason: str, received: str) -> None:
        if self._form is not None:
            self._form = replace(
                self._form, supervisor=supervisor, reason=reason, received=received
            )
            self._draw()

    def _close_form(self) -> None:
        self._form = None
        self._draw()

    def _confirm(self) -> None:
        """Only what is offered at this very moment is done."""
        chosen, form = self._screen().chosen, self._form
        self._form = None
        if form and chosen and chosen.form and chosen.form.confirm.enabled:
            self._do(form)
        self._draw()

    def _do(self, form: Form) -> None:
        name, by, reason = self._selected, form.supervisor.strip(), form.reason.strip()
        if form.act in _DECISIONS:
            self._resolver.decide(name, _DECISIONS[form.act], by, reason)
        elif form.act in (Act.ADOPT, Act.MAKE_SALE):
            self._resolver.adopt(name, form.target, by, reason)
        elif form.act in (Act.GIVE_BACK, Act.FOREIGN):
            self._resolver.put_apart(name, by, reason, form.act is Act.GIVE_BACK)
        elif form.act is Act.DROP:
            self._resolver.drop(form.target)
        elif (sale := self._sale(form.target)) is not None:
            received = received_of(sale.total, form.received, self._words)
            self._resolver.pay_cash(sale.id, received)

    def _sale(self, sale_id: str) -> Sale | None:
        sales = (case.sale for case in self._board.now.cases)
        return next((sale for sale in sales if sale and sale.id == sale_id), None)
