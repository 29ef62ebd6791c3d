"""Drives every attempt to its end: learn, write, tell, in that order; before and after a crash."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    CancelAnswered,
    CancelAsked,
    Fact,
    Heard,
    IdTaken,
    Lost,
    PaymentsRead,
    Prepared,
    Refusal,
    Refused,
    Searched,
    Sending,
)
from pos_app.domain.charge.next_step import Do, Pace, Step, next_step
from pos_app.domain.charge.polling import JITTER, SLOWEST
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.errors import (
    AlreadyTaken,
    CredentialsRefused,
    LedgerError,
    TillError,
    TooManyRequests,
)
from pos_app.services.clock import Clock
from pos_app.services.ids import Ids
from pos_app.services.observable import Observable
from pos_app.services.perform import Performer
from pos_app.services.ports import ChargePort, MoneyBook
from pos_app.services.state import Following
from pos_app.services.tasks import TaskOwner

SYSTEM = "till"  # the actor where nobody pressed anything
QUESTIONS = frozenset({Do.POLL, Do.READ_PAYMENTS, Do.SEARCH})
HASTENED = QUESTIONS | {Do.CANCEL}  # when somebody looks
USUAL_HOLD, MOST_HOLD = 3.0, 60.0  # seconds, after a 429
LONGEST = 4  # silences: the longest wait at once, for only a person can mend it
RETRY_WRITE, GIVE_UP_SENDING = 1.0, 10  # seconds; tries
RETRY_FAULT = 5.0  # seconds

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Drive:
    """One attempt under way: what does not outlive the process."""

    attempt: Attempt
    pace: Pace = field(default_factory=Pace)
    wishes: deque[Fact] = field(default_factory=deque)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    asked_at: float = float("-inf")  # monotonic
    free_at: float = float("-inf")  # monotonic: until then a reply told us to keep away
    at_once: bool = False
    sent: int = 0  # the try whose request has left


class Charges:
    """Publishes every attempt that is not settled, and those that settled while it watched."""

    def __init__(
        self, api: ChargePort, book: MoneyBook, tasks: TaskOwner, clock: Clock, ids: Ids
    ) -> None:
        self._api, self._book, self._tasks = api, book, tasks
        self._clock, self._ids = clock, ids
        self._performer = Performer(api, book, clock)
        self._drives: dict[str, _Drive] = {}
        self.following: Observable[Mapping[str, Following]] = Observable({})

    async def begin(self, prepared: Prepared, actor: str) -> None:
        """Write the attempt down and take it up. Raises AlreadyTaken and LedgerError."""
        try:
            attempt = await self._book.prepare(prepared, actor)
        except LedgerError:  # it may be on disk all the same: the book says (F49)
            left = await self._book.unfinished()
            mine = (a for a in left if a.prepared == prepared)
            if (found := next(mine, None)) is None:
                raise
            attempt = found
        self._take_up(attempt)

    async def resume(self) -> int:
        """Take up what is unfinished and nobody drives; return how many (table 5.3)."""
        left = [a for a in await self._book.unfinished() if not self._is_driven(a)]
        for attempt in left:
            fact = _interrupted(attempt, self._clock.now())
            if fact is not None:
                attempt = await self._book.append(attempt, fact, SYSTEM)
            self._take_up(attempt)
        return len(left)

    def _is_driven(self, attempt: Attempt) -> bool:
        return attempt.prepared.external_reference in self._drives

    def cancel(self, reference: str, actor: str) -> None:
        """Wish for the end of it. What comes of it is what the provider then says."""
        drive = self._drives.get(reference)
        if drive and not (drive.wishes or drive.attempt.cancel_pending):
            drive.wishes.append(CancelAsked(at=self._clock.now(), by=actor))
            drive.wake.set()

    def nudge(self) -> None:
        """Ask now: somebody is looking, or the network is back."""
        for drive in self._drives.values():
            drive.at_once = True
            drive.wake.set()

    def forget(self, reference: str) -> None:
        """A settled attempt leaves the screen."""
        following = self.following.value
        if reference in following and following[reference].attempt.settled:
            self.following.set({k: v for k, v in following.items() if k != reference})

    def _take_up(self, attempt: Attempt) -> None:
        reference = attempt.prepared.external_reference
        drive = _Drive(attempt)
        self._tell(drive)
        if not attempt.settled and self._tasks.spawn(f"charge {reference}", self._run(drive)):
            self._drives[reference] = drive

    async def _run(self, drive: _Drive) -> None:
        try:
            while (step := self._decide(drive)).do is not Do.NOTHING:
                try:
                    if await self._due(drive, step):
                        await self._step(drive, step.do)
                except Exception as error:  # a fault of ours must not leave money unwatched (F59)
                    log.exception("a charge goes on after a fault")
                    self._tell(drive, TillError(repr(error)))
                    await self._clock.sleep(RETRY_FAULT)
        finally:
            self._drives.pop(drive.attempt.prepared.external_reference, None)

    def _decide(self, drive: _Drive) -> Step:
        held = max(0.0, drive.free_at - self._clock.monotonic())
        pace = drive.pace._replace(hold=held)
        return next_step(drive.attempt, self._clock.now(), pace, self._api.capability)

    async def _due(self, drive: _Drive, step: Step) -> bool:
        """Wait for the step's time. False: something came first, and what is next may differ."""
        if drive.wishes and step.do is not Do.SEND:  # what is announced leaves now, or never
            await self._learn(drive, drive.wishes.popleft())
            return False
        wait = self._wait(drive, step)
        drive.at_once = False
        drive.wake.clear()
        return wait <= 0 or not await self._clock.wait(drive.wake, wait)

    def _wait(self, drive: _Drive, step: Step) -> float:
        now, waits = self._clock.monotonic(), drive.attempt.status is AttemptStatus.PREPARED
        floor = drive.asked_at + self._api.capability.poll_floor - now
        if drive.at_once and step.do in HASTENED and not waits:
            return max(floor if step.do in QUESTIONS else 0.0, drive.free_at - now)
        if step.do not in QUESTIONS or not step.after:
            return step.after
        jitter = self._ids.between(-JITTER, JITTER) if step.do is Do.POLL else 0.0
        return max(floor, step.after * (1 + jitter))

    async def _step(self, drive: _Drive, do: Do) -> None:
        if do in QUESTIONS:
            drive.asked_at = self._clock.monotonic()
        try:
            fact = await self._perform(drive, do)
        except TillError as trouble:
            drive.pace = _slower(drive.pace, trouble)
            drive.free_at = self._clock.monotonic() + drive.pace.hold
            self._tell(drive, trouble)
            return
        status = drive.attempt.status
        await self._learn(drive, fact)
        drive.at_once |= isinstance(fact, CancelAnswered)  # what became of it is asked now
        if drive.attempt.status is not status:
            drive.pace = Pace()
        elif do in QUESTIONS:
            asked = drive.pace.asked + 1
            drive.pace = drive.pace._replace(asked=asked, silences=0, hold=0.0)

    async def _perform(self, drive: _Drive, do: Do) -> Fact:
        if do is Do.SEND:
            if drive.sent == drive.attempt.tries:  # it left, and a fault of ours lost the answer
                return Lost(at=self._clock.now(), why="fault")
            drive.sent = drive.attempt.tries
        return await self._performer.perform(do, drive.attempt)

    async def _learn(self, drive: _Drive, fact: Fact) -> None:
        """On disk, and only then on the screen. It does not end before the disk took it."""
        failures = 0
        while True:
            try:
                drive.attempt = await self._write(drive.attempt, fact)
                break
            except LedgerError as trouble:
                failures += 1
                self._tell(drive, trouble, unsaved=True)
                await self._clock.sleep(RETRY_WRITE)
                if isinstance(fact, Sending) and failures >= GIVE_UP_SENDING:
                    # Nothing was sent and nothing will be: a charge must not start minutes late.
                    fact = Refused(at=self._clock.now(), why=Refusal.INTERRUPTED)
        self._tell(drive)

    async def _write(self, attempt: Attempt, fact: Fact) -> Attempt:
        try:
            return await self._book.append(attempt, fact, SYSTEM)
        except AlreadyTaken:  # the book is ahead of us after a failed write, or knows better
            told = await self._book.attempts_of(attempt.prepared.sale_id)
            stored = next((a for a in told if a.prepared == attempt.prepared), attempt)
            again = fact if stored != attempt else self._not_ours(fact)
            return await self._book.append(stored, again, SYSTEM)

    def _not_ours(self, fact: Fact) -> Fact:
        """The book knows these ids from another attempt (F15, I11)."""
        match fact:
            case Heard(at=at, intent=intent):
                return IdTaken(at=at, intent_id=intent.intent_id)
            case PaymentsRead(payments=payments) | Searched(payments=payments):
                return replace(fact, taken=tuple(payment.id for payment in payments))
        raise TypeError(f"the book refuses {fact!r}")

    def _tell(
        self, drive: _Drive, trouble: TillError | None = None, *, unsaved: bool = False
    ) -> None:
        reference = drive.attempt.prepared.external_reference
        before = self.following.value.get(reference, Following(drive.attempt))
        heard_at = before.heard_at if trouble else self._clock.now()
        now = Following(drive.attempt, trouble, heard_at, unsaved)
        self.following.set({**self.following.value, reference: now})


def _interrupted(attempt: Attempt, now: int) -> Fact | None:
    """What the end of the program did to an attempt, by what is on disk."""
    if attempt.status is AttemptStatus.SENDING or attempt.search_first:
        return Lost(at=now, why="the program ended while it was being sent")
    if attempt.status is AttemptStatus.PREPARED:
        return Refused(at=now, why=Refusal.INTERRUPTED)
    return None


def _slower(pace: Pace, trouble: TillError) -> Pace:
    pace = pace._replace(asked=pace.asked + 1, hold=0.0)
    match trouble:
        case TooManyRequests(wait=wait):
            hold = min(wait or USUAL_HOLD, MOST_HOLD)
            return pace._replace(hold=hold, slow=min(pace.slow * 2, SLOWEST))
        case CredentialsRefused():
            return pace._replace(silences=LONGEST)
    return pace._replace(silences=pace.silences + 1)
