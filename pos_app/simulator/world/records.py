"""What the simulated Mercado Pago keeps: accounts, shops, terminals, intents, payments, refunds."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pos_app.simulator.options import Options
from pos_app.simulator.world.agenda import Agenda
from pos_app.simulator.world.site import Site


class Status(StrEnum):
    """Of an intent. Source: guide "Crear y administrar intents", "Consultar el estado"."""

    OPENED = "OPENED"
    ON_TERMINAL = "ON_TERMINAL"
    PROCESSING = "PROCESSING"
    PROCESSED = "PROCESSED"
    CLOSED = "CLOSED"
    CANCELED = "CANCELED"
    EXPIRED = "EXPIRED"
    ERROR = "ERROR"
    CONFIRMATION_REQUIRED = "CONFIRMATION_REQUIRED"

    @property
    def final(self) -> bool:
        return self not in _MOVING


_MOVING = (Status.OPENED, Status.ON_TERMINAL, Status.PROCESSING, Status.PROCESSED)


@dataclass(frozen=True, slots=True)
class Card:
    method: str = "debvisa"
    type: str = "debit_card"
    first_six: str = "451766"
    last_four: str = "0123"
    installments: int = 1


CARD = Card()  # the one in most people's hands


@dataclass(slots=True)
class Account:
    user_id: int
    nickname: str
    token: str


@dataclass(slots=True)
class Store:
    id: int
    name: str
    external_id: str | None
    created: int
    location: dict[str, object]
    business_hours: dict[str, object] | None = None


@dataclass(slots=True)
class Till:
    id: int
    name: str
    external_id: str | None
    store_id: int | None
    created: int
    updated: int
    fixed_amount: bool = False
    category: int | None = None


@dataclass(slots=True)
class Terminal:
    id: str
    mode: str = "PDV"
    pos_id: int | None = None
    store_id: int | None = None
    powered: bool = True
    signed_in: bool = True
    intent_id: str = ""  # the last one that it was given

    @property
    def needs_green_key(self) -> bool:
        """Point Plus and Point Pro 2 take a charge when their green key is pressed."""
        return self.id.startswith(("INGENICO_MOVE2500__", "GERTEC_MP35P__"))


@dataclass(slots=True)
class Intent:
    id: str
    terminal_id: str
    amount: int
    body: dict[str, object]  # as it was asked for, to be echoed
    created: int
    history: list[tuple[int, Status]]
    payments: list[int] = field(default_factory=list)
    reads: int = 0  # since the last change
    last_read: int | None = None

    @property
    def status(self) -> Status:
        return self.history[-1][1]

    @property
    def since(self) -> int:
        return self.history[-1][0]

    @property
    def reference(self) -> str:
        return str(self.body["external_reference"])


@dataclass(slots=True)
class Refund:
    id: int
    payment_id: int
    amount: int
    status: str
    created: int
    source: str


@dataclass(slots=True)
class Payment:
    """`intent_id` and `reference` are empty where it was typed on the terminal itself, and
    `terminal_id` too where it was paid online."""

    id: int
    intent_id: str
    terminal_id: str
    reference: str
    description: str
    amount: int
    status: str
    detail: str
    created: int
    updated: int
    approved: int | None
    card: Card
    authorization_code: str | None
    refunds: list[Refund] = field(default_factory=list)

    @property
    def refunded(self) -> int:
        return sum(r.amount for r in self.refunds if r.status == "approved")

    @property
    def left(self) -> int:
        """What can still be given back: refunds under way count as given."""
        given = sum(r.amount for r in self.refunds if r.status in ("approved", "in_process"))
        return self.amount - given


@dataclass(slots=True)
class World:
    site: Site
    options: Options
    rng: random.Random
    agenda: Agenda
    account: Account
    stores: dict[int, Store] = field(default_factory=dict)
    tills: dict[int, Till] = field(default_factory=dict)
    terminals: dict[str, Terminal] = field(default_factory=dict)
    intents: dict[str, Intent] = field(default_factory=dict)
    payments: dict[int, Payment] = field(default_factory=dict)
    intents_of: dict[str, list[Intent]] = field(default_factory=dict)  # by external reference
    payments_of: dict[str, list[Payment]] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    @property
    def now(self) -> int:
        return self.agenda.now

    def new_number(self, start: int) -> int:
        """An id never given before, above `start`: payments, refunds, stores and tills."""
        return start + next(self.numbers) * 97 + self.rng.randrange(97)
