"""A whole shop: the real window, services, gateway and ledger, a simulated provider, quick time."""

import logging
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from PySide6.QtWidgets import QComboBox

from pos_app.config import Settings
from pos_app.demo import SimulatorClock, network_of
from pos_app.front import Front
from pos_app.services.desk import Desk
from pos_app.services.ids import SystemIds
from pos_app.simulator.backend import TOKEN
from pos_app.simulator.faults import Fault
from pos_app.simulator.options import Options
from pos_app.simulator.worlds import seeded_shop
from pos_app.store.sales import AttemptJson, SaleJson, sales_json
from pos_app.store.verify import verify
from pos_app.till import Till
from tests.whole.page import Cashier
from tests.whole.truth import compare, make_room

CREATE, INTENT, PAYMENT = "*/intents/point/*", "*/intents/*/point", "/v1/payments/[0-9]*"
SEARCH, DEVICES, ME = "/v1/payments/search", "*/devices*", "/users/me"


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
class Shop(Cashier):
    """`in_doubt`: attempts that a test leaves with nobody able to call them paid or not paid."""

    data_dir: Path
    site: str = "MLA"
    locale: str = "en_US"
    by_till: bool = False
    options: Options = field(default_factory=Options)
    in_doubt: int = 0
    faults_of_ours: int = 0
    cable_pulled: bool = False
    knocks: int = 0
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

    @property
    def desk(self) -> Desk:
        assert self.till.house is not None
        return self.till.house.desk

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
