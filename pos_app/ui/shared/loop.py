"""The event loop: asyncio's own queues, woken by Qt's timers."""

import asyncio
import collections
import contextvars
import heapq
import logging
import math
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import TypeVarTuple

import qasync
from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

_Args = TypeVarTuple("_Args")
_Context = contextvars.Context | None

_LONGEST_SLEEP = 86_400.0  # seconds; a Qt timer counts milliseconds in 31 bits
_LOG_GAP = 10.0  # seconds between two complaints about nested Qt loops


class _Alarm(QObject):
    """One precise Qt timer: off, or set for a time of the loop's clock."""

    asked = Signal()  # for other threads: a Qt timer belongs to the thread that starts it

    def __init__(self, ring: Callable[[], None]) -> None:
        super().__init__()
        self._ring, self._id, self._due = ring, 0, math.inf
        self.asked.connect(self.ring_now, Qt.ConnectionType.QueuedConnection)

    def ring_now(self) -> None:
        self.set(-math.inf)

    def set(self, due: float) -> None:
        """Ring at `due` (never before it), in place of what was set; `inf` is never."""
        if due == self._due:
            return
        self._off()
        if due < math.inf:
            # one day at most; who is woken too soon sets the alarm again
            wait = min(max(0.0, due - time.monotonic()), _LONGEST_SLEEP)
            self._id = self.startTimer(math.ceil(wait * 1000), Qt.TimerType.PreciseTimer)
            self._due = due

    def timerEvent(self, _event: QTimerEvent) -> None:
        self._off()
        self._ring()

    def _off(self) -> None:
        if self._id:
            self.killTimer(self._id)
        self._id, self._due = 0, math.inf


class _Timer(asyncio.TimerHandle):
    __slots__ = ()
    _scheduled: bool  # asyncio's own mark: in the heap


class TillEventLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync ships no types
    """qasync for sockets and signals; the queues, timers and executor are asyncio's again.

    Plain qasync has coarse timers that ring early and outlive their cancelling, takes calls after
    `close()`, drops the context of calls from threads, and loses tasks for ever when a coroutine
    starts a nested Qt loop. Here such a nested loop pauses asyncio until it returns, and is logged.
    """

    # asyncio's own, by their names there
    _ready: collections.deque[asyncio.Handle]
    _scheduled: list[_Timer]
    _timer_cancelled_count: int

    def __init__(self, app: QApplication | None = None, already_running: bool = False) -> None:
        self._soon, self._later = _Alarm(self._turn), _Alarm(self._turn)
        self._turning, self._complained = False, -math.inf
        self._fatal: BaseException | None = None
        super().__init__(app, already_running=already_running)

    def call_soon(
        self,
        callback: Callable[[*_Args], object],
        *args: *_Args,
        context: _Context = None,
    ) -> asyncio.Handle:
        handle = asyncio.BaseEventLoop.call_soon(self, callback, *args, context=context)
        self._soon.ring_now()
        return handle

    def call_soon_threadsafe(
        self,
        callback: Callable[[*_Args], object],
        *args: *_Args,
        context: _Context = None,
    ) -> asyncio.Handle:
        self._check_closed()
        handle = asyncio.Handle(callback, args, self, context)
        self._ready.append(handle)
        self._soon.asked.emit()
        return handle

    def call_at(
        self,
        when: float,
        callback: Callable[[*_Args], object],
        *args: *_Args,
        context: _Context = None,
    ) -> asyncio.TimerHandle:
        self._check_closed()
        timer = _Timer(when, callback, args, self, context)
        heapq.heappush(self._scheduled, timer)
        timer._scheduled = True
        self._set_later()
        return timer

    def call_later(
        self,
        delay: float,
        callback: Callable[[*_Args], object],
        *args: *_Args,
        context: _Context = None,
    ) -> asyncio.TimerHandle:
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def run_in_executor(
        self,
        executor: Executor | None,
        func: Callable[[*_Args], object],
        *args: *_Args,
    ) -> asyncio.Future[object]:
        return asyncio.BaseEventLoop.run_in_executor(self, executor, func, *args)

    def set_default_executor(self, executor: ThreadPoolExecutor) -> None:
        asyncio.BaseEventLoop.set_default_executor(self, executor)

    def run_forever(self) -> None:
        self._soon.ring_now()  # what was asked before
        super().run_forever()
        if self._fatal is not None:
            fatal, self._fatal = self._fatal, None
            raise fatal

    def close(self) -> None:
        super().close()
        self._soon.set(math.inf)
        self._later.set(math.inf)

    def _turn(self) -> None:
        if self._turning:
            return self._complain()
        if not self.is_running():  # somebody lets Qt look for events: nothing of asyncio's may run
            return
        self._turning = True
        try:
            self._gather_due()
            if len(self._ready) > 1:
                self._soon.ring_now()  # so that a nested Qt loop in the first is noticed
            for _ in range(len(self._ready)):
                self._run(self._ready.popleft())
        finally:
            self._turning = False
            self._soon.set(-math.inf if self._ready else math.inf)
            self._set_later()

    def _run(self, handle: asyncio.Handle) -> None:
        if handle.cancelled():
            return
        try:
            handle._run()
        except (SystemExit, KeyboardInterrupt) as error:  # anything less is reported by the handle
            self._fatal = error
            self.stop()

    def _gather_due(self) -> None:
        now = self.time()
        while self._scheduled and self._scheduled[0].when() <= now:
            self._ready.append(self._drop_first())

    def _set_later(self) -> None:
        while self._scheduled and self._scheduled[0].cancelled():
            self._drop_first()
        self._later.set(self._scheduled[0].when() if self._scheduled else math.inf)

    def _drop_first(self) -> _Timer:
        timer = heapq.heappop(self._scheduled)
        timer._scheduled = False
        self._timer_cancelled_count -= timer.cancelled()
        return timer

    def _timer_handle_cancelled(self, timer: _Timer) -> None:
        """Called by `TimerHandle.cancel` before it marks itself: free it now, or with the rest."""
        if not timer._scheduled:
            return
        if timer is self._scheduled[0]:
            self._drop_first()
            self._set_later()
            return
        self._timer_cancelled_count += 1
        if self._timer_cancelled_count * 2 > len(self._scheduled):  # never more dead than alive
            self._scheduled = [t for t in self._scheduled if t is not timer and not t.cancelled()]
            heapq.heapify(self._scheduled)
            self._timer_cancelled_count = 0

    def _add_callback(self, handle: asyncio.Handle, delay: float = 0) -> asyncio.Handle:
        """Called by qasync and by asyncio's signal handling; both only ever mean "soon"."""
        self._ready.append(handle)
        self._soon.ring_now()
        return handle

    def _complain(self) -> None:
        if self.time() - self._complained >= _LOG_GAP:
            self._complained = self.time()
            log.error("a nested Qt loop in %r: asyncio waits", asyncio.current_task(self))


def run(qt: QApplication, work: Coroutine[None, None, int]) -> int:
    """Run `work` on the till's loop until it returns, and return what it returned."""
    with asyncio.Runner(loop_factory=lambda: TillEventLoop(qt)) as runner:
        return runner.run(work)
