"""The till started again on what a crash has left, in virtual time, held against the truth."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from sqlalchemy import Connection, select

from benchmarks.virtual_loop import VirtualClock, VirtualLoop
from pos_app.config import Settings
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Fact, Prepared
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.errors import LedgerError, TillError
from pos_app.gateway.door import Door
from pos_app.gateway.in_process import in_process
from pos_app.gateway.secret import Secret
from pos_app.house import IN_PROCESS, House, wire
from pos_app.services.ids import SystemIds
from pos_app.services.state import TillState
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.door import simulated
from pos_app.simulator.faults import ConnectionDropped
from pos_app.store.files.folder import LEDGER
from pos_app.store.journal import Event
from pos_app.store.ledger import open_ledger
from pos_app.store.sales import AttemptJson, SaleJson, read_beside, sales_json
from pos_app.store.schema import happened
from pos_app.store.verify import verify
from tests.crashes.rig.child import TERMINAL, Told
from tests.crashes.rig.town import Customer, Town

LONGEST = 9_000.0  # seconds of virtual time: two charges, each an intent's hour and a half
UNSETTLED = ("pending", "unsure")


@dataclass
class Recovery:
    """`findings`: what must never be. Units: `shown_in` in seconds of the computer's time."""

    findings: list[str] = field(default_factory=list)
    shown_in: float = 0.0
    took_up: str = ""  # the status of the charge that was found open


class RecoveryClock(VirtualClock):
    def __init__(self, loop: asyncio.AbstractEventLoop, start: int) -> None:
        super().__init__(loop)
        self.EPOCH = start


def recover(folder: Path, town: Town, customer: Customer, lines: list[Told]) -> Recovery:
    """Start the till, press Charge as an impatient cashier does, come to the end, and compare.

    `customer` has the charge of the crash; whatever is charged after it is paid.
    """
    found = Recovery()
    loop = VirtualLoop()
    town.time.follow(loop)
    try:
        with asyncio.Runner(loop_factory=lambda: loop) as runner:
            runner.run(_again(folder, town, customer, found))
    finally:
        town.time.follow(None)
    found.findings += compare(folder, town, lines)
    return found


async def _again(folder: Path, town: Town, customer: Customer, found: Recovery) -> None:
    left = _attempts(folder) if (folder / LEDGER).exists() else []
    open_one = next((a for a in left if a["outcome"] in UNSETTLED), None)
    first: list[TillState] = []
    reported: list[BaseException] = []
    begun = perf_counter()
    try:
        house = await _house(folder, town, reported)
    except LedgerError as error:
        found.findings.append(f"stuck: it does not start: {error}")
        return
    house.board.state.watch(lambda now: first.append(now) if now.ready and not first else None)
    await house.start()
    found.shown_in = perf_counter() - begun
    if open_one is not None:
        found.took_up = open_one["status"]
        found.findings += _not_shown(open_one, first, folder)
    town.customer = customer
    try:
        await _to_the_end(house, town, found)
    finally:
        town.customer = Customer.PAYS
        await house.close()
    found.findings += [f"reported: {error!r}" for error in reported]


async def _house(folder: Path, town: Town, reported: list[BaseException]) -> House:
    clock = RecoveryClock(asyncio.get_running_loop(), town.time.now())
    ledger = await open_ledger(
        folder, "training", "CAJA01", clock_ms=clock.now, inline=True, least_free=0, reserve=0
    )
    network = in_process(simulated(town.backend, clock.sleep), ConnectionDropped)
    door = Door(
        IN_PROCESS,
        Secret(TOKEN),
        training=True,
        transport=network,
        monotonic=clock.monotonic,
        wall=lambda: clock.now() / 1000,
    )
    settings = Settings(folder.parent, folder.name, site_id="MLA")
    return wire(settings, ledger, door, clock, SystemIds(), reported.append)


def _not_shown(open_one: AttemptJson, first: list[TillState], folder: Path) -> Iterator[str]:
    """The first state in which anything may be pressed has the charge, unless it is void."""
    reference = open_one["external_reference"]
    now = next(a for a in _attempts(folder) if a["external_reference"] == reference)
    panel = first[0].following if first else None
    if not first:
        yield "not ready after the start"
    elif now["outcome"] in UNSETTLED and (
        panel is None or panel.attempt.prepared.external_reference != reference
    ):
        yield f"not shown: {now}"


