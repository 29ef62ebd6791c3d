"""A till at work in a process of its own, that tells of each call that has returned."""

import argparse
import asyncio
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from sqlalchemy import Connection

from pos_app.domain.charge.facts import Fact, Lost, Refusal, Refused
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.sale import LineAdded, LineRemoved, Sale, SaleCancelled
from pos_app.store import connection
from pos_app.store.connection import raw
from pos_app.store.ledger import Ledger, open_ledger
from tests.store.shop import NOW, line, paid_by, prepared

RESERVE = 16 * 1024  # bytes
MOST_EVENTS = 150  # of a usual life: each is proved again in each image
BUSY_SALES = 45  # more than fill the write-ahead file: SQLite brings it in by itself


@dataclass(frozen=True)
class Told:
    """All that the ledger holds. `live`: the attempts that are not settled, and how they stand."""

    events: int
    rows: str  # a sum of every row of every table
    live: dict[str, str]
    closed: bool = False

    @classmethod
    def read(cls, line: str) -> "Told":
        return cls(**json.loads(line))


async def open_till(folder: Path) -> Ledger:
    terms = {"least_free": 0, "reserve": RESERVE, "busy_ms": 0}
    return await open_ledger(
        folder, "training", "CAJA01", clock_ms=lambda: NOW, inline=True, **terms
    )


async def holds(ledger: Ledger) -> Told:
    live = {a.prepared.external_reference: a.status.name for a in await ledger.unfinished()}
    events, rows = await ledger._book.write(_sum)  # nothing public reads all of it
    return Told(events, rows, live)


def _sum(db: Connection) -> tuple[int, str]:
    driver, total = raw(db), hashlib.sha256()
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE V%'"
    for (table,) in driver.execute(f"{tables} ORDER BY name").fetchall():
        for row in sorted(map(repr, driver.execute(f'SELECT * FROM "{table}"'))):
            total.update(f"{table} {row}\n".encode())
    return driver.execute("SELECT count(*) FROM event").fetchone()[0], total.hexdigest()


class Shift:
    """Sales, charges and all else that is written, and after each call what the ledger holds."""

    def __init__(self, ledger: Ledger, chance: Random) -> None:
        self._ledger, self._chance = ledger, chance

    async def say(self) -> Told:
        told = await holds(self._ledger)
        say(told)
        return told

    async def work(self) -> None:
        chance = self._chance
        kinds = (self._charge, self._change, self._rest, self._back_up)
        await chance.choices(kinds, (6, 1, 3, 1))[0](f"{chance.getrandbits(64):016x}")

    async def _charge(self, name: str) -> None:
        ledger, chance = self._ledger, self._chance
        await ledger.probe()
        await self.say()
        sale = await self._sale(name)
        told = prepared(sale, terminal=f"PAX_A910__{name}")
        attempt = await ledger.prepare(told, "ana")
        await self.say()
        facts: list[Fact] = list(paid_by(attempt, f"payment {name}"))
        if chance.random() < 0.2:
            facts = [Refused(at=NOW, why=Refusal.BUSY, detail="x" * chance.randrange(9_000))]
        elif chance.random() < 0.3:
            del facts[chance.randrange(1, len(facts)) :]  # it stays as it is, and lives
            facts += [Lost(at=NOW, why="no answer")]
        for fact in facts:
            attempt = await ledger.append(attempt, fact, "till")
            await self.say()

    async def _change(self, name: str) -> None:
        sale = await self._sale(name)
        for fact in (LineRemoved(at=NOW, line_id="line-1"), SaleCancelled(at=NOW)):
            sale = await self._ledger.change_sale(sale, fact, "ana")
            await self.say()

    async def _sale(self, name: str) -> Sale:
        sale = await self._ledger.open_sale(f"sale {name}", "ARS", "ana")
        await self.say()
        sale = await self._ledger.change_sale(sale, LineAdded(at=NOW, line=line(1)), "ana")
        await self.say()
        return sale

    async def _back_up(self, name: str) -> None:
        await self._ledger.note("before a backup", name, {}, "ana")
        await self.say()
        await self._ledger.backups.make()
        await self.say()

    async def _rest(self, name: str) -> None:
        price = Money(self._chance.randrange(1, 10**6), "ARS")
        await self._ledger.note("drawer", name, {"sum": price.minor}, "ana")
        await self.say()
        await self._ledger.memory.remember(f"key {self._chance.randrange(3)}", name)
        await self.say()
        many = range(self._chance.randrange(1, 30))
        await self._ledger.catalog.put_products(
            Product(f"code {n}", f"Café {n} {name}", price) for n in many
        )
        await self.say()


def say(told: Told) -> None:
    os.write(1, (json.dumps(asdict(told)) + "\n").encode())


def loosen(synchronous: str) -> None:
    """Plant what must be found: commits that are not waited for."""
    full = "PRAGMA synchronous=FULL"
    assert full in connection._TO_WRITE
    looser = full.replace("FULL", synchronous)
    pragmas = tuple(p.replace(full, looser) for p in connection._TO_WRITE)
    vars(connection)["_TO_WRITE"] = pragmas


async def live(folder: Path, chance: Random) -> None:
    """Some days, the last of which may end without a closing."""
    busy = chance.random() < 0.04
    for day in range(chance.randint(1, 4)):
        ledger = await open_till(folder)
        shift = Shift(ledger, chance)
        told = await shift.say()
        for _ in range(BUSY_SALES if busy else chance.randint(0, 5)):
            if told.events > MOST_EVENTS and not busy:
                break
            await shift.work()
        if day and chance.random() < 0.3:
            os._exit(0)
        told = await shift.say()
        await ledger.close()
        say(Told(told.events, told.rows, told.live, closed=True))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("seed")
    parser.add_argument("--synchronous", default="FULL")
    args = parser.parse_args()
    loosen(args.synchronous)
    asyncio.run(live(args.folder, Random(args.seed)))


if __name__ == "__main__":
    main()
