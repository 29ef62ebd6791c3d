"""The terminals: which there are, which is free, and what each one shows."""

from dataclasses import dataclass
from enum import Enum, auto

from pos_app.simulator.world.records import Intent, Status, Terminal, World


class Face(Enum):
    OFF = auto()
    STANDALONE = auto()  # amounts are typed on it
    IDLE = auto()
    WAITING = auto()  # a charge is there; the green key, or "Cobrar", takes it
    PRESENT_CARD = auto()
    PROCESSING = auto()
    APPROVED = auto()
    DECLINED = auto()
    CANCELLED = auto()
    FAILED = auto()
    CHECK = auto()  # it does not know itself how the charge ended


class Key(Enum):
    GREEN = "press-green"
    PAY = "pay"
    DECLINE = "decline"
    CANCEL = "cancel"
    UNPLUG = "unplug"
    PLUG_IN = "plug-in"


@dataclass(frozen=True, slots=True)
class Screen:
    """What a terminal shows. Units: `amount` in minor units of `currency`."""

    face: Face
    amount: int | None
    currency: str
    decimals: int
    keys: frozenset[Key]  # those that do something now


_FACES = {
    Status.OPENED: Face.WAITING,
    Status.ON_TERMINAL: Face.PRESENT_CARD,
    Status.PROCESSING: Face.PROCESSING,
    Status.CANCELED: Face.CANCELLED,
    Status.EXPIRED: Face.CANCELLED,
    Status.ERROR: Face.FAILED,
    Status.CONFIRMATION_REQUIRED: Face.CHECK,
}
_KEYS = {
    Face.OFF: frozenset({Key.PLUG_IN}),
    Face.WAITING: frozenset({Key.GREEN, Key.UNPLUG}),
    Face.PRESENT_CARD: frozenset({Key.PAY, Key.DECLINE, Key.CANCEL, Key.UNPLUG}),
}


class Terminals:
    def __init__(self, world: World) -> None:
        self._world = world

    def live_intent(self, terminal: Terminal) -> Intent | None:
        """The one that holds the terminal."""
        intent = self._world.intents.get(terminal.intent_id)
        return None if intent is None or intent.status.final else intent

    def of_till(self, external_id: str) -> list[Terminal] | None:
        """The terminals of that till, those in PDV mode first; None if there is no such till."""
        tills = {t.id for t in self._world.tills.values() if t.external_id == external_id}
        if not tills:
            return None
        here = [t for t in self._world.terminals.values() if t.pos_id in tills]
        return sorted(here, key=lambda t: t.mode != "PDV")

    def screen(self, terminal_id: str) -> Screen:
        """What that terminal shows now. Raises KeyError if there is none."""
        face, intent = self._face(self._world.terminals[terminal_id])
        site = self._world.site
        keys = _KEYS.get(face, frozenset({Key.UNPLUG}))
        return Screen(face, intent.amount if intent else None, site.currency, site.decimals, keys)

    def _face(self, terminal: Terminal) -> tuple[Face, Intent | None]:
        intent = self._world.intents.get(terminal.intent_id)
        if not terminal.powered:
            return Face.OFF, None
        if terminal.mode != "PDV":
            return Face.STANDALONE, None
        if intent is None or self._faded(intent):
            return Face.IDLE, None
        if intent.status in (Status.PROCESSED, Status.CLOSED):
            paid = any(self._world.payments[p].approved for p in intent.payments)
            return (Face.APPROVED if paid else Face.DECLINED), intent
        return _FACES[intent.status], intent

    def _faded(self, intent: Intent) -> bool:
        shown = self._world.options.delays.shown
        seen_there = any(status is Status.ON_TERMINAL for _, status in intent.history)
        over = intent.status.final and self._world.now - intent.since >= shown
        return over or (intent.status.final and not seen_there)
