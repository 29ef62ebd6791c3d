"""The till, whole: the window, what sells behind it, and their ordered end."""

import asyncio
import logging
import signal
from dataclasses import replace

from pos_app.domain.errors import LedgerError, LedgerFault, TillError
from pos_app.front import Front
from pos_app.gateway.capability import INTENTS
from pos_app.gateway.door import TransportFactory
from pos_app.house import House, open_house
from pos_app.logs import start_logging
from pos_app.services.clock import Clock
from pos_app.services.ids import Ids
from pos_app.services.state import Notice, TillState
from pos_app.ui.sale.presenter import SalePresenter
from pos_app.ui.sale.screen import render
from pos_app.ui.shared.icons import icon

log = logging.getLogger(__name__)


class Till:
    def __init__(self, front: Front) -> None:
        self.front = front
        self.house: House | None = None
        self._presenter: SalePresenter | None = None

    async def furnish(
        self, clock: Clock, ids: Ids, network: TransportFactory | None = None
    ) -> None:
        """Bring in what sells. Where the book cannot be used, the page says so instead."""
        front, settings = self.front, self.front.settings
        start_logging(settings.folder / "logs")
        front.view.take_icons(icon)
        try:
            house = await open_house(settings, clock, ids, self._report, network)
        except LedgerError as error:
            others = error.fault is LedgerFault.OTHER_ENVIRONMENT  # whose till it is, they said
            self._stop((settings.trouble if others else None) or error)
            return
        try:
            await house.start()
        except LedgerError as error:
            await house.close()
            self._stop(error)
            return
        self.house = house
        self._presenter = SalePresenter(
            front.view,
            house.desk,
            house.checkout,
            house.board,
            house.capability,
            front.words,
            clock,
        )
        if settings.trouble is not None:
            house.desk.show(Notice(settings.trouble))

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
        if self._presenter is not None:
            self._presenter.stop()
        if self.house is not None:
            await self.house.close()
        self.front.window.close()

    def _report(self, error: BaseException) -> None:
        """A fault of ours: in the log, and as words on the screen; the till goes on (F59)."""
        log.error("a background task failed", exc_info=error)
        if self.house is not None:
            fault = error if isinstance(error, TillError) else TillError(type(error).__name__)
            self.house.desk.show(Notice(fault))

    def _stop(self, error: TillError) -> None:
        settings = self.front.settings
        state = TillState(settings.till, training=settings.training, site=settings.site)
        screen = render(replace(state, stopped=error), INTENTS, 0, self.front.words)
        self.front.view.show_screen(screen)
