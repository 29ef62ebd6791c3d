"""One bench for all crashes of a test run, and the calls that there are to spoil."""

import random
from collections.abc import Iterator

import pytest

from tests.crashes.cases import Crasher
from tests.crashes.rig.bench import Bench
from tests.crashes.rig.plan import STARTS, Noted, measure, note


@pytest.fixture(scope="session")
def crasher(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crasher]:
    with Bench(tmp_path_factory.mktemp("crashes")) as bench:
        yield Crasher(bench)


@pytest.fixture(scope="session")
def noted(crasher: Crasher) -> Noted:
    """Of some starts, in each test run others. What is tried at calls is tried at moments else."""
    starts = random.sample(STARTS, 3)
    print(f"starts {starts}")
    return note(crasher, starts)


@pytest.fixture(scope="session")
def lasts(crasher: Crasher) -> dict[str, float]:
    return measure(crasher)


@pytest.fixture
def number() -> int:
    """Of a pass: other calls, other customers."""
    drawn = random.randrange(1_000)
    print(f"pass {drawn}")
    return drawn
