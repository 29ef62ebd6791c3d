"""A till without its window, in virtual time: what is seen, what is done, what was true."""

import asyncio
from collections.abc import Callable

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.money import Money
from pos_app.services.state import TillState
from pos_app.simulator.faults import Drop, Fault
from pos_app.store.sales import AttemptJson, SaleJson, sales_json
from pos_app.store.verify import verify
from tests.services.premises import Premises, Sent

SMART, PLUS = "PAX_A910__SMARTPOS9920017733", "INGENICO_MOVE2500__60022810"
ALONE = "NEWLAND_N950__N950NCA400220187"
CREATE, INTENT, PAYMENT = "*/intents/point/*", "*/intents/*/point", "/v1/payments/[0-9]*"
PAID = ("paid", "refunded", "part_refunded")
SEARCH, DEVICES, ME = "/v1/payments/search", "*/devices*", "/users/me"


class Seen(Premises):
    """What a person sees."""

    @property
    def now(self) -> TillState:
        return self.house.board.now

    @property
    def attempt(self) -> Attempt:
        assert self.now.following is not None, "there is no panel"
        return self.now.following.attempt

    @property
    def status(self) -> str:
        return self.attempt.status.word if self.now.following else ""

    @property
    def outcome(self) -> str:
        return self.attempt.outcome.value if self.now.following else ""

    def following(self, reference: str) -> Attempt:
        """As the screens have it."""
        return self.house.charges.following.value[reference].attempt

    async def until(self, so: Callable[[], object], seconds: float = 120) -> None:
        end = self.clock.monotonic() + seconds
        while not so():
            assert self.clock.monotonic() < end, f"not in {seconds} s: {self.told()}"
            await asyncio.sleep(0.02)

    async def shows(self, status: str, outcome: str = "", seconds: float = 120) -> None:
        await self.until(lambda: self.status == status and outcome in ("", self.outcome), seconds)

    async def wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    def said(self) -> object:
        """The last line under the sale: why it was refused, or what is new."""
        what = self.now.notice.what if self.now.notice else None
        return getattr(what, "why", what)

    def tasks(self) -> list[str]:
        return sorted(case.task.value for case in self.now.cases)

    def told(self) -> str:
        trouble = self.now.following.trouble if self.now.following else None
        return f"{self.status} {self.outcome} {trouble!r} {self.now.notice!r}"


class Told(Seen):
    """What the world and the book say."""

    def asked(self, method: str, part: str) -> list[Sent]:
        return [each for each in self.sent if each.method == method and part in each.path]

    def creates(self) -> int:
        return sum(request.creates is not None for request in self.world.truth.requests)

    def sales(self) -> list[SaleJson]:
        return sales_json(self.folder)["sales"]

    def attempts(self) -> list[AttemptJson]:
        return [attempt for sale in self.sales() for attempt in sale["attempts"]]

    def kept(self, reference: str) -> AttemptJson:
        """As the book has it."""
        return next(a for a in self.attempts() if a["external_reference"] == reference)


class Shop(Told):
    """What a person does."""

    async def ready(self, terminal: str = SMART) -> None:
        await self.open()
        await self.until(lambda: self.now.terminals)
        self.house.checkout.choose_terminal(terminal)

    def add(self, minor: int) -> None:
        self.house.desk.add_amount(Money(minor, self.now.site.currency))

    def charge(self) -> None:
        self.house.checkout.charge()

    async def calm(self) -> None:
        """Until nothing is left to do now."""
        for _ in range(50):
            await asyncio.sleep(0)

    async def sell(self, minor: int = 183450) -> None:
        self.add(minor)
        await self.calm()
        self.charge()

    async def unclear(self, terminal: str = SMART, *, done: bool = True) -> str:
        """A charge of which no answer came, whether it was carried out or not: its reference."""
        self.house.checkout.choose_terminal(terminal)
        self.fault(Drop(after_effect=done), "POST", CREATE)
        await self.sell()
        await self.shows("(unknown)", "unsure")
        await self.wait(1.5)  # the terminal takes what reached it
        return self.attempt.prepared.external_reference

    async def aside(self, terminal: str = SMART, *, done: bool = True) -> str:
        """The same, set aside: the desk is free."""
        reference = await self.unclear(terminal, done=done)
        self.house.resolver.set_aside()
        await self.until(lambda: self.now.sale is None)
        return reference

    def fault(
        self, fault: Fault, method: str, path: str, nth: int = 1, times: int | None = 1
    ) -> None:
        self.world.faults.add(fault, method, path, nth, times)

    async def end(self) -> None:
        """What must be so after everything: the book is whole, and says what truly happened."""
        self.fails = lambda: ""
        await self.close()
        report = verify(self.folder)
        assert report.whole, report.findings
        compare(self)
        assert not self.reported, self.reported
        assert self.most_on_the_way <= 1, "two requests about one charge at once"


def compare(shop: Shop) -> None:
    """The book against the truth: no money lost, none made up, none taken twice (I1-I7, I14)."""
    truth = shop.world.truth
    told = {a["external_reference"]: (sale, a) for sale in shop.sales() for a in sale["attempts"]}
    for reference, (sale, attempt) in told.items():
        approved, outcome = truth.approved(reference), attempt["outcome"]
        ids, known = {str(payment.id) for payment in approved}, {*attempt["payment_ids"]}
        assert outcome != "not_paid" or ids <= known, f"money came in for {attempt}"
        assert outcome != "paid" or ids & known, f"nobody paid {attempt}"
        assert sale["status"] != "paid" or sale["total"] == attempt["amount"] or outcome != "paid"
        assert len(truth.intents(reference)) <= 1, f"two intents of {attempt}"
        acted = [r for r in truth.creates(reference) if r.acted and r.status in (201, None)]
        assert len(acted) <= 1, f"two creates of {attempt}"
    for sale in shop.sales():
        paid = [a for a in sale["attempts"] if a["outcome"] == "paid"]
        live = [a for a in sale["attempts"] if a["outcome"] in ("pending", "unsure")]
        unasked = [a for a in live if a["task"] != "late"]
        assert len(paid) <= len(sale["tenders"]) <= 1, sale
        assert not paid or not unasked, sale
        assert len(unasked) <= 1, sale
        assert (sale["status"] in PAID) == bool(sale["tenders"]), sale
        assert all(tender["amount"] == sale["total"] for tender in sale["tenders"]), sale
    references = {i.reference for i in shop.world.world.intents.values()}
    assert references <= told.keys(), "an intent that the book does not know (I1)"
