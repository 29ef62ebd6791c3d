"""A guided tour that needs no display: it sells, says each step, checks it, and takes pictures."""

import asyncio
import logging
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QWidget

from pos_app.config import Settings
from pos_app.demo import network_of, new_world, stock, training_on_simulator
from pos_app.front import Front
from pos_app.services.clock import FastClock
from pos_app.services.ids import SystemIds
from pos_app.simulator.backend import Backend
from pos_app.simulator.faults import Drop
from pos_app.simulator.options import Delays, Options
from pos_app.store.verify import verify
from pos_app.till import Till
from pos_app.ui.shared.loop import run

SPEED = 4.0  # the tour's seconds are shorter than a shop's
PATIENCE = 60.0  # of the computer's seconds, for one thing to come true
READ_FIRST = [
    f"{name}_label"
    for name in ("case_headline", "headline", "cases_notice", "notice", "change", "doing", "total")
]
USUAL_PLACE = Path("demo-out")
WIDTH, HEIGHT = 1366, 768
log = logging.getLogger(__name__)
W = TypeVar("W", bound=QWidget)


class NotAsTold(Exception):
    """Something was not as the tour tells it."""


@dataclass
class Guide:
    """Sees the till as a person does: through the widgets and their names."""

    settings: Settings
    pictures: Path
    clock: FastClock = field(default_factory=lambda: FastClock(SPEED))
    told: int = 0
    till: Till = field(init=False)
    world: Backend = field(init=False)

    def __post_init__(self) -> None:
        self.world = new_world(
            self.settings, self.clock, Options(delays=Delays(opened=4_000), latency=50)
        )
        self.till = self._new_till()

    def _new_till(self) -> Till:
        till = Till(Front(self.settings))
        till.front.window.resize(WIDTH, HEIGHT)
        till.front.paint()
        return till

    async def open(self) -> None:
        await self.till.furnish(self.clock, SystemIds(), network_of(self.world, self.clock))
        await stock(self.till)
        await self.until(lambda: self.see(QComboBox, "terminal_picker").count() > 0, "terminals")

    async def reopen(self) -> None:
        """What a shop does after the power failed."""
        await self.till.close()
        self.till = self._new_till()
        await self.open()

    def see(self, kind: type[W], name: str) -> W:
        found = self.till.front.window.findChild(kind, name)
        if not isinstance(found, kind):
            raise NotAsTold(f"there is no {name}")
        return found

    async def until(self, so: Callable[[], bool], what: str) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + PATIENCE
        while not so():
            if loop.time() > end:
                raise NotAsTold(f"still not: {what}")
            await asyncio.sleep(0.02)

    async def press(self, name: str) -> None:
        button = self.see(QAbstractButton, name)
        await self.until(button.isEnabled, f"{name} can be pressed")
        button.click()

    async def add(self, amount: str) -> None:
        lines = self._total()
        self.see(QLineEdit, "amount_edit").setText(amount)
        await self.press("add_amount_button")
        await self.until(lambda: self._total() != lines, f"{amount} is in the sale")

    def choose(self, prefix: str) -> str:
        """Choose the terminal whose id begins so, as a click in the list does; its id."""
        picker = self.see(QComboBox, "terminal_picker")
        ids = [str(picker.itemData(row)) for row in range(picker.count())]
        row = next((row for row, each in enumerate(ids) if each.startswith(prefix)), -1)
        if row < 0:
            raise NotAsTold(f"there is no terminal {prefix}")
        picker.setCurrentIndex(row)
        picker.activated.emit(row)
        return ids[row]

    async def status(self, *words: str) -> None:
        await self.until(lambda: self._panel("status") in words, " or ".join(words))

    async def outcome(self, word: str) -> None:
        await self.until(lambda: self._panel("outcome") == word, word)

    def check(self, so: bool, what: str) -> None:
        if not so:
            raise NotAsTold(what)

    async def tell(self, step: str) -> None:
        """Say what happened, with what the cashier reads, and keep a picture of it."""
        await asyncio.sleep(0.3)  # what is being painted is finished
        self.told += 1
        file = self.pictures / f"{self.told:02d}-{step.split(':')[0].replace(' ', '-')}.png"
        self.till.front.window.grab().save(str(file))
        print(f"{self.told:2}. {step}\n      the cashier reads: {self._read()}\n      {file}")

    def _read(self) -> str:
        """The first of what stands out on the page."""
        return next(filter(None, (self.reads(name) for name in READ_FIRST)), "")

    def reads(self, name: str) -> str:
        """What that label says; nothing where it is not in sight."""
        found = self.till.front.window.findChild(QLabel, name)
        return found.text() if found is not None and found.isVisible() else ""

    def _panel(self, name: str) -> str:
        panel = self.till.front.window.findChild(QWidget, "status_panel")
        return str(panel.property(name)) if panel is not None and panel.isVisible() else ""

    def _total(self) -> str:
        return str(self.see(QLabel, "total_label").property("amount"))


async def paid(guide: Guide) -> None:
    await guide.add("1834,50")
    terminal = guide.choose("PAX_A910")
    await guide.press("charge_button")
    await guide.status("OPENED")
    await guide.tell("sent: 1834.50 goes to a Point Smart")
    await guide.status("ON_TERMINAL")
    await guide.tell("on terminal: cancelling is done there now, and the till says how")
    guide.check(not guide.see(QAbstractButton, "cancel_button").isEnabled(), "Cancel is off")
    guide.world.pay(terminal)
    await guide.outcome("paid")
    await guide.tell("paid: the payment itself was read")
    await guide.press("new_sale_button")


