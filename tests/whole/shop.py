"""A whole shop: the real window, services, gateway and ledger, a simulated provider, quick time."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import httpx
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from pos_app.config import Settings
from pos_app.demo import SimulatorClock, network_of
from pos_app.domain.money import DECIMALS, Money
from pos_app.front import Front
from pos_app.services.clock import FastClock
from pos_app.services.desk import Desk
from pos_app.services.ids import SystemIds
from pos_app.simulator.backend import TOKEN, Backend
from pos_app.simulator.faults import Fault
from pos_app.simulator.options import Options
from pos_app.simulator.worlds import seeded_shop
from pos_app.store.files.folder import RESERVE
from pos_app.store.sales import AttemptJson, SaleJson, sales_json
from pos_app.store.verify import verify
from pos_app.till import Till

SPEED = 12.0  # of the shop's time
SLICE = 1.0  # of the shop's seconds: who waits looks at the clock again
PATIENCE = 25.0  # of the computer's seconds, for one thing to come true
MIB = 1024 * 1024
SMART, PLUS, SMART_2 = "PAX_A910", "INGENICO_MOVE2500", "NEWLAND_N950"
CREATE, INTENT, PAYMENT = "*/intents/point/*", "*/intents/*/point", "/v1/payments/[0-9]*"
SEARCH, DEVICES, ME = "/v1/payments/search", "*/devices*", "/users/me"
SPOKEN = [f"{n}_label" for n in ("headline", "happened", "hint", "warning", "notice", "stopped")]
W = TypeVar("W", bound=QWidget)


class ShopClock(FastClock):
    """Runs fast, and can be pushed on. Units: seconds."""

    def __init__(self) -> None:
        self._ahead = 0.0
        super().__init__(SPEED)

    def advance(self, seconds: float) -> None:
        self._ahead += seconds

    def monotonic(self) -> float:
        return super().monotonic() + self._ahead

    async def sleep(self, seconds: float) -> None:
        await self.wait(asyncio.Event(), seconds)

    async def wait(self, event: asyncio.Event, seconds: float) -> bool:
        end = self.monotonic() + seconds
        await asyncio.sleep(0)
        while (left := end - self.monotonic()) > 0:
            if await super().wait(event, min(left, SLICE)):
                return True
        return event.is_set()


class Cable(httpx.AsyncBaseTransport):
    """The way to the provider. Pulled out, not one byte leaves."""

    def __init__(self, shop: "Shop", inner: httpx.AsyncBaseTransport) -> None:
        self._shop, self._inner = shop, inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._shop.cable_pulled:
            self._shop.knocks += 1
            raise httpx.ConnectError("connection refused")
        return await self._inner.handle_async_request(request)


@dataclass
class Shop:
    """What a test says of the end: `posts`, creates that may have come in, one for each press of
    Charge; `in_doubt`, attempts that nobody can call paid or not paid."""

    data_dir: Path
    site: str = "MLA"
    locale: str = "en_US"
    by_till: bool = False
    options: Options = field(default_factory=Options)
    clock: ShopClock = field(default_factory=ShopClock)
    posts: int = 0
    in_doubt: int = 0
    faults_of_ours: int = 0
    cable_pulled: bool = False
    knocks: int = 0
    till: Till = field(init=False)
    world: Backend = field(init=False)
    settings: Settings = field(init=False)

    def __post_init__(self) -> None:
        self.options.latency = self.options.latency or 60
        self.world = seeded_shop(self.site, SimulatorClock(self.clock), 1, self.options)
        settings = Settings(self.data_dir, "training", self.locale, site_id=self.site)
        self.settings = replace(settings, training_token=TOKEN, by_till=self.by_till)
        make_room(self.settings.folder)

    # The till, opened and closed.

    async def open(self) -> None:
        self.till = Till(Front(self.settings))
        self.window.show()
        network = network_of(self.world, self.clock)
        await self.till.furnish(self.clock, SystemIds(), lambda: Cable(self, network()))

    async def ready(self) -> None:
        """Open, and wait until it can sell."""
        await self.open()
        await self.until(lambda: self.see(QComboBox, "terminal_picker").count() > 0, "terminals")

    async def close(self) -> None:
        """As a person closes it."""
        self.window.close()
        await self.till.close()
        self.window.deleteLater()
        for handler in tuple(logging.getLogger("pos_app").handlers):
            logging.getLogger("pos_app").removeHandler(handler)
            with suppress(OSError):  # a disk without room
                handler.close()

    async def reopen(self) -> None:
        await self.close()
        await self.open()

    # What a person sees and does.

    @property
    def window(self) -> QWidget:
        return self.till.front.window

    @property
    def desk(self) -> Desk:
        assert self.till.house is not None
        return self.till.house.desk

    def see(self, kind: type[W], name: str) -> W:
        found = self.window.findChild(kind, name)
        assert found is not None, f"there is no {name}"
        return found

    def panel(self, name: str) -> str:
        found = self.window.findChild(QWidget, "status_panel")
        return str(found.property(name)) if found is not None and found.isVisible() else ""

    def read(self, *names: str) -> str:
        """All that the page says to the cashier."""
        labels = (self.window.findChild(QLabel, name) for name in names or SPOKEN)
        return " | ".join(label.text() for label in labels if label and label.isVisible())

    def can(self, name: str) -> bool:
        button = self.window.findChild(QAbstractButton, name)
        return button is not None and button.isVisible() and button.isEnabled()

    def click(self, name: str) -> None:
        """Press it, whether it can be pressed or not."""
        self.see(QAbstractButton, name).click()

    def see_chip(self) -> int:
        """How many charges need a person, as the page says."""
        return int(self.see(QWidget, "unresolved_chip").property("count"))

    async def until(self, so: Callable[[], object], what: str, push: float = 0) -> None:
        """`push`: shop's seconds that pass at every tenth of ours."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not so():
                    self.clock.advance(push)
                    await asyncio.sleep(0.1 if push else 0.005)
        except TimeoutError:
            where = f"{self.panel('status')} {self.panel('outcome')}: {self.read()}"
            raise AssertionError(f"still not: {what}; the till shows {where}") from None

    async def shows(
        self, status: str = "", outcome: str = "", says: str = "", push: float = 0
    ) -> None:
        def so() -> bool:
            right = not status or self.panel("status") == status
            right = right and (not outcome or self.panel("outcome") == outcome)
            return right and says in self.read()

        await self.until(so, f"{status} {outcome} {says!r}".strip(), push)

    async def press(self, name: str) -> None:
        await self.until(lambda: self.can(name), f"{name} can be pressed")
        self.see(QAbstractButton, name).click()

    async def add(self, amount: str) -> None:
        before = self.total()
        self.see(QLineEdit, "amount_edit").setText(amount)
        await self.press("add_amount_button")
        await self.until(lambda: self.total() != before, f"{amount} is in the sale")

    def total(self) -> str:
        return str(self.see(QLabel, "total_label").property("amount"))

    def row_of(self, prefix: str) -> int:
        """Of the terminal whose id begins so, in the list."""
        picker = self.see(QComboBox, "terminal_picker")
        ids = [str(picker.itemData(row)) for row in range(picker.count())]
        return next(row for row, each in enumerate(ids) if each.startswith(prefix))

    def choose(self, prefix: str) -> str:
        """Choose that terminal, as a click in the list does; its id."""
        picker, row = self.see(QComboBox, "terminal_picker"), self.row_of(prefix)
        picker.setCurrentIndex(row)
        picker.activated.emit(row)
        return str(picker.itemData(row))

    async def charge(self) -> None:
        await self.press("charge_button")
        self.posts += 1

    async def sell(self, terminal: str = SMART, amount: str = "1834.50") -> str:
        """A sale of that amount, its charge pressed; the terminal's id."""
        await self.add(amount)
        chosen = self.choose(terminal)
        await self.charge()
        return chosen

    async def sell_until(self, status: str, terminal: str = SMART) -> str:
        chosen = await self.sell(terminal)
        await self.shows(status)
        return chosen

    async def pay(self, terminal: str) -> None:
        """The customer pays, and the till proves it."""
        self.world.pay(terminal)
        await self.shows(outcome="paid", says="Paid")

    # The world and the book.

    def fault(
        self, fault: Fault, method: str, path: str, nth: int = 1, times: int | None = 1
    ) -> None:
        self.world.faults.add(fault, method, path, nth, times)

    def heal(self) -> None:
        self.world.faults.rules.clear()
        self.cable_pulled = False

    def asked(self, method: str, part: str) -> int:
        """How many such requests came in."""
        found = self.world.truth.requests
        return sum(r.method == method and part in r.path for r in found)

    def sales(self) -> list[SaleJson]:
        return sales_json(self.settings.folder)["sales"]

    def attempts(self) -> list[AttemptJson]:
        return [attempt for sale in self.sales() for attempt in sale["attempts"]]

    async def end(self) -> None:
        """What must be so after everything: the book is whole, and says what truly happened."""
        await self.close()
        report = verify(self.settings.folder)
        assert report.whole, report.findings
        compare(self.sales(), self.world, self.in_doubt)
        creates = sum(r.creates is not None for r in self.world.truth.requests)
        assert creates == self.posts, f"{self.posts} presses of Charge, {creates} creates"
        logs = (self.settings.folder / "logs").glob("till.log*")
        errors = [row for log in logs for row in log.read_text().splitlines() if " ERROR " in row]
        assert len(errors) == self.faults_of_ours, errors


