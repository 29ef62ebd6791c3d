"""One simulated till: its folder, its clock, its cable, and its lives from start to end."""

import asyncio
import atexit
import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import httpx
from filelock import BaseFileLock, FileLock

from pos_app.config import Settings
from pos_app.domain.errors import LedgerError
from pos_app.gateway.door import Door
from pos_app.gateway.secret import Secret
from pos_app.house import IN_PROCESS, House, wire
from pos_app.services.state import TillState
from pos_app.simulator.backend import TOKEN
from pos_app.store import opening
from pos_app.store.book import Book
from pos_app.store.files.disk import Room
from pos_app.store.files.folder import LOCK
from pos_app.store.ledger import Ledger
from tests.simulation.engine.cable import Cable
from tests.simulation.engine.clock import EPOCH, TillClock
from tests.simulation.engine.disk import Disk, Event, Fault, Hand, PowerCut
from tests.simulation.engine.world import World

LEAST_FREE, KEPT_BACK = 1, 4_096  # bytes
SAME_TIME = 30  # seconds: crashes so close to each other leave the same time


class Dice:
    """Chance that can be had again."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)

    def chance(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def between(self, low: float, high: float) -> float:
        return self._random.uniform(low, high)


class Watcher:
    """Who looks at a till: an oracle holds everything against the truth."""

    def leaves(self, till: "Till", request: httpx.Request) -> None: ...

    def wrote(self, till: "Till", event: Event) -> None: ...

    def shown(self, till: "Till", state: TillState) -> None: ...

    def broke(self, till: "Till", error: BaseException) -> None: ...


@dataclass(eq=False)
class Life(Hand):
    """From one start of the program to its end."""

    till: "Till"
    number: int
    disk: Disk = field(init=False)
    book: Book = field(init=False)
    alive: bool = True
    house: House | None = None

    def __post_init__(self) -> None:
        before = self.till.lives[-1].disk.head if self.till.lives else 0
        self.disk = Disk(self.till.folder, self, before)
        self.book = Book(Room(self.disk.folder, LEAST_FREE, KEPT_BACK), inline=True, busy_ms=0)

    def told(self, what: str) -> None:
        if self.alive:
            self.till.told(what)

    def boundary(self, name: str) -> None:
        if not self.alive or (name and self.till.reached(name)):
            self.cut()
            raise PowerCut

    def fault(self) -> Fault | None:
        return self.till.disk_fails()

    def struck(self, fault: Fault) -> None:
        self.till.told(f"disk {fault.name}")
        self.till.world.trace.count(f"fault: disk {fault.name.lower().replace('_', ' ')}")

    def wrote(self, event: Event) -> None:
        self.till.told(f"wrote {event.kind} {event.subject} {event.body}")
        self.till.watcher.wrote(self.till, event)

    def leaves(self, request: httpx.Request) -> None:
        self.till.told(f"{request.method} {request.url.raw_path.decode()} leaves")
        self.till.watcher.leaves(self.till, request)

    def shown(self, state: TillState) -> None:
        if self.alive:
            self.till.watcher.shown(self.till, state)
            self.till.shows(state)
            self.till.changed.set()

    def report(self, error: BaseException) -> None:
        if self.alive and not isinstance(error, PowerCut):
            self.till.watcher.broke(self.till, error)

    def cut(self) -> None:
        """The power is gone: only what is on the disk at this moment is there again."""
        if self.alive:
            self.alive = False
            self.till.told("POWER CUT")
            self.till.folder = self.disk.folder.with_name(f"{self.number + 1}")
            self.disk.left(self.till.folder)
            self.till.changed.set()


class Till:
    """`crash_at`: the number of the boundary at which the power is cut, if any."""

    def __init__(self, world: World, name: str, root: Path, seed: str, watcher: Watcher) -> None:
        self.world, self.name, self.watcher = world, name, watcher
        self.clock, self.dice = TillClock(world.clock), Dice(seed)
        self.folder = root / name / "1"
        self.lives: list[Life] = []
        self.pulled, self.token = False, TOKEN
        self.disk_fails: Callable[[], Fault | None] = lambda: None
        self.shows: Callable[[TillState], None] = lambda state: None
        self.changed = asyncio.Event()
        self.boundaries, self.crash_at, self.crashed = 0, 0, ""
        self.moments: dict[object, int] = {}  # what a crash would leave, and the first that does
        lay_out(self.folder, name)

    @property
    def on(self) -> bool:
        return bool(self.lives) and self.lives[-1].alive and self.lives[-1].house is not None

    @property
    def life(self) -> Life:
        return self.lives[-1]

    @property
    def house(self) -> House:
        house = self.lives[-1].house
        assert house is not None, "the till is off"
        return house

    @property
    def state(self) -> TillState:
        return self.house.board.now

    def told(self, what: str) -> None:
        self.world.trace.add(f"{self.name} {what}")

    def reached(self, boundary: str) -> bool:
        """Count it. Whether the power goes here."""
        self.boundaries += 1
        if not self.crash_at:
            self.moments.setdefault(self._left_by_a_crash(), self.boundaries)
        if self.boundaries == self.crash_at:
            self.crashed = boundary
            self.world.trace.count(f"crash: {boundary}")
        return self.boundaries == self.crash_at

    def _left_by_a_crash(self) -> object:
        """All that outlives the program: its disk, the provider, what is under way, the time."""
        there = self.world.backend.world
        intents = tuple((intent.id, intent.status) for intent in there.intents.values())
        payments = tuple((payment.id, payment.status) for payment in there.payments.values())
        going = sum(task.get_name() != "GET" for task in self.world.on_the_way)
        lived = len(self.lives), self.life.disk.head
        return (*lived, intents, payments, going, int(self.world.loop.time()) // SAME_TIME)

    def set_token(self, token: str) -> None:
        self.token = token
        if self.on:
            self.house.door.token = Secret(token)

    async def start(self) -> bool:
        """Begin a life with what is on the disk. False: the disk refused, or the power went."""
        await self.bury()
        life = Life(self, len(self.lives) + 1)
        self.lives.append(life)
        self.told("starts")
        self.clock.begin()
        owner = opening.Owner("training", self.name, EPOCH)
        try:
            await life.book.start(lambda: self._take(life.disk.folder, owner))
            house = self._wired(life)
            life.house = house
            house.board.state.watch(life.shown)
            await house.start()
        except LedgerError as error:
            self.told(f"does not start: {error}")
            await self.stop()
        except PowerCut:
            pass
        return self.on

    def _take(self, folder: Path, owner: opening.Owner) -> BaseFileLock:
        """What leads up to a crash was played before: there its first opening is only locked."""
        if self.crash_at and len(self.lives) == 1:
            lock = FileLock(folder / LOCK, timeout=0, thread_local=False)
            lock.acquire()
            return lock
        return opening.take(folder, owner)

    def _wired(self, life: Life) -> House:
        door = Door(
            IN_PROCESS,
            Secret(self.token),
            training=True,
            transport=lambda: Cable(life),
            monotonic=self.clock.monotonic,
            wall=lambda: self.clock.now() / 1000,
        )
        settings = Settings(life.disk.folder, "training", till=self.name, site_id="MLA")
        ledger = Ledger(life.book, self.clock.now)
        return wire(settings, ledger, door, self.clock, self.dice, life.report)

    async def stop(self) -> None:
        """The program is ended as it should be."""
        life = self.lives[-1]
        if life.alive:
            self.told("is closed")
            life.disk.close()
            if life.house is not None:
                await life.house.close()
            await life.book.close()
            life.alive = False
        await self.bury()

    async def bury(self) -> None:
        """Nothing of a life that is over is left running."""
        if not self.lives:
            return
        life = self.lives[-1]
        if life.alive:
            life.cut()
        if life.house is not None:
            await life.house.tasks.close()
            await life.house.door.close()
        life.disk.close()
        _let_go(life.book)

    def end(self) -> None:
        for life in self.lives:
            life.disk.close()
            _let_go(life.book)


def _let_go(book: Book) -> None:
    """What the end of its process does to a book that nobody closed."""
    book._disconnect()
    if book._lock is not None:
        book._lock.release()
        book._lock = None
    atexit.unregister(book._close)


@cache
def _new_ledger(name: str) -> dict[str, bytes]:
    """A till's ledger on its first day: made once in a process, and copied from then on."""
    folder = Path(mkdtemp())
    try:
        book = Book(Room(folder, 0, 0), inline=True, busy_ms=0)
        owner = opening.Owner("training", name, EPOCH)
        asyncio.run(_make(book, folder, owner))
        return {file.name: file.read_bytes() for file in folder.iterdir() if file.suffix != ".lock"}
    finally:
        shutil.rmtree(folder)


async def _make(book: Book, folder: Path, owner: opening.Owner) -> None:
    await book.start(lambda: opening.take(folder, owner))
    await book.close()


def prepare(name: str) -> None:
    """Make the first day's ledger, before a loop runs."""
    _new_ledger(name)


def lay_out(folder: Path, name: str) -> None:
    folder.mkdir(mode=0o700, parents=True)
    for file, content in _new_ledger(name).items():
        (folder / file).write_bytes(content)
