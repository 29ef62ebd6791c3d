"""Killed at any call: nothing lost, nothing doubled, and the open charge is there again (F45)."""

import pytest

from tests.crashes.cases import Case, Crasher
from tests.crashes.rig.plan import CHARGE, Noted, Phase, kills

PARTS = 4
pytestmark = pytest.mark.timeout(300)  # processes, on a machine that may be busy


def withstand(crasher: Crasher, cases: list[Case]) -> None:
    assert cases
    for case in cases:
        result = crasher.run(case)
        assert not result.findings, f"{case}: {result.findings}"


def of_phase(cases: list[Case], phase: Phase) -> list[Case]:
    return [case for case in cases if (case.phase, case.left_at) == phase]


@pytest.mark.parametrize("part", range(PARTS))
def test_killed_at_a_call_of_a_charge(
    crasher: Crasher, noted: Noted, lasts: dict[str, float], number: int, part: int
) -> None:
    cases = of_phase([*kills(noted, lasts, number)], CHARGE)
    withstand(crasher, cases[number % 7 + part * 7 :: 7 * PARTS])


def test_killed_while_it_starts_or_closes(
    crasher: Crasher, noted: Noted, lasts: dict[str, float], number: int
) -> None:
    cases = [case for case in kills(noted, lasts, number) if case.phase != "charge"]
    withstand(crasher, cases[:: max(1, len(cases) // 14)])


def test_killed_at_any_moment(crasher: Crasher, lasts: dict[str, float], number: int) -> None:
    """As it is tried where strace cannot work."""
    cases = [*kills({}, lasts, number)]
    withstand(crasher, cases[number % 30 :: 30])
