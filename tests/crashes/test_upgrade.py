"""Killed in the middle of an upgrade: the copy is whole or not there, the ledger old or new."""

import re
import shutil
from asyncio import run
from pathlib import Path

import pytest

from pos_app.store.files import seal
from pos_app.store.files.folder import LEDGER
from pos_app.store.schema import REVISION
from pos_app.store.verify import verify
from tests.crashes.cases import KILL, Case, Crasher
from tests.crashes.rig import tracing
from tests.crashes.rig.bench import Lived
from tests.crashes.rig.child import Orders
from tests.crashes.rig.tracing import Call, NotAllowed, Tracer
from tests.store.shop import open_here
from tests.store.test_migrations import FIXTURES

OLDER = sorted(
    path for path in FIXTURES.glob("ledger_*.sqlite") if path.stem < f"ledger_{REVISION}"
)
KILLS = 9
pytestmark = pytest.mark.timeout(300)  # processes, on a machine that may be busy


def orders_for(crasher: Crasher, fixture: Path) -> Orders:
    """To open a ledger of an older release, and close it."""
    folder = crasher.bench.new_folder()
    shutil.copy(fixture, folder / LEDGER)
    seal.put(folder / LEDGER)
    given = crasher.bench.orders(folder)
    given["act"], given["gates"] = "open", ["opening"]
    return given


def calls_of(crasher: Crasher, fixture: Path) -> list[Call]:
    given, tracers = orders_for(crasher, fixture), list[Tracer]()

    async def at_gate(life: Lived) -> None:
        tracers.append(tracing.note(life.pid, crasher.bench.place / "noted"))

    life = crasher.bench.live(given, at_gate)
    assert life.code == 0
    return tracing.calls(tracers[0].end(), Path(given["folder"]), {})


def head_of(folder: Path) -> str:
    """The last event, once the ledger is of this release; all of it is whole."""
    run(run(open_here(folder)).close())
    report = verify(folder)
    assert not report.findings, report.findings
    return report.head


@pytest.mark.parametrize("fixture", OLDER, ids=lambda fixture: fixture.stem)
def test_killed_during_an_upgrade(
    crasher: Crasher, tmp_path: Path, number: int, fixture: Path
) -> None:  # F55, F56
    whole = tmp_path / "whole"
    whole.mkdir(mode=0o700)
    shutil.copy(fixture, whole / LEDGER)
    seal.put(whole / LEDGER)
    head = head_of(whole)
    for count, case in enumerate(upgrades(crasher, fixture, number)):
        given = orders_for(crasher, fixture)
        life, _ = crasher.befallen(given, case)
        assert life.code in (0, -9), f"{case}: {life}"
        folder = Path(given["folder"])
        for copy in folder.glob(f"before-*{LEDGER}"):
            apart = tmp_path / f"copy-{count}"
            apart.mkdir(mode=0o700)
            shutil.copy(copy, apart / LEDGER)
            assert head_of(apart) == head, f"{case}: {copy.name}"
        assert head_of(folder) == head, f"{case}"


def upgrades(crasher: Crasher, fixture: Path, number: int) -> list[Case]:
    try:
        calls = [call for call in calls_of(crasher, fixture) if call.of == "disk"]
    except NotAllowed:
        lasts = 0.3  # seconds, more or less
        return [Case("upgrade", KILL, None, lasts * n / KILLS) for n in range(KILLS)]
    every = max(1, len(calls) // KILLS)
    rare = [call for call in calls if not re.match("pwrite64|read|close", call.name)]
    chosen = [*calls[number % every :: every], *rare[number % 3 :: 3]]
    return [Case("upgrade", KILL, call) for call in chosen]
