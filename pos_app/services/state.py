"""What the till knows at one moment: all that a screen may show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from pos_app.domain.account import Account
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.errors import TillError
from pos_app.domain.product import Product
from pos_app.domain.sale import Sale
from pos_app.domain.site import SITES, Site
from pos_app.domain.terminal import Terminal


@dataclass(frozen=True, slots=True)
class Following:
    """An attempt, and how asking about it fares. Units: `heard_at` in milliseconds, UTC."""

    attempt: Attempt
    trouble: TillError | None = None  # why the last question got no answer
    heard_at: int = 0  # the last answer
    unsaved: bool = False  # something was learnt that the disk has not taken yet


class News(Enum):
    """What is worth one line, and is no error."""

    SALE_DROPPED = "sale dropped"
    FOUND_OPEN_CHARGE = "found open charge"  # at the start, from the last time
    TERMINAL_SWITCHED = "terminal switched"  # to PDV: it must be restarted


@dataclass(frozen=True, slots=True)
class Notice:
    what: TillError | News
    about: str = ""  # a ticket number, a terminal's title


@dataclass(frozen=True, slots=True)
class TillState:
    """`following`: the newest attempt of the sale on the screen; `tries`: how many it has had.

    `site`: the currency, and the limits that hold here.
    `held`: the attempt that holds each terminal, of this sale or another. `unresolved`: attempts
    that a person must look at. `stopped`: why the till cannot work at all (its book cannot be
    used). `ready`: the book is open and what was unfinished has been taken up.
    """

    till: str = ""
    person: str = ""
    training: bool = False
    site: Site = SITES["MLA"]
    ready: bool = False
    stopped: TillError | None = None
    sale: Sale | None = None
    following: Following | None = None
    tries: int = 0
    terminals: tuple[Terminal, ...] = ()
    chosen: str = ""  # a terminal's id; empty until a person chose, where there are several
    held: Mapping[str, Attempt] = field(default_factory=dict)
    unresolved: int = 0
    account: Account | None = None
    other_merchant: bool = False  # not the ledger's account, or of a country unknown to us
    network: TillError | None = None  # why the last call of any kind failed
    matches: tuple[Product, ...] = ()  # of the search, or what sells most
    notice: Notice | None = None
