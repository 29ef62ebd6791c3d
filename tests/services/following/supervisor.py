"""Who sees to what the till could not see through by itself, at random or diligently."""

import random
from collections.abc import Callable
from contextlib import suppress

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.money import Money
from pos_app.services.state import Case
from pos_app.simulator.envelopes import Refusal
from pos_app.simulator.world.lives import NothingHappens
from tests.services.shop import PLUS, SMART, Shop

PLENTY = 10_000_000  # minor units
BY, WHY = "Sol", "it was so"
_DECIDED = {
    Task.LATE: Decision.APART,  # where it cannot be applied
    Task.SURPLUS: Decision.APART,
    Task.ATTESTED: Decision.WITHDRAWN,
    Task.DENIED: Decision.WITHDRAWN,
    Task.GONE: Decision.NOTED,
}


class Supervisor:
    """`mistaken`: the charges that were called idle and were not, for all that anybody saw."""

    def __init__(self, shop: Shop, rng: random.Random) -> None:
        self._shop, self._rng = shop, rng
        self.mistaken: set[str] = set()

    def meddle(self) -> None:
        """Any of the acts, whether it fits or not."""
        shop, rng, resolver = self._shop, self._rng, self._shop.house.resolver
        cases = [case.name for case in shop.now.cases]
        panel = shop.attempt.prepared.external_reference if shop.now.following else ""
        sales = [case.sale.id for case in shop.now.cases if case.sale]
        name = rng.choice([*cases, panel, "nothing"])
        sale_id = rng.choice([*sales, "", "nothing"])
        paid = Money(rng.choice((1, 100_000, PLENTY)), "ARS")
        acts: tuple[Callable[[], object], ...] = (
            resolver.set_aside,
            resolver.set_aside,
            resolver.set_aside,
            lambda: self._look(name),
            lambda: self._look(panel),
            lambda: resolver.decide(name, rng.choice([*Decision]), BY, rng.choice((WHY, ""))),
            lambda: resolver.adopt(name, sale_id, BY, WHY),
            lambda: resolver.put_apart(name, BY, WHY, rng.random() < 0.5),
            lambda: resolver.take_up(sale_id),
            lambda: resolver.drop(sale_id),
            lambda: resolver.pay_cash(sale_id, paid),
            lambda: resolver.check_again(name),
            lambda: resolver.cancel(name),
            lambda: shop.house.checkout.pay_cash(paid),
        )
        rng.choice(acts)()

    def _look(self, reference: str) -> None:
        """An honest look: what is still on its way to the terminal cannot be seen."""
        shop = self._shop
        followed = shop.house.charges.following.value.get(reference)
        if followed is None:
            return
        world = shop.world
        terminal = world.world.terminals[followed.attempt.prepared.terminal_id]
        intent = world.terminals.live_intent(terminal)
        there = intent is not None and intent.reference == reference
        seen = Seen.AMOUNT if there else Seen.IDLE
        if not there and world.truth.approved(reference):
            seen = Seen.APPROVED
        if seen is Seen.IDLE:
            self.mistaken.add(reference)
        shop.house.resolver.say_seen(reference, seen)

    def befall(self) -> None:
        """What is done at the terminals and on the web, and no till is told of."""
        world, rng = self._shop.world, self._rng
        payments = [payment.id for payment in world.truth.payments()]
        with suppress(Refusal, NothingHappens):
            match rng.randrange(4):
                case 0:
                    world.type_on_terminal(rng.choice((SMART, PLUS)), rng.randrange(500, 500_000))
                case 1:
                    world.pay_online(rng.randrange(500, 500_000))
                case 2 if payments:
                    world.refund_on_web(rng.choice(payments))
                case 3 if payments:
                    world.dispute(rng.choice(payments))

    def tidy(self) -> None:
        """Disputes end, and the one next step of each case is done."""
        world = self._shop.world
        for payment in world.truth.payments():
            if payment.status == "in_mediation":
                world.payments.mark(payment.id, "approved", "accredited")
        for case in self._shop.now.cases:
            self._see_to(case)

    def _see_to(self, case: Case) -> None:
        resolver = self._shop.house.resolver
        if case.task in _DECIDED:
            late = case.task is Task.LATE and not case.settled
            what = Decision.APPLIED if late else _DECIDED[case.task]
            resolver.decide(case.name, what, BY, WHY)
        acts: dict[Task, Callable[[], object]] = {
            Task.RESOLVE: lambda: self._look(case.name),
            Task.UNPAID: lambda: resolver.drop(case.name),
            Task.ORPHAN: lambda: self._claim(case.name),
            Task.RETURN: lambda: self._give_back(case),
            Task.ASIDE: lambda: resolver.cancel(case.name),
        }
        if case.task in acts:
            acts[case.task]()

    def _claim(self, payment_id: str) -> None:
        resolver = self._shop.house.resolver
        if self._rng.random() < 0.5:
            resolver.adopt(payment_id, "", BY, WHY)
        else:
            resolver.put_apart(payment_id, BY, WHY, to_return=True)

    def _give_back(self, case: Case) -> None:
        loose = case.following.attempt.loose if case.following else ()
        for payment_id in [each.id for each in loose] or [case.name]:
            with suppress(Refusal):
                self._shop.world.refund_on_terminal(int(payment_id))
        self._shop.house.resolver.check_again(case.name)
