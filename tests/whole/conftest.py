"""Shops that are opened for a test, and compared with the truth when it ends."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.simulator.options import Options
from tests.whole.shop import Shop

OpenShop = Callable[..., Awaitable[Shop]]


@pytest.fixture
async def open_shop(tmp_path: Path, qapp: QApplication) -> AsyncIterator[OpenShop]:
    """Opens a shop with the simulator's options, or a `Shop`'s own fields."""
    opened: list[Shop] = []

    async def make(site: str = "MLA", locale: str = "en_US", **other: object) -> Shop:
        by_till = bool(other.pop("by_till", False))
        place = Path(str(other.pop("data_dir", tmp_path / f"{len(opened)}")))
        options = Options(**other)  # type: ignore[arg-type]  # each test names options that exist
        shop = Shop(place, site, locale, by_till, options)
        await shop.ready()
        opened.append(shop)
        return shop

    yield make
    for shop in opened:
        await shop.end()


@pytest.fixture
async def shop(open_shop: OpenShop) -> Shop:
    """An Argentine shop with three terminals, ready to sell."""
    return await open_shop()