def make_room(folder: Path) -> None:
    """The room kept back on the disk, without the wait for writing it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / RESERVE).open("wb") as file:
        file.truncate(64 * MIB)


def compare(sales: list[SaleJson], world: Backend, in_doubt: int) -> None:
    """The book against the truth: no money lost, none counted twice, none made up (I1-I8)."""
    told = {a["external_reference"]: (sale, a) for sale in sales for a in sale["attempts"]}
    decimals = world.world.site.decimals
    for payment in world.truth.payments():
        if payment.approved is None or payment.refunded or payment.reference not in told:
            continue
        _, attempt = told[payment.reference]
        assert attempt["outcome"] != "not_paid", f"money came in for {attempt}"
        if attempt["outcome"] == "paid":
            assert str(payment.id) in attempt["payment_ids"], attempt
    paid = [(sale, a) for sale, a in told.values() if a["outcome"] == "paid"]
    for sale, attempt in paid:
        approved = world.truth.approved(attempt["external_reference"])
        right = [p for p in approved if Money(p.amount, sale["currency"]).plain() == sale["total"]]
        assert right, f"nobody paid {attempt}"
        assert sale["status"] == "paid", sale
        assert [t["amount"] for t in sale["tenders"]] == [sale["total"]], sale
        assert DECIMALS[sale["currency"]] == decimals
    most = Counter(id for _, a in paid for id in a["payment_ids"]).most_common(1)
    assert not most or most[0][1] == 1, f"a payment pays twice: {most}"
    for reference in told:
        assert len(world.truth.intents(reference)) <= 1, f"two intents for {reference}"
    open_ones = [a for _, a in told.values() if a["outcome"] in ("pending", "unsure")]
    assert len(open_ones) == in_doubt, open_ones
