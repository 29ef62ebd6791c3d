"""A folder for one ledger, and a ledger that is open in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pos_app.store.ledger import Ledger
from tests.store.shop import open_here


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "till"


@pytest.fixture
async def ledger(folder: Path) -> AsyncIterator[Ledger]:
    opened = await open_here(folder)
    yield opened
    await opened.close()
