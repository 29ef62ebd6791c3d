"""What the till knows, put together for the screens; and its acts, done one after the other."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Refusal
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.errors import SaleFrozen, TillError
from pos_app.domain.site import Site
from pos_app.services.charges import Charges
from pos_app.services.connection import Connected, Connection
from pos_app.services.following.cases import cases_of, last_seen, maybe_held, news_of
from pos_app.services.following.inbox import Inbox, Kept
from pos_app.services.observable import Observable
from pos_app.services.state import Following, News, Notice, TillState
from pos_app.services.tasks import TaskOwner
from pos_app.services.vigil import Vigil

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
        self,
        place: Place,
        charges: Charges,
        inbox: Inbox,
        connection: Connection,
        vigil: Vigil,
        tasks: TaskOwner,
    ) -> None:
        self.place, self.shown = place, ""
        self._charges, self._inbox = charges, inbox
        self._connection, self._vigil, self._tasks = connection, vigil, tasks
        self._acts: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue()
        self._followed: dict[str, Attempt] = {}  # as they were when last looked at
        self._found: frozenset[str] | None = None  # the orphans, likewise
        first = TillState(place.till, place.person, place.training, place.site)
        self.state = Observable(first)

    def start(self) -> None:
        self._followed = _attempts(self._charges.following.value)  # these are no news
        self._charges.following.watch(self._follow)
        self._inbox.state.watch(self._sort)
        self._connection.state.watch(lambda _: self.update(self.now))
        self._vigil.skew.watch(lambda skew: self.update(replace(self.now, skew=skew)))
        self._vigil.woken.watch(lambda times: self.show(News.BACK_FROM_SLEEP) if times else None)
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
        kept = self._inbox.state.value
        self._settle_in(connected)
        terminals, chosen = connected.terminals, now.chosen
        if chosen not in {terminal.id for terminal in terminals}:
            only = len(terminals) == 1 and not now.terminals  # never in the place of another
            chosen = terminals[0].id if only else ""
        self._show_late(now, following)
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
                maybe_held=maybe_held(following, kept),
                last_seen=last_seen(now.last_seen, (*kept.ended, *attempts)),
                cases=cases_of(following, kept, self.shown),
                account=account,
                other_merchant=connected.other_merchant or abroad,
                network=(panel.trouble if panel else None) or connected.trouble,
            )
        )

    def show(self, what: TillError | News, about: str = "") -> None:
        """One line under the sale."""
        self.update(replace(self.now, notice=Notice(what, about)))

    def _show_late(self, now: TillState, following: Mapping[str, Following]) -> None:
        """Money came in late for the sale on the desk: nobody must charge it again."""
        panel, sale = following.get(self.shown), now.sale
        if not sale or sale.tenders or (panel and panel.attempt.outcome is not Outcome.NOT_PAID):
            return
        for reference, each in following.items():
            if each.attempt.prepared.sale_id == sale.id and each.attempt.task is Task.LATE:
                self.shown = reference

    def _follow(self, following: Mapping[str, Following]) -> None:
        """A charge refused for want of credentials: are we signed in at all (F10)?"""
        panel, before = following.get(self.shown), self.now.following
        told = before is not None and panel is not None and before.attempt == panel.attempt
        if panel and panel.attempt.refusal is Refusal.CREDENTIALS and not told:
            self._connection.refresh()
        over = panel is not None and panel.attempt.settled
        notice = self.now.notice
        if over and notice is not None and notice.what is News.FOUND_OPEN_CHARGE:
            notice = None  # it is open no more
        self.update(replace(self.now, notice=notice))
        aside = {sale.id for sale in self._inbox.state.value.aside}
        for reference, each in following.items():
            now, was = each.attempt, self._followed.get(reference)
            if news := news_of(was, now, now.prepared.sale_id in aside):
                self.show(news, str(now.prepared.ticket_number))
        self._followed = _attempts(following)
        self._forget()

    def _sort(self, kept: Kept) -> None:
        """What was read in the inbox."""
        self.update(self.now)
        found = frozenset(o.payment.id for o in kept.orphans if o.task is Task.ORPHAN)
        if self._found is not None and found - self._found:
            self.show(News.MONEY_FOUND)
        self._found = found
        self._forget()

    def _forget(self) -> None:
        """What ended behind a page of its own, and needs nobody, leaves the screens."""
        aside = {sale.id for sale in self._inbox.state.value.aside}  # not read again yet
        for reference, each in self._charges.following.value.items():
            attempt = each.attempt
            paid_aside = attempt.outcome is Outcome.PAID and attempt.prepared.sale_id in aside
            if reference != self.shown and attempt.settled and not paid_aside:
                self._charges.forget(reference)

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

    @property
    def is_paid(self) -> bool:
        """The sale on the desk is: what comes next begins another."""
        sale = self.now.sale
        return self.outcome() is Outcome.PAID or bool(sale and sale.tenders)

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
                self.show(error)
            except Exception as error:  # a fault of ours in one act stops no other (F59)
                log.exception("an act failed")
                self.show(TillError(repr(error)))


def _attempts(following: Mapping[str, Following]) -> dict[str, Attempt]:
    return {reference: each.attempt for reference, each in following.items()}
