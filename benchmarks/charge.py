"""How soon a charge leaves: pressed, written down for good, and at the provider's door."""

import asyncio
import os
import ssl
import tempfile
import time
from pathlib import Path

import httpx

from benchmarks.figures import RUNS, Row, median, numbers, part, progress
from benchmarks.many_sales import EPOCH, PERSON, TILL, begin_sale, prepared
from benchmarks.processes.child import fetch, provider
from benchmarks.shop import Shop, live
from pos_app.domain.charge.facts import Refusal, Refused, Sending
from pos_app.domain.charge.status import AttemptStatus
from pos_app.services.state import TillState
from pos_app.store.ledger import open_ledger
from pos_app.ui.shared.loop import run

LATEST, COMMIT = 10.0, 2.0  # milliseconds; times a raw write
PAGE = b"\x5a" * 4096


def measure(arguments: list[str]) -> list[Row]:
    """[ROUNDS] [CHARGES IN EACH]"""
    rounds, charges = numbers(arguments, RUNS, 40)
    with tempfile.TemporaryDirectory(prefix="pos-app-bench-") as folder:
        progress(f"charge: {rounds} rounds of {charges}")
        with provider("1", "1") as address:
            shop, found = Shop(Path(folder), address), Pressed()
            run(shop.till.front.qt, _press(shop, address, rounds, charges, found))
        return [*found.rows(), _commit(Path(folder) / "commits", rounds, charges)]


class Pressed:
    """Milliseconds from the click; a list for each round."""

    def __init__(self) -> None:
        self.durable: list[list[float]] = []
        self.written: list[list[float]] = []
        self.bare: list[list[float]] = []  # the same request without a till

    def rows(self) -> list[Row]:
        durable, written, bare = (
            (median([part(r, 0.5) for r in rounds]), median([part(r, 0.95) for r in rounds]))
            for rounds in (self.durable, self.written, self.bare)
        )
        job = "Charge pressed to SENDING on the disk and told"
        first = Row("charge", job, f"p50 {durable[0]:.1f}, p95 {durable[1]:.1f} ms")
        job = "Charge pressed to the request at the provider, new connection"
        told, goal = f"p50 {written[0]:.1f}, p95 {written[1]:.1f} ms", f"p95 <= {LATEST:g} ms"
        beside, ratio = f"httpx alone p50 {bare[0]:.1f}, p95 {bare[1]:.1f} ms", written[1] / bare[1]
        return [first, Row("charge", job, told, beside, ratio, goal, written[1] <= LATEST)]


async def _press(shop: Shop, address: str, rounds: int, charges: int, found: Pressed) -> int:
    await shop.open()
    sending: list[float] = []
    trust = ssl.create_default_context()

    def note(now: TillState) -> None:
        if (attempt := live(now)) and attempt.status is AttemptStatus.SENDING:
            sending.append(time.monotonic())

    shop.house.board.state.watch(note)
    for number in range(rounds + 1):
        pressed, durable, alone = [], [], []
        fetch(address)
        for _ in range(charges):
            await shop.add()
            sending.clear()
            pressed.append(await shop.charge())
            await shop.settle()
            durable.append(sending[0])
            alone.append(time.monotonic())
            await _ask_alone(address, trust)
        noted = fetch(address)
        came, bare = ([at for at, how, _ in noted if how == method] for method in ("POST", "PUT"))
        if number:  # the first one warms up
            pairs = zip(pressed, durable, came, strict=True)
            told = [(1000 * (d - p), 1000 * (c - p)) for p, d, c in pairs]
            found.durable.append([each[0] for each in told])
            found.written.append([each[1] for each in told])
            found.bare.append([1000 * (c - a) for a, c in zip(alone, bare, strict=True)])
    await shop.till.close()
    return 0


async def _ask_alone(address: str, trust: ssl.SSLContext) -> None:
    """One request on a new connection, on the till's loop, and nothing else."""
    async with httpx.AsyncHTTPTransport(verify=trust) as transport:
        request = httpx.Request("PUT", f"{address}/nothing", content=PAGE[:400])
        answer = await transport.handle_async_request(request)
        await answer.aread()


def _commit(folder: Path, rounds: int, charges: int) -> Row:
    """SENDING through the real book, in turn with a bare write of one page to the same disk."""
    ours, raw = asyncio.run(_alternate(folder, rounds, charges))
    took, floor = median(ours), median(raw)
    job = "SENDING committed (read, chained, written, synced)"
    beside = f"4 KiB and fdatasync {floor:.2f} ms"
    goal, met = f"<= {COMMIT:g}x", took <= COMMIT * floor
    return Row("charge", job, f"{took:.2f} ms", beside, took / floor, goal, met)


async def _alternate(folder: Path, rounds: int, charges: int) -> tuple[list[float], list[float]]:
    ours, raw = [], []
    ledger = await open_ledger(folder, "live", TILL, clock_ms=lambda: EPOCH, inline=True)
    page = os.open(folder / "raw", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for first in range(1, rounds * charges, charges):
        took, floor = [], []
        for number in range(first, first + charges):
            sale = await begin_sale(ledger, number, EPOCH)
            attempt = await ledger.prepare(prepared(sale), PERSON)
            start = time.perf_counter()
            attempt = await ledger.append(attempt, Sending(at=EPOCH), TILL)
            middle = time.perf_counter()
            os.write(page, PAGE)
            os.fdatasync(page)
            floor.append(1000 * (time.perf_counter() - middle))
            took.append(1000 * (middle - start))
            await ledger.append(attempt, Refused(at=EPOCH, why=Refusal.REQUEST), TILL)
        ours.append(median(took))
        raw.append(median(floor))
    os.close(page)
    await ledger.close()
    return ours, raw
