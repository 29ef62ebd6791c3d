"""A till without its window, in virtual time, with a disk and a network that can fail."""

import asyncio
import random
import shutil
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx
from sqlalchemy import Connection

from benchmarks.virtual_loop import VirtualClock, VirtualLoop
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.money import Money
from pos_app.domain.site import SITES
from pos_app.gateway.accounts import AccountGateway
from pos_app.gateway.door import Door
from pos_app.gateway.in_process import in_process
from pos_app.gateway.intents import PointGateway
from pos_app.gateway.secret import Secret
from pos_app.house import IN_PROCESS, House
from pos_app.services.board import Board, Place
from pos_app.services.charges import Charges
from pos_app.services.checkout import Checkout
from pos_app.services.connection import Connection as Connecting
from pos_app.services.desk import Desk
from pos_app.services.state import TillState
from pos_app.services.tasks import TaskOwner
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.door import simulated
from pos_app.simulator.faults import ConnectionDropped, Fault
from pos_app.simulator.options import Options
from pos_app.simulator.worlds import seeded_shop
from pos_app.store import opening
from pos_app.store.book import Book
from pos_app.store.files.disk import Room
from pos_app.store.files.folder import LOCK
from pos_app.store.ledger import Ledger
from pos_app.store.sales import AttemptJson, SaleJson, sales_json
from pos_app.store.verify import verify

SMART, PLUS = "PAX_A910__SMARTPOS9920017733", "INGENICO_MOVE2500__60022810"
ALONE = "NEWLAND_N950__N950NCA400220187"
CREATE, INTENT, PAYMENT = "*/intents/point/*", "*/intents/*/point", "/v1/payments/[0-9]*"
SEARCH, DEVICES, ME = "/v1/payments/search", "*/devices*", "/users/me"
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

    def __init__(self, shop: "Shop", inner: httpx.AsyncBaseTransport) -> None:
        self._shop, self._inner = shop, inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        shop = self._shop
        if shop.pulled:
            raise httpx.ConnectError("connection refused")
        shop.leaves(request)
        shop.sent.append(Sent(shop.clock.monotonic(), request.method, request.url.path))
        charging = any(part in request.url.path for part in ("/intents/", "/v1/payments"))
        shop.on_the_way += charging
        shop.most_on_the_way = max(shop.most_on_the_way, shop.on_the_way)
        going = asyncio.ensure_future(self._inner.handle_async_request(request))
        try:
            return await asyncio.shield(going)
        finally:
            shop.on_the_way -= charging


