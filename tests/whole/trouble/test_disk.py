"""A disk without room: charges are off, and a result that comes meanwhile is kept until it fits."""

import asyncio
import resource
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_app.store.files.folder import RESERVE
from tests.whole.conftest import OpenShop
from tests.whole.page import SMART
from tests.whole.shop import Shop
from tests.whole.truth import MIB

LIMIT = resource.getrlimit(resource.RLIMIT_FSIZE)
SMALLEST = 100  # bytes: no page fits
UNSAVED = "Result not saved yet, do not close the till."


@dataclass
class Disk:
    """A small disk, where one can be mounted; else a folder whose files cannot grow."""

    place: Path
    mounted: bool

    def fill(self) -> None:
        """Take all the room there is now. The book makes some when it puts its files in order."""
        if not self.mounted:
            resource.setrlimit(resource.RLIMIT_FSIZE, (SMALLEST, LIMIT[1]))
            return
        with (self.place / "filling").open("ab", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:
                return

    def free(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, LIMIT)
        (self.place / "filling").unlink(missing_ok=True)


@pytest.fixture(params=["mounted", "limited"])
def disk(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    ask = ["mount", "-t", "tmpfs", "-o", "size=300m", "tmpfs", str(place)]
    small = request.param == "mounted"
    small = small and subprocess.run(ask, check=False, capture_output=True).returncode == 0
    made = Disk(place, small)
    yield made
    made.free()
    if small:
        subprocess.run(["umount", "-l", str(place)], check=True)


async def test_without_room_nothing_is_charged(disk: Disk, open_shop: OpenShop) -> None:  # F47
    shop = await open_shop(data_dir=disk.place)
    await shop.add("1834.50")
    terminal = shop.choose(SMART)
    disk.fill()
    await shop.press("charge_button")
    await shop.shows(says="isk")
    assert shop.panel("status") == ""
    assert shop.asked("POST", "/intents/") == 0
    disk.free()
    await shop.charge()
    await shop.shows("ON_TERMINAL")
    await shop.pay(terminal)


async def unsaved(disk: Disk, shop: Shop, terminal: str) -> None:
    """The customer pays, and nothing can be written."""

    def said() -> bool:
        disk.fill()
        return UNSAVED in shop.read()

    disk.fill()
    shop.world.pay(terminal)
    await shop.until(said, UNSAVED)


async def test_a_result_that_does_not_fit_is_shown_only_once_it_is_saved(
    disk: Disk, open_shop: OpenShop, capfd: pytest.CaptureFixture[str]
) -> None:  # F48
    shop = await open_shop(data_dir=disk.place)
    terminal = await shop.sell_until("ON_TERMINAL")
    await unsaved(disk, shop, terminal)
    for _ in range(50):
        await asyncio.sleep(0.01)
        disk.fill()
    assert shop.panel("outcome") == "pending"
    assert not shop.can("new_sale_button")
    disk.free()
    await shop.shows(outcome="paid", says="Paid")
    assert UNSAVED not in shop.read()
    assert "Traceback" not in capfd.readouterr().err  # the log has no room either


async def test_a_till_closed_without_room_finds_the_result_again(
    disk: Disk, open_shop: OpenShop
) -> None:  # F48
    shop = await open_shop(data_dir=disk.place)
    terminal = await shop.sell_until("ON_TERMINAL")
    await unsaved(disk, shop, terminal)
    await shop.close()
    disk.free()
    await shop.open()
    await shop.shows(outcome="paid", says="Paid")


async def test_the_room_kept_back_takes_the_result(disk: Disk, open_shop: OpenShop) -> None:
    # F48
    shop = await open_shop(data_dir=disk.place)
    terminal = await shop.sell_until("ON_TERMINAL")
    if disk.mounted:
        (shop.settings.folder / RESERVE).write_bytes(bytes(2 * MIB))
        disk.fill()
    await shop.pay(terminal)
