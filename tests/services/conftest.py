"""Tills in virtual time, compared with the truth when the test ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from benchmarks.virtual_loop import VirtualLoop
from tests.services.shop import Shop


def pytest_asyncio_loop_factories(
    config: pytest.Config, item: pytest.Item
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """A test of a till in virtual time runs on such a loop."""
    if "shop" in getattr(item, "fixturenames", ()):
        return {"virtual": VirtualLoop}
    return {"asyncio": asyncio.new_event_loop}


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    """Ready to sell at a terminal that takes charges by itself."""
    shop = Shop(tmp_path / "till")
    await shop.ready()
    yield shop
    await shop.end()
