"""What has left the desk and is not over: sales set aside, ended charges, money without a sale."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.orphan import Orphan
from pos_app.domain.charge.polling import WATCH_FOR
from pos_app.domain.errors import LedgerError
from pos_app.domain.money import Money
from pos_app.domain.sale import Sale
from pos_app.services.charges import Charges
from pos_app.services.clock import Clock
from pos_app.services.observable import Observable
from pos_app.services.ports import CaseBook, MoneyBook
from pos_app.services.state import Following
from pos_app.services.tasks import TaskOwner

RETRY = 1.0  # seconds
MINUTE = 60_000  # milliseconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Kept:
    """As the book had it. Units: `read_at`, to the minute, in milliseconds since the epoch, UTC.

    `ended`: unpaid, and they may still turn into money. `due`: what the sale of an attempt that
    is followed costs, by the sale's id; it is not there once the sale is paid or dropped.
    """

    read_at: int = 0
    aside: tuple[Sale, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    ended: tuple[Attempt, ...] = ()
    due: Mapping[str, Money] = field(default_factory=dict)


class Inbox:
    """Reads the book again whenever it may say something new."""

    def __init__(
        self, charges: Charges, book: MoneyBook, cases: CaseBook, tasks: TaskOwner, clock: Clock
    ) -> None:
        self._charges, self._book, self._cases = charges, book, cases
        self._tasks, self._clock = tasks, clock
        self._stale = asyncio.Event()
        self._known: dict[str, object] = {}
        self.state: Observable[Kept] = Observable(Kept())

    def start(self) -> None:
        self._charges.following.watch(self._follow)
        self._tasks.spawn("inbox", self._keep())

    def refresh(self) -> None:
        """Read it again, soon."""
        self._stale.set()

    async def read(self) -> None:
        """Read it now. Raises LedgerError."""
        now = self._clock.now()
        kept = Kept(
            now // MINUTE * MINUTE,
            *await self._cases.kept(now - int(WATCH_FOR * 1000)),
            await self._all_due(),
        )
        if kept != self.state.value:
            self.state.set(kept)

    async def due(self, sale_id: str) -> Money | None:
        """What the sale costs; None once it is paid or dropped. Raises LedgerError."""
        sale, tries = await self._cases.sale(sale_id), await self._book.attempts_of(sale_id)
        over = sale is None or sale.cancelled or sale.tenders or any(a.paid_by for a in tries)
        return sale.total if sale is not None and not over else None

    async def _all_due(self) -> dict[str, Money]:
        followed = [each.attempt for each in self._charges.following.value.values()]
        sales = {a.prepared.sale_id for a in followed if a.task is not None}
        due = {sale_id: await self.due(sale_id) for sale_id in sales}
        return {sale_id: cost for sale_id, cost in due.items() if cost is not None}

    def _follow(self, following: Mapping[str, Following]) -> None:
        attempts = {reference: each.attempt for reference, each in following.items()}
        told: dict[str, object] = {
            reference: (a.outcome, a.task, a.covered) for reference, a in attempts.items()
        }
        if told != self._known:
            self._known = told
            self.refresh()

    async def _keep(self) -> None:
        while True:
            await self._stale.wait()
            self._stale.clear()
            try:
                await self.read()
            except Exception as error:  # what a person has to see to must not go unseen (F59)
                if not isinstance(error, LedgerError):
                    log.exception("the inbox is read again after a fault")
                self._stale.set()
                await self._clock.sleep(RETRY)
