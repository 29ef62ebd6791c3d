"""A folder for one ledger, a ledger that is open in it, and one that lies in it."""

from asyncio import run
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pos_app.store.ledger import Ledger
from tests.store.make_fixture import fill
from tests.store.shop import open_here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "till"


@pytest.fixture
def hard_day(folder: Path) -> Path:
    """A closed ledger of a day on which everything happened."""
    run(fill(folder))
    return folder


@pytest.fixture
async def ledger(folder: Path) -> AsyncIterator[Ledger]:
    opened = await open_here(folder)
    yield opened
    await opened.close()
