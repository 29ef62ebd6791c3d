"""Who is called when the till does not know: looks, decides and gives back, as the page says."""

import random
from collections.abc import Callable, Iterator

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.sale import Sale
from pos_app.services.resolver import Resolver
from pos_app.services.state import Case
from pos_app.simulator.envelopes import Refusal
from pos_app.simulator.world.records import Payment
from pos_app.ui.cases.screen import render
from pos_app.ui.cases.shown import Act, Chosen, Offer
from pos_app.ui.shared.language import Words, speak
from tests.simulation.engine.till import Till

BY, WHY = "Sol", "as the terminal says"
_DECISIONS = {
    Act.APPLY: Decision.APPLIED,
    Act.APART: Decision.APART,
    Act.WITHDRAW: Decision.WITHDRAWN,
    Act.NOTE: Decision.NOTED,
    Act.ATTEST: Decision.ATTESTED,
}


class Supervisor:
    """`lies`: how often a look at the terminal is told wrong."""

    def __init__(self, till: Till, rng: random.Random, lies: float) -> None:
        self._till, self._rng, self.lies = till, rng, lies
        self._words: Words = speak("en_US")

    def pages(self) -> Iterator[tuple[Case, Chosen]]:
        """Each case, as the till's own page shows it."""
        till, state = self._till, self._till.state
        for case in state.cases:
            capability, now = till.house.capability, till.clock.now()
            chosen = render(state, capability, case.name, None, now, self._words).chosen
            if chosen is not None:
                yield case, chosen

    def help(self) -> bool:
        """Do the one next step of each case. Whether there was any to do."""
        return any([self._step(case, page) for case, page in self.pages()])

    def meddle(self) -> None:
        """Do anything that is offered."""
        offers = [
            (case, offer)
            for case, page in self.pages()
            for offer in ((page.next, *page.offers) if page.next else page.offers)
            if offer.button.enabled
        ]
        if offers:
            self.do(*self._rng.choice(offers))

    def _step(self, case: Case, page: Chosen) -> bool:
        if page.look is not None and case.following is not None:
            attempt = case.following.attempt
            seen = self._sees(attempt)
            answer = next(each for each in page.look.answers if each.seen is seen)
            if answer.button.enabled:
                self.say(attempt, seen)
                return True
        if page.steps and self._gives_back(case):
            return True
        if page.next is not None:
            self.do(case, page.next)
            return page.next.act is not Act.CHECK_AGAIN
        return False

    # At the terminal.

    def _sees(self, attempt: Attempt) -> Seen:
        """What is truly there; or what somebody says who did not look."""
        backend, told = self._till.world.backend, attempt.prepared
        if self._rng.random() < self.lies:
            return self._rng.choice(tuple(Seen))
        if backend.truth.approved(told.external_reference):
            return Seen.APPROVED
        live = backend.terminals.live_intent(backend.world.terminals[told.terminal_id])
        there = live is not None and live.reference == told.external_reference
        return Seen.AMOUNT if there else Seen.IDLE

    def say(self, attempt: Attempt, seen: Seen) -> None:
        reference = attempt.prepared.external_reference
        self._told(f"sees {seen.value}", reference)
        self._resolver.say_seen(reference, seen)

    def _gives_back(self, case: Case) -> bool:
        """By the menu of the terminal: what the till says is to go back."""
        payments = case.following.attempt.loose if case.following else ()
        if case.orphan is not None:
            payments = (case.orphan.payment,)
        return any([self._gives(int(payment.id)) for payment in payments])

    def _gives(self, payment_id: int) -> bool:
        backend = self._till.world.backend
        payment: Payment | None = backend.world.payments.get(payment_id)
        if payment is None or not payment.left:
            return False
        try:
            backend.refund_on_terminal(payment_id)
        except Refusal:
            return False
        self._told("gives back", str(payment_id))
        return True

    # At the till.

    @property
    def _resolver(self) -> Resolver:
        return self._till.house.resolver

    def do(self, case: Case, offer: Offer) -> None:
        """As the page's own button does it."""
        resolver, name = self._resolver, case.name
        self._told(offer.act.value, name)
        acts: dict[Act, Callable[[], None]] = {
            Act.CHECK_AGAIN: lambda: resolver.check_again(name),
            Act.CANCEL: lambda: resolver.cancel(name),
            Act.TAKE_UP: lambda: resolver.take_up(offer.target),
            Act.SHOW: lambda: None,
            Act.DROP: lambda: resolver.drop(offer.target),
            Act.ADOPT: lambda: resolver.adopt(name, offer.target, BY, WHY),
            Act.MAKE_SALE: lambda: resolver.adopt(name, "", BY, WHY),
            Act.GIVE_BACK: lambda: resolver.put_apart(name, BY, WHY, True),
            Act.FOREIGN: lambda: resolver.put_apart(name, BY, WHY, False),
        }
        if offer.act in _DECISIONS:
            resolver.decide(name, _DECISIONS[offer.act], BY, WHY)
        elif offer.act is Act.PAY_CASH:
            if (sale := self._sale(offer.target)) is not None:
                resolver.pay_cash(sale.id, sale.total)
        else:
            acts[offer.act]()

    def _sale(self, sale_id: str) -> Sale | None:
        sales = (case.sale for case in self._till.state.cases)
        return next((sale for sale in sales if sale and sale.id == sale_id), None)

    def _told(self, what: str, about: str) -> None:
        self._till.told(f"somebody: {what}: {about}")
        self._till.world.trace.count(f"supervisor: {what}")
