"""The house of a till in virtual time, with a disk and a network that can fail."""

import asyncio
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx
from sqlalchemy import Connection

from benchmarks.virtual_loop import VirtualClock
from pos_app.config import Settings
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.gateway.door import Door
from pos_app.gateway.in_process import in_process
from pos_app.gateway.secret import Secret
from pos_app.house import IN_PROCESS, House, wire
from pos_app.services.state import TillState
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.door import simulated
from pos_app.simulator.faults import ConnectionDropped
from pos_app.simulator.options import Options
from pos_app.simulator.worlds import seeded_shop
from pos_app.store import opening
from pos_app.store.book import Book
from pos_app.store.files.disk import Room
from pos_app.store.files.folder import LOCK
from pos_app.store.ledger import Ledger

T = TypeVar("T")


class Dice:
    """Chance that can be had again."""

    def __init__(self, seed: object) -> None:
        self._random = random.Random(str(seed))

    def chance(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def between(self, low: float, high: float) -> float:
        return self._random.uniform(low, high)


class FailingBook(Book):
    """`fails` says of each transaction whether the disk refuses it, and when."""

    fails: Callable[[], str] = staticmethod(lambda: "")

    async def write(self, work: Callable[[Connection], T], *, urgent: bool = False) -> T:
        when = self.fails()
        if when == "fault":
            raise ValueError("simulated: a fault of ours")
        if when == "before":
            raise LedgerError(LedgerFault.TROUBLE, "simulated: nothing is there")
        done = await super().write(work, urgent=urgent)
        if when:
            self._disconnect()
            raise LedgerError(LedgerFault.TROUBLE, "simulated: it is there all the same")
        return done


@dataclass
class Sent:
    """Units: seconds of virtual time."""

    at: float
    method: str
    path: str


class Cable(httpx.AsyncBaseTransport):
    """The way to the provider. What has left arrives, whatever becomes of the till."""

    def __init__(self, shop: "Premises", inner: httpx.AsyncBaseTransport) -> None:
        self._shop, self._inner = shop, inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        shop = self._shop
        if shop.pulled:
            raise httpx.ConnectError("connection refused")
        shop.leaves(request)
        shop.sent.append(Sent(shop.clock.monotonic(), request.method, request.url.path))
        reference = self._about(request)
        if reference:
            shop.on_the_way[reference] += 1
            shop.most_on_the_way = max(shop.most_on_the_way, shop.on_the_way[reference])
        going = asyncio.ensure_future(self._inner.handle_async_request(request))
        try:
            return await asyncio.shield(going)
        finally:
            shop.on_the_way -= Counter([reference])

    def _about(self, request: httpx.Request) -> str:
        """The reference of the charge; empty where it is about none, or about many."""
        if request.method == "POST":
            return str(json.loads(request.content).get("external_reference", ""))
        if reference := request.url.params.get("external_reference"):
            return reference
        world = self._shop.world.world
        named = {str(each): payment.reference for each, payment in world.payments.items()}
        named |= {each: intent.reference for each, intent in world.intents.items()}
        return next((named[part] for part in request.url.path.split("/") if part in named), "")


@dataclass
class Premises:
    """The till, opened and closed, at the end of a cable."""

    folder: Path
    seed: object = 1
    options: Options = field(default_factory=Options)
    site: str = "MLA"  # the account's; the till is set up for Argentina
    pulled: bool = False
    sent: list[Sent] = field(default_factory=list)
    on_the_way: Counter[str] = field(default_factory=Counter)  # by the charge that it is about
    most_on_the_way: int = 0
    reported: list[BaseException] = field(default_factory=list)
    fails: Callable[[], str] = lambda: ""
    leaves: Callable[[httpx.Request], None] = lambda request: None
    watch: Callable[[TillState], None] = lambda state: None  # each state that a screen is shown
    house: House = field(init=False)

    def __post_init__(self) -> None:
        self.clock = VirtualClock(asyncio.get_running_loop())
        self.dice = Dice(self.seed)
        self.options.latency = self.options.latency or 180
        self.world = seeded_shop(self.site, self.clock, 1, self.options)

    async def open(self) -> None:
        self.house = await self._wired()
        self.house.board.state.watch(self.watch)
        await self.house.start()

    async def close(self) -> None:
        await self.house.close()

    async def die(self) -> None:
        """As by a cut of the power: only what is on the disk at this moment is there again."""
        left = self.folder.with_name(self.folder.name + "+")
        shutil.copytree(self.folder, left, ignore=lambda _, names: {LOCK} & {*names})
        await self.close()
        shutil.rmtree(self.folder)
        self.folder = left

    async def _wired(self) -> House:
        book = FailingBook(Room(self.folder, 0, 0), inline=True, busy_ms=0)
        owner = opening.Owner("training", "CAJA01", self.clock.now())
        await book.start(lambda: opening.take(self.folder, owner))
        book.fails = lambda: self.fails()
        ledger = Ledger(book, self.clock.now)
        network = in_process(simulated(self.world, self.clock.sleep), ConnectionDropped)
        door = Door(
            IN_PROCESS,
            Secret(TOKEN),
            training=True,
            transport=lambda: Cable(self, network()),
            monotonic=self.clock.monotonic,
            wall=lambda: self.clock.now() / 1000,
        )
        settings = Settings(self.folder.parent, "training", site_id="MLA")
        return wire(settings, ledger, door, self.clock, self.dice, self.reported.append)
