"""What the till knows, put together for the screens; and its acts, done one after the other."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from pos_app.domain.charge.facts import Refusal
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.errors import SaleFrozen, TillError
from pos_app.domain.site import Site
from pos_app.services.charges import Charges
from pos_app.services.connection import Connected, Connection
from pos_app.services.observable import Observable
from pos_app.services.state import Case, Following, Notice, TillState
from pos_app.services.tasks import TaskOwner

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where this till stands, and who is at it. A site carries the limits that hold here."""

    till: str
    person: str
    training: bool
    site: Site
    sites: Mapping[str, Site]


class Board:
    """`shown` is the reference of the attempt that the panel shows; empty where there is none."""

    def __init__(
        self, place: Place, charges: Charges, connection: Connection, tasks: TaskOwner
    ) -> None:
        self.place, self.shown = place, ""
        self._charges, self._connection, self._tasks = charges, connection, tasks
        self._acts: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue()
        first = TillState(place.till, place.person, place.training, place.site)
        self.state = Observable(first)

    def start(self) -> None:
        self._charges.following.watch(self._follow)
        self._connection.state.watch(lambda _: self.update(self.now))
        self._tasks.spawn("acts", self._work())

    @property
    def now(self) -> TillState:
        return self.state.value

    def do(self, act: Callable[[], Awaitable[None]]) -> None:
        """Do it after what was pressed before it. What it raises is shown as a notice."""
        self._acts.put_nowait(act)

    def update(self, now: TillState) -> None:
        """Publish `now`, with what the charges and the connection say at this moment."""
        connected, following = self._connection.state.value, self._charges.following.value
        self._settle_in(connected)
        terminals, chosen = connected.terminals, now.chosen
        if chosen not in {terminal.id for terminal in terminals}:
            only = len(terminals) == 1 and not now.terminals  # never in the place of another
            chosen = terminals[0].id if only else ""
        attempts = [each.attempt for each in following.values()]
        panel, account = following.get(self.shown), connected.account
        abroad = account is not None and account.site_id != self.place.site.id  # we know no such
        self.state.set(
            replace(
                now,
                site=self.place.site,
                following=panel,
                terminals=terminals,
                chosen=chosen,
                held={a.prepared.terminal_id: a for a in attempts if a.holds_terminal},
                cases=tuple(_cases(following)),
                account=account,
                other_merchant=connected.other_merchant or abroad,
                network=(panel.trouble if panel else None) or connected.trouble,
            )
        )

    def _follow(self, following: Mapping[str, Following]) -> None:
        """A charge refused for want of credentials: are we signed in at all (F10)?"""
        panel, before = following.get(self.shown), self.now.following
        told = before is not None and panel is not None and before.attempt == panel.attempt
        if panel and panel.attempt.refusal is Refusal.CREDENTIALS and not told:
            self._connection.refresh()
        self.update(self.now)

    def _settle_in(self, connected: Connected) -> None:
        """The account says which country it is: a sale in another's money cannot be charged."""
        site = self.place.sites.get(connected.account.site_id) if connected.account else None
        if site and site.id != self.place.site.id:
            self.place = replace(self.place, site=site)

    def outcome(self) -> Outcome | None:
        """How the attempt on the panel ended; None while it lives, or where there is none."""
        following = self._charges.following.value.get(self.shown)
        ended = following is not None and following.attempt.settled
        return following.attempt.outcome if following and ended else None

    def check_free(self) -> None:
        """Raises SaleFrozen while a charge of this sale lives (F18)."""
        if self.shown and self.outcome() is None:
            raise SaleFrozen("a charge lives")

    def let_go(self) -> None:
        """Clear the panel of an attempt that is over."""
        if self.shown and self.outcome() is not None:
            gone, self.shown = self.shown, ""
            self._charges.forget(gone)

    async def _work(self) -> None:
        while True:
            act = await self._acts.get()
            try:
                await act()
            except TillError as error:
                self.update(replace(self.now, notice=Notice(error)))
            except Exception as error:  # a fault of ours in one act stops no other (F59)
                log.exception("an act failed")
                self.update(replace(self.now, notice=Notice(TillError(repr(error)))))


def _cases(following: Mapping[str, Following]) -> Iterator[Case]:
    for reference, each in following.items():
        if (task := each.attempt.task) is not None:
            yield Case(reference, task, each)
