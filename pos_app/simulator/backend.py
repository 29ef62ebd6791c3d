"""The simulated Mercado Pago, whole: one account, its terminals, and the people at them."""

import random

from pos_app.simulator.clock import Clock
from pos_app.simulator.faults import Faults
from pos_app.simulator.options import Options
from pos_app.simulator.truth import Truth
from pos_app.simulator.webhooks import Deliver, Webhooks
from pos_app.simulator.world.agenda import Agenda
from pos_app.simulator.world.intents import Intents
from pos_app.simulator.world.lives import Ending, Lives, NothingHappens
from pos_app.simulator.world.payments import Payments
from pos_app.simulator.world.records import CARD, Account, Card, Intent, Refund, Status, World
from pos_app.simulator.world.refunds import Refunds
from pos_app.simulator.world.site import site_named
from pos_app.simulator.world.terminals import Screen, Terminals

TOKEN = "SIMULATOR-TOKEN"  # opens nothing but the simulator
SECRET = "simulator-webhook-secret"  # signs nothing but its notifications


class Backend:
    """A hand on a terminal raises KeyError where there is none, NothingHappens for a dead key.

    Nothing runs in the background: what time has brought about is worked out when somebody looks.
    """

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

    def press_green(self, terminal_id: str) -> None:
        """The green key, or "Cobrar" on the glass: the terminal takes the charge that waits."""
        self.lives.take(self._held(terminal_id, Status.OPENED))
        self.advance()

    def pay(self, terminal_id: str, card: Card = CARD, payments: int = 1) -> None:
        """The customer pays. `payments`: two are what must never be, a double charge."""
        ending = Ending(card=card, payments=payments)
        self._present(terminal_id, ending)

    def decline(
        self,
        terminal_id: str,
        status_detail: str = "cc_rejected_insufficient_amount",
        card: Card = CARD,
    ) -> None:
        """The card is refused."""
        self._present(terminal_id, Ending("rejected", status_detail, card=card))

    def indeterminate(self, terminal_id: str, charged: bool = False) -> None:
        """The terminal cannot tell how it ended; `charged`: there is a payment all the same."""
        status = "approved" if charged else ""
        self._present(terminal_id, Ending(status, closes=Status.CONFIRMATION_REQUIRED))

    def cancel_on_terminal(self, terminal_id: str) -> None:
        """The red key."""
        self.lives.move(self._held(terminal_id, Status.ON_TERMINAL), Status.CANCELED)
        self.advance()

    def fail(self, terminal_id: str) -> None:
        """Something breaks, whatever it was doing."""
        intent = self._held(
            terminal_id, Status.OPENED, Status.ON_TERMINAL, Status.PROCESSING, Status.PROCESSED
        )
        self.lives.move(intent, Status.ERROR)
        self.advance()

    def unplug(self, terminal_id: str) -> None:
        """The terminal goes dark. What is being authorised goes on without it."""
        self.advance()
        self.world.terminals[terminal_id].powered = False

    def plug_in(self, terminal_id: str) -> None:
        """The terminal is back, with the charge that it held."""
        self.advance()
        self.world.terminals[terminal_id].powered = True
        self.lives.attend(self.world.terminals[terminal_id])

    def refund_on_terminal(self, payment_id: int) -> Refund:
        """All that is left of a payment goes back, from the terminal's own menu.

        Raises Refusal when there is nothing to give back.
        """
        self.advance()
        return self.refunds.elsewhere(self.world.payments[payment_id], "operator")

    def _present(self, terminal_id: str, ending: Ending) -> None:
        self.lives.present(self._held(terminal_id, Status.ON_TERMINAL), ending)
        self.advance()

    def _held(self, terminal_id: str, *statuses: Status) -> Intent:
        self.advance()
        terminal = self.world.terminals[terminal_id]
        intent = self.terminals.live_intent(terminal)
        if intent is None or intent.status not in statuses or not terminal.powered:
            raise NothingHappens(terminal_id)
        return intent
