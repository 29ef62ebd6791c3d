"""What no other handler caught: logged with its trace, and told to the one who sees to it."""

import asyncio
import logging
import math
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType
from zlib import crc32

log = logging.getLogger(__name__)
Report = Callable[[BaseException], None]
Kind = type[BaseException]
AGAIN = 10.0  # seconds until the same fault is told again


class LastResort:
    """Faults of ours in a slot of Qt, a thread, a callback, a finaliser, or a watcher (F57, F59).

    `report` is called in the loop, soon, and once for what comes at once or again and again.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, report: Report) -> None:
        self._loop, self._report = loop, report
        self._waiting, self._told, self._told_at = False, "", -math.inf
        self._before = sys.excepthook, threading.excepthook, sys.unraisablehook
        self._handler = loop.get_exception_handler()
        self._heard = _Heard(self._tell)

    def begin(self) -> None:
        sys.excepthook = self._raised
        threading.excepthook = lambda args: self._take("a thread failed", args.exc_value)
        sys.unraisablehook = lambda args: self._take("what nobody waits for failed", args.exc_value)
        self._loop.set_exception_handler(self._failed)
        logging.getLogger("pos_app").addHandler(self._heard)

    def end(self) -> None:
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._before
        self._loop.set_exception_handler(self._handler)
        logging.getLogger("pos_app").removeHandler(self._heard)

    def _raised(self, kind: Kind, error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, Exception):
            self._take("an act failed", error)
        else:  # somebody wants the end
            self._before[0](kind, error, trace)

    def _failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        known = error if isinstance(error, BaseException) else None
        self._take(str(context.get("message", "the loop failed")), known)

    def _take(self, what: str, error: BaseException | None) -> None:
        log.error(what, exc_info=error or RuntimeError(what))

    def _tell(self, error: BaseException) -> None:
        """From any thread, and from the middle of anything."""
        if self._waiting or self._loop.is_closed():
            return
        self._waiting = True
        self._loop.call_soon_threadsafe(self._say, error)

    def _say(self, error: BaseException) -> None:
        self._waiting = False
        code, now = code_of(error), self._loop.time()
        if code == self._told and now - self._told_at < AGAIN:  # to tell it may bring it about
            return
        self._told, self._told_at = code, now
        log.info("shown with the code %s", code)
        self._report(error)


def code_of(error: BaseException) -> str:
    """Four letters that stand for this fault at this place of the program, in the log too."""
    steps = traceback.extract_tb(error.__traceback__)
    frames = [(step.filename.rpartition("pos_app"), step.name) for step in steps]
    ours = [f"{path[2]} {name}" for path, name in frames if path[1]]
    return f"{crc32(f'{type(error).__name__} {ours[-1:]}'.encode()) & 0xFFFF:04X}"


class _Heard(logging.Handler):
    """Whoever logs a fault of ours goes on after it; the person hears of it all the same."""

    def __init__(self, tell: Report) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            self._tell(error)
