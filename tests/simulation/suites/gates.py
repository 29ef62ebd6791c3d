"""What a suite must have met, so that its zero means something."""

from collections import Counter
from dataclasses import dataclass

from tests.simulation.engine.disk import Fault
from tests.simulation.engine.luck import ANY, CREATE, INTENT, KINDS, PAYMENT
from tests.simulation.story.draw import ACTS, ENDINGS, TROUBLES

SALES = 20_000  # what the figures below are of
TURN, FAULT, PERSON, RARE = 100, 1_000, 100, 1
# Of one request in a few sales: rarer than what may befall any request.
OF_FEW = frozenset({"other collector", "other currency", "other payment amount"}) | {
    "payment of a word"
}
API = ("OPENED", "ON_TERMINAL", "PROCESSING", "PROCESSED")
# Every turn that a charge takes now and then; others are counted, and told, and not asked for.
OFTEN = (
    ("(prepared)", ("(sending)",)),
    ("(sending)", ("OPENED", "(prepared)", "(not created)", "(unknown)", "(unrecognized)")),
    ("OPENED", (*API[1:], "CLOSED", "CANCELED", "ERROR", "CONFIRMATION_REQUIRED")),
    ("OPENED", ("(unknown)", "(unrecognized)")),
    ("ON_TERMINAL", (*API[2:], "CLOSED", "CANCELED", "ERROR", "CONFIRMATION_REQUIRED")),
    ("ON_TERMINAL", ("(unrecognized)",)),
    ("PROCESSING", ("PROCESSED", "CLOSED", "CANCELED", "ERROR", "CONFIRMATION_REQUIRED")),
    ("PROCESSED", ("CLOSED",)),
    ("(unrecognized)", (*API[:3], "CLOSED")),
)
SELDOM = (
    ("(prepared)", ("(unknown)", "(not created)")),
    ("OPENED", ("EXPIRED",)),
    ("ON_TERMINAL", ("EXPIRED",)),
    ("PROCESSING", ("(unrecognized)",)),
    ("PROCESSED", ("(unrecognized)",)),
    ("(unrecognized)", ("PROCESSED", "CANCELED", "ERROR", "CONFIRMATION_REQUIRED", "(unknown)")),
)


@dataclass(frozen=True, slots=True)
class Gate:
    """`least` are wanted in a whole suite; `found` were met."""

    name: str
    least: int
    found: int

    @property
    def open(self) -> bool:
        return self.found >= self.least


def gates(counts: Counter[str], sales: int) -> list[Gate]:
    """A smaller suite must have met its share."""
    share = min(1.0, sales / SALES)
    wanted = {f"turn: {a} -> {b}": TURN for a, many in OFTEN for b in many}
    wanted |= {f"turn: {a} -> {b}": RARE for a, many in SELDOM for b in many}
    wanted |= {f"fault: {k.name}": TURN if k.name in OF_FEW else FAULT for k in KINDS}
    wanted |= {f"fault: {name}": FAULT for name in TROUBLES}
    wanted |= {f"fault: disk {f.name.lower().replace('_', ' ')}": FAULT for f in Fault}
    wanted |= {f"customer: {name}": PERSON for name in ENDINGS}
    wanted |= {f"cashier: {name}": PERSON for name in ACTS}
    wanted |= dict.fromkeys(_pairs(), RARE)
    return [Gate(name, int(least * share), counts[name]) for name, least in sorted(wanted.items())]


def _pairs() -> list[str]:
    """Each status in which a request is made, with each fault that can befall that request."""
    asks = {
        "(sending)": CREATE,
        "OPENED": INTENT,
        "ON_TERMINAL": INTENT,
        "PROCESSING": INTENT,
        "CLOSED": PAYMENT,
    }
    few = {"PROCESSED": INTENT, "CANCELED": PAYMENT, "CONFIRMATION_REQUIRED": PAYMENT}
    pairs = [(s, k.name) for s, where in asks.items() for k in KINDS if where in k.where]
    pairs += [(s, k.name) for s in few for k in KINDS if k.where == ANY]
    return [f"pair: {status} x {name}" for status, name in pairs]
