"""What the till knows at one moment: all that a screen may show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from pos_app.domain.account import Account
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.orphan import Orphan
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


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that a person has to see to.

    `name`: an attempt's reference, a payment's id, a sale's id. `following` where it is about an
    attempt, `orphan` about money without a sale, `sale` about a sale that was set aside and is
    unpaid. `settled`: the attempt's sale is paid otherwise, so that money cannot be applied to it.
    """

    name: str
    task: Task
    following: Following | None = None
    orphan: Orphan | None = None
    sale: Sale | None = None
    settled: bool = False


class News(Enum):
    """What is worth one line, and is no error."""

    SALE_DROPPED = "sale dropped"
    FOUND_OPEN_CHARGE = "found open charge"  # at the start, from the last time
    TERMINAL_SWITCHED = "terminal switched"  # to PDV: it must be restarted
    SET_ASIDE = "set aside"  # the sale of that number; it stays under watch
    PAID_ASIDE = "paid aside"  # a sale that was set aside is paid now
    UNPAID_ASIDE = "unpaid aside"  # or proved unpaid: it can be opened again
    LATE_MONEY = "late money"  # came in after its charge was over
    MONEY_FOUND = "money found"  # that no sale claims
    BACK_FROM_SLEEP = "back from sleep"
    RESTORED = "restored"  # the book, from a copy that ends at that time
    BEGUN_ANEW = "begun anew"  # the till's book, where no copy was whole
    DONE = "done"  # what a supervisor decided is written down


@dataclass(frozen=True, slots=True)
class Notice:
    what: TillError | News
    about: str = ""  # a ticket number, a terminal's title


@dataclass(frozen=True, slots=True)
class TillState:
    """`following`: the newest attempt of the sale on the screen; `tries`: how many it has had.

    `site`: the currency, and the limits that hold here.
    `held`: the attempt that holds each terminal, of this sale or another. `maybe_held`: one of ours
    that is over for us, and that the terminal may still show (it was never seen to end there).
    `last_seen`, in milliseconds since the epoch, UTC; `skew`: our clock less the provider's, in
    milliseconds. `stopped`: why the till cannot work at all (its book cannot be
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
    last_seen: Mapping[str, int] = field(default_factory=dict)  # a terminal's last sign of life
    maybe_held: Mapping[str, Attempt] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()  # what a person has to see to, the newest first
    skew: int = 0
    account: Account | None = None
    other_merchant: bool = False  # not the ledger's account, or of a country unknown to us
    network: TillError | None = None  # why the last call of any kind failed
    matches: tuple[Product, ...] = ()  # of the search, or what sells most
    notice: Notice | None = None

    @property
    def unresolved(self) -> int:
        return len(self.cases)
