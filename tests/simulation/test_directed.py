"""Each directed schedule keeps the required behaviour of its row, and no oracle finds a lie."""

import pytest

from tests.simulation.directed.table import SCHEDULES, direct


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_schedule(name: str) -> None:
    assert direct(name) == ()
