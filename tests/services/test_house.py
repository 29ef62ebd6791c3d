"""The house with its real threads, closed while it is at work."""

import asyncio
from contextlib import suppress
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from pos_app.config import Settings
from pos_app.demo import SimulatorClock, network_of
from pos_app.domain.errors import TillError
from pos_app.domain.money import Money
from pos_app.gateway.accounts import AccountGateway
from pos_app.house import House, open_house
from pos_app.services.clock import FastClock, SystemClock
from pos_app.services.ids import SystemIds
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.worlds import seeded_shop
from pos_app.store.files.folder import RESERVE
from pos_app.store.sales import sales_json
from pos_app.store.verify import verify
from tests.conftest import Until
from tests.services.shop import SMART


def make_room(folder: Path) -> None:
    """The room kept back on the disk, without the wait for writing it."""
    folder.mkdir(mode=0o700, parents=True)
    with (folder / RESERVE).open("wb") as file:
        file.truncate(64 * 1024 * 1024)


@pytest.mark.parametrize("milliseconds", [*range(12), 15, 20, 30, 50, 80])
async def test_closed_while_it_writes_it_keeps_what_it_showed_and_ends(  # F44, I19
    tmp_path: Path, milliseconds: int, until: Until
) -> None:
    settings = Settings(tmp_path, "training", "en_US", site_id="MLA", training_token=TOKEN)
    make_room(settings.folder)
    clock, reported = FastClock(10.0), list[BaseException]()
    world = seeded_shop("MLA", SimulatorClock(clock), 1)
    network = network_of(world, clock)

    async def opened() -> House:
        house = await open_house(settings, clock, SystemIds(), reported.append, network)
        await house.start()
        await until(lambda: house.board.now.terminals)
        house.checkout.choose_terminal(SMART)
        return house

    house = await opened()
    house.desk.add_amount(Money(183450, "ARS"))
    house.checkout.charge()
    await asyncio.sleep(milliseconds / 1000)
    shown = house.board.now
    async with asyncio.timeout(10):
        await house.close()
    assert verify(settings.folder).whole
    kept = sales_json(settings.folder)["sales"]
    assert shown.sale is None or kept[0]["total"] == shown.sale.total.plain()
    if shown.following and shown.following.attempt.status.word != "(prepared)":
        assert kept[0]["attempts"][0]["status"] != "(prepared)"
    house = await opened()
    creates = [r for r in world.truth.requests if r.creates]
    assert len(creates) <= 1
    assert bool(house.board.shown) or not creates, "a charge that left is not on the panel"
    await house.close()
    assert reported == []


class SleepyClock(SystemClock):
    """Of a computer that slept `slept` seconds, which the loop's own clock did not count."""

    slept = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self.slept


async def test_a_reply_that_lay_there_through_a_sleep_dates_nothing(tmp_path: Path) -> None:  # F42
    clock = SleepyClock()

    def answer(request: httpx.Request) -> httpx.Response:
        date = formatdate(clock.now() / 1000, usegmt=True)
        clock.slept += 3_600
        return httpx.Response(200, headers={"date": date}, stream=httpx.ByteStream(b"{}"))

    settings = Settings(tmp_path, "training", "en_US", site_id="MLA", training_token=TOKEN)
    make_room(settings.folder)
    house = await open_house(
        settings, clock, SystemIds(), lambda error: None, lambda: httpx.MockTransport(answer)
    )
    with suppress(TillError):  # it says nothing of an account
        await AccountGateway(house.door).read_account()
    assert (house.door.skew, clock.slept) == (0, 3_600)
    await house.close()
