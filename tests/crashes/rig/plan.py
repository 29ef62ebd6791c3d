"""Which crashes there are to try: at every call where strace can work, else at many moments."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle

from tests.crashes.cases import EIO, ENOSPC, KILL, NO_GROWTH, UNTIL_END, Case, Crasher
from tests.crashes.rig.town import Customer
from tests.crashes.rig.tracing import BY_NAME, WRITES, Call, NotAllowed

# Where a till stands when it dies, so that the one that starts after it has work to take up.
LEFT_AT = ("(prepared)", "(sending)", "OPENED", "ON_TERMINAL", "PROCESSING", "PROCESSED", "CLOSED")

WRITTEN_AHEAD = "ledger.sqlite-wal"
# One call in so many, in each pass others; and how many moments, where the calls are not known.
EVERY = {
    "charge": (1, 190),
    "close": (6, 25),
    "make": (6, 40),
    "open": (3, 30),
    "resume": (28, 7),
}
STARTS = [("make", ""), ("open", ""), *(("resume", left) for left in LEFT_AT)]
CHARGE, CLOSE = ("charge", ""), ("close", "")
PHASES = [CHARGE, CLOSE, *STARTS]

Phase = tuple[str, str]
Noted = dict[Phase, list[Call]]


def note(crasher: Crasher, starts: Sequence[Phase] = STARTS) -> Noted:
    """All calls of a charge, its closing and these starts; empty where strace cannot work."""
    try:
        whole = crasher.note(*CHARGE)
        other = (n for n, call in enumerate(whole) if call.file not in ("", WRITTEN_AHEAD))
        first = next(other, len(whole))  # a charge writes to the one file; the closing to others
        noted = {CHARGE: whole[:first], CLOSE: whole[first:]}
        return noted | {phase: crasher.note(*phase) for phase in starts}
    except NotAllowed as error:
        print(f"strace cannot work here: {error}")
        return {}


def measure(crasher: Crasher) -> dict[str, float]:
    """How long each phase lasts, in seconds: where its moments lie."""
    return {phase: crasher.lasts(phase) for phase in EVERY}


def kills(noted: Noted, lasts: Mapping[str, float], number: int) -> Iterator[Case]:
    """One pass of SIGKILL. `lasts` matters where the calls are not known."""
    customers = _customers(number)
    for phase in PHASES:
        for call in _some(noted.get(phase, ()), phase, number):
            yield _case(phase, KILL, customers, call)
        for moment in () if noted else _moments(lasts[phase[0]], phase, number):
            yield _case(phase, KILL, customers, None, moment)


def refusals(noted: Noted, lasts: Mapping[str, float], number: int) -> Iterator[Case]:
    """One pass of a disk that refuses: each write and sync of the charge, with either error.

    Whether it refuses once or from then on changes from call to call, and with each pass.
    """
    customers, lasting = _customers(number), cycle(("", UNTIL_END))
    for _ in range(number % 2):
        next(lasting)
    for phase in PHASES:
        written = [
            c for c in noted.get(phase, ()) if c.of == "disk" and c.name in (*WRITES, *BY_NAME)
        ]
        for call in _some(written, phase, number, 3):
            once_or_always = next(lasting)
            for error in (EIO, ENOSPC):
                yield _case(phase, error + once_or_always, customers, call)
        for moment in () if noted else _moments(lasts[phase[0]], phase, number, 3):
            yield _case(phase, NO_GROWTH + next(lasting), customers, None, moment)


def _case(
    phase: Phase, what: str, customers: Iterator[Customer], call: Call | None, moment: float = 0.0
) -> Case:
    return Case(phase[0], what, call, moment, next(customers), phase[1])


def _some(calls: Sequence[Call], phase: Phase, number: int, fewer: int = 1) -> Sequence[Call]:
    one_in, _ = EVERY[phase[0]]
    one_in *= fewer if one_in > 1 else 1
    return calls[number % one_in :: one_in]


def _moments(lasts: float, phase: Phase, number: int, fewer: int = 1) -> Iterator[float]:
    count = EVERY[phase[0]][1] // fewer
    chance = random.Random(f"{phase} {number}")
    return (lasts * (n + chance.random()) / count for n in range(count))


def _customers(number: int) -> Iterator[Customer]:
    everybody = [*Customer]
    return cycle(everybody[number % 4 :] + everybody[: number % 4])
