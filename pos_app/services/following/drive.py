"""One attempt driven to its end: learn, write, tell, in that order; before and after a crash."""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    CancelAnswered,
    CancelAsked,
    Decided,
    Fact,
    Heard,
    IdTaken,
    Lost,
    PaymentsRead,
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
from pos_app.services.following.perform import Performer
from pos_app.services.ids import Ids
from pos_app.services.ports import ChargePort, MoneyBook
from pos_app.services.state import Following

SYSTEM = "till"  # the actor where nobody pressed anything
QUESTIONS = frozenset({Do.POLL, Do.READ_PAYMENTS, Do.SEARCH})
HASTENED = QUESTIONS | {Do.CANCEL}  # when somebody looks
USUAL_HOLD, MOST_HOLD = 3.0, 60.0  # seconds, after a 429
LONGEST = 4  # silences: the longest wait at once, for only a person can mend it
RETRY_WRITE, GIVE_UP_SENDING = 1.0, 10  # seconds; tries
RETRY_FAULT = 5.0  # seconds

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tools:
    """`merchant`: whose account the token is of; empty until that is known."""

    api: ChargePort
    book: MoneyBook
    clock: Clock
    ids: Ids
    merchant: Callable[[], str]


class _Wish(NamedTuple):
    """What is learnt from elsewhere, and who waits to hear whether it changed anything."""

    fact: Fact
    actor: str
    done: asyncio.Future[bool]


