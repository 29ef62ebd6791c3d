"""Every attempt that is under way, and those that a person still has to see to."""

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Covered, Fact, Lost, Prepared, Refusal, Refused
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.errors import AlreadyTaken, LedgerError
from pos_app.services.clock import Clock
from pos_app.services.following.drive import SYSTEM, Drive, Tools
from pos_app.services.ids import Ids
from pos_app.services.observable import Observable
from pos_app.services.ports import ChargePort, MoneyBook
from pos_app.services.state import Following
from pos_app.services.tasks import TaskOwner

YOUNG = 60.0  # seconds: a customer is at the terminal
RETRY = 1.0  # seconds


class Charges:
    """Publishes every attempt that is not settled or has a task left, and those that settled
    while it watched, until they are forgotten."""

    def __init__(
        self,
        api: ChargePort,
        book: MoneyBook,
        tasks: TaskOwner,
        clock: Clock,
        ids: Ids,
        merchant: Callable[[], str] = str,
    ) -> None:
        """`merchant`: whose account the token is of; empty until that is known."""
        self._book, self._tasks, self._clock = book, tasks, clock
        self._tools = Tools(api, book, clock, ids, merchant)
        self._drives: dict[str, Drive] = {}
        self._driven = 0  # so far: a task's name is used once
        self.following: Observable[Mapping[str, Following]] = Observable({})

    async def begin(self, prepared: Prepared, actor: str) -> None:
        """Write the attempt down and take it up. Raises AlreadyTaken and LedgerError."""
        try:
            attempt = await self._book.prepare(prepared, actor)
        except LedgerError:  # it may be on disk all the same: the book says (F49)
            try:
                found = await self._left_of(prepared)
            except LedgerError:
                name = f"left {prepared.external_reference}"
                self._tasks.spawn(name, self._give_up(prepared))
                raise
            if found is None:
                raise
            attempt = found
        self._drive(attempt)

    async def _left_of(self, prepared: Prepared) -> Attempt | None:
        left = await self._book.unfinished()
        return next((attempt for attempt in left if attempt.prepared == prepared), None)

    async def _give_up(self, prepared: Prepared) -> None:
        """It was never sent: where the book has it after all, it keeps nobody from its sale."""
        while True:
            await self._clock.sleep(RETRY)
            with suppress(LedgerError, AlreadyTaken):  # or somebody else took it up
                found = await self._left_of(prepared)
                if found and prepared.external_reference not in self._drives:
                    fact = Refused(at=self._clock.now(), why=Refusal.INTERRUPTED)
                    await self._book.append(found, fact, SYSTEM)
                return

    async def resume(self) -> int:
        """Take up what is unfinished and nobody drives; return how many (table 5.3)."""
        left = await self._book.unfinished()
        left = tuple(a for a in left if a.prepared.external_reference not in self._drives)
        for attempt in left:
            fact = _interrupted(attempt, self._clock.now())
            if fact is not None:
                attempt = await self._book.append(attempt, fact, SYSTEM)
            self._drive(attempt)
        return len(left)

    def learn(self, attempt: Attempt, fact: Fact, actor: str = SYSTEM) -> asyncio.Future[bool]:
        """What was learnt elsewhere, written by the one that drives it: a second never races it.

        What is returned says, once it is on disk, whether it changed anything. It raises
        TillError where the book refuses.
        """
        drive = self._drives.get(attempt.prepared.external_reference) or self._start(attempt)
        return drive.wish(fact, actor)

    def cover(self, sale_id: str) -> None:
        """Its sale was paid another way, says the book: those that live hear of it."""
        for drive in tuple(self._drives.values()):
            if drive.attempt.prepared.sale_id == sale_id:
                drive.wish(Covered(at=self._clock.now()), SYSTEM)

    def cancel(self, reference: str, actor: str) -> None:
        """Wish for the end of it. What comes of it is what the provider then says."""
        if drive := self._drives.get(reference):
            drive.cancel(actor)

    def nudge(self, reference: str = "") -> None:
        """Ask now, about all of them or one: somebody is looking, or the network is back."""
        for each, drive in self._drives.items():
            if reference in ("", each):
                drive.nudge()

    def forget(self, reference: str) -> None:
        """A settled attempt leaves the screen, if nobody has to see to it."""
        following = self.following.value
        known = following.get(reference)
        if known and known.attempt.settled and known.attempt.task is None:
            self.following.set({k: v for k, v in following.items() if k != reference})

    @property
    def is_busy(self) -> bool:
        """A charge lives that began less than a minute ago: what can wait keeps out of its way."""
        now = self._clock.monotonic()
        drives = self._drives.values()
        return any(d.attempt.lives and now - d.began < YOUNG for d in drives)

    def _drive(self, attempt: Attempt) -> None:
        if attempt.settled:  # a person has it: nothing is asked
            self._publish(Following(attempt, heard_at=self._clock.now()))
        else:
            self._start(attempt)

    def _start(self, attempt: Attempt) -> Drive:
        reference = attempt.prepared.external_reference
        drive = Drive(attempt, self._tools, self._publish)
        self._drives[reference], self._driven = drive, self._driven + 1
        self._tasks.spawn(f"charge {reference} {self._driven}", self._run(reference, drive))
        return drive

    async def _run(self, reference: str, drive: Drive) -> None:
        try:
            await drive.run()
        finally:
            del self._drives[reference]

    def _publish(self, now: Following) -> None:
        reference = now.attempt.prepared.external_reference
        self.following.set({**self.following.value, reference: now})


def _interrupted(attempt: Attempt, now: int) -> Fact | None:
    """What the end of the program did to an attempt, by what is on disk."""
    if attempt.status is AttemptStatus.SENDING or attempt.search_first:
        return Lost(at=now, why="the program ended while it was being sent")
    if attempt.status is AttemptStatus.PREPARED:
        return Refused(at=now, why=Refusal.INTERRUPTED)
    return None
