"""The life of an intent at its terminal: taken, paid or not, settled, closed, or forgotten."""

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.simulator.world.payments import Payments
from pos_app.simulator.world.records import CARD, Card, Intent, Status, Terminal, World
from pos_app.simulator.world.refunds import Refunds
from pos_app.simulator.world.terminals import Terminals


class NothingHappens(Exception):
    """The key that was pressed does nothing now."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How a charge will end once it has been processed."""

    status: str = "approved"  # of the payment; empty for none
    detail: str = "accredited"
    closes: Status = Status.CLOSED
    card: Card = CARD
    payments: int = 1  # two are a double charge
    taken_back: bool = False


class Lives:
    def __init__(
        self,
        world: World,
        terminals: Terminals,
        payments: Payments,
        refunds: Refunds,
        tell: Callable[[Intent], None],
    ) -> None:
        self._world, self._terminals = world, terminals
        self._payments, self._refunds, self._tell = payments, refunds, tell

    def begin(self, intent: Intent) -> None:
        """An intent has just been created."""
        self._world.agenda.after(self._world.options.expires_after, lambda: self._expire(intent))
        self.attend(self._world.terminals[intent.terminal_id])

    def attend(self, terminal: Terminal) -> None:
        """A terminal that is on looks for work; in auto-play so does the person at it."""
        options = self._world.options
        intent = self._terminals.live_intent(terminal)
        if intent is None or not terminal.powered or terminal.mode != "PDV":
            return
        if intent.status is Status.OPENED and (options.auto_play or not terminal.needs_green_key):
            self._later(intent, options.delays.opened, self._take)
        if intent.status is Status.ON_TERMINAL and options.auto_play:
            self._later(intent, options.delays.on_terminal, self._play)

    def move(self, intent: Intent, status: Status) -> None:
        """Raises nothing: who may move it where is for the caller to know."""
        intent.history.append((self._world.now, status))
        intent.reads = 0
        if status.final:
            self._tell(intent)

    def take(self, intent: Intent) -> None:
        """The terminal fetches it: by itself, or because its key was pressed."""
        self.move(intent, Status.ON_TERMINAL)
        self.attend(self._world.terminals[intent.terminal_id])

    def present(self, intent: Intent, ending: Ending) -> None:
        """The customer's card is there."""
        self.move(intent, Status.PROCESSING)
        self._later(
            intent, self._world.options.delays.processing, lambda i: self._settle(i, ending)
        )

    def _later(self, intent: Intent, ms: int, act: Callable[[Intent], None]) -> None:
        """Unless something else happens to it first."""
        turn = len(intent.history)

        def due() -> None:
            if len(intent.history) == turn:
                act(intent)

        self._world.agenda.after(ms, due)

    def _take(self, intent: Intent) -> None:
        terminal = self._world.terminals[intent.terminal_id]
        if terminal.powered and terminal.mode == "PDV":
            self.take(intent)

    def _play(self, intent: Intent) -> None:
        """By the official convention: 1100 is taken back, 1200 rejected, 1300 an error.

        Source: Mercado Pago's Point simulator, its amounts in currency units.
        """
        if not self._world.terminals[intent.terminal_id].powered:
            return
        match intent.amount // 10**self._world.site.decimals:
            case 1200 if intent.payments:  # declined already, and left for another try
                self.move(intent, Status.CANCELED)
            case 1200:
                self.present(intent, Ending("rejected", "cc_rejected_insufficient_amount"))
            case 1300:
                self.present(intent, Ending("", closes=Status.ERROR))
            case whole:
                self.present(intent, Ending(taken_back=whole == 1100))

    def _settle(self, intent: Intent, ending: Ending) -> None:
        for _ in range(ending.payments if ending.status else 0):
            made = self._payments.make(intent, ending.card, ending.status, ending.detail)
            if ending.closes is Status.CLOSED:
                intent.payments.append(made.id)
        if ending.closes is not Status.CLOSED:
            self.move(intent, ending.closes)
        elif ending.status == "rejected" and not self._world.options.decline_closes:
            self._try_again(intent)
        else:
            self.move(intent, Status.PROCESSED)
            self._later(
                intent, self._world.options.delays.processed, lambda i: self._close(i, ending)
            )

    def _try_again(self, intent: Intent) -> None:
        self.move(intent, Status.ON_TERMINAL)
        if self._world.now >= intent.created + self._world.options.expires_after:
            self._expire(intent)
        else:
            self.attend(self._world.terminals[intent.terminal_id])

    def _close(self, intent: Intent, ending: Ending) -> None:
        self.move(intent, Status.CLOSED)
        if ending.taken_back:
            self._world.agenda.after(
                self._world.options.delays.reversed, lambda: self._take_back(intent)
            )

    def _take_back(self, intent: Intent) -> None:
        payment = self._world.payments[intent.payments[-1]]
        if payment.status == "approved" and payment.left:
            self._refunds.elsewhere(payment, "admin")

    def _expire(self, intent: Intent) -> None:
        on_terminal = self._world.options.on_terminal_expires
        if intent.status is Status.OPENED or (intent.status is Status.ON_TERMINAL and on_terminal):
            self.move(intent, Status.EXPIRED)
