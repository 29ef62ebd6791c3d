"""A till without a window that sells once: real ledger, gateway and services, in quick time."""

import asyncio
import json
import logging
import os
import resource
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

from pos_app.config import Settings
from pos_app.domain.errors import LedgerError
from pos_app.domain.money import Money
from pos_app.gateway.door import Door
from pos_app.gateway.secret import Secret
from pos_app.house import House, wire
from pos_app.services.clock import FastClock
from pos_app.services.ids import SystemIds
from pos_app.services.state import TillState
from pos_app.simulator.backend import TOKEN
from pos_app.store.ledger import MEBIBYTE, open_ledger

SPEED = 60.0  # the till's seconds in one of the computer's: only its own waits are shorter
TERMINAL = "PAX_A910__SMARTPOS9920017733"
TOTAL = 183450  # minor units
STOPPED = 3  # exit code: the book cannot be used
HUNGER = 0.4  # seconds
LINGERS = 0.15  # seconds in doubt, two searches: the till that comes after it sees the end of it
STDIN, STDOUT = 0, 1


class Orders(TypedDict):
    """Units: `start` in milliseconds, UTC; `reserve` and `least_free` in bytes.

    `gates`: where it waits for a word: "opening", "pressing". `act`: "sell" once, "resume" what
    is open, or only "open" the ledger. `hungry`: the status at which it has no memory for a while.
    """

    folder: str
    url: str
    start: int
    gates: list[str]
    act: str
    hungry: str
    reserve: int
    least_free: int


class Told(TypedDict):
    """What the till shows, in one line."""

    ready: bool
    reference: str
    status: str
    outcome: str
    unsaved: bool
    trouble: str
    notice: str
    total: int


def orders(folder: Path, url: str, start: int) -> Orders:
    return {
        "folder": str(folder),
        "url": url,
        "start": start,
        "gates": [],
        "act": "sell",
        "hungry": "",
        "reserve": 64 * MEBIBYTE,
        "least_free": 200 * MEBIBYTE,
    }


class ChildClock(FastClock):
    """Begins at the time that the simulated world has."""

    def __init__(self, start: int) -> None:
        super().__init__(SPEED)
        self._wall = start


def say(line: object) -> None:
    """One write of one line: either all of it was said before the end, or nothing."""
    os.write(STDOUT, json.dumps(line).encode() + b"\n")


def told(now: TillState) -> Told:
    panel, notice = now.following, now.notice
    return {
        "ready": now.ready,
        "reference": panel.attempt.prepared.external_reference if panel else "",
        "status": panel.attempt.status.word if panel else "",
        "outcome": panel.attempt.outcome.value if panel else "",
        "unsaved": panel.unsaved if panel else False,
        "trouble": repr(panel.trouble) if panel and panel.trouble else "",
        "notice": repr(notice.what) if notice else "",
        "total": now.sale.total.minor if now.sale else 0,
    }


class LiveTill:
    """Says what is shown whenever that changes, and ends by itself when nothing is left to do."""

    def __init__(self, given: Orders) -> None:
        self._given = given
        self._said: Told | None = None
        self._changed = asyncio.Event()
        self._fed, self._lingered = True, False

    async def run(self) -> None:
        given, clock = self._given, ChildClock(self._given["start"])
        folder = Path(given["folder"])
        self._gate("opening")
        ledger = await open_ledger(
            folder,
            "training",
            "CAJA01",
            clock_ms=clock.now,
            reserve=given["reserve"],
            least_free=given["least_free"],
        )
        if given["act"] == "open":
            await ledger.close()
            return
        door = Door(given["url"], Secret(TOKEN), training=True, wall=lambda: clock.now() / 1000)
        settings = Settings(folder.parent, folder.name, site_id="MLA")
        self._house = wire(settings, ledger, door, clock, SystemIds(), self._report)
        self._house.board.state.watch(self._tell)
        await self._house.start()
        if given["act"] == "sell":
            await self._sell(self._house)
        await self._until(self._over)
        await self._house.close()

    async def _sell(self, house: House) -> None:
        await self._until(lambda: house.board.now.terminals)
        house.checkout.choose_terminal(TERMINAL)
        while not (house.board.now.sale and house.board.now.sale.lines):  # refused: typed again
            house.desk.show(None)
            house.desk.add_amount(Money(TOTAL, "ARS"))
            await self._until(lambda: told(house.board.now)["total"] or house.board.now.notice)
        await asyncio.sleep(0.01)  # what else the start has to do is done
        self._gate("pressing")
        house.checkout.charge()

    def _over(self) -> bool:
        """The charge has ended, or was refused; or there was none to take up."""
        now = self._house.board.now
        if now.following is not None:
            return now.following.attempt.settled or self._lingered
        return now.notice is not None or (now.ready and self._given["act"] == "resume")

    async def _until(self, so: Callable[[], object]) -> None:
        while not so():
            self._changed.clear()
            await self._changed.wait()

    def _gate(self, name: str) -> None:
        if name in self._given["gates"]:
            threads = {t.name: t.native_id for t in threading.enumerate()}
            say({"gate": name, "threads": threads})
            os.read(STDIN, 1)

    def _tell(self, now: TillState) -> None:
        if (new := told(now)) != self._said:
            self._said = new
            say({"told": new})
        self._changed.set()
        if new["status"] == "(unknown)":
            asyncio.get_running_loop().call_later(LINGERS, self._leave)
        if self._fed and self._given["hungry"] and new["status"] == self._given["hungry"]:
            self._fed, eaten = False, list[bytes]()
            asyncio.get_running_loop().call_later(HUNGER, eaten.clear)
            starve(eaten)

    def _leave(self) -> None:
        self._lingered = True
        self._changed.set()

    def _report(self, error: BaseException) -> None:
        say({"reported": repr(error)})


def starve(eaten: list[bytes]) -> None:
    """Leave not one block of memory free (F57). Who clears `eaten` gives it all back."""
    limit = resource.getrlimit(resource.RLIMIT_AS)[1]
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize(), limit))
    for size in (1 << 20, 1 << 16, 1 << 12, 1 << 9, 1 << 6):
        try:
            while True:
                eaten.append(bytes(size))
        except MemoryError:
            continue


def live(given: Orders) -> int:
    logging.getLogger("pos_app").addHandler(logging.NullHandler())
    try:
        asyncio.run(LiveTill(given).run())
    except LedgerError as error:
        say({"stopped": error.fault.name})
        return STOPPED
    return 0
