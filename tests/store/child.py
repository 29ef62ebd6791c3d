"""What is tried in a process of its own: python -m tests.store.child WHAT FOLDER."""

import asyncio
import itertools
import os
import resource
import signal
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Refusal, Refused, Sending
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.sale import Sale
from pos_app.store.files.folder import LEDGER, LOCK
from pos_app.store.verify import verify
from tests.store.cases.shop import cash, put_aside, unclear
from tests.store.shop import filled_sale, heard, make_ledger, open_here, paid_by, prepared

NOBODY = 65534


async def hold(folder: Path) -> None:
    """Open the ledger, say so, and keep it until standard input ends."""
    ledger = await open_here(folder)
    print("open", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await ledger.close()


async def sell(folder: Path) -> None:
    """Sell until killed; name the attempt at each step that was acknowledged."""
    ledger = await open_here(folder)
    for left in await ledger.unfinished():
        await ledger.append(left, Refused(at=1, why=Refusal.INTERRUPTED), "till")
    for number in range(1_000_000):
        sale = await filled_sale(ledger, f"sale-{os.getpid()}-{number}")
        attempt = await ledger.prepare(prepared(sale), "ana")
        print(attempt.prepared.external_reference, flush=True)
        for fact in paid_by(attempt, f"payment-{os.getpid()}-{number}"):
            attempt = await ledger.append(attempt, fact, "till")
            print(attempt.prepared.external_reference, flush=True)


async def back_up(folder: Path) -> None:
    """Make backups of a till at work until killed; tell how many events each has at least."""
    ledger = await open_here(folder)
    for number in itertools.count():
        for part in range(20):
            await ledger.note("big", f"{number} {part}", {"what": "x" * 40_000}, "ana")
        print(1 + 20 * (number + 1), flush=True)
        await ledger.backups.make()


async def fail(folder: Path) -> None:
    """End by an error in the middle of a sale."""
    await filled_sale(await open_here(folder), "a")
    raise RuntimeError("a slip")


async def refused_by_the_disk(step: Coroutine[None, None, Attempt | Sale], room: int) -> None:
    """Units: `room` in bytes, that a file may have."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
    with pytest.raises(LedgerError) as caught:
        await step
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert caught.value.fault is LedgerFault.TROUBLE
    assert caught.value.maybe_done


async def cash_trouble(folder: Path) -> None:
    """The same while cash is taken beside a charge that is unclear: all of it, or nothing."""
    ledger = await open_here(folder)
    attempt = await unclear(ledger, "a")
    sale = await put_aside(ledger, "a")
    for room in range(0, 24_000, 3_000):
        await refused_by_the_disk(ledger.pay_cash(sale, cash(sale), "ana"), room)
        assert await ledger.unfinished() == (attempt,)
        assert (await ledger.cases.kept(0))[0] == (sale,)
    paid = await ledger.pay_cash(sale, cash(sale), "ana")
    assert await ledger.pay_cash(sale, cash(sale), "ana") == paid
    assert (await ledger.unfinished())[0].covered
    await ledger.close()
    assert verify(folder).findings == ()


async def storage_trouble(folder: Path) -> None:
    """The disk refuses a write in the middle of a charge, and then takes it again (F49)."""
    ledger = await open_here(folder)
    attempt = await ledger.prepare(prepared(await filled_sale(ledger, "a")), "ana")
    for room in range(0, 12_000, 3_000):  # bytes: it breaks at the first page, or at a later one
        await refused_by_the_disk(ledger.append(attempt, Sending(at=1), "ana"), room)
        assert await ledger.unfinished() == (attempt,)
    sent = await ledger.append(attempt, Sending(at=1), "ana")
    opened = await ledger.append(sent, heard(sent, S.OPENED), "till")
    assert await ledger.append(sent, heard(sent, S.OPENED), "till") == opened
    await ledger.close()
    assert verify(folder).findings == ()
    assert verify(folder).events == 1 + 2 + 3


def read_only(folder: Path) -> None:
    """A folder, then a file, that this user may read and not write."""
    asyncio.run(make_ledger(folder, 1))
    if os.geteuid() == 0:  # a permission binds no root
        for path in (folder.parent, folder, *folder.iterdir()):
            os.chown(path, NOBODY, NOBODY)
        os.setuid(NOBODY)
    (folder / LEDGER).chmod(0o400)
    before = (folder / LEDGER).read_bytes()
    with pytest.raises(LedgerError) as caught:
        asyncio.run(open_here(folder))
    assert caught.value.fault is LedgerFault.READ_ONLY
    assert (folder / LEDGER).read_bytes() == before
    (folder / LEDGER).chmod(0o600)
    (folder / LOCK).chmod(0o400)
    with pytest.raises(LedgerError) as caught:
        asyncio.run(open_here(folder))
    assert caught.value.fault is LedgerFault.READ_ONLY
    assert verify(folder).findings == ()


def upgrade(folder: Path, kill_at: int) -> None:
    """Open an older ledger; die before that statement of it (F56). 0: live, and count them."""
    steps = itertools.count(1)
    last = 0

    def step(statement: str) -> None:
        nonlocal last
        last = next(steps)
        if last == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "connect", lambda opened, _: opened.set_trace_callback(step))
    asyncio.run(open_here(folder))
    print(last)


TRIED: dict[str, Callable[[Path], Coroutine[None, None, None]]] = {
    "back_up": back_up,
    "cash_trouble": cash_trouble,
    "fail": fail,
    "hold": hold,
    "sell": sell,
    "storage_trouble": storage_trouble,
}

if __name__ == "__main__":
    what, where = sys.argv[1], Path(sys.argv[2])
    if what == "read_only":
        read_only(where)
    elif what == "upgrade":
        upgrade(where, int(sys.argv[3]))
    else:
        asyncio.run(TRIED[what](where))
