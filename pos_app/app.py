"""The till put together: the window first, then the network and the book; and its ordered end."""

# The one module that imports late, on purpose: what the first paint does not need comes after it.

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Awaitable, Callable, Coroutine

    from PySide6.QtWidgets import QApplication

    from pos_app.commands import Asked
    from pos_app.config import Settings
    from pos_app.domain.errors import TillError
    from pos_app.gateway.door import TransportFactory
    from pos_app.house import House
    from pos_app.services.clock import Clock
    from pos_app.services.ids import Ids
    from pos_app.services.state import TillState
    from pos_app.ui.sale.presenter import SalePresenter


def main(words: "list[str] | None" = None) -> int:
    """Do what the command line says; its exit code: 0 done, 1 it said what is wrong, 2 misread."""
    words = sys.argv[1:] if words is None else words
    from pos_app.domain.errors import SettingsError

    try:
        return _do(words) if words else open_till()
    except SettingsError as error:
        return _say(f"{error.path}: {error.detail}")


def _do(words: "list[str]") -> int:
    from pos_app.commands import read

    asked = read(words)
    if asked.name == "simulator":
        from pos_app.simulator.server import serve

        return serve(asked.port, asked.auto_play, asked.site)
    if asked.name == "demo":
        return _demo(asked)
    from pos_app.reports import sales, verify

    return {"verify": verify, "sales": sales}[asked.name](asked)


def _demo(asked: "Asked") -> int:
    from pos_app.config import from_process

    if asked.tour or not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ.setdefault("QT_FONT_DPI", "96")
        from pos_app.tour import play

        return play(from_process("demo"), asked.tour)
    from pos_app.demo import open_demo

    return open_demo(from_process("demo"))


def _say(what: str) -> int:
    sys.stderr.write(f"pos-app: {what}\n")
    return 1


def has_display() -> bool:
    """Whether a window would be seen."""
    named = os.environ.get("QT_QPA_PLATFORM", "")
    screens = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return named != "offscreen" and bool(named or screens or sys.platform != "linux")


def open_till() -> int:
    """The till, until its window is closed."""
    from pos_app.config import from_process

    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        return _say("there is no display to open a window on")
    till = Till(from_process())
    till.paint()

    async def sell() -> int:
        from pos_app.services.clock import SystemClock
        from pos_app.services.ids import SystemIds

        await till.furnish(SystemClock(), SystemIds())
        await till.closed()
        await till.close()
        return 0

    return run(till.qt, sell())


def run(qt: "QApplication", work: "Coroutine[None, None, int]") -> int:
    """Run `work` on the till's event loop, and return what it returns."""
    import asyncio

    from pos_app.ui.shared.loop import TillEventLoop

    with asyncio.Runner(loop_factory=lambda: TillEventLoop(qt)) as runner:
        return runner.run(work)


class Till:
    """The window, and behind it the house. Painted at once, furnished after."""

    def __init__(self, settings: "Settings") -> None:
        from PySide6.QtWidgets import QApplication

        from pos_app.services.state import TillState
        from pos_app.ui.sale.view import SaleView
        from pos_app.ui.shared.fonts import load_fonts
        from pos_app.ui.shared.language import speak
        from pos_app.ui.shared.theme import apply, theme_for
        from pos_app.ui.window import TillWindow

        found = QApplication.instance()
        self.qt = found if isinstance(found, QApplication) else QApplication(["pos-app"])
        self.qt.setQuitOnLastWindowClosed(False)  # run() ends the loop; Qt would cut it short
        self.settings, self.words = settings, speak(settings.locale)
        apply(self.qt, theme_for(settings.theme, self.qt), load_fonts())
        self.view, self.window = SaleView(), TillWindow()
        self.window.show_page(self.view)
        self.house: House | None = None
        self._presenter: SalePresenter | None = None
        self._show(TillState(settings.till, training=settings.training, site=settings.site))

    def paint(self) -> None:
        """Show the window, and return when it has been painted."""
        self.window.show()
        self.qt.processEvents()

    async def furnish(
        self, clock: "Clock", ids: "Ids", network: "TransportFactory | None" = None
    ) -> None:
        """Bring in what sells. Where the book cannot be used, the page says so instead."""
        import asyncio

        await asyncio.to_thread(_import_the_rest)
        from pos_app.domain.errors import LedgerError
        from pos_app.house import open_house
        from pos_app.logs import start_logging
        from pos_app.ui.sale.presenter import SalePresenter
        from pos_app.ui.shared.icons import icon

        start_logging(self.settings.folder / "logs")
        self.view.take_icons(icon)
        try:
            house = await open_house(self.settings, clock, ids, self._report, network)
            await house.start()
        except LedgerError as error:
            self._stop(error)
            return
        self.house = house
        self._presenter = SalePresenter(
            self.view, house.desk, house.checkout, house.board, house.capability, self.words, clock
        )

    async def closed(self) -> None:
        """Return when the window has been closed, or the system asks for the end."""
        import asyncio
        import signal

        over = asyncio.Event()
        self.window.closed.connect(over.set)
        for name in (signal.SIGINT, signal.SIGTERM):
            _on_signal(asyncio.get_running_loop(), name, over.set)
        await over.wait()

    async def close(self) -> None:
        """Users before what they use. A charge that lives goes on when the till is next opened."""
        if self._presenter is not None:
            self._presenter.stop()
        if self.house is not None:
            await self.house.close()
        self.window.close()

    def _report(self, error: BaseException) -> None:
        """A fault of ours: in the log, and as words on the screen; the till goes on (F59)."""
        import logging

        from pos_app.domain.errors import TillError
        from pos_app.services.state import Notice

        logging.getLogger("pos_app").error("a background task failed", exc_info=error)
        if self.house is not None:
            fault = error if isinstance(error, TillError) else TillError(type(error).__name__)
            self.house.desk.show(Notice(fault))

    def _stop(self, error: "TillError") -> None:
        from pos_app.services.state import TillState

        training = self.settings.training
        self._show(TillState(self.settings.till, training=training, stopped=error))

    def _show(self, state: "TillState") -> None:
        """What is shown while there is no presenter yet, or will be none."""
        from pos_app.gateway.capability import INTENTS
        from pos_app.ui.sale.screen import render

        self.view.show_screen(render(state, INTENTS, 0, self.words))


def _on_signal(
    loop: "asyncio.AbstractEventLoop", name: int, act: "Callable[[], Awaitable[None] | None]"
) -> None:
    try:
        loop.add_signal_handler(name, act)
    except NotImplementedError:  # Windows: closing the window is the way to end it
        return


def _import_the_rest() -> None:
    """In a thread, so that keys are taken meanwhile."""
    from importlib import import_module

    for name in ("pos_app.house", "pos_app.ui.sale.presenter", "pos_app.ui.shared.icons"):
        import_module(name)
