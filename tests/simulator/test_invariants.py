"""What holds whatever anybody does to the simulated world, in whatever order."""

import contextlib
import itertools
import random

from hypothesis import given
from hypothesis import strategies as st

from pos_app.simulator.backend import Backend
from pos_app.simulator.clock import VirtualClock
from pos_app.simulator.envelopes import Refusal
from pos_app.simulator.options import Options
from pos_app.simulator.world.lives import NothingHappens
from pos_app.simulator.world.records import Status, World
from pos_app.simulator.worlds import seeded_shop
from tests.simulator.conftest import asked

_MOVES = {
    Status.OPENED: {Status.ON_TERMINAL, Status.CANCELED, Status.EXPIRED, Status.ERROR},
    Status.ON_TERMINAL: {Status.PROCESSING, Status.CANCELED, Status.EXPIRED, Status.ERROR},
    Status.PROCESSING: {
        Status.ON_TERMINAL,  # declined, and left for another try
        Status.PROCESSED,
        Status.CONFIRMATION_REQUIRED,
        Status.ERROR,
    },
    Status.PROCESSED: {Status.CLOSED, Status.ERROR},
}


@given(seed=st.integers(0, 2**32), auto_play=st.booleans(), decline_closes=st.booleans())
def test_no_order_of_events_breaks_the_world(
    seed: int, auto_play: bool, decline_closes: bool
) -> None:
    rng, clock = random.Random(seed), VirtualClock()
    options = Options(auto_play=auto_play, decline_closes=decline_closes)
    backend = seeded_shop("MLA", clock, seed, options)
    for step in range(60):
        with contextlib.suppress(Refusal, NothingHappens):
            _something_happens(backend, clock, rng, step)
        backend.advance()
        _check(backend.world)
        assert all(backend.screen_of(name) for name in backend.world.terminals)


def _something_happens(
    backend: Backend, clock: VirtualClock, rng: random.Random, step: int
) -> None:
    world = backend.world
    terminal = rng.choice(list(world.terminals))
    hands = (
        backend.press_green,
        backend.press_green,
        backend.pay,
        backend.pay,
        backend.decline,
        backend.indeterminate,
        backend.cancel_on_terminal,
        backend.fail,
        backend.unplug,
        backend.plug_in,
        backend.plug_in,
    )
    match rng.randrange(8):
        case 0 | 1:
            amount = rng.choice([183_450, 110_000, 120_000, 130_000])
            backend.intents.create_on(terminal, amount, asked(f"T-{step}"))
        case 2 if world.intents:
            backend.intents.cancel(rng.choice(list(world.intents)))
        case 3:
            clock.advance(rng.choice([100, 1_000, 5_000, 5_000, 3_600_000]))
        case 4 if world.payments:
            payment = rng.choice(list(world.payments.values()))
            backend.refunds.ask(payment, rng.randrange(200_000), str(step))
        case 5 if world.payments:
            backend.refund_on_terminal(rng.choice(list(world.payments)))
        case _:
            rng.choice(hands)(terminal)


def _check(world: World) -> None:
    live: list[str] = []
    for intent in world.intents.values():
        statuses = [status for _, status in intent.history]
        assert all(b in _MOVES[a] for a, b in itertools.pairwise(statuses)), statuses
        assert [at for at, _ in intent.history] == sorted(at for at, _ in intent.history)
        if not intent.status.final:
            live.append(intent.terminal_id)
    assert len(live) == len(set(live))
    for payment in world.payments.values():
        assert 0 <= payment.refunded <= payment.amount
        assert payment.left >= 0
        assert (payment.status == "refunded") == (payment.refunded == payment.amount)
