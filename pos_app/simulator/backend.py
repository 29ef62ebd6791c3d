"""The simulated Mercado Pago, whole: one account, its terminals, and the people at them."""

import random

from pos_app.simulator.clock import Clock
from pos_app.simulator.faults import Faults
from pos_app.simulator.hands import Hands
from pos_app.simulator.options import Options
from pos_app.simulator.truth import Truth
from pos_app.simulator.webhooks import Deliver, Webhooks
from pos_app.simulator.world.agenda import Agenda
from pos_app.simulator.world.intents import Intents
from pos_app.simulator.world.lives import Lives
from pos_app.simulator.world.payments import Payments
from pos_app.simulator.world.records import CARD, Account, Card, Payment, Refund, World
from pos_app.simulator.world.refunds import Refunds
from pos_app.simulator.world.site import site_named
from pos_app.simulator.world.terminals import Screen, Terminals

TOKEN = "SIMULATOR-TOKEN"  # opens nothing but the simulator
SECRET = "simulator-webhook-secret"  # signs nothing but its notifications


class Backend(Hands):
    """Nothing runs in the background: what time has brought about is worked out when somebody
    looks."""

    def __init__(
        self,
        clock: Clock,
        rng: random.Random,
        site: str = "MLA",
        *,
        token: str = TOKEN,
        options: Options | None = None,
        webhook_secret: str = SECRET,
        deliver: Deliver | None = None,
    ) -> None:
        self.clock = clock
        self.options = options or Options()
        self.account = Account(48_110_023, "SHOPSIM", token)
        self.world = World(site_named(site), self.options, rng, Agenda(clock), self.account)
        self.webhooks = Webhooks(self.world, webhook_secret, deliver)
        self.terminals = Terminals(self.world)
        self.payments = Payments(self.world)
        self.refunds = Refunds(self.world)
        self.lives = Lives(
            self.world, self.terminals, self.payments, self.refunds, self.webhooks.tell
        )
        super().__init__(self.world, self.terminals, self.payments, self.lives)
        self.intents = Intents(self.world, self.terminals, self.lives)
        self.faults = Faults()
        self.truth = Truth(self.world)

    def now(self) -> int:
        """UTC, milliseconds since the epoch; what was due by now has happened."""
        self.advance()
        return self.world.now

    def advance(self) -> None:
        """Let what is due by now happen."""
        self.world.agenda.run()

    def screen_of(self, terminal_id: str) -> Screen:
        """What that terminal shows now."""
        self.advance()
        return self.terminals.screen(terminal_id)

    def pay_online(self, amount: int, card: Card = CARD, reference: str = "") -> Payment:
        """A sale of the same merchant that no terminal saw. Units: minor units."""
        self.advance()
        return self.payments.take(amount, "", card, named=(reference, "Web"))

    def pay_again(self, payment_id: int) -> Payment:
        """What must never be: a second payment with the reference of the first."""
        self.advance()
        first = self.world.payments[payment_id]
        named = first.reference, first.description
        second = self.payments.take(first.amount, first.terminal_id, first.card, named=named)
        second.intent_id = first.intent_id
        return second

    def refund_on_terminal(self, payment_id: int) -> Refund:
        """All that is left of a payment goes back, from the terminal's own menu.

        Raises Refusal when there is nothing to give back.
        """
        return self._give_back(payment_id, "operator", None)

    def refund_on_web(self, payment_id: int, amount: int | None = None) -> Refund:
        """`amount`, or all that is left, goes back from the merchant's own pages.

        Units: minor units. Raises Refusal when that cannot be given back.
        """
        return self._give_back(payment_id, "collector", amount)

    def dispute(self, payment_id: int) -> None:
        """The customer says that it was not so."""
        self.advance()
        self.payments.mark(payment_id, "in_mediation", "in_mediation")

    def charge_back(self, payment_id: int) -> None:
        """The card's bank has taken the money back."""
        self.advance()
        self.payments.mark(payment_id, "charged_back", "settled")

    def _give_back(self, payment_id: int, source: str, amount: int | None) -> Refund:
        self.advance()
        return self.refunds.elsewhere(self.world.payments[payment_id], source, amount)
