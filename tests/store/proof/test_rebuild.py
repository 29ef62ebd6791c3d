"""What the tables say is told again from the events: after an upgrade, or to mend them."""

import random
import shutil
import sqlite3
import subprocess
import sys
from asyncio import run
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store import journal
from pos_app.store.files import seal
from pos_app.store.files.folder import LEDGER
from pos_app.store.ledger import open_ledger
from pos_app.store.verify import verify
from tests.store.proof.first import events, put_back, rows
from tests.store.proof.forger import Forgery, rechain
from tests.store.shop import NOW, open_here

CHILD = (sys.executable, "-m", "tests.store.child", "upgrade")
KILLED = -9


def mend(folder: Path) -> None:
    opened = open_ledger(folder, "training", "CAJA01", clock_ms=lambda: NOW, reserve=0, mend=True)
    run(run(opened).close())


def change(folder: Path, *statements: str) -> None:
    with closing(sqlite3.connect(folder / LEDGER)) as tool:
        for statement in statements:
            tool.execute(statement)
        tool.commit()
    seal.announce(folder / LEDGER)


def test_an_upgrade_tells_exactly_what_was_written_step_by_step(hard_day: Path) -> None:  # I16
    told = rows(hard_day)
    put_back(hard_day)
    run(run(open_here(hard_day)).close())
    assert rows(hard_day) == told
    assert verify(hard_day).findings == ()


def test_a_kill_at_any_moment_of_an_upgrade_loses_nothing(
    hard_day: Path, tmp_path: Path
) -> None:  # F56
    told, happened = rows(hard_day), events(hard_day)
    put_back(hard_day)
    kept = shutil.copytree(hard_day, tmp_path / "kept")
    seed = random.randrange(10**6)
    print("seed", seed)
    counted = subprocess.run([*CHILD, hard_day, "0"], check=True, stdout=subprocess.PIPE)
    steps = int(counted.stdout)
    for step in [*random.Random(seed).sample(range(1, steps - 2), 6), steps - 1, steps]:
        shutil.rmtree(hard_day)
        shutil.copytree(kept, hard_day)
        killed = subprocess.run([*CHILD, hard_day, str(step)], check=False)
        assert killed.returncode == KILLED, step
        assert events(hard_day) == happened, step
        run(run(open_here(hard_day)).close())
        assert verify(hard_day).findings == (), step
        assert rows(hard_day) == told, step


SPOILT = {
    "a tender dropped": "DELETE FROM tender",
    "a sale called open": "UPDATE sale SET status = 'open' WHERE id = 'sale-1'",
    "money forgotten": "DELETE FROM orphan",
    "a task hidden": "UPDATE attempt SET task = ''",
}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_tables_that_were_spoilt_are_mended_from_the_events(
    hard_day: Path, spoilt: str
) -> None:  # F53
    told = rows(hard_day)
    change(hard_day, SPOILT[spoilt])
    run(run(open_here(hard_day)).close())
    assert not verify(hard_day).whole
    mend(hard_day)
    assert verify(hard_day).findings == ()
    assert rows(hard_day) == told
    assert len(list(hard_day.glob("before-*"))) == 1


def out_of_order(happened: list[journal.Event]) -> None:
    first = next(event for event in happened if event.kind == "LineAdded")
    happened.remove(first)
    happened.insert(1, first)


def unheard_of(happened: list[journal.Event]) -> None:
    happened.append(happened[-1]._replace(kind="Teleported"))


def of_a_sale_that_is_over(happened: list[journal.Event]) -> None:
    dropped = (event for event in happened if event.subject == "sale-2")
    happened.append(next(event for event in dropped if event.kind == "LineAdded"))


@pytest.mark.parametrize("forge", [out_of_order, unheard_of, of_a_sale_that_is_over])
def test_events_that_tell_no_story_are_refused_and_left_as_they_are(
    hard_day: Path, forge: Forgery
) -> None:
    rechain(hard_day, forge)
    before = events(hard_day), rows(hard_day)
    with pytest.raises(LedgerError) as refused:
        mend(hard_day)
    assert refused.value.fault in (LedgerFault.DAMAGED, LedgerFault.TOO_NEW)
    assert refused.value.detail.startswith("event ")
    assert (events(hard_day), rows(hard_day)) == before
