"""A till that sleeps in the middle of a charge (F42), or runs out of files or memory (F57)."""

import asyncio
import os
import random
import resource
import signal
from collections.abc import Callable

import pytest

from tests.crashes.cases import KILL, Crasher, befall
from tests.crashes.rig.bench import Lived, Watch
from tests.crashes.rig.child import SPEED
from tests.crashes.rig.town import Customer

STATUSES = ("(prepared)", "(sending)", "OPENED", "ON_TERMINAL", "PROCESSING", "CLOSED")
SLEEPS = 0.3  # seconds of the computer's
SLEPT = int(SLEEPS * SPEED * 1000)  # milliseconds that went by in the world
PATIENT = 1.0  # seconds: it has been fed again for long
FEWEST = 3  # files: standard input, output and errors
HARD = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
pytestmark = pytest.mark.timeout(300)  # processes, on a machine that may be busy


def when(status: str, act: Callable[[Lived], None]) -> Watch:
    """Do something the first time that the till shows `status`."""

    async def at_line(life: Lived) -> None:
        shown = [line["status"] for line in life.lines]
        if shown[-1] == status and shown.count(status) == 1:
            act(life)

    return at_line


def later(seconds: float, act: Callable[[], None]) -> None:
    asyncio.get_running_loop().call_later(seconds, act)


@pytest.mark.parametrize("status", STATUSES)
def test_a_till_that_slept_through_a_charge_finds_its_end(crasher: Crasher, status: str) -> None:
    """F42. It is stopped, time goes by, and meanwhile somebody pays."""
    town, given = crasher.bench.town, crasher.orders()

    def sleep(life: Lived) -> None:
        os.kill(life.pid, signal.SIGSTOP)

        def wake() -> None:
            town.time.base += SLEPT
            town.act()
            os.kill(life.pid, signal.SIGCONT)

        later(SLEEPS, wake)

    life = crasher.bench.live(given, at_line=when(status, sleep))
    assert life.code == 0, life.last
    assert life.last["outcome"] == "paid"
    assert len(town.intents) == 1
    found = crasher.aftermath(given, life)
    assert not found.findings, found.findings


@pytest.mark.parametrize("status", ["", *STATUSES])
def test_no_file_can_be_opened(crasher: Crasher, status: str) -> None:
    """F57. For a while, or until it is killed."""
    given, heals = crasher.orders(), random.random() < 0.5
    print("heals" if heals else "is killed")

    def starve(life: Lived) -> None:
        resource.prlimit(life.pid, resource.RLIMIT_NOFILE, (FEWEST, HARD))
        if heals:
            later(0.1, lambda: feed(life))
        else:
            later(0.2, lambda: befall(life, KILL))

    def feed(life: Lived) -> None:
        if life.code is None:
            resource.prlimit(life.pid, resource.RLIMIT_NOFILE, (1024, HARD))

    async def at_gate(life: Lived) -> None:
        if not status:
            starve(life)

    life = crasher.bench.live(given, at_gate, when(status, starve))
    found = crasher.aftermath(given, life, Customer.RED_KEY)
    assert not found.findings, found.findings
    assert not life.reported


@pytest.mark.parametrize("status", STATUSES[::2])
def test_no_memory_is_left(crasher: Crasher, status: str) -> None:
    """F57. For a while; a till that cannot go on at all ends, and the next one goes on."""
    given = crasher.orders()
    given["hungry"] = status
    end = when(status, lambda life: later(PATIENT, lambda: befall(life, KILL)))
    life = crasher.bench.live(given, at_line=end)
    found = crasher.aftermath(given, life)
    assert not [each for each in found.findings if not each.startswith(("ended", "reported"))]
