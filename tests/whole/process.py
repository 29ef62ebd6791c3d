"""A shop whose till is a real process, which may be killed; the provider lives in this one."""

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypedDict

from pos_app.simulator.backend import TOKEN, Backend
from pos_app.simulator.clock import SystemClock
from pos_app.simulator.options import Delays, Options
from pos_app.simulator.server import serving
from pos_app.simulator.worlds import seeded_shop
from pos_app.store.sales import sales_json
from pos_app.store.verify import verify
from tests.whole.page import PATIENCE
from tests.whole.truth import compare, make_room

ROOT = Path(__file__).parents[2]
QUICK = Delays(opened=200, processing=200, processed=100)


class Shown(TypedDict):
    words: str
    status: str
    outcome: str
    terminals: int
    charge: bool
    chip: int  # how much is unresolved


NOTHING = Shown(words="", status="", outcome="", terminals=0, charge=False, chip=0)


@dataclass
class TillProcess:
    """What one process shows, line by line."""

    process: Process
    shown: Shown = field(default_factory=lambda: NOTHING)
    _reading: asyncio.Task[None] | None = None

    def start_reading(self) -> None:
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.shown = json.loads(line)

    async def do(self, line: str) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        await self.process.stdin.drain()

    async def shows(self, so: Callable[[Shown], bool]) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not so(self.shown):
                    assert self.process.returncode is None, "the till has ended"
                    await asyncio.sleep(0.01)
        except TimeoutError:
            raise AssertionError(f"still not; the till shows {self.shown}") from None

    async def status(self, *words: str) -> None:
        await self.shows(lambda shown: shown["status"] in words)

    async def sell(self, terminal: str, amount: str = "1834.50") -> None:
        await self.shows(lambda shown: shown["terminals"] > 0)
        await self.do(f"add {amount}")
        await self.do(f"choose {terminal}")
        await self.shows(lambda shown: shown["charge"])
        await self.do("click charge_button")

    async def kill(self) -> None:
        """As if the power had failed."""
        self.process.kill()
        await self._ended()

    async def close(self) -> None:
        await self.do("close")
        async with asyncio.timeout(PATIENCE):
            await self._ended()
        assert self.process.returncode == 0

    async def _ended(self) -> None:
        await self.process.wait()
        assert self._reading is not None
        await self._reading
        assert self.process.stderr is not None
        said = (await self.process.stderr.read()).decode()
        assert "Traceback" not in said, said


@dataclass
class KillShop:
    folder: Path
    url: str
    world: Backend
    started: list[TillProcess] = field(default_factory=list)

    def terminal(self, prefix: str) -> str:
        return next(each for each in self.world.world.terminals if each.startswith(prefix))

    async def start(self) -> TillProcess:
        environment = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "POS_APP_DATA_DIR": str(self.folder),
            "POS_APP_TRAINING_URL": self.url,
            "POS_APP_TRAINING_TOKEN": TOKEN,
            "POS_APP_LOCALE": "en_US",
        }
        words = (sys.executable, "-m", "tests.whole.child")
        process = await asyncio.create_subprocess_exec(
            *words, cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE, stderr=PIPE
        )
        till = TillProcess(process)
        till.start_reading()
        self.started.append(till)
        return till

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not so():  # noqa: ASYNC110 - the world tells nobody
                await asyncio.sleep(0.005)

    def is_paid(self) -> bool:
        """What the book says, beside the till that has it open."""
        sold = sales_json(self.folder / "training")["sales"]
        return [sale["status"] for sale in sold] == ["paid"]

    def compare(self) -> None:
        """The book is whole, tells the truth, and one press was one create."""
        book = self.folder / "training"
        report = verify(book)
        assert report.whole, report.findings
        compare(sales_json(book)["sales"], self.world, 0)
        assert sum(r.creates is not None for r in self.world.truth.requests) == 1


@asynccontextmanager
async def kill_shop(folder: Path) -> AsyncIterator[KillShop]:
    """What is still running at the end is closed as a person closes it, and then compared."""
    world = seeded_shop("MLA", SystemClock(), 1, Options(delays=QUICK))
    make_room(folder / "training")
    async with serving(world) as url:
        shop = KillShop(folder, url, world)
        try:
            yield shop
            for till in shop.started:
                if till.process.returncode is None:
                    await till.close()
            shop.compare()
        finally:
            for till in shop.started:
                if till.process.returncode is None:
                    till.process.kill()
                    await till.process.wait()
