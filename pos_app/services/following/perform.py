"""Takes one step in the world and says what was learnt."""

import logging
from collections.abc import Callable

from pos_app.domain.charge.attempt import SKEW_NOTED, Attempt
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    Deferred,
    Fact,
    Heard,
    Lost,
    Missed,
    NotLeft,
    PaymentsRead,
    Refusal,
    Refused,
    Searched,
    Sending,
)
from pos_app.domain.charge.next_step import Do
from pos_app.domain.charge.payment import Payment
from pos_app.domain.errors import (
    CredentialsRefused,
    NotFound,
    NotSent,
    RequestRefused,
    TerminalBusy,
    TerminalNotReady,
    TillError,
    TooManyRequests,
)
from pos_app.services.clock import Clock
from pos_app.services.ports import ChargePort, MoneyBook

LATE = 60_000  # milliseconds: a charge that could not leave when it should does not start later
_USUAL_WAIT, _LEAST_WAIT, _MOST_WAIT = 3.0, 1.0, 60.0  # seconds, after a 429

log = logging.getLogger(__name__)


class Performer:
    """The only place that waits for the world."""

    def __init__(
        self, api: ChargePort, book: MoneyBook, clock: Clock, merchant: Callable[[], str]
    ) -> None:
        self._api, self._book, self._clock, self._merchant = api, book, clock, merchant

    async def perform(self, do: Do, attempt: Attempt) -> Fact:
        """What was learnt. Raises TillError where a question got no answer: nothing was."""
        match do:
            case Do.ANNOUNCE:
                return self._announced(attempt)
            case Do.SEND:
                return await self._send(attempt)
            case Do.CANCEL:
                return await self._cancel(attempt)
            case Do.POLL:
                return await self._poll(attempt)
            case Do.READ_PAYMENTS:
                return await self._read_payments(attempt)
            case Do.SEARCH:
                return await self._search(attempt)
        raise ValueError(f"nothing to perform: {do}")

    def _announced(self, attempt: Attempt) -> Fact:
        now, due = self._clock.now(), max(attempt.prepared.at, attempt.not_before)
        if now - due > LATE:  # it slept, or was cut off, while it was held back
            return Refused(at=now, why=Refusal.NOT_LEFT)
        # Another start goes by the computer's clock: where that has left ours, the two do not
        # compare, whatever the last reply said (F41, F42).
        parted = abs(self._clock.wall() - now) > SKEW_NOTED
        return Sending(at=now, skew=None if parted else self._api.skew)

    async def _send(self, attempt: Attempt) -> Fact:
        """The one request that asks for money. What it may have done decides what it is called."""
        if self._is_late(attempt):  # it slept since that was written down (F42)
            return Refused(at=self._clock.now(), why=Refusal.NOT_LEFT)
        try:
            intent = await self._api.create_intent(attempt.prepared)
        except TillError as error:
            fact = _not_created(error, self._clock.now())
            again = isinstance(fact, NotLeft | Deferred)
            if again and self._is_late(attempt):  # nobody waits at the terminal any more
                return Refused(at=fact.at, why=Refusal.NOT_LEFT)
            return fact
        except Exception as error:  # a fault of ours does not unsend what has left (F59)
            log.exception("a fault while sending")
            return Lost(at=self._clock.now(), why=repr(error))
        return Heard(at=self._clock.now(), intent=intent)

    def _is_late(self, attempt: Attempt) -> bool:
        return self._clock.now() - attempt.sent_at > LATE

    async def _cancel(self, attempt: Attempt) -> Fact:
        try:
            till = attempt.prepared.till_external_id
            answer = await self._api.cancel_intent(attempt.intent_id, till)
        except TillError:
            answer = CancelAnswer.LOST  # the intent is read next, and says what became of it
        return CancelAnswered(at=self._clock.now(), answer=answer)

    async def _poll(self, attempt: Attempt) -> Fact:
        try:
            currency = attempt.prepared.amount.currency
            intent = await self._api.read_intent(attempt.intent_id, currency)
        except NotFound:
            return Missed(at=self._clock.now())
        return Heard(at=self._clock.now(), intent=intent)

    async def _read_payments(self, attempt: Attempt) -> Fact:
        found: list[Payment] = []
        missing: list[str] = []
        for payment_id in attempt.unread:
            try:
                found.append(await self._api.read_payment(payment_id))
            except NotFound:
                missing.append(payment_id)
        taken = await self._taken(tuple(found), attempt)
        return PaymentsRead(
            at=self._clock.now(),
            payments=tuple(found),
            missing=tuple(missing),
            taken=taken,
            skew=self._api.skew,
        )

    async def _search(self, attempt: Attempt) -> Fact:
        asked = self._clock.now()  # a slow answer tells of the moment of the question (I13)
        found = await self._api.search_payments(attempt.prepared.external_reference)
        if not found and self._merchant() not in ("", attempt.prepared.merchant_id):
            raise CredentialsRefused("another account knows of no payment")  # it proves nothing
        taken = await self._taken(found, attempt)
        return Searched(at=asked, payments=found, taken=taken, skew=self._api.skew)

    async def _taken(self, found: tuple[Payment, ...], attempt: Attempt) -> tuple[str, ...]:
        if not found:
            return ()
        ids = tuple(payment.id for payment in found)
        return await self._book.taken(ids, attempt.prepared.external_reference)


_WHY = (
    (TerminalBusy, Refusal.BUSY),
    (TerminalNotReady, Refusal.NOT_READY),
    (NotFound, Refusal.NO_TERMINAL),
    (CredentialsRefused, Refusal.CREDENTIALS),
)


def _not_created(error: TillError, now: int) -> Fact:
    if error.maybe_done:
        return Lost(at=now, why=error.detail)
    match error:
        case NotSent(blocked=blocked, clock=clock):
            other = Refusal.CLOCK if clock else Refusal.NOT_LEFT
            return NotLeft(at=now, why=Refusal.BLOCKED if blocked else other)
        case TooManyRequests(wait=wait):
            seconds = min(max(wait or _USUAL_WAIT, _LEAST_WAIT), _MOST_WAIT)
            return Deferred(at=now, wait=int(seconds * 1000))
        case RequestRefused(about_amount=True):
            return Refused(at=now, why=Refusal.AMOUNT, detail=error.detail)
    why = next((why for kind, why in _WHY if isinstance(error, kind)), None)
    if why is None and not isinstance(error, RequestRefused):
        return Lost(at=now, why=error.detail)  # it does not say that nothing was done
    return Refused(at=now, why=why or Refusal.REQUEST, detail=error.detail)
