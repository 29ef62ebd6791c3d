"""All payments of the account, read stretch by stretch: what does each of them belong to?"""

from contextlib import suppress
from typing import NamedTuple

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import PaymentsRead
from pos_app.domain.charge.known import has_moved
from pos_app.domain.charge.orphan import MoneyClaimed, MoneyFound, MoneyRead, Orphan
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import Payment
from pos_app.domain.charge.polling import WATCH_FOR
from pos_app.domain.errors import AlreadyTaken, NoAnswer
from pos_app.domain.reference import is_made_by
from pos_app.services.charges import Charges
from pos_app.services.clock import Clock
from pos_app.services.connection import Connection
from pos_app.services.following.drive import SYSTEM
from pos_app.services.ports import CaseBook, ChargePort, Memory, MoneyBook

# Milliseconds.
MINUTE = 60_000
HOUR, DAY = 60 * MINUTE, 24 * 60 * MINUTE
FRESH = 20_000  # what was read so shortly ago is not read again
OVERLAP = 10 * MINUTE  # a payment may be found late, and two clocks differ
FARTHEST = 30 * DAY  # after a long time closed
AGAIN, STRETCH = HOUR, 5 * HOUR  # how often all that is watched is read again, and in which parts
FIRST, FROM, TO = "first start", "swept from", "swept to"  # in the till's memory


class _Marks(NamedTuple):
    """By the provider's clock. `begin`: what was paid before the first start is not ours."""

    begin: int
    to: int  # up to here all is known


