"""A disk that refuses a write, once or for good: trouble is told, and nothing else (F49, I20)."""

import pytest

from tests.crashes.cases import EIO, ENOSPC, NO_GROWTH, UNTIL_END, Case, Crasher
from tests.crashes.rig.plan import CHARGE, Noted, refusals
from tests.crashes.rig.tracing import Call
from tests.crashes.test_kills import of_phase, withstand

PARTS = 3
pytestmark = pytest.mark.timeout(300)  # processes, on a machine that may be busy


@pytest.mark.parametrize("part", range(PARTS))
def test_a_write_is_refused_during_a_charge(
    crasher: Crasher, noted: Noted, lasts: dict[str, float], number: int, part: int
) -> None:
    cases = of_phase([*refusals(noted, lasts, number)], CHARGE)
    withstand(crasher, cases[number % 9 + part * 9 :: 9 * PARTS])


def test_a_write_is_refused_while_it_starts_or_closes(
    crasher: Crasher, noted: Noted, lasts: dict[str, float], number: int
) -> None:
    cases = [case for case in refusals(noted, lasts, number) if case.phase != "charge"]
    withstand(crasher, cases[:: max(1, len(cases) // 6)])


def test_no_file_may_grow_any_more(crasher: Crasher, lasts: dict[str, float], number: int) -> None:
    """As it is tried where strace cannot work."""
    withstand(crasher, [*refusals({}, lasts, number)][number % 25 :: 25])


@pytest.mark.parametrize("error", [EIO, ENOSPC])
@pytest.mark.parametrize("sync", [1, 2, 3])
def test_no_money_is_asked_for_once_the_disk_has_failed(
    crasher: Crasher, noted: Noted, error: str, sync: int
) -> None:
    """The trial write, the attempt, the announcement: I20 at each of them."""
    call = Call("ledger_0", "fdatasync", sync, "disk", "ledger.sqlite-wal") if noted else None
    what = (error if noted else NO_GROWTH) + UNTIL_END
    given = crasher.orders()
    life, hit = crasher.befallen(given, Case("charge", what, call))
    assert hit
    assert not crasher.bench.town.intents
    assert "LedgerError" in life.last["notice"] or life.last["unsaved"]
    found = crasher.aftermath(given, life)
    assert not found.findings, found.findings
