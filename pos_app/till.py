"""The till, whole: the window, what sells behind it, and their ordered end."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from dataclasses import replace

from pos_app.domain.errors import LedgerError, LedgerFault, TillError
from pos_app.front import Front
from pos_app.gateway.capability import INTENTS
from pos_app.gateway.door import TransportFactory
from pos_app.house import House, open_house
from pos_app.last_resort import LastResort, code_of
from pos_app.logs import start_logging
from pos_app.rescue import Rescue
from pos_app.services.clock import Clock
from pos_app.services.ids import Ids
from pos_app.services.state import News, Notice, TillState
from pos_app.services.tasks import TaskOwner
from pos_app.ui.cases.presenter import CasesPresenter
from pos_app.ui.cases.view import CasesView
from pos_app.ui.sale.presenter import SalePresenter
from pos_app.ui.sale.restoring import Stage, moment, offer
from pos_app.ui.sale.screen import render
from pos_app.ui.shared.icons import icon
from pos_app.ui.terminals.presenter import TerminalsPresenter
from pos_app.ui.terminals.view import TerminalsView

log = logging.getLogger(__name__)


class Pages:
    """The way between the pages; each is made when somebody first goes there."""

    def __init__(self, front: Front, house: House, clock: Clock) -> None:
        self._front, self._house, self._clock = front, house, clock
        desk, checkout, board, resolver = house.desk, house.checkout, house.board, house.resolver
        api, words = house.capability, front.words
        self._sale = SalePresenter(
            front.view, desk, checkout, resolver, board, api, words, clock, self
        )
        self._cases: tuple[CasesView, CasesPresenter] | None = None
        self._terminals: tuple[TerminalsView, TerminalsPresenter] | None = None

    def stop(self) -> None:
        self._sale.stop()
        for page in (self._cases, self._terminals):
            if page is not None:
                page[1].stop()

    def to_sale(self) -> None:
        self._front.window.show_page(self._front.view)

    def to_cases(self, name: str = "") -> None:
        if self._cases is None:
            self._cases = self._make_cases()
        view, presenter = self._cases
        presenter.open_case(name)
        self._front.window.show_page(view)

    def to_terminals(self) -> None:
        if self._terminals is None:
            self._terminals = self._make_terminals()
        self._front.window.show_page(self._terminals[0])

    def _make_cases(self) -> tuple[CasesView, CasesPresenter]:
        house, view = self._house, CasesView()
        view.back_clicked.connect(self.to_sale)
        presenter = CasesPresenter(
            view,
            house.resolver,
            house.checkout,
            house.board,
            house.capability,
            self._front.words,
            self._clock,
        )
        return view, presenter

    def _make_terminals(self) -> tuple[TerminalsView, TerminalsPresenter]:
        house, view = self._house, TerminalsView(icon)
        presenter = TerminalsPresenter(
            view,
            house.desk,
            house.checkout,
            house.board,
            house.capability,
            self._front.words,
            self._clock,
            self,
        )
        return view, presenter


class Till:
    def __init__(self, front: Front) -> None:
        self.front = front
        self.house: House | None = None
        self._pages: Pages | None = None
        self._resort: LastResort | None = None
        self._tasks = TaskOwner(self._report)

    async def furnish(
        self, clock: Clock, ids: Ids, network: TransportFactory | None = None
    ) -> None:
        """Bring in what sells. Where the book cannot be used, the page says so instead."""
        front, settings = self.front, self.front.settings
        start_logging(settings.folder / "logs")
        self._resort = LastResort(asyncio.get_running_loop(), self._tell)
        self._resort.begin()
        front.view.take_icons(icon)

        async def move_in() -> None:
            house = await open_house(settings, clock, ids, self._report, network)
            try:
                await house.start()
            except LedgerError as error:
                await house.close()
                self._stop(error)
                return
            self.house = house
            self._pages = Pages(front, house, clock)
            if settings.trouble is not None:
                house.desk.show(Notice(settings.trouble))

        try:
            await move_in()
        except LedgerError as error:
            others = error.fault is LedgerFault.OTHER_ENVIRONMENT  # whose till it is, they said
            self._stop((settings.trouble if others else None) or error)
            if error.fault is LedgerFault.DAMAGED:
                await self._rescue(error, clock, move_in)

    async def closed(self) -> None:
        """Return when the window has been closed, or the system asks for the end."""
        over, loop = asyncio.Event(), asyncio.get_running_loop()
        self.front.window.closed.connect(over.set)
        try:
            for name in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(name, over.set)
        except NotImplementedError:  # Windows: there, closing the window is the way to end it
            log.debug("no signals here")
        if self.front.window.isVisible():  # it may have been closed while the rest was coming
            await over.wait()

    async def close(self) -> None:
        """Users before what they use. A charge that lives goes on when the till is next opened."""
        await self._tasks.close()
        if self._pages is not None:
            self._pages.stop()
        if self.house is not None:
            await self.house.close()
        self.front.window.close()
        if self._resort is not None:
            self._resort.end()

    def _report(self, error: BaseException) -> None:
        """The last resort hears of it."""
        log.error("a background task failed", exc_info=error)

    def _tell(self, error: BaseException) -> None:
        """A fault of ours, as words on the screen; the till goes on (F59)."""
        if self.house is not None:
            fault = error if isinstance(error, TillError) else TillError(type(error).__name__)
            self.house.desk.show(Notice(fault, code_of(error)))

    def _stop(self, error: TillError, stage: Stage = Stage.NO_WAY, when: str = "") -> None:
        settings, words = self.front.settings, self.front.words
        state = TillState(settings.till, training=settings.training, site=settings.site)
        screen = render(replace(state, stopped=error), INTENTS, 0, words)
        self.front.view.show_screen(offer(screen, stage, when, words))

    async def _rescue(
        self, damage: LedgerError, clock: Clock, move_in: Callable[[], Awaitable[None]]
    ) -> None:
        """Offer the newest whole copy of a damaged book; pressed, the till opens with it (F51)."""
        rescue, words = Rescue(self.front.settings, clock), self.front.words
        till = self.front.settings.till
        self._stop(damage, Stage.LOOKING)
        copy = await rescue.look()
        found = Stage.FOUND if copy else Stage.NOTHING
        when = moment(copy.at, clock.now(), words) if copy else ""

        async def put_right() -> None:
            self._stop(damage, Stage.AT_WORK, when)
            try:
                await rescue.put_right(copy, damage.detail)
                await move_in()
            except LedgerError as error:
                log.warning("the book was not put right: %s", error.detail)
                self._stop(error, found, when)
                return
            if self.house is not None:
                news = Notice(News.RESTORED, when) if copy else Notice(News.BEGUN_ANEW, till)
                self.house.desk.show(news)

        self.front.view.restore_clicked.connect(lambda: self._tasks.spawn("rescue", put_right()))
        self._stop(damage, found, when)
