"""How soon the cashier sees that the customer paid, by polling alone, and what it costs."""

import asyncio
import math
import random
import statistics
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from benchmarks.figures import Row, numbers, part, progress
from benchmarks.virtual_loop import VirtualClock, VirtualLoop
from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import CancelAnswer, Fact, Prepared
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from pos_app.domain.sale import Sale, SaleFact
from pos_app.gateway.capability import INTENTS
from pos_app.services.charges import Charges
from pos_app.services.tasks import TaskOwner

AMOUNT = Money(183450, "ARS")
# The life of a charge. Assumptions, from the shared measurements: share, median s, sigma, least s.
PICK_UP = (1.2, 0.55)
CUSTOMERS = (
    (0.50, 5.0, 0.45, 1.5),  # taps
    (0.38, 12.0, 0.45, 4.0),  # chip and PIN
    (0.07, 15.0, 0.50, 5.0),  # telephone
    (0.05, 35.0, 0.50, 12.0),  # hesitates
)
BANK = (1.8, 0.45)
ROUND_TRIP = (0.18, 0.35)
SHARE, WORST, REQUESTS = 0.55, 5.5, 17  # of the fixed interval; seconds; a sale
TICK = 0.001  # seconds: a clock's


def _lognormal(rng: random.Random, median: float, sigma: float) -> float:
    return median * math.exp(rng.gauss(0, sigma))


@dataclass(slots=True)
class Sold:
    """Units: seconds since Charge was pressed; `seen`: a reply said that the terminal is done."""

    done: float
    seen: float = 0.0
    proved: float = 0.0  # the payment was read
    sent: list[float] = field(default_factory=list)  # questions about the intent
    requests: int = 0


class Provider:
    """A terminal with a customer at it, seen through a network that takes its time."""

    capability: Capability = INTENTS
    skew = 0

    def __init__(self, rng: random.Random, shows_processing: bool) -> None:
        self._rng, self._shows_processing = rng, shows_processing
        loop = asyncio.get_running_loop()
        self._time, self._start = loop.time, loop.time()
        self._taken = _lognormal(rng, *PICK_UP)
        shares = [share for share, *_ in CUSTOMERS]
        _, median, sigma, least = rng.choices(CUSTOMERS, shares)[0]
        self._tapped = self._taken + max(least, _lognormal(rng, median, sigma))
        self.sold = Sold(self._tapped + _lognormal(rng, *BANK))

    def elapsed(self) -> float:
        return self._time() - self._start

    async def _cross(self, answer: Callable[[], IntentReport]) -> IntentReport:
        trip = _lognormal(self._rng, *ROUND_TRIP)
        self.sold.requests += 1
        await asyncio.sleep(trip / 2)
        report = answer()
        await asyncio.sleep(trip / 2)
        if report.status is S.CLOSED and not self.sold.seen:
            self.sold.seen = self.elapsed()
        return report

    def _report(self) -> IntentReport:
        age = self.elapsed()
        status = S.CLOSED if age >= self.sold.done else S.ON_TERMINAL
        if age < self._taken:
            status = S.OPENED
        elif self._tapped <= age < self.sold.done and self._shows_processing:
            status = S.PROCESSING
        results = ("1",) if status is S.CLOSED else ()
        return IntentReport(status=status, intent_id="i", amount=AMOUNT, results=results)

    async def create_intent(self, prepared: Prepared) -> IntentReport:
        self._start = self._time()
        return await self._cross(self._report)

    async def read_intent(self, intent_id: str, currency: str) -> IntentReport:
        self.sold.sent.append(self._time())
        return await self._cross(self._report)

    async def cancel_intent(self, intent_id: str, till_external_id: str) -> CancelAnswer:
        return CancelAnswer.TOO_LATE

    async def read_payment(self, payment_id: str) -> Payment:
        await self._cross(self._report)
        self.sold.proved = self.elapsed()
        return Payment(id=payment_id, status=PaymentStatus.APPROVED, amount=AMOUNT)

    async def search_payments(self, external_reference: str) -> tuple[Payment, ...]:
        return ()


class Paper:
    """The book without a disk: durability is measured elsewhere."""

    async def prepare(self, prepared: Prepared, actor: str) -> Attempt:
        return Attempt.begin(prepared)

    async def append(self, attempt: Attempt, fact: Fact, actor: str) -> Attempt:
        return attempt.apply(fact)

    async def taken(self, payment_ids: tuple[str, ...], reference: str) -> tuple[str, ...]:
        return ()

    async def unfinished(self) -> tuple[Attempt, ...]:
        return ()

    async def attempts_of(self, sale_id: str) -> tuple[Attempt, ...]:
        return ()

    async def current_sale(self) -> Sale | None:
        return None

    async def open_sale(self, sale_id: str, currency: str, actor: str) -> Sale:
        raise NotImplementedError

    async def change_sale(self, sale: Sale, fact: SaleFact, actor: str) -> Sale:
        raise NotImplementedError

    async def probe(self) -> None:
        return None


