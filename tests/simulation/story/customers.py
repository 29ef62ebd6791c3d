"""The people at the terminals: each charge that arrives meets one, who pays or does not."""

import random
from collections.abc import Callable
from functools import partial

from pos_app.simulator.backend import Backend
from pos_app.simulator.world.lives import Ending, NothingHappens
from pos_app.simulator.world.records import Intent, Status
from tests.simulation.engine.world import World
from tests.simulation.story.draw import Draw

LOOK = 0.7  # seconds from one look at the terminal to the next
_CANCELED, _ERROR = Status.CANCELED, Status.ERROR


class Customers:
    """Nobody comes while `away`: who walked off is called back in the end."""

    def __init__(self, world: World, rng: random.Random, draw: Draw) -> None:
        self._world, self._rng, self._draw = world, rng, draw
        self.calm = False
        self.script: list[str] = []  # endings that are asked for, in their order

    @property
    def _backend(self) -> Backend:
        return self._world.backend

    def meet(self, intent: Intent) -> None:
        """A charge has arrived for a terminal."""
        words, weights = zip(*self._draw.endings, strict=True)
        ending = self.script.pop(0) if self.script else self._rng.choices(words, weights)[0]
        self._world.trace.add(f"a customer who {ending}")
        self._world.trace.count(f"customer: {ending}")
        self._after(self._rng.uniform(0.5, self._draw.hurry), lambda: self._come(intent, ending))

    def _after(self, seconds: float, act: Callable[[], None]) -> None:
        self._world.after(seconds, act)

    def _come(self, intent: Intent, ending: str) -> None:
        """Wait until the terminal asks for the card, pressing what it wants to be pressed."""
        backend, terminal = self._backend, intent.terminal_id
        backend.advance()
        if self.calm or intent.status.final or ending == "walks away":
            return
        if intent.status is Status.OPENED:
            if backend.world.terminals[terminal].needs_green_key:
                self._world.act(f"green key at {terminal}", lambda: backend.press_green(terminal))
            self._after(LOOK, lambda: self._come(intent, ending))
        elif intent.status is Status.ON_TERMINAL:
            self._world.act(f"a customer {ending} at {terminal}", lambda: self._do(intent, ending))

    def _do(self, intent: Intent, ending: str) -> None:
        backend, terminal = self._backend, intent.terminal_id
        match ending:
            case "cancels":
                backend.cancel_on_terminal(terminal)
            case "breaks it":
                backend.fail(terminal)
            case "unplugs it":
                backend.unplug(terminal)
                self._after(self._rng.uniform(2, 60), lambda: self._plug_in(intent))
            case "is declined and pays":
                backend.decline(terminal)
                self._after(8, lambda: self._come(intent, "pays"))
            case "pays and has it back":
                self._present(intent, Ending(taken_back=True))
            case "pays later":
                self._present(intent, Ending("in_process", "pending_contingency"))
                self._after(self._rng.uniform(8, 90), lambda: self._approve(intent))
            case _:
                self._present(intent, _ENDS[ending])

    def _present(self, intent: Intent, ending: Ending) -> None:
        if intent.status is not Status.ON_TERMINAL or not self._powered(intent):
            raise NothingHappens(intent.terminal_id)
        self._backend.lives.present(intent, ending)
        self._backend.advance()

    def _powered(self, intent: Intent) -> bool:
        return self._backend.world.terminals[intent.terminal_id].powered

    def _plug_in(self, intent: Intent) -> None:
        terminal = intent.terminal_id
        self._world.act(f"plug in at {terminal}", lambda: self._backend.plug_in(terminal))
        self._after(LOOK, lambda: self._come(intent, "pays"))

    def _approve(self, intent: Intent) -> None:
        """The bank has thought it over."""
        for payment in self._backend.truth.payments():
            if payment.intent_id == intent.id and payment.status == "in_process":
                status = self._rng.choice(("approved", "rejected"))
                marked = partial(self._backend.payments.mark, payment.id, status, "accredited")
                self._world.act(f"the bank says {status} of {payment.id}", marked)

    def finish(self) -> None:
        """All who can end it do: whoever walked off comes back, or somebody presses red."""
        backend = self._backend
        backend.advance()
        for terminal in backend.world.terminals.values():
            if not terminal.powered:
                self._world.act(f"plug in at {terminal.id}", partial(backend.plug_in, terminal.id))
            intent = backend.terminals.live_intent(terminal)
            if intent is None or intent.status not in (Status.OPENED, Status.ON_TERMINAL):
                continue
            if intent.status is Status.OPENED and terminal.needs_green_key:
                self._world.act(
                    f"green key at {terminal.id}", partial(backend.press_green, terminal.id)
                )
            if intent.status is Status.ON_TERMINAL:
                pays = self._rng.random() < 0.5
                act = backend.pay if pays else backend.cancel_on_terminal
                word = "pays in the end" if pays else "red key"
                self._world.act(f"{word} at {terminal.id}", partial(act, terminal.id))


_ENDS = {
    "pays": Ending(),
    "pays twice": Ending(payments=2),
    "is declined": Ending("rejected", "cc_rejected_insufficient_amount"),
    "ends unclear": Ending("", closes=Status.CONFIRMATION_REQUIRED),
    "ends unclear and charged": Ending(closes=Status.CONFIRMATION_REQUIRED),
    "pays while it is cancelled": Ending(closes=_CANCELED),
    "pays while it fails": Ending(closes=_ERROR),
}
