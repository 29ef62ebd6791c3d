"""Who stands at the till and at the terminals, by their own eyes alone."""

from collections.abc import Callable
from contextlib import suppress

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.money import Money
from pos_app.services.state import Case
from pos_app.simulator.envelopes import Refusal
from pos_app.simulator.world.lives import Ending, NothingHappens
from pos_app.simulator.world.records import Status
from tests.services.shop import PLUS, SMART, Shop

PLENTY, BY, WHY = 50_000_000, "Sol", "it was so"
TERMINALS = (SMART, PLUS)


class People:
    """`idle`: the charges that were called so, as far as anybody could see."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.idle: set[str] = set()

    def look(self, reference: str) -> None:
        """Go to the terminal, and say what is there."""
        followed = self.shop.house.charges.following.value.get(reference)
        if followed is None:
            return
        world = self.shop.world
        screen = world.terminals.live_intent(
            world.world.terminals[followed.attempt.prepared.terminal_id]
        )
        if screen is not None and screen.reference == reference:
            seen = Seen.AMOUNT
        elif world.truth.approved(reference):
            seen = Seen.APPROVED
        else:
            seen = Seen.IDLE
            self.idle.add(reference)
        self.shop.house.resolver.say_seen(reference, seen)

    def at_terminal(self, act: str, terminal: str) -> None:
        world = self.shop.world
        acts = {
            "green": world.press_green,
            "pay": world.pay,
            "pay twice": lambda each: world.pay(each, payments=2),
            "decline": world.decline,
            "cancel": world.cancel_on_terminal,
            "fail": world.fail,
            "unclear": lambda each: world.indeterminate(each, charged=True),
            "race": self._race,
            "typed": lambda each: world.type_on_terminal(each, 12_300),
            "unplug": world.unplug,
            "plug in": world.plug_in,
        }
        with suppress(NothingHappens):
            acts[act](terminal)

    def _race(self, terminal: str) -> None:
        """The red key and the card at once: it ends as cancelled, and was paid (F33)."""
        world = self.shop.world
        intent = world.terminals.live_intent(world.world.terminals[terminal])
        if intent is not None and intent.status is Status.ON_TERMINAL:
            world.lives.present(intent, Ending(closes=Status.CANCELED))

    def on_the_web(self, act: str, nth: int) -> None:
        """What is done there, and no till is told of."""
        world = self.shop.world
        payments = [each.id for each in world.truth.payments() if each.approved is not None]
        if payments:
            with suppress(Refusal):
                payment = payments[nth % len(payments)]
                {"refund": world.refund_on_web, "again": world.pay_again}[act](payment)

    def finish(self, turn: int) -> None:
        """The one next step of everything that waits for a person."""
        for terminal in TERMINALS:
            self.at_terminal("plug in", terminal)
            self.at_terminal("cancel" if turn % 3 else "green", terminal)
        for case in self.shop.now.cases:
            self._see_to(case)
        now = self.shop.now
        if now.following is not None and now.following.attempt.settled:
            self.shop.house.desk.close_panel()
        elif now.following is not None and not now.following.attempt.settled:
            self.shop.house.resolver.set_aside()
        else:
            self.shop.house.desk.new_sale()

    def _see_to(self, case: Case) -> None:
        resolver, name = self.shop.house.resolver, case.name
        truly_paid = bool(self.shop.world.truth.approved(name))
        decided = {
            Task.LATE: Decision.APART if case.settled else Decision.APPLIED,
            Task.SURPLUS: Decision.APART,
            Task.GONE: Decision.NOTED,
        }
        if not truly_paid:
            decided |= {Task.ATTESTED: Decision.WITHDRAWN, Task.DENIED: Decision.WITHDRAWN}
        if case.task in decided:
            resolver.decide(name, decided[case.task], BY, WHY)
        acts: dict[Task, Callable[[], object]] = {
            Task.RESOLVE: lambda: self.look(name),
            Task.ASIDE: lambda: resolver.cancel(name),
            Task.ORPHAN: lambda: resolver.put_apart(name, BY, WHY, to_return=True),
            Task.RETURN: lambda: self._give_back(case),
            Task.UNPAID: lambda: resolver.pay_cash(name, Money(PLENTY, "ARS")),
        }
        if case.task in acts:
            acts[case.task]()
        resolver.check_again(name)

    def _give_back(self, case: Case) -> None:
        known = case.following.attempt.loose if case.following else ()
        for payment_id in [each.id for each in known] or [case.name]:
            with suppress(Refusal):
                self.shop.world.refund_on_terminal(int(payment_id))
