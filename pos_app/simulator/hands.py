"""The people at the terminals: what their hands can do there."""

from pos_app.simulator.world.lives import Ending, Lives, NothingHappens
from pos_app.simulator.world.payments import Payments
from pos_app.simulator.world.records import CARD, Card, Intent, Payment, Status, World
from pos_app.simulator.world.terminals import Terminals


class Hands:
    """They raise KeyError where there is no such terminal, NothingHappens for a dead key."""

    def __init__(
        self, world: World, terminals: Terminals, payments: Payments, lives: Lives
    ) -> None:
        self._world, self._terminals = world, terminals
        self._payments, self._lives = payments, lives

    def press_green(self, terminal_id: str) -> None:
        """The green key, or "Cobrar" on the glass: the terminal takes the charge that waits."""
        self._lives.take(self._held(terminal_id, Status.OPENED))
        self._world.agenda.run()

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
        self._lives.move(self._held(terminal_id, Status.ON_TERMINAL), Status.CANCELED)
        self._world.agenda.run()

    def fail(self, terminal_id: str) -> None:
        """Something breaks, whatever it was doing."""
        intent = self._held(
            terminal_id, Status.OPENED, Status.ON_TERMINAL, Status.PROCESSING, Status.PROCESSED
        )
        self._lives.move(intent, Status.ERROR)
        self._world.agenda.run()

    def unplug(self, terminal_id: str) -> None:
        """The terminal goes dark. What is being authorised goes on without it."""
        self._world.agenda.run()
        self._world.terminals[terminal_id].powered = False

    def plug_in(self, terminal_id: str) -> None:
        """The terminal is back, with the charge that it held."""
        self._world.agenda.run()
        self._world.terminals[terminal_id].powered = True
        self._lives.attend(self._world.terminals[terminal_id])

    def type_on_terminal(
        self, terminal_id: str, amount: int, card: Card = CARD, status: str = "approved"
    ) -> Payment:
        """A sale that no till knows of: the amount is typed there, on a terminal that is free.

        In PDV mode too, for people switch it for a moment. Units: minor units.
        """
        self._world.agenda.run()
        terminal = self._world.terminals[terminal_id]
        if not terminal.powered or self._terminals.live_intent(terminal):
            raise NothingHappens(terminal_id)
        detail = "accredited" if status == "approved" else "cc_rejected_other_reason"
        return self._payments.take(amount, terminal_id, card, status, detail)

    def _present(self, terminal_id: str, ending: Ending) -> None:
        self._lives.present(self._held(terminal_id, Status.ON_TERMINAL), ending)
        self._world.agenda.run()

    def _held(self, terminal_id: str, *statuses: Status) -> Intent:
        self._world.agenda.run()
        terminal = self._world.terminals[terminal_id]
        intent = self._terminals.live_intent(terminal)
        if intent is None or intent.status not in statuses or not terminal.powered:
            raise NothingHappens(terminal_id)
        return intent