@dataclass
class Shop:
    folder: Path
    seed: object = 1
    options: Options = field(default_factory=Options)
    site: str = "MLA"  # the account's; the till is set up for Argentina
    pulled: bool = False
    sent: list[Sent] = field(default_factory=list)
    on_the_way: int = 0
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

    # The till, opened and closed.

    async def open(self) -> None:
        self.house = await self._wired()
        self.house.board.state.watch(self.watch)
        await self.house.start()

    async def ready(self, terminal: str = SMART) -> None:
        await self.open()
        await self.until(lambda: self.now.terminals)
        self.house.checkout.choose_terminal(terminal)

    async def close(self) -> None:
        await self.house.close()

    async def reopen(self) -> None:
        await self.close()
        await self.ready()

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
        tasks = TaskOwner(self.reported.append)
        api = PointGateway(door)
        charges = Charges(api, ledger, tasks, self.clock, self.dice)
        connection = Connecting(AccountGateway(door), ledger.memory, ledger, tasks, self.clock)
        board = Board(Place("CAJA01", "Ana", True, SITES["MLA"]), charges, connection, tasks)
        desk = Desk(board, ledger, ledger.catalog, tasks, self.clock, self.dice)
        checkout = Checkout(board, ledger, charges, connection, self.clock, self.dice)
        return House(
            board, desk, checkout, charges, connection, ledger, door, tasks, api.capability
        )

    # What a person sees and does.

    @property
    def now(self) -> TillState:
        return self.house.board.now

    @property
    def attempt(self) -> Attempt:
        assert self.now.following is not None, "there is no panel"
        return self.now.following.attempt

    @property
    def status(self) -> str:
        return self.attempt.status.word if self.now.following else ""

    @property
    def outcome(self) -> str:
        return self.attempt.outcome.value if self.now.following else ""

    def add(self, minor: int) -> None:
        self.house.desk.add_amount(Money(minor, self.now.site.currency))

    def charge(self) -> None:
        self.house.checkout.charge()

    async def calm(self) -> None:
        """Until nothing is left to do now."""
        for _ in range(50):
            await asyncio.sleep(0)

    async def sell(self, minor: int = 183450) -> None:
        self.add(minor)
        await self.calm()
        self.charge()

    async def until(self, so: Callable[[], object], seconds: float = 120) -> None:
        end = self.clock.monotonic() + seconds
        while not so():
            assert self.clock.monotonic() < end, f"not in {seconds} s: {self.told()}"
            await asyncio.sleep(0.02)

    async def shows(self, status: str, outcome: str = "", seconds: float = 120) -> None:
        await self.until(lambda: self.status == status and outcome in ("", self.outcome), seconds)

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def told(self) -> str:
        trouble = self.now.following.trouble if self.now.following else None
        return f"{self.status} {self.outcome} {trouble!r} {self.now.notice!r}"

    # The world and the book.

    def fault(
        self, fault: Fault, method: str, path: str, nth: int = 1, times: int | None = 1
    ) -> None:
        self.world.faults.add(fault, method, path, nth, times)

    def asked(self, method: str, part: str) -> list[Sent]:
        return [each for each in self.sent if each.method == method and part in each.path]

    def creates(self) -> int:
        return sum(request.creates is not None for request in self.world.truth.requests)

    def sales(self) -> list[SaleJson]:
        return sales_json(self.folder)["sales"]

    def attempts(self) -> list[AttemptJson]:
        return [attempt for sale in self.sales() for attempt in sale["attempts"]]

    async def end(self) -> None:
        """What must be so after everything: the book is whole, and says what truly happened."""
        self.fails = lambda: ""
        await self.close()
        report = verify(self.folder)
        assert report.whole, report.findings
        compare(self)
        assert not self.reported, self.reported
        assert self.most_on_the_way <= 1, "two requests about one charge at once"


def compare(shop: Shop) -> None:
    """The book against the truth: no money lost, none made up, none taken twice (I1-I5, I14)."""
    truth = shop.world.truth
    told = {a["external_reference"]: (sale, a) for sale in shop.sales() for a in sale["attempts"]}
    for reference, (sale, attempt) in told.items():
        approved, outcome = truth.approved(reference), attempt["outcome"]
        ids = {str(payment.id) for payment in approved}
        assert outcome != "not_paid" or not ids, f"money came in for {attempt}"
        assert outcome != "paid" or ids & {*attempt["payment_ids"]}, f"nobody paid {attempt}"
        assert sale["status"] != "paid" or sale["total"] == attempt["amount"] or outcome != "paid"
        assert len(truth.intents(reference)) <= 1, f"two intents of {attempt}"
        acted = [r for r in truth.creates(reference) if r.acted and r.status in (201, None)]
        assert len(acted) <= 1, f"two creates of {attempt}"
    for sale in shop.sales():
        paid = [a for a in sale["attempts"] if a["outcome"] == "paid"]
        live = [a for a in sale["attempts"] if a["outcome"] in ("pending", "unsure")]
        assert len(paid) + len(live) <= 1, sale
        assert (sale["status"] == "paid") == bool(paid), sale
    references = {i.reference for i in shop.world.world.intents.values()}
    assert references <= told.keys(), "an intent that the book does not know (I1)"


def play(story: Coroutine[object, None, T]) -> T:
    """Run it in virtual time."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)
