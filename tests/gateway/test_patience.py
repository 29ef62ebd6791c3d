"""Fifteen seconds are all that an answer gets, however it comes, in virtual time (F02, F12)."""

import asyncio

import pytest

from benchmarks.virtual_loop import VirtualClock, VirtualLoop
from pos_app.domain.charge.facts import Prepared
from pos_app.domain.errors import NoAnswer, TillError
from pos_app.gateway.door import Door
from pos_app.gateway.in_process import in_process
from pos_app.gateway.intents import PointGateway
from pos_app.gateway.secret import Secret
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.door import simulated
from pos_app.simulator.faults import ConnectionDropped, Delay, Drip, Fault, Late
from pos_app.simulator.worlds import seeded_shop


@pytest.mark.parametrize(
    ("fault", "seconds", "arrived"),
    [
        (Delay(14_900), 14.9, True),
        (Delay(15_100), 15.0, True),
        (Delay(15_100, after_effect=False), 15.0, False),
        (Drip(1_000), 15.0, True),  # a piece each second
        (Late(60_000, hang=30_000), 15.0, False),
    ],
)
def test_a_create_waits_fifteen_seconds_and_no_more(
    fault: Fault, seconds: float, arrived: bool, prepared: Prepared
) -> None:
    async def ask() -> None:
        loop = asyncio.get_running_loop()
        world = seeded_shop("MLA", VirtualClock(loop))
        world.faults.add(fault)
        network = in_process(simulated(world, asyncio.sleep), ConnectionDropped)
        door = Door("http://127.0.0.1", Secret(TOKEN), training=True, transport=network)
        error: TillError | None = None
        try:
            await PointGateway(door).create_intent(prepared)
        except TillError as lost:
            error = lost
        assert loop.time() == pytest.approx(seconds)
        assert (error is None) is (seconds < 15)
        assert error is None or (isinstance(error, NoAnswer) and error.maybe_done)
        assert len(world.truth.intents(prepared.external_reference)) == arrived
        await asyncio.sleep(300)  # what is on its way arrives, once
        late = isinstance(fault, Late)
        assert len(world.truth.intents(prepared.external_reference)) == (arrived or late)
        assert len(world.truth.creates(prepared.external_reference)) == 1
        await door.close()

    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(ask())
