"""Looks for money where nobody expects any more: one question at a time, behind the charges."""

import asyncio
import logging
from collections.abc import Iterator, Mapping

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import PaymentsRead, Searched
from pos_app.domain.charge.known import has_moved
from pos_app.domain.charge.orphan import MoneyRead
from pos_app.domain.charge.polling import watch_gap
from pos_app.domain.errors import NotFound, TillError, TooManyRequests
from pos_app.services.charges import Charges
from pos_app.services.clock import Clock
from pos_app.services.following.drive import MOST_HOLD, SYSTEM, USUAL_HOLD
from pos_app.services.following.inbox import Inbox
from pos_app.services.following.sweep import Sweep
from pos_app.services.ports import CaseBook, ChargePort, MoneyBook
from pos_app.services.tasks import TaskOwner

# Seconds.
APART = 2.0  # from one question to the next: a till asks once a second at most, in all
MORNING, OFTEN, SELDOM = 600.0, 30.0, 240.0  # between two sweeps, early in the till's day and after
PATIENCE = 60.0  # how long a charge may keep it waiting
LONGEST_RETRY = 60.0
SWEEP = "sweep"  # among references and ids of payments

log = logging.getLogger(__name__)


class Watch:
    """What it finds is told to the attempts, or becomes money without a sale."""

    def __init__(
        self,
        api: ChargePort,
        sweep: Sweep,
        charges: Charges,
        inbox: Inbox,
        book: MoneyBook,
        cases: CaseBook,
        tasks: TaskOwner,
        clock: Clock,
    ) -> None:
        self._api, self._sweep = api, sweep
        self._charges, self._inbox = charges, inbox
        self._book, self._cases = book, cases
        self._tasks, self._clock = tasks, clock
        self._due: dict[str, float] = {}  # monotonic
        self._wake = asyncio.Event()
        self._began = clock.monotonic()

    def start(self) -> None:
        """At a start everything is looked at, soonest first."""
        self._began, ages = self._clock.monotonic(), dict(self._ages())
        names = [SWEEP, *sorted(ages, key=lambda name: ages[name])]
        self._due = {name: self._began + number * APART for number, name in enumerate(names)}
        self._inbox.state.watch(lambda _: self._wake.set())
        self._tasks.spawn("watch", self._keep())

    def nudge(self, name: str = "") -> None:
        """Look now, for what came of this charge or this sale, or became of this payment."""
        ended = {a.prepared.external_reference: a for a in self._inbox.state.value.ended}
        of_sale = {ref for ref, a in ended.items() if a.prepared.sale_id == name}
        for each in {name, *of_sale, SWEEP} & self._due.keys():
            self._due[each] = self._clock.monotonic()
        self._wake.set()

    async def _keep(self) -> None:
        failures, name = 0, ""
        while True:
            try:
                name = await self._next()
                self._due[name] = self._clock.monotonic() + await self._look(name)
                failures, pause = 0, APART
            except Exception as error:  # nothing may end the watch (F59)
                failures, pause = failures + 1, _pause(error, failures)
                self._due[name or SWEEP] = self._clock.monotonic() + 2 * pause  # others first
            await self._clock.sleep(pause)

    async def _next(self) -> str:
        """Wait until something is due, and no customer is at a terminal."""
        while True:
            self._plan()
            self._wake.clear()
            name = min(self._due, key=lambda each: self._due[each])
            wait = self._due[name] - self._clock.monotonic()
            if wait > 0:
                await self._clock.wait(self._wake, wait)
                continue
            while self._charges.is_busy and self._clock.monotonic() < self._due[name] + PATIENCE:
                await self._clock.sleep(1.0)
            return name

    def _plan(self) -> None:
        """What is new waits its time; what is over is not looked at any more."""
        now, ages = self._clock.monotonic(), dict(self._ages())
        for name, age in ages.items():
            self._due.setdefault(name, now + watch_gap(age))
        self._due = {n: due for n, due in self._due.items() if n in ages or n == SWEEP}

    def _ages(self) -> Iterator[tuple[str, float]]:
        """In seconds, by the reference of a charge that ended, and by the id of a payment."""
        now, kept = self._clock.now(), self._inbox.state.value
        for attempt in kept.ended:
            age = (now - (attempt.sent_at or attempt.since)) / 1000
            yield _reference(attempt), max(0.0, age)
        for orphan in kept.orphans:
            yield orphan.payment.id, max(0.0, (now - orphan.found_at) / 1000)
        for payment_id, attempt in self._told_apart().items():
            yield payment_id, max(0.0, (now - (attempt.decided_at or attempt.since)) / 1000)

    def _told_apart(self) -> Mapping[str, Attempt]:
        """Money of charges that are settled, which a person has to give back or to note."""
        attempts = (each.attempt for each in self._charges.following.value.values())
        left = (a for a in attempts if a.settled and a.task is not None)
        return {p.id: a for a in left for p in a.payments if has_moved(p)}

    async def _look(self, name: str) -> float:
        """Seconds until it is looked at again."""
        if name == SWEEP:
            more = await self._sweep.step()
            self._inbox.refresh()
            early = self._clock.monotonic() - self._began < MORNING
            return APART if more else OFTEN if early else SELDOM
        ended = (a for a in self._inbox.state.value.ended if _reference(a) == name)
        age = dict(self._ages()).get(name)
        if attempt := next(ended, None):
            await self._search(attempt)
        elif age is not None:  # it may be over since it was due
            await self._read(name)
        return watch_gap(age or 0.0)

    async def _search(self, attempt: Attempt) -> None:
        """Money that came late."""
        asked, reference = self._clock.now(), _reference(attempt)
        found = await self._api.search_payments(reference)
        taken = await self._book.taken(tuple(p.id for p in found), reference) if found else ()
        fact = Searched(at=asked, payments=found, taken=taken, skew=self._api.skew)
        if attempt.apply(fact) != attempt:
            await self._charges.learn(attempt, fact)

    async def _read(self, payment_id: str) -> None:
        """Whether it has gone back."""
        try:
            payment = await self._api.read_payment(payment_id)
        except NotFound:
            return
        now, orphans = self._clock.now(), self._inbox.state.value.orphans
        if orphan := next((o for o in orphans if o.payment.id == payment_id), None):
            await self._cases.tell_money(orphan, MoneyRead(at=now, payment=payment), SYSTEM)
            self._inbox.refresh()
        if attempt := self._told_apart().get(payment_id):
            taken = await self._book.taken((payment_id,), _reference(attempt))
            skew = self._api.skew
            fact = PaymentsRead(at=now, payments=(payment,), taken=taken, skew=skew)
            if attempt.apply(fact) != attempt:
                await self._charges.learn(attempt, fact)


def _pause(error: Exception, failures: int) -> float:
    """Seconds, after so many failures in a row before this one."""
    if not isinstance(error, TillError):
        log.exception("the watch goes on after a fault", exc_info=error)
    pause = min(APART * 2.0 ** min(failures, 10), LONGEST_RETRY)
    asked = error.wait or USUAL_HOLD if isinstance(error, TooManyRequests) else 0.0
    return max(pause, min(asked, MOST_HOLD))


def _reference(attempt: Attempt) -> str:
    return attempt.prepared.external_reference
