"""What a seed says of a run: which troubles are on, how strong, and what the people are like."""

import random
from dataclasses import dataclass, replace
from typing import TypeVar

from pos_app.simulator.options import Delays, Options
from tests.simulation.engine.luck import KINDS, Kind

T = TypeVar("T")
ENDINGS = {  # what a customer may do, and how likely where all are on
    "pays": 10,
    "is declined": 4,
    "is declined and pays": 2,
    "cancels": 3,
    "walks away": 2,
    "breaks it": 1,
    "ends unclear": 2,
    "ends unclear and charged": 2,
    "pays while it is cancelled": 2,
    "pays while it fails": 1,
    "pays twice": 1,
    "pays and has it back": 1,
    "pays later": 1,
    "unplugs it": 1,
}
TROUBLES = (  # what may befall a till, beside its requests
    "power cut",
    "restart",
    "cable pulled",
    "disk fails",
    "disk full",
    "clock jumps",
    "sleep",
    "token revoked",
)
ACTS = (  # what a cashier does while a charge lives
    "cancels",
    "looks again",
    "charges again",
    "changes the sale",
    "starts a new sale",
    "chooses another terminal",
    "sets it aside",
    "takes cash",
    "meddles",
    "says what it shows",
)


@dataclass(frozen=True, slots=True)
class Draw:
    """`rate`: how many of the troubles of its kind befall one sale, on average."""

    sales: int
    latency: float
    options: Options
    kinds: tuple[Kind, ...]
    fault_rate: float
    endings: tuple[tuple[str, int], ...]
    troubles: tuple[str, ...]
    trouble_rate: float
    acts: tuple[str, ...]
    act_rate: float
    clicks: int
    hurry: float  # seconds that the slowest customer takes
    patience: float  # seconds that the cashier waits, before somebody has to help
    tries: int  # the most that one sale is charged
    lies: float  # how often a look at the terminal is told wrong
    aside: float  # how often the next customer is served, though all is not well


def short(rng: random.Random) -> Draw:
    """Of one sale that is soon over: it is played once for each of its boundaries."""
    drawn = draw(rng, 1)
    return replace(
        drawn,
        fault_rate=1.0,
        trouble_rate=0.1,
        act_rate=rng.choice((0.0, 0.3)),
        hurry=rng.choice((0.6, 1.2)),
        patience=4.0,
        tries=1,
        options=replace(
            drawn.options,
            search_lag=rng.choice((0, 500)),
            payment_lag=0,
            delays=Delays(opened=300, processing=rng.choice((300, 1_500))),
        ),
    )


def draw(rng: random.Random, sales: int) -> Draw:
    calm = rng.random() < 0.06
    return Draw(
        sales=sales,
        latency=rng.choice((0.02, 0.18, 0.18, 0.7)),
        options=_options(rng),
        kinds=() if calm else _some(rng, KINDS, 0.25),
        fault_rate=rng.choice((2.0, 4.0, 9.0)),
        endings=tuple((end, ENDINGS[end]) for end in _some(rng, tuple(ENDINGS), 0.6)),
        troubles=() if calm else _some(rng, TROUBLES, 0.3),
        trouble_rate=rng.choice((0.2, 0.7, 1.5)),
        acts=_some(rng, ACTS, 0.4),
        act_rate=rng.choice((0.3, 1.0, 3.0)),
        clicks=rng.choice((1, 1, 2, 3)),
        hurry=rng.choice((1.0, 1.0, 2.0, 2.0, 4.0, 4.0, 9.0)),
        patience=rng.choice((4.0, 4.0, 8.0, 8.0, 20.0)),
        tries=3,
        lies=rng.choice((0.0, 0.0, 0.05, 0.2)),
        aside=rng.choice((0.0, 0.3, 0.8)),
    )


def plain() -> Draw:
    """Nothing befalls it: the people in it are told what to do."""
    return Draw(
        sales=0,
        latency=0.18,
        options=Options(),
        kinds=(),
        fault_rate=0.0,
        endings=(("walks away", 1),),
        troubles=(),
        trouble_rate=0.0,
        acts=(),
        act_rate=0.0,
        clicks=1,
        hurry=1.0,
        patience=60.0,
        tries=1,
        lies=0.0,
        aside=0.0,
    )


def _options(rng: random.Random) -> Options:
    return Options(
        search_lag=rng.choice((0, 0, 500, 1_900, 8_000, 60_000)),
        payment_lag=rng.choice((0, 0, 0, 4_000)),
        stale_reads=rng.choice((0, 0, 0, 1, 3)),
        strict_rate=rng.random() < 0.2,
        decline_closes=rng.random() < 0.5,
        delete_by_intent=rng.random() < 0.7,
        delays=Delays(
            opened=rng.choice((300, 1_000, 5_000)), processing=rng.choice((300, 2_000, 6_000))
        ),
    )


def _some(rng: random.Random, of: tuple[T, ...], share: float) -> tuple[T, ...]:
    """A part of them, never none."""
    found = tuple(each for each in of if rng.random() < share)
    return found or (rng.choice(of),)