class Drive:
    """The only writer of its attempt while it runs. It keeps what does not outlive the process.

    `publish` is told each state that is on disk.
    """

    def __init__(
        self, attempt: Attempt, tools: Tools, publish: Callable[[Following], None]
    ) -> None:
        self.attempt, self.began = attempt, tools.clock.monotonic()
        self._api, self._book = tools.api, tools.book
        self._clock, self._ids = tools.clock, tools.ids
        self._performer = Performer(tools.api, tools.book, tools.clock, tools.merchant)
        self._publish = publish
        self._pace = Pace()
        self._wishes: deque[_Wish] = deque()
        self._wake = asyncio.Event()
        self._asked_at = float("-inf")  # monotonic
        self._free_at = float("-inf")  # monotonic: until then a reply told us to keep away
        self._at_once = False
        self._sent = 0  # the try whose request has left
        self._heard_at = 0
        self._tell()

    def wish(self, fact: Fact, actor: str) -> asyncio.Future[bool]:
        """Learn this next. What is returned says whether it changed anything, once on disk."""
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        done.add_done_callback(_heard)
        self._wishes.append(_Wish(fact, actor, done))
        self._wake.set()
        return done

    def cancel(self, actor: str) -> None:
        """Wish for the end of it. What comes of it is what the provider then says."""
        asked = any(isinstance(wish.fact, CancelAsked) for wish in self._wishes)
        if not (asked or self.attempt.cancel_pending):
            self.wish(CancelAsked(at=self._clock.now(), by=actor), SYSTEM)

    def nudge(self) -> None:
        """Ask now."""
        self._at_once = True
        self._wake.set()

    async def run(self) -> None:
        """Until nothing is left to do, and nobody has a wish."""
        while (step := self._decide()).do is not Do.NOTHING or self._wishes:
            try:
                if await self._due(step):
                    await self._step(step.do)
            except Exception as error:  # a fault of ours must not leave money unwatched (F59)
                log.exception("a charge goes on after a fault")
                self._tell(TillError(repr(error)))
                await self._clock.sleep(RETRY_FAULT)

    def _decide(self) -> Step:
        held = max(0.0, self._free_at - self._clock.monotonic())
        pace = self._pace._replace(hold=held)
        return next_step(self.attempt, self._clock.now(), pace, self._api.capability)

    async def _due(self, step: Step) -> bool:
        """Wait for the step's time. False: something came first, and what is next may differ."""
        if self._wishes and step.do is not Do.SEND:  # what is announced leaves now, or never
            await self._grant(self._wishes.popleft())
            return False
        wait = self._wait(step)
        self._at_once = False
        self._wake.clear()
        return wait <= 0 or not await self._clock.wait(self._wake, wait)

    def _wait(self, step: Step) -> float:
        now, waits = self._clock.monotonic(), self.attempt.status is AttemptStatus.PREPARED
        floor = self._asked_at + self._api.capability.poll_floor - now
        if self._at_once and step.do in HASTENED and not waits:
            return max(floor if step.do in QUESTIONS else 0.0, self._free_at - now)
        if step.do not in QUESTIONS or not step.after:
            return step.after
        jitter = self._ids.between(-JITTER, JITTER) if step.do is Do.POLL else 0.0
        return max(floor, step.after * (1 + jitter))

    async def _grant(self, wish: _Wish) -> None:
        before = self.attempt
        try:
            await self._learn(wish.fact, wish.actor)
        except TillError as refused:  # the book knows why it cannot be
            if not wish.done.done():
                wish.done.set_exception(refused)
        except BaseException:
            wish.done.cancel()
            raise
        else:
            if not wish.done.done():
                changed = self.attempt != before and self.attempt.heeds(wish.fact)
                wish.done.set_result(changed)

    async def _step(self, do: Do) -> None:
        if do in QUESTIONS:
            self._asked_at = self._clock.monotonic()
        try:
            fact = await self._perform(do)
        except TillError as trouble:
            self._pace = _slower(self._pace, trouble)
            self._free_at = self._clock.monotonic() + self._pace.hold
            self._tell(trouble)
            return
        if do is Do.CANCEL:  # it may have looked for itself how the intent stands
            self._asked_at = self._clock.monotonic()
        status = self.attempt.status
        await self._learn(fact)
        self._at_once |= isinstance(fact, CancelAnswered)  # what became of it is asked now
        if self.attempt.status is not status:
            self._pace = Pace()
        elif do in QUESTIONS:
            asked = self._pace.asked + 1
            self._pace = self._pace._replace(asked=asked, silences=0, hold=0.0)

    async def _perform(self, do: Do) -> Fact:
        if do is Do.SEND:
            if self._sent == self.attempt.tries:  # it left, and a fault of ours lost the answer
                return Lost(at=self._clock.now(), why="fault")
            self._sent = self.attempt.tries
        return await self._performer.perform(do, self.attempt)

    async def _learn(self, fact: Fact, actor: str = SYSTEM) -> None:
        """On disk, and only then on the screen. It does not end before the disk took it."""
        failures = 0
        while True:
            try:
                self.attempt = await self._write(fact, actor)
                if failures and isinstance(fact, Sending):
                    await self._book.probe()  # it was found there: does the disk take writes? (I20)
                break
            except LedgerError as trouble:
                failures += 1
                self._tell(trouble, unsaved=True)
                await self._clock.sleep(RETRY_WRITE)
                if isinstance(fact, Sending) and failures >= GIVE_UP_SENDING:
                    # Nothing was sent and nothing will be: a charge must not start minutes late.
                    fact = Refused(at=self._clock.now(), why=Refusal.INTERRUPTED)
        self._tell()

    async def _write(self, fact: Fact, actor: str) -> Attempt:
        attempt = self.attempt
        try:
            return await self._book.append(attempt, fact, actor)
        except AlreadyTaken:  # the book is ahead of us after a failed write, or knows better
            told = await self._book.attempts_of(attempt.prepared.sale_id)
            stored = next((a for a in told if a.prepared == attempt.prepared), attempt)
            again = fact if stored != attempt else self._not_ours(fact)
            return await self._book.append(stored, again, actor)

    def _not_ours(self, fact: Fact) -> Fact:
        """The book knows these ids from another attempt (F15, I11)."""
        match fact:
            case Heard(at=at, intent=intent):
                return IdTaken(at=at, intent_id=intent.intent_id)
            case PaymentsRead(payments=payments) | Searched(payments=payments):
                return replace(fact, taken=tuple(payment.id for payment in payments))
            case Decided():  # what it would hold again is another's by now
                raise AlreadyTaken(f"the book refuses {fact!r}")
        raise TypeError(f"the book refuses {fact!r}")

    def _tell(self, trouble: TillError | None = None, *, unsaved: bool = False) -> None:
        self._heard_at = self._heard_at if trouble else self._clock.now()
        self._publish(Following(self.attempt, trouble, self._heard_at, unsaved))


def _heard(done: asyncio.Future[bool]) -> None:
    """Nobody may be waiting for it."""
    if not done.cancelled() and (refused := done.exception()):
        log.warning("the book refused what was learnt", exc_info=refused)


def _slower(pace: Pace, trouble: TillError) -> Pace:
    pace = pace._replace(asked=pace.asked + 1, hold=0.0)
    match trouble:
        case TooManyRequests(wait=wait):
            hold = min(wait or USUAL_HOLD, MOST_HOLD)
            return pace._replace(hold=hold, slow=min(pace.slow * 2, SLOWEST))
        case CredentialsRefused():
            return pace._replace(silences=LONGEST)
    return pace._replace(silences=pace.silences + 1)