async def cancelled_in_time(guide: Guide) -> None:
    await guide.add("950")
    guide.choose("INGENICO_MOVE2500")
    await guide.press("charge_button")
    await guide.status("OPENED")
    await guide.tell("opened: a Point Plus waits for its green key")
    await guide.press("cancel_button")
    await guide.outcome("not_paid")
    await guide.tell("cancelled: the provider says so, and nothing was charged")


async def cancelled_on_the_terminal(guide: Guide) -> None:
    terminal = guide.choose("PAX_A910")
    await guide.press("charge_button")
    await guide.status("ON_TERMINAL")
    guide.world.cancel_on_terminal(terminal)
    await guide.outcome("not_paid")
    await guide.tell("cancelled on the terminal: the same sale can be sent again")


async def declined(guide: Guide) -> None:
    terminal = guide.choose("PAX_A910")
    await guide.press("charge_button")
    await guide.status("ON_TERMINAL")
    guide.world.decline(terminal, "cc_rejected_insufficient_amount")
    await guide.outcome("not_paid")
    await guide.tell("declined: the bank refused the card, nothing was charged")


async def restarted(guide: Guide) -> None:
    terminal = guide.choose("PAX_A910")
    await guide.press("charge_button")
    await guide.status("ON_TERMINAL")
    await guide.tell("about to fail: the till is closed while the customer pays")
    guide.world.pay(terminal)
    await guide.reopen()
    await guide.outcome("paid")
    await guide.tell("restarted: the till found the charge, and the payment, by itself")
    await guide.press("new_sale_button")


async def unresolved(guide: Guide, count: int) -> None:
    """As the top bar says."""
    chip = guide.see(QAbstractButton, "unresolved_chip")
    await guide.until(lambda: chip.property("count") == count, f"{count} unresolved")


def fill(guide: Guide, name: str, text: str) -> None:
    guide.see(QLineEdit, name).setText(text)


async def set_aside(guide: Guide) -> None:
    guide.world.faults.add(Drop(after_effect=True), "POST", "*/intents/point/*", 1, 1)
    await guide.add("1250")
    terminal = guide.choose("PAX_A910")
    await guide.press("charge_button")
    await guide.status("(unknown)")
    await guide.tell("unclear: the answer was lost, and nothing is sent again")
    await guide.press("set_aside_button")
    await unresolved(guide, 1)
    await guide.tell("set aside: it stays under watch, and the next customer is served")
    await guide.add("600")
    await guide.press("cash_button")
    fill(guide, "received_edit", "1000")
    await guide.tell("cash: the change is there as it is typed")
    await guide.press("confirm_cash_button")
    await guide.until(lambda: bool(guide.reads("change_label")), "the change")
    await guide.tell("change: it stays until the next product")
    await guide.press("terminals_button")
    await guide.tell("terminals: one still holds the sale that was set aside")
    await guide.press("open_charge_button")
    await guide.tell("look: what does the terminal show")
    await guide.press("case_back_button")
    guide.world.pay(terminal)
    await unresolved(guide, 0)
    await guide.tell("found: the sale that was set aside is proved paid")


async def typed_on_the_terminal(guide: Guide) -> None:
    guide.world.type_on_terminal(guide.choose("INGENICO_MOVE2500"), 777_00)
    await unresolved(guide, 1)
    await guide.press("unresolved_chip")
    await guide.tell("money without a sale: somebody typed an amount on a terminal")
    await guide.press("next_step_button")
    fill(guide, "supervisor_edit", "Sol")
    fill(guide, "reason_edit", "Se tecleó en la terminal")
    await guide.press("confirm_button")
    await unresolved(guide, 0)
    await guide.tell("made a sale: with a name and a reason")
    await guide.press("case_back_button")


Stop = Callable[[Guide], Awaitable[None]]
STOPS: tuple[Stop, ...] = (
    paid,
    cancelled_in_time,
    cancelled_on_the_terminal,
    declined,
    restarted,
    set_aside,
    typed_on_the_terminal,
)


def _quiet(kind: QtMsgType, where: QMessageLogContext, text: str) -> None:
    """Qt without a display says for each window that it has no window manager."""
    if "propagateSizeHints" not in text:
        log.warning("Qt: %s", text)


def play(settings: Settings, pictures: Path | None, stops: tuple[Stop, ...] = STOPS) -> int:
    """Play it all; 0 if everything was as told, 1 if not."""
    qInstallMessageHandler(_quiet)
    place = pictures or USUAL_PLACE
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pos-app-tour-") as folder:
        ours = replace(training_on_simulator(settings), data_dir=Path(folder), site_id="MLA")
        guide = Guide(replace(ours, locale="es_AR"), place)
        return run(guide.till.front.qt, _play(guide, stops))


async def _play(guide: Guide, stops: tuple[Stop, ...]) -> int:
    print("A guided tour of the till, in training: no money moves.")
    try:
        await guide.open()
        for stop in stops:
            await stop(guide)
        await guide.till.close()
        report = verify(guide.settings.folder)
        guide.check(report.whole, f"the ledger is whole: {report.findings}")
    except NotAsTold as problem:
        print(f"NOT AS TOLD: {problem}")
        guide.till.front.window.grab().save(str(guide.pictures / "not-as-told.png"))
        await guide.till.close()
        return 1
    print(f"All as told; the ledger is whole. Pictures: {guide.pictures.resolve()}")
    return 0