class Sweep:
    def __init__(
        self,
        till: str,
        api: ChargePort,
        charges: Charges,
        connection: Connection,
        book: MoneyBook,
        cases: CaseBook,
        memory: Memory,
        clock: Clock,
    ) -> None:
        self._till, self._api, self._charges = till, api, charges
        self._connection, self._book, self._cases = connection, book, cases
        self._memory, self._clock = memory, clock
        self._began, self._first = clock.now(), 0
        self._marks: _Marks | None = None
        self._round = 0  # when all that is watched was last begun to be read again
        self._reached: int | None = None  # and up to where; None: to the end
        self._longest = DAY  # of one stretch: less while a day is more than can be read at once

    async def step(self) -> bool:
        """Read one stretch. Whether more is left. Raises TillError.

        Nothing is read before the account and its terminals are known.
        """
        self._first = self._first or await self._first_start()
        connected = self._connection.state.value
        if connected.account is None or connected.other_merchant or not connected.terminals:
            return False
        now = self._clock.now() - self._api.skew
        marks = self._marks = self._marks or await self._recall(now)
        if self._reached is None and now - self._round >= AGAIN:
            self._round, self._reached = now, now - int(WATCH_FOR * 1000)
        if abs(now - marks.to) > FRESH:
            await self._go_on(now, marks)
            return self._marks.to < now or self._reached is not None
        if self._reached is not None:
            begin = max(marks.begin, self._reached)
            end = min(now, begin + min(STRETCH, self._longest))
            await self._read(begin, end)
            self._reached = None if end >= self._round else end
        return self._reached is not None

    async def _go_on(self, now: int, marks: _Marks) -> None:
        """From where it was known, now or the last time."""
        begin = max(marks.begin, min(marks.to, now) - OVERLAP, now - FARTHEST)
        end = min(now, begin + self._longest)
        await self._read(begin, end)
        self._marks = marks._replace(to=end)
        await self._memory.remember(TO, str(end))

    async def _first_start(self) -> int:
        """By our clock: how the provider's differs is not known before it answers."""
        first = await self._memory.recall(FIRST)
        if first is None:
            await self._memory.remember(FIRST, first := str(self._began))
        return int(first)

    async def _recall(self, now: int) -> _Marks:
        begin, to = await self._memory.recall(FROM), await self._memory.recall(TO)
        if begin is None:  # the first start ever
            begin = str(min(now, self._first - self._api.skew))
            await self._memory.remember(FROM, begin)
        return _Marks(int(begin), int(to or begin))

    async def _read(self, begin: int, end: int) -> None:
        if begin >= end:
            return
        try:
            found = await self._api.payments_between(begin, end)
        except NoAnswer:  # it may be more than can be read at once
            self._longest = max(MINUTE, self._longest // 2)
            raise
        self._longest = min(DAY, self._longest * 2)
        orphans = {each.payment.id: each for each in await self._cases.orphans()}
        for payment in found:
            await self._place(payment, orphans.get(payment.id))

    async def _place(self, payment: Payment, orphan: Orphan | None) -> None:
        """With its attempt, or with the money without a sale."""
        attempt = await self._attempt_of(payment)
        if attempt is not None:
            attempt = await self._tell(attempt, payment)
        if orphan is not None:
            await self._reread(orphan, payment, attempt)
        elif attempt is None and await self._cases.owner_of(payment.id):  # a sale adopted it
            now = self._clock.now()
            known = await self._cases.find_money(MoneyFound(at=now, payment=payment), SYSTEM)
            await self._cases.tell_money(known, MoneyRead(at=now, payment=payment), SYSTEM)
        elif attempt is None and self._is_ours(payment) and not self._is_awaited(payment):
            found = MoneyFound(at=self._clock.now(), payment=payment)
            with suppress(AlreadyTaken):  # it pays something
                await self._cases.find_money(found, SYSTEM)

    async def _attempt_of(self, payment: Payment) -> Attempt | None:
        reference = payment.external_reference
        attempt = await self._cases.attempt(reference) if reference else None
        if attempt is None and (owner := await self._cases.owner_of(payment.id)):
            attempt = await self._cases.attempt(owner)
        return attempt

    async def _tell(self, attempt: Attempt, payment: Payment) -> Attempt:
        """A second payment, one that came late, or one that was given back or disputed."""
        reference = attempt.prepared.external_reference
        followed = self._charges.following.value.get(reference)
        attempt = followed.attempt if followed else attempt
        knows = payment.id in {each.id for each in attempt.payments}
        if attempt.outcome is Outcome.PENDING or not (has_moved(payment) or knows):
            return attempt  # it is being asked about, or nothing came of it
        now, skew = self._clock.now(), self._api.skew
        taken = await self._book.taken((payment.id,), reference)
        read = PaymentsRead(at=now, payments=(payment,), taken=taken, skew=skew)
        if attempt.apply(read) != attempt:
            await self._charges.learn(attempt, read)
        return attempt.apply(read)

    async def _reread(self, orphan: Orphan, payment: Payment, owner: Attempt | None) -> None:
        now = self._clock.now()
        orphan = await self._cases.tell_money(orphan, MoneyRead(at=now, payment=payment), SYSTEM)
        if owner is not None and payment.id in {each.id for each in owner.payments}:
            sale_id, why = owner.prepared.sale_id, "its charge is known"
            claim = MoneyClaimed(at=now, sale_id=sale_id, by=SYSTEM, reason=why)
            await self._cases.tell_money(orphan, claim, SYSTEM)

    def _is_ours(self, payment: Payment) -> bool:
        """By its reference; or taken on one of the terminals, where it has none."""
        if not has_moved(payment):
            return False
        connected = self._connection.state.value
        places = {terminal.pos_id for terminal in connected.terminals if terminal.pos_id}
        merchant = connected.account.id if connected.account else ""
        reference = payment.external_reference
        ours = is_made_by(self._till, reference) if reference else payment.pos_id in places
        return ours and payment.merchant_id in ("", merchant)

    def _is_awaited(self, payment: Payment) -> bool:
        """A charge of that amount is under way there, and has not said yet what came of it."""
        terminals = self._connection.state.value.terminals
        there = {terminal.id for terminal in terminals if terminal.pos_id == payment.pos_id}
        attempts = (each.attempt for each in self._charges.following.value.values())
        return any(
            a.outcome is Outcome.PENDING
            and a.prepared.terminal_id in there
            and a.prepared.amount == payment.amount
            for a in attempts
        )
