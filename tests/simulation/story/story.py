"""One run: sales under faults, then all is mended, and everything must come to an end."""

import asyncio
import random
from pathlib import Path

from pos_app.domain.charge.status import AttemptStatus
from pos_app.services.state import TillState
from pos_app.simulator.world.records import Payment
from tests.simulation.engine.luck import ANY, INTENT
from tests.simulation.engine.till import Till
from tests.simulation.engine.world import World
from tests.simulation.oracles.ends import Ends
from tests.simulation.oracles.screens import screens
from tests.simulation.oracles.steps import Steps
from tests.simulation.story.cashier import Cashier
from tests.simulation.story.customers import Customers
from tests.simulation.story.draw import Draw

NAMES = ("CAJA01", "CAJA02")
NOTICED = 310.0  # seconds, in the first two hours
AT_THE_END = 0.15  # how often the question about a charge that is as good as paid is struck
_KNOWN = (
    "SELECT id FROM payment WHERE id = ? AND (binds = 1 OR loose = 1 OR status = 'refunded')"
    " UNION SELECT payment FROM tender WHERE payment = ?"
    " UNION SELECT payment FROM orphan WHERE payment = ?"
)


class Story:
    def __init__(self, seed: str, folder: Path, tills: int, draw: Draw, *, whole: bool) -> None:
        self.draw, self.rng = draw, random.Random(f"{seed} late")
        self.world = World(
            random.Random(seed).randrange(2**32), draw.options, draw.latency, whole=whole
        )
        self.steps = Steps(self.world.trace, screens())
        self.customers = Customers(self.world, random.Random(f"{seed} customers"), draw)
        self.world.arrived = self.customers.meet
        self.world.faulted = self._struck
        self.tills = tuple(
            Till(self.world, name, folder, f"{seed} {name}", self.steps) for name in NAMES[:tills]
        )
        self._late, self._seen = random.Random(f"{seed} processed"), set[str]()
        for till in self.tills:
            till.shows = self._strike_late
        self.cashiers = tuple(
            Cashier(till, random.Random(f"{seed} at {till.name}"), draw, self.customers)
            for till in self.tills
        )

    @property
    def failed(self) -> bool:
        return bool(self.world.trace.failures)

    def _struck(self, kind: str, path: str) -> None:
        """For the gates: which status of a charge met which fault."""
        for till in self.tills:
            if till.on and (following := till.state.following) is not None:
                self.world.trace.count(f"pair: {following.attempt.status.word} x {kind}")

    def _strike_late(self, state: TillState) -> None:
        """PROCESSED does not last: what is drawn for a sale has mostly struck before it."""
        attempt = state.following.attempt if state.following else None
        if attempt is None or attempt.status is not AttemptStatus.PROCESSED:
            return
        reference, kinds = attempt.prepared.external_reference, _anywhere(self.draw)
        if reference not in self._seen and kinds and not self.customers.calm:
            self._seen.add(reference)
            if self._late.random() < AT_THE_END:
                self.world.luck.arm(self._late.choice(kinds), INTENT, self._late, 1, 1)

    async def play(self, *, deep: bool) -> None:
        """`deep`: in the end the whole file is checked by the till's own command."""
        try:
            await asyncio.gather(*(cashier.work() for cashier in self.cashiers))
            await self.finish(deep=deep)
        finally:
            await self.clear()

    async def finish(self, *, deep: bool) -> None:
        await self.mend()
        await self.come_late()
        Ends(self.world, self.steps, self.tills).check(deep=deep)

    async def come_late(self) -> None:
        """What was still on its way arrives; the till must notice by itself, or at its start."""
        backend, options = self.world.backend, self.draw.options
        while self.world.on_the_way or self._is_open():
            self.customers.finish()
            await asyncio.sleep(10)
        missing = [p for p in backend.truth.payments() if p.approved and self._is_news(p)]
        if not missing:
            return
        await asyncio.sleep(max(options.search_lag, options.payment_lag) / 1000)
        if self.rng.random() < 0.5:
            for till in self.tills:
                await till.stop()
        noticed = False
        while not noticed:  # one that dies meanwhile has not had its time
            await self.mend()
            lives = [till.life for till in self.tills]
            await asyncio.sleep(NOTICED)
            noticed = all(life.alive for life in lives)
        await self.mend()

    def _is_open(self) -> bool:
        """A terminal still has a charge."""
        backend = self.world.backend
        backend.advance()
        return any(backend.terminals.live_intent(t) for t in backend.world.terminals.values())

    def _is_news(self, payment: Payment) -> bool:
        """No book knows of it yet."""
        number = str(payment.id)
        return not any(till.life.disk.ask(_KNOWN, number, number, number) for till in self.tills)

    async def clear(self) -> None:
        for till in self.tills:
            await till.bury()
            till.end()

    async def mend(self) -> None:
        """Liveness (I23): no fault is left, and people do what the till tells them."""
        self.customers.calm = True
        for cashier in self.cashiers:
            await cashier.mend()
        for cashier in self.cashiers:
            await cashier.settle()


def _anywhere(draw: Draw) -> list[str]:
    """The kinds of trouble in this run that may befall any request."""
    return [kind.name for kind in draw.kinds if kind.where == ANY]
