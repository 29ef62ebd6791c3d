"""How soon the cashier sees what a reply said: received, written down for good, painted."""

import tempfile
import time
from pathlib import Path

import httpx
from PySide6.QtCore import QEvent, QObject, QTimer

from benchmarks.figures import RUNS, Row, median, numbers, part, progress
from benchmarks.processes.child import provider
from benchmarks.shop import Shop, live
from pos_app.domain.charge.status import AttemptStatus
from pos_app.services.state import TillState
from pos_app.ui.shared.loop import run

FRAME = 16.7  # milliseconds


class Listening(httpx.AsyncHTTPTransport):
    """The network, and when its last reply began to come."""

    def __init__(self, came: list[float]) -> None:
        super().__init__()
        self._came = came

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        self._came.append(time.monotonic())
        return response


class Watch(QObject):
    """Notes, for each new status, what passed from the reply until all of it was drawn.

    Units: milliseconds.
    """

    def __init__(self, shop: Shop) -> None:
        super().__init__()
        self.replies: list[float] = []
        self.told: list[float] = []
        self.painted: list[float] = []
        self._shop, self._seen, self._due = shop, "", 0.0

    def begin(self) -> None:
        self._shop.house.board.state.watch(self._note)
        self._shop.till.front.window.installEventFilter(self)

    def _note(self, now: TillState) -> None:
        attempt = live(now)
        seen = f"{attempt.status} {attempt.outcome}" if attempt else ""
        new, self._seen = seen != self._seen, seen
        heard = attempt is not None and attempt.status not in (
            AttemptStatus.PREPARED,
            AttemptStatus.SENDING,
        )
        if new and heard and self.replies:
            self._due = self.replies[-1]
            self.told.append(1000 * (time.monotonic() - self._due))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.UpdateRequest and self._due:
            due, self._due = self._due, 0.0
            QTimer.singleShot(0, lambda: self._drawn(due))  # when all of it is drawn
        return False

    def _drawn(self, due: float) -> None:
        self.painted.append(1000 * (time.monotonic() - due))


def measure(arguments: list[str]) -> list[Row]:
    """[ROUNDS] [CHARGES IN EACH]"""
    rounds, charges = numbers(arguments, RUNS, 40)
    told: list[list[float]] = []
    painted: list[list[float]] = []
    progress(f"paint: {rounds} rounds of {charges}")
    with (
        tempfile.TemporaryDirectory(prefix="pos-app-bench-") as folder,
        provider("1", "1") as address,
    ):
        shop = Shop(Path(folder), address)
        run(shop.till.front.qt, _sell(shop, rounds, charges, told, painted))
    return [_row("state on the disk and told", told, None), _row("painted", painted, FRAME)]


def _row(job: str, times: list[list[float]], limit: float | None) -> Row:
    middle, late = (median([part(each, share) for each in times]) for share in (0.5, 0.95))
    job, ours = f"reply received to {job}", f"p50 {middle:.1f}, p95 {late:.1f} ms"
    if limit is None:
        return Row("paint", job, ours)
    return Row("paint", job, ours, goal=f"p95 <= {limit} ms", met=late <= limit)


async def _sell(
    shop: Shop, rounds: int, charges: int, told: list[list[float]], painted: list[list[float]]
) -> int:
    watch = Watch(shop)
    await shop.open(network=lambda: Listening(watch.replies))
    watch.begin()
    for number in range(rounds + 1):
        watch.told, watch.painted = [], []
        for _ in range(charges):
            await shop.add()
            await shop.charge()
            await shop.settle()
        if number:  # the first one warms up
            told.append(watch.told)
            painted.append(watch.painted)
    await shop.till.close()
    return 0
