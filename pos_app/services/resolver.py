"""Ways out of doubt: what a person saw, what a supervisor decided, and sales that stand aside."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Decided, Decision, Fact, PersonSaid, Seen
from pos_app.domain.charge.orphan import MoneyApart, MoneyFact, Orphan
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.errors import (
    ActRefusal,
    ActRefused,
    LedgerError,
    LookTooEarly,
    SupervisorFault,
    SupervisorNeeded,
    TillError,
)
from pos_app.domain.money import Money
from pos_app.domain.sale import (
    Line,
    MoneyAdopted,
    Sale,
    SaleCancelled,
    SaleSetAside,
    SaleTakenUp,
)
from pos_app.services.board import Board
from pos_app.services.charges import Charges
from pos_app.services.clock import Clock
from pos_app.services.desk import FREE_AMOUNT, Desk
from pos_app.services.following.inbox import Inbox
from pos_app.services.following.tenders import Tenders
from pos_app.services.ids import Ids
from pos_app.services.ports import CaseBook, MoneyBook
from pos_app.services.state import News
from pos_app.services.tasks import TaskOwner
from pos_app.services.watch import Watch

MOST_WORDS = 200  # characters of a name, and of a reason


class Resolver:
    """Its methods are plain functions that return at once; what they did shows in the state."""

    def __init__(
        self,
        board: Board,
        desk: Desk,
        charges: Charges,
        inbox: Inbox,
        watch: Watch,
        book: MoneyBook,
        cases: CaseBook,
        tenders: Tenders,
        tasks: TaskOwner,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._board, self._desk, self._charges = board, desk, charges
        self._inbox, self._watch = inbox, watch
        self._book, self._cases, self._tenders = book, cases, tenders
        self._tasks, self._clock, self._ids = tasks, clock, ids

    def set_aside(self) -> None:
        """The sale on the desk, with its charge: the next customer is served."""
        self._board.do(self._set_aside)

    def say_seen(self, reference: str, seen: Seen) -> None:
        """What the person at the till saw on the terminal."""
        self._about(reference, seen, lambda attempt: self._seen(attempt, seen))

    def decide(self, reference: str, what: Decision, by: str, reason: str) -> None:
        """A supervisor's word about a charge."""
        self._about(reference, what, lambda attempt: self._decided(attempt, what, by, reason))

    def adopt(self, payment_id: str, sale_id: str, by: str, reason: str) -> None:
        """Money without a sale pays that one; an empty `sale_id` makes a sale of it."""
        self._board.do(lambda: self._adopt(payment_id, sale_id, by, reason))

    def put_apart(self, payment_id: str, by: str, reason: str, to_return: bool) -> None:
        """Money without a sale is given back, or is none of this till's business."""
        self._board.do(lambda: self._put_apart(payment_id, by, reason, to_return))

    def take_up(self, sale_id: str) -> None:
        """A sale that was set aside, back on the desk."""
        self._board.do(lambda: self._take_up(sale_id))

    def drop(self, sale_id: str) -> None:
        """A sale that was set aside and is not paid."""
        self._board.do(lambda: self._drop(sale_id))

    def pay_cash(self, sale_id: str, received: Money) -> None:
        """A sale that was set aside, also while its charge is unclear."""
        self._board.do(lambda: self._pay_cash(sale_id, received))

    def check_again(self, name: str) -> None:
        """Ask now about this charge, this payment, or the charges of this sale."""
        self._charges.nudge(name)
        self._watch.nudge(name)

    def cancel(self, reference: str) -> None:
        """Ask for the end of a charge that is not on the panel."""
        self._charges.cancel(reference, self._board.place.person)

    # About a charge. Its drive may wait for an answer: the desk does not wait for it.

    def _about(
        self, reference: str, what: Seen | Decision, fact: Callable[[Attempt], Awaitable[Fact]]
    ) -> None:
        """Pressed twice is once."""
        self._tasks.spawn(f"{what} {reference}", self._tell(reference, fact))

    async def _tell(self, reference: str, fact: Callable[[Attempt], Awaitable[Fact]]) -> None:
        try:
            attempt = await self._attempt(reference)
            told, person = await fact(attempt), self._board.place.person
            if not attempt.apply(told).heeds(told) or not await self._charges.learn(
                attempt, told, person
            ):
                raise ActRefused(ActRefusal.CHANGED)
        except TillError as error:
            self._board.show(error)
            return
        if isinstance(told, Decided):
            self._board.show(News.DONE)
            self._inbox.refresh()
        if isinstance(told, Decided) and told.what is Decision.ATTESTED:
            self._board.do(lambda: self._clear_desk(attempt.prepared.sale_id))

    async def _attempt(self, reference: str) -> Attempt:
        followed = self._charges.following.value.get(reference)
        attempt = followed.attempt if followed else await self._cases.attempt(reference)
        if attempt is None:
            raise ActRefused(ActRefusal.NOTHING_THERE)
        return attempt

    async def _seen(self, attempt: Attempt, seen: Seen) -> PersonSaid:
        now = self._clock.now()
        if seen is Seen.IDLE and now < attempt.look_at:
            raise LookTooEarly(-((now - attempt.look_at) // 1000))
        return PersonSaid(at=now, seen=seen, by=self._board.place.person)

    async def _decided(self, attempt: Attempt, what: Decision, by: str, reason: str) -> Decided:
        by, reason = _signed(by, reason)
        if what is Decision.APPLIED:
            due = await self._inbox.due(attempt.prepared.sale_id)
            if due is None:
                raise ActRefused(ActRefusal.SALE_OVER)
            if due != attempt.prepared.amount:
                raise ActRefused(ActRefusal.AMOUNT_DIFFERS)
        return Decided(at=self._clock.now(), what=what, by=by, reason=reason)

    # About sales, and the desk.

    async def _set_aside(self) -> None:
        following, sale = self._board.now.following, self._board.now.sale
        if following is None or sale is None or following.attempt.settled:
            raise ActRefused(ActRefusal.ENDED)
        if following.attempt.status in (AttemptStatus.PREPARED, AttemptStatus.SENDING):
            raise ActRefused(ActRefusal.NOT_SENT)
        if following.unsaved:
            raise ActRefused(ActRefusal.NOT_SAVED)
        await self._put_aside(sale)

    async def _clear_desk(self, sale_id: str) -> None:
        """What was attested needs the desk no more."""
        sale = self._board.now.sale
        if sale is not None and sale.id == sale_id and not sale.tenders:
            await self._put_aside(sale)

    async def _put_aside(self, sale: Sale) -> None:
        gone, person = SaleSetAside(at=self._clock.now()), self._board.place.person
        await self._desk.told(self._book.change_sale(sale, gone, person))
        await self._read_inbox()
        self._desk.leave()
        self._board.show(News.SET_ASIDE, str(sale.ticket_number))

    async def _take_up(self, sale_id: str) -> None:
        sale, there = await self._aside(sale_id), self._board.now.sale
        person = self._board.place.person
        if there is not None and not self._board.is_paid:
            if there.lines:
                raise ActRefused(ActRefusal.DESK_TAKEN)
            empty = SaleCancelled(at=self._clock.now())  # or it would hide the other
            await self._desk.told(self._book.change_sale(there, empty, person))
        self._desk.leave()
        back = SaleTakenUp(at=self._clock.now())
        await self._desk.put(await self._desk.told(self._book.change_sale(sale, back, person)))
        await self._read_inbox()

    async def _drop(self, sale_id: str) -> None:
        sale = await self._aside(sale_id)
        if any(not attempt.settled for attempt in await self._book.attempts_of(sale_id)):
            raise ActRefused(ActRefusal.CHARGE_LIVES)
        gone = SaleCancelled(at=self._clock.now())
        await self._book.change_sale(sale, gone, self._board.place.person)
        await self._read_inbox()
        self._board.show(News.SALE_DROPPED, str(sale.ticket_number))

    async def _pay_cash(self, sale_id: str, received: Money) -> None:
        sale = await self._aside(sale_id)
        attempts = await self._book.attempts_of(sale_id)
        if any(attempt.late for attempt in attempts):
            raise ActRefused(ActRefusal.LATE_MONEY)
        if any(attempt.attested for attempt in attempts):  # the customer did pay, says somebody
            raise ActRefused(ActRefusal.CHARGE_LIVES)
        await self._tenders.cash(sale, received, self._clock.now(), self._board.place.person)
        self._charges.cover(sale_id)
        await self._read_inbox()

    async def _aside(self, sale_id: str) -> Sale:
        sale = await self._cases.sale(sale_id)
        if sale is None:
            raise ActRefused(ActRefusal.NOTHING_THERE)
        if not sale.aside:
            raise ActRefused(ActRefusal.SALE_OVER)
        return sale

    async def _read_inbox(self) -> None:
        try:
            await self._inbox.read()
        except LedgerError:  # what was done is done, and shows as soon as the disk lets it
            self._inbox.refresh()

    # About money without a sale.

    async def _adopt(self, payment_id: str, sale_id: str, by: str, reason: str) -> None:
        by, reason = _signed(by, reason)
        orphan = await self._orphan(payment_id)
        amount, person = orphan.payment.amount, self._board.place.person
        if amount is None or orphan.payment.refunded:
            raise ActRefused(ActRefusal.AMOUNT_DIFFERS)
        fact = MoneyAdopted(
            at=self._clock.now(), payment_id=payment_id, amount=amount, by=by, reason=reason
        )
        if sale_id:
            await self._adopt_for(sale_id, fact)
        else:
            made = self._made(amount)
            await self._tenders.told(made, self._cases.make_sale(made, fact, person))
        await self._read_inbox()
        self._board.show(News.DONE)

    async def _adopt_for(self, sale_id: str, fact: MoneyAdopted) -> None:
        sale, desk = await self._cases.sale(sale_id), self._board.now.sale
        is_on_desk = sale is not None and desk is not None and desk.id == sale.id
        if sale is None or not (sale.aside or is_on_desk):
            raise ActRefused(ActRefusal.SALE_OVER)
        if sale.total != fact.amount:
            raise ActRefused(ActRefusal.AMOUNT_DIFFERS)
        if any(not attempt.settled for attempt in await self._book.attempts_of(sale.id)):
            raise ActRefused(ActRefusal.CHARGE_LIVES)
        write = self._cases.adopt(sale, fact, self._board.place.person)
        paid = await self._tenders.told(sale, write)
        if is_on_desk:
            self._board.let_go()
            self._board.update(replace(self._board.now, sale=paid))

    def _made(self, amount: Money) -> Sale:
        """Of one line; its number is the book's to give."""
        sale_id, line_id = self._ids.chance(8).hex(), self._ids.chance(6).hex()
        line = Line(line_id, FREE_AMOUNT, "", amount)
        return Sale(sale_id, 0, amount.currency, self._clock.now(), (line,))

    async def _put_apart(self, payment_id: str, by: str, reason: str, to_return: bool) -> None:
        by, reason = _signed(by, reason)
        orphan, now = await self._orphan(payment_id), self._clock.now()
        fact: MoneyFact = MoneyApart(at=now, by=by, reason=reason, to_return=to_return)
        if orphan.apply(fact) == orphan:
            raise ActRefused(ActRefusal.CHANGED)
        await self._cases.tell_money(orphan, fact, self._board.place.person)
        await self._read_inbox()
        self._board.show(News.DONE)

    async def _orphan(self, payment_id: str) -> Orphan:
        orphans = await self._cases.orphans()
        found = next((each for each in orphans if each.payment.id == payment_id), None)
        if found is None:
            raise ActRefused(ActRefusal.NOTHING_THERE)
        return found


def _signed(by: str, reason: str) -> tuple[str, str]:
    """As they are written down. Raises SupervisorNeeded."""
    by, reason = (_clean(words) for words in (by, reason))
    if not by or not reason:
        raise SupervisorNeeded(SupervisorFault.REASON if by else SupervisorFault.NAME)
    if max(len(by), len(reason)) > MOST_WORDS:
        raise SupervisorNeeded(SupervisorFault.TOO_LONG)
    return by, reason


def _clean(words: str) -> str:
    """One line, without what cannot be printed."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())