async def _to_the_end(house: House, town: Town, found: Recovery) -> None:
    board, loop = house.board, asyncio.get_running_loop()
    begun = loop.time()
    while board.now.sale is not None and board.now.sale.lines:
        if board.outcome() is Outcome.PAID:
            return
        if loop.time() - begun > LONGEST:
            found.findings.append(f"stuck: {board.now.following} {board.now.notice}")
            return
        town.act()
        house.checkout.choose_terminal(TERMINAL)
        house.checkout.charge()
        await asyncio.sleep(2.0 if loop.time() - begun < 60 else 60.0)
        ended = board.now.following is None or board.now.following.attempt.settled
        if ended or board.now.tries > 1:
            town.customer = Customer.PAYS


def _attempts(folder: Path) -> list[AttemptJson]:
    return [attempt for sale in sales_json(folder)["sales"] for attempt in sale["attempts"]]


# The oracles.


def compare(folder: Path, town: Town, lines: list[Told]) -> Iterator[str]:
    """The book against the truth, and against what the crashed till had shown."""
    report = verify(folder)
    yield from (f"not whole: {finding}" for finding in report.findings)
    yield from (f"unannounced: {what}" for what in town.unannounced)
    town.unannounced.clear()
    try:
        sales = sales_json(folder)["sales"]
    except TillError as error:
        yield f"not whole: {error!r}"
        return
    told = {a["external_reference"]: (s, a) for s in sales for a in s["attempts"]}
    for sale, attempt in told.values():
        yield from _of_attempt(sale, attempt, town)
    for sale in sales:
        yield from _of_sale(sale, town)
    for intent in town.intents:
        if intent.reference not in told:
            yield f"lost: no book knows {intent.reference}"
    yield from _unacknowledged(folder, sales, lines)


def _of_attempt(sale: SaleJson, attempt: AttemptJson, town: Town) -> Iterator[str]:
    reference, outcome = attempt["external_reference"], attempt["outcome"]
    approved = town.backend.truth.approved(reference)
    ids = {str(payment.id) for payment in approved}
    if ids and outcome != "paid":
        yield f"lost: money came in for {attempt}"
    if outcome == "paid" and not ids & {*attempt["payment_ids"]}:
        yield f"wrongly paid: {attempt}"
    acted = [r for r in town.backend.truth.creates(reference) if r.acted and r.status == 201]
    if len(acted) > 1 or len(town.backend.truth.intents(reference)) > 1:
        yield f"doubled: {len(acted)} creates of {attempt}"
    if outcome in UNSETTLED:
        yield f"stuck: {attempt}"


def _of_sale(sale: SaleJson, town: Town) -> Iterator[str]:
    references = {a["external_reference"] for a in sale["attempts"]}
    approved = [p for r in references for p in town.backend.truth.approved(r)]
    if len(approved) > 1:
        yield f"doubled: {len(approved)} payments of {sale}"
    paid = any(a["outcome"] == "paid" for a in sale["attempts"])
    if (sale["status"] == "paid") != paid or (paid and not approved):
        yield f"wrongly paid: {sale}"
    if paid and [t["amount"] for t in sale["tenders"]] != [sale["total"]]:
        yield f"wrongly paid: {sale}"


def _unacknowledged(folder: Path, sales: list[SaleJson], lines: list[Told]) -> Iterator[str]:
    """I19: what was on the screen was on the disk."""
    was = read_beside(folder / LEDGER, lambda db: frozenset(_histories(db)))
    for line in lines:
        shown = (line["reference"], line["status"], line["outcome"])
        if line["reference"] and shown not in was:
            yield f"unacknowledged: {shown} was shown and is not in the book"
    totals = {s["total"].replace(".", "") for s in sales}
    for total in {str(line["total"]) for line in lines if line["total"]} - totals:
        yield f"unacknowledged: a sale of {total} was shown and is not in the book"


def _histories(db: Connection) -> Iterator[tuple[str, str, str]]:
    folded: dict[str, Attempt] = {}
    for row in db.execute(select(happened).order_by(happened.c.seq)):
        event = Event(*row)
        if event.kind.startswith("note."):
            continue
        fact = event.fact
        if isinstance(fact, Prepared):
            folded[event.subject] = Attempt.begin(fact)
        elif isinstance(fact, Fact):
            folded[event.subject] = folded[event.subject].apply(fact)
        else:
            continue
        now = folded[event.subject]
        yield event.subject, now.status.word, now.outcome.value
