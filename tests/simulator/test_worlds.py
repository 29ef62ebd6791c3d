"""The shops that are ready to sell."""

import pytest

from pos_app.simulator.clock import SystemClock, VirtualClock
from pos_app.simulator.world.site import site_named
from pos_app.simulator.worlds import seeded_shop


@pytest.mark.parametrize(
    ("site", "models"),
    [
        ("MLA", ["PAX_A910", "INGENICO_MOVE2500", "NEWLAND_N950"]),
        ("MLB", ["PAX_A910", "GERTEC_MP35P"]),
        ("MLM", ["NEWLAND_N950"]),
        ("MLC", ["PAX_A910"]),
    ],
)
def test_every_country_has_the_terminals_that_are_sold_there(site: str, models: list[str]) -> None:
    world = seeded_shop(site, VirtualClock()).world
    assert [terminal.id.partition("__")[0] for terminal in world.terminals.values()] == models
    assert [till.external_id for till in world.tills.values()] == ["CAJA01", "CAJA02"]


def test_a_country_without_a_shop_or_that_does_not_exist_is_said_plainly() -> None:
    with pytest.raises(ValueError, match="MLU"):
        seeded_shop("MLU", VirtualClock())
    with pytest.raises(ValueError, match="XXX"):
        site_named("XXX")


def test_the_computers_clock_can_be_ahead_of_itself() -> None:
    clock = SystemClock()
    before = clock.now()
    clock.advance(3_600_000)
    assert clock.now() - before >= 3_600_000
