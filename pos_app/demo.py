"""The till in training on the built-in simulator, with terminals that one can press."""

import random
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace

from pos_app.config import Settings
from pos_app.domain.money import DECIMALS, Money
from pos_app.domain.product import Product
from pos_app.front import Front
from pos_app.gateway.door import TransportFactory
from pos_app.gateway.in_process import in_process
from pos_app.services.clock import Clock, SystemClock
from pos_app.services.ids import SystemIds
from pos_app.simulator.backend import TOKEN, Backend
from pos_app.simulator.door import simulated
from pos_app.simulator.faults import ConnectionDropped
from pos_app.simulator.options import Options
from pos_app.simulator.world.lives import NothingHappens
from pos_app.simulator.world.terminals import Screen
from pos_app.simulator.worlds import seeded_shop
from pos_app.store.opening import in_use
from pos_app.till import Till
from pos_app.ui.shared.loop import run
from pos_app.ui.virtual_terminal.presenter import VirtualTerminalPresenter
from pos_app.ui.virtual_terminal.screen import DeviceScreen, Face, Key

SHOPS = ("MLA", "MLB", "MLM", "MLC")
LATENCY = 120  # milliseconds of a round trip: the demo must not be quicker than the world
# What a kiosk sells: code, Spanish, Portuguese, price in pesos and in reais.
SHELF = (
    ("7790001000019", "Café con leche", "Café com leite", "2400", "9.50"),
    ("7790001000026", "Medialuna", "Croissant", "900", "6.00"),
    ("7790001000033", "Agua sin gas 500 ml", "Água sem gás 500 ml", "1500", "4.50"),
    ("7790001000040", "Jugo de naranja", "Suco de laranja", "2800", "11.00"),
    ("7790001000057", "Tostado de jamón y queso", "Misto-quente", "5200", "16.90"),
    ("7790001000064", "Alfajor de chocolate", "Alfajor de chocolate", "1350", "7.50"),
    ("7790001000071", "Galletitas de avena", "Biscoitos de aveia", "1890", "8.90"),
    ("7790001000088", "Yerba mate 1 kg", "Erva-mate 1 kg", "4650", "22.90"),
    ("7790001000095", "Azúcar 1 kg", "Açúcar 1 kg", "1320", "5.79"),
    ("7790001000101", "Leche entera 1 l", "Leite integral 1 l", "1480", "6.29"),
    ("7790001000118", "Pan de campo", "Pão caseiro", "3100", "14.00"),
    ("7790001000125", "Queso cremoso 250 g", "Queijo cremoso 250 g", "3790", "18.49"),
)


@dataclass(frozen=True, slots=True)
class SimulatorClock:
    """The simulated world lives in the till's time."""

    clock: Clock

    def now(self) -> int:
        return self.clock.now()


def training_on_simulator(settings: Settings) -> Settings:
    """The settings of a demo: its own ledger, and a country that the simulator has a shop for."""
    site_id = settings.site.id if settings.site.id in SHOPS else "MLA"
    return replace(
        settings, book="demo", site_id=site_id, training_url="", training_token=TOKEN, limits={}
    )


def clear_the_table(settings: Settings) -> None:
    """The simulated world begins anew, and so must its ledger; the last one is kept beside it."""
    folder, kept = settings.folder, settings.folder.with_name("demo-before")
    if folder.exists() and not in_use(folder):
        shutil.rmtree(kept, ignore_errors=True)
        folder.rename(kept)


def new_world(settings: Settings, clock: Clock, options: Options | None = None) -> Backend:
    seed = random.SystemRandom().randrange(2**32)
    chosen = options or Options(latency=LATENCY)
    return seeded_shop(settings.site.id, SimulatorClock(clock), seed, chosen)


def network_of(world: Backend, clock: Clock) -> TransportFactory:
    return in_process(simulated(world, clock.sleep), ConnectionDropped)


def shelf(currency: str) -> tuple[Product, ...]:
    portuguese = currency == "BRL"
    return tuple(
        Product(code, pt if portuguese else es, _price(reais if portuguese else pesos, currency))
        for code, es, pt, pesos, reais in SHELF
    )


def _price(text: str, currency: str) -> Money:
    whole, _, part = text.partition(".")
    return Money(int(whole + part.ljust(DECIMALS[currency], "0")), currency)


async def stock(till: Till) -> None:
    """Put the kiosk's goods on the shelf, and show them."""
    if till.house is not None:
        await till.house.book.catalog.put_products(shelf(till.front.settings.site.currency))
        till.house.desk.search("")


def open_demo(settings: Settings) -> int:
    """The till and a virtual terminal, until the till's window is closed."""
    settings = training_on_simulator(settings)
    clear_the_table(settings)
    till, clock = Till(Front(settings)), SystemClock()
    till.front.paint()
    world = new_world(settings, clock)

    async def play() -> int:
        await till.furnish(clock, SystemIds(), network_of(world, clock))
        await stock(till)
        terminal = virtual_terminal(world, till)
        await till.closed()
        terminal.close()
        await till.close()
        return 0

    return run(till.front.qt, play())


def virtual_terminal(world: Backend, till: Till) -> VirtualTerminalPresenter:
    """One small window for all of the world's terminals: what each shows, and its keys."""

    def devices() -> tuple[DeviceScreen, ...]:
        return tuple(_shown(each, world.screen_of(each), till) for each in world.world.terminals)

    def press(terminal_id: str, key: Key) -> None:
        act = {
            Key.GREEN: world.press_green,
            Key.PAY: world.pay,
            Key.DECLINE: world.decline,
            Key.CANCEL: world.cancel_on_terminal,
            Key.UNPLUG: world.unplug,
            Key.PLUG_IN: world.plug_in,
        }[key]
        with suppress(NothingHappens):  # it had stopped to work by then
            act(terminal_id)

    made = VirtualTerminalPresenter(devices, press, till.front.words)
    made.show_beside(till.front.window)
    return made


def _shown(terminal_id: str, screen: Screen, till: Till) -> DeviceScreen:
    """The simulator's words in the window's: they know nothing of each other."""
    amount = ""
    if screen.amount is not None:
        amount = till.front.words.money(Money(screen.amount, screen.currency))
    keys = frozenset(Key[key.name] for key in screen.keys)
    return DeviceScreen(terminal_id, Face[screen.face.name], amount, keys)