class Dice:
    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def chance(self, count: int) -> bytes:
        return self._rng.randbytes(count)

    def between(self, low: float, high: float) -> float:
        return self._rng.uniform(low, high)


def _prepared(number: int, at: int = VirtualClock.EPOCH) -> Prepared:
    return Prepared(
        at=at,
        external_reference=f"T-{number}",
        idempotency_key=str(number),
        sale_id="s",
        ticket_number=1,
        number=1,
        terminal_id="PAX_A910__X",
        amount=AMOUNT,
        site="MLA",
        merchant_id="",
        live=False,
    )


async def till(provider: Provider, rng: random.Random) -> None:
    """The till's own poller: the one that drives every charge."""
    clock = VirtualClock(asyncio.get_running_loop())
    tasks = TaskOwner(lambda error: None)
    charges = Charges(provider, Paper(), tasks, clock, Dice(rng))
    settled = asyncio.Event()
    await charges.begin(_prepared(rng.getrandbits(60), clock.now()), "Ana")
    charges.following.watch(
        lambda all_: settled.set() if all(f.attempt.settled for f in all_.values()) else None
    )
    await settled.wait()
    await tasks.close()


async def fixed_two_seconds(provider: Provider, rng: random.Random) -> None:
    """What a fixed interval of 2 s after each reply gives, the payment read as well."""
    report = await provider.create_intent(_prepared(0))
    while report.status is not S.CLOSED:
        await asyncio.sleep(2.0)
        report = await provider.read_intent("i", "ARS")
    await provider.read_payment("1")


async def _sell(
    way: Callable[[Provider, random.Random], Awaitable[None]], sales: int, seed: int, shows: bool
) -> list[Sold]:
    sold: list[Sold] = []
    for number in range(sales):
        provider = Provider(random.Random(f"{seed}-{number}"), shows)
        await way(provider, random.Random(number))
        if not provider.sold.done <= provider.sold.seen <= provider.sold.proved:
            raise ValueError(f"sale {number} was not followed to its proof: {provider.sold}")
        sold.append(provider.sold)
    return sold


def measure(arguments: list[str]) -> list[Row]:
    """[SALES] [SEED]"""
    sales, seed = numbers(arguments, 20_000, 1)
    rows: list[Row] = []
    for shows in (True, False):
        progress(f"detect: {sales} seeded sales, seed {seed}, twice, PROCESSING {_said(shows)}")
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            ours = runner.run(_sell(till, sales, seed, shows))
        with asyncio.Runner(loop_factory=VirtualLoop) as runner:
            fixed = runner.run(_sell(fixed_two_seconds, sales, seed, shows))
        rows += _delays("proved (the payment was read)", proved, ours, fixed, shows)
        rows += _delays("seen (the terminal is done)", seen, ours, fixed, shows)
        rows += _costs(ours, fixed, shows)
    return rows


def proved(sold: Sold) -> float:
    return sold.proved - sold.done


def seen(sold: Sold) -> float:
    return sold.seen - sold.done


def _said(shows: bool) -> str:
    return "shown" if shows else "not shown"


def _delays(
    job: str, delay: Callable[[Sold], float], ours: list[Sold], fixed: list[Sold], shows: bool
) -> list[Row]:
    """What the cashier waits for is the proof; the goal is on it, and on what comes before it."""
    till, peer = (sorted(delay(sold) for sold in each) for each in (ours, fixed))
    rows = []
    for name, of in (("mean", statistics.fmean), ("p95", lambda delays: part(delays, 0.95))):
        took, theirs = of(till), of(peer)
        what = f"paid to {job}, {name}, PROCESSING {_said(shows)}"
        rows.append(_row(what, took, theirs, f"<= {SHARE}x", took <= SHARE * theirs))
    what = f"paid to {job}, worst, PROCESSING {_said(shows)}"
    return [*rows, _row(what, till[-1], peer[-1], f"<= {WORST} s", till[-1] <= WORST)]


def _row(job: str, took: float, theirs: float, goal: str, met: bool) -> Row:
    beside = f"fixed 2 s: {theirs:.2f} s"
    return Row("detect", job, f"{took:.2f} s", beside, took / theirs, goal, met)


def _costs(ours: list[Sold], fixed: list[Sold], shows: bool) -> list[Row]:
    asked, theirs = (statistics.fmean(s.requests for s in each) for each in (ours, fixed))
    least = min(b - a for s in ours for a, b in zip(s.sent, s.sent[1:], strict=False))
    job, beside = f"requests a sale, PROCESSING {_said(shows)}", f"fixed 2 s: {theirs:.1f}"
    goal = f"<= {REQUESTS}"
    pace = f"least time between two questions, PROCESSING {_said(shows)}"
    return [
        Row("detect", job, f"{asked:.1f}", beside, asked / theirs, goal, asked <= REQUESTS),
        Row("detect", pace, f"{least:.3f} s", goal=">= 1 s", met=least >= 1 - TICK),
    ]
