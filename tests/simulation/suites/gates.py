"""What a suite must have met, so that its zero means something."""

from collections import Counter
from dataclasses import dataclass

from tests.simulation.engine.disk import Fault
from tests.simulation.engine.luck import CREATE, INTENT, KINDS, PAYMENT
from tests.simulation.oracles.rows import BECOMES
from tests.simulation.story.draw import ACTS, ENDINGS, TROUBLES

TURNS, FAULTS, PEOPLE = 100, 1_000, 100  # in SALES sales
SALES = 20_000
# Turns that need an hour, or three things to go wrong at once: seen, if not a hundred times.
RARE = 1


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
    wanted = {f"turn: {a} -> {b}": TURNS for a, many in BECOMES.items() for b in many}
    wanted |= {f"fault: {kind.name}": FAULTS for kind in KINDS}
    wanted |= {f"fault: {name}": FAULTS for name in TROUBLES}
    wanted |= {f"fault: disk {f.name.lower().replace('_', ' ')}": FAULTS for f in Fault}
    wanted |= {f"customer: {name}": PEOPLE for name in ENDINGS}
    wanted |= {f"cashier: {name}": PEOPLE for name in ACTS}
    wanted |= dict.fromkeys(_pairs(), RARE)
    return [
        Gate(name, round(least * share), counts[name]) for name, least in sorted(wanted.items())
    ]


def _pairs() -> list[str]:
    """Each status in which a request is made, with each fault that can befall that request."""
    asks = {
        "(sending)": CREATE,
        "OPENED": INTENT,
        "ON_TERMINAL": INTENT,
        "PROCESSING": INTENT,
        "PROCESSED": INTENT,
        "CLOSED": PAYMENT,
    }
    return [
        f"pair: {status} x {kind.name}"
        for status, where in asks.items()
        for kind in KINDS
        if where in kind.where
    ]
