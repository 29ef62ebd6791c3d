"""The rooms that need no window, wired: the book, the door to Mercado Pago, the services."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pos_app.config import TRAINING_PERSON, Settings
from pos_app.domain.capability import Capability
from pos_app.gateway.accounts import AccountGateway
from pos_app.gateway.door import Door, TransportFactory
from pos_app.gateway.intents import PointGateway
from pos_app.gateway.secret import Secret
from pos_app.services.board import Board, Place
from pos_app.services.charges import Charges
from pos_app.services.checkout import Checkout
from pos_app.services.clock import Clock
from pos_app.services.connection import Connection
from pos_app.services.desk import Desk
from pos_app.services.following.inbox import Inbox
from pos_app.services.following.sweep import Sweep
from pos_app.services.following.tenders import Tenders
from pos_app.services.ids import Ids
from pos_app.services.keeping.keeper import Keeper
from pos_app.services.resolver import Resolver
from pos_app.services.tasks import TaskOwner
from pos_app.services.vigil import Vigil
from pos_app.services.watch import Watch
from pos_app.store.ledger import Ledger, open_ledger

LIVE = "https://api.mercadopago.com"
IN_PROCESS = "http://127.0.0.1"  # never connected to: the transport answers in its place


@dataclass(frozen=True, slots=True)
class House:
    """All that a till is without its window."""

    board: Board
    desk: Desk
    checkout: Checkout
    resolver: Resolver
    charges: Charges
    inbox: Inbox
    watch: Watch
    connection: Connection
    vigil: Vigil
    keeper: Keeper
    book: Ledger
    door: Door
    tasks: TaskOwner
    capability: Capability

    async def start(self) -> None:
        """Take up what was left unfinished, and be ready to sell. Raises LedgerError."""
        await self.charges.resume()
        await self.inbox.read()
        await self.desk.open()
        self.board.start()
        self.inbox.start()
        self.connection.start()
        self.watch.start()
        self.vigil.start(self.tasks)
        self.keeper.start()

    async def close(self) -> None:
        """Users before what they use: no task may find its network or its book closed."""
        try:
            await self.tasks.close()
            await self.door.close()
            await self.keeper.close()
        finally:
            await self.book.close()


async def open_house(
    settings: Settings,
    clock: Clock,
    ids: Ids,
    report: Callable[[BaseException], None],
    network: TransportFactory | None = None,
) -> House:
    """Open the book, then wire the rest. Raises LedgerError and SettingsError.

    `network` stands in place of the real one, in training alone.
    """
    environment = "training" if settings.training else "live"
    book = await open_ledger(settings.folder, environment, settings.till, clock_ms=clock.now)
    door = Door(
        settings.training_url or (IN_PROCESS if settings.training else LIVE),
        Secret(settings.training_token if settings.training else ""),
        training=settings.training,
        proxy=settings.proxy or None,
        ca_file=Path(settings.ca_file) if settings.ca_file else None,
        transport=network if settings.training else None,
        monotonic=clock.monotonic,  # which counts a sleep (F42)
        wall=lambda: clock.now() / 1000,  # the one that sales are dated by, right or wrong (F41)
    )
    return wire(settings, book, door, clock, ids, report)


def wire(
    settings: Settings,
    book: Ledger,
    door: Door,
    clock: Clock,
    ids: Ids,
    report: Callable[[BaseException], None],
) -> House:
    """The services between the book and the door: the same for the shop and the simulation."""
    tasks, cases = TaskOwner(report), book.cases
    api = PointGateway(door, by_till=settings.by_till)
    connection = Connection(AccountGateway(door), book.memory, book, tasks, clock)
    charges = Charges(api, book, tasks, clock, ids, connection.merchant)
    inbox = Inbox(charges, book, cases, tasks, clock)
    vigil = Vigil(door, charges, connection, clock)
    sweep = Sweep(settings.till, api, charges, connection, book, cases, book.memory, clock)
    watch = Watch(api, sweep, charges, inbox, book, cases, tasks, clock)
    person = TRAINING_PERSON if settings.training else ""
    place = Place(settings.till, person, settings.training, settings.site, settings.sites)
    board = Board(place, charges, inbox, connection, vigil, tasks)
    desk = Desk(board, book, book.catalog, tasks, clock, ids)
    tenders = Tenders(book, cases)
    checkout = Checkout(board, book, charges, tenders, connection, clock, ids)
    resolver = Resolver(board, desk, charges, inbox, watch, book, cases, tenders, tasks, clock, ids)
    return House(
        board=board,
        desk=desk,
        checkout=checkout,
        resolver=resolver,
        charges=charges,
        inbox=inbox,
        watch=watch,
        connection=connection,
        vigil=vigil,
        keeper=Keeper(book.backups, tasks, clock),
        book=book,
        door=door,
        tasks=tasks,
        capability=api.capability,
    )
