"""Each fault has a row in the reliability page, and what the row names is there."""

import re
from pathlib import Path

import pytest

from tests.simulation.directed.table import SCHEDULES

HERE = Path(__file__).parent
PAGE = (HERE.parent / "docs" / "reliability.md").read_text("utf-8")
ROWS = {fault: where for fault, where in re.findall(r"^\| (F\d\d) \|[^|]*\| (.*) \|$", PAGE, re.M)}
FAULTS = [f"F{number:02d}" for number in range(1, 60)]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_proved_where_its_row_says(fault: str) -> None:
    places = re.findall(r"`([^`]+)`", ROWS[fault])
    assert places, f"{fault} is proved nowhere"
    for place in places:
        if place.endswith("_*"):
            found = [name for name in SCHEDULES if name.startswith(place[:-1])]
            assert f"`{place}` ({len(found)})" in ROWS[fault]
            assert found
        else:
            assert (HERE / place).is_file(), place
