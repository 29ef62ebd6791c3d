"""One crash after the other: a till process, what befalls it, and the till that comes after it."""

import asyncio
import json
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from types import TracebackType
from typing import Self, TypedDict, TypeVar

from pos_app.simulator.server import serving
from pos_app.store.files.folder import LOCK, RESERVE
from tests.crashes.rig.child import SPEED, Orders, Told, orders
from tests.crashes.rig.recovery import Recovery, recover
from tests.crashes.rig.town import Customer, Town
from tests.whole.truth import make_room

T = TypeVar("T")
ROOT = Path(__file__).parents[3]
PATIENCE = 20.0  # seconds, for a child to end
KILLED = -9  # by SIGKILL
MAIN = "MainThread"


@dataclass
class Lived:
    """One life of a till process. `code` as a shell tells it: negative for a signal."""

    pid: int = 0
    code: int | None = None
    lines: list[Told] = field(default_factory=list)
    stopped: str = ""
    reported: list[str] = field(default_factory=list)
    threads: dict[str, int] = field(default_factory=dict)
    let_go: float = 0.0  # the moment, in seconds, at which it passed its last gate
    ended: float = 0.0
    doomed: bool = False  # somebody is about to kill it
    hung: bool = False

    @property
    def last(self) -> Told:
        return self.lines[-1]


Watch = Callable[[Lived], Awaitable[None]]


async def only_look(life: Lived) -> None:
    pass


class Said(TypedDict, total=False):
    """One line from a till, or about its end."""

    pid: int
    gate: str
    threads: dict[str, int]
    told: Told
    stopped: str
    reported: str
    ended: int


class Zygote:
    """Forks tills that have imported everything already."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def live(self, given: Orders, at_gate: Watch, at_line: Watch) -> Lived:
        """Until the child's end. `at_gate` is awaited before it may go on."""
        life = Lived()
        self._write(json.dumps(given).encode() + b"\n")
        try:
            await self._follow(life, at_gate, at_line)
        except BaseException:  # of whoever watched: the child must not be left waiting
            if life.code is None and life.pid:
                os.kill(life.pid, signal.SIGKILL)
                await self._follow(life, only_look, only_look)
            raise
        return life

    async def _follow(self, life: Lived, at_gate: Watch, at_line: Watch) -> None:
        while life.code is None:
            match await self._said(life):
                case {"pid": pid}:
                    life.pid = pid
                case {"gate": _, "threads": threads}:
                    life.threads = {**threads, MAIN: life.pid}
                    await at_gate(life)
                    life.let_go = perf_counter()
                    self._write(b"\n")
                case {"told": line}:
                    life.lines.append(line)
                    await at_line(life)
                case {"stopped": why}:
                    life.stopped = why
                case {"reported": error}:
                    life.reported.append(error)
                case {"ended": code}:
                    life.code, life.ended = code, perf_counter()

    async def _said(self, life: Lived) -> Said:
        """The next line. Who says nothing for so long is killed, and his end is the next line."""
        assert self._process.stdout is not None
        try:
            async with asyncio.timeout(PATIENCE):
                said: Said = json.loads(await self._process.stdout.readline())
                return said
        except TimeoutError:
            if life.hung or not life.pid:
                raise
            life.hung = True
            os.kill(life.pid, signal.SIGKILL)
            return await self._said(life)

    def _write(self, words: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(words)

    async def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()


class Bench:
    """A town, its network on a loopback address, and a zygote. A context manager."""

    def __init__(self, place: Path) -> None:
        self.place, self.town = place, Town()
        self._number = 0
        self._runner = asyncio.Runner()

    def __enter__(self) -> Self:
        self._runner.run(self._open())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._runner.run(self._close())
        self._runner.close()

    async def _open(self) -> None:
        self._served = serving(self.town.backend, sleep=self.town.pass_time)
        self.url = await self._served.__aenter__()
        words = (sys.executable, "-m", "tests.crashes.rig.zygote")
        process = await asyncio.create_subprocess_exec(*words, cwd=ROOT, stdin=PIPE, stdout=PIPE)
        self._zygote = Zygote(process)

    async def _close(self) -> None:
        await self._zygote.end()
        await self._served.__aexit__(None, None, None)

    def new_folder(self, like: Path | None = None, within: Path | None = None) -> Path:
        """A data folder, empty or as another one was left; `within`: on a disk of its own."""
        self._number += 1
        folder = (within or self.place) / f"{self._number}" / "training"
        if like is not None:
            shutil.copytree(like, folder, ignore=lambda *_: {LOCK, RESERVE})
        if within is None:
            make_room(folder)
        self.town.begin(folder)
        return folder

    def orders(self, folder: Path) -> Orders:
        return orders(folder, self.url, self.town.time.now() + 1_000)

    def live(self, given: Orders, at_gate: Watch = only_look, at_line: Watch = only_look) -> Lived:
        """Let a till live, and let what it has sent arrive."""

        async def until_quiet() -> Lived:
            life = await self._zygote.live(given, at_gate, at_line)
            for _ in range(60):  # what is in the sockets is read; nobody is left to be answered
                await asyncio.sleep(0)
            return life

        began = perf_counter()
        life = self._runner.run(until_quiet())
        spent = int((perf_counter() - began) * SPEED * 1000)
        self.town.time.base = max(self.town.time.base, given["start"] + spent)
        return life

    def wait_for(self, work: Coroutine[None, None, T]) -> T:
        """Let something else happen while the world is there to be asked."""
        return self._runner.run(work)

    def recover(self, folder: Path, customer: Customer, life: Lived) -> Recovery:
        found = recover(folder, self.town, customer, life.lines)
        found.findings += [f"reported: {error}" for error in life.reported]
        if life.hung:
            found.findings.append(f"stuck: it never ended, and showed {life.lines[-1:]}")
        return found
