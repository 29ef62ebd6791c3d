"""What the sale page shows, as values: made by screen.py, drawn by view.py. No Qt in here."""

from dataclasses import dataclass, field
from enum import Enum


class Look(Enum):
    """Colour, icon and weight of a state: never colour alone. Names are the theme's."""

    PREPARING = "preparing"
    SENT = "sent"
    ON_TERMINAL = "on_terminal"
    PROCESSING = "processing"
    VERIFYING = "verifying"
    APPROVED = "approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    SET_ASIDE = "set_aside"


class End(Enum):
    """How the step line ends."""

    GOING = "going"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


class Tone(Enum):
    NEWS = "news"
    WARNING = "warning"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Button:
    text: str
    enabled: bool = False
    visible: bool = True
    reason: str = ""  # shown beside it where it cannot be pressed


@dataclass(frozen=True, slots=True)
class LineRow:
    id: str
    name: str
    price: str  # "2 x $ 917,25"
    quantity: int
    total: str


@dataclass(frozen=True, slots=True)
class TerminalRow:
    id: str
    title: str  # with what it is doing: "Point Smart 7733 · modo PDV"
    usable: bool


@dataclass(frozen=True, slots=True)
class ProductTile:
    code: str
    name: str
    price: str


@dataclass(frozen=True, slots=True)
class Panel:
    """The live panel. `step` counts from 0; `details` are folded: label and value."""

    look: Look
    status: str  # the API's word, or ours in brackets
    outcome: str
    amount: str
    terminal: str
    steps: tuple[str, ...]
    step: int
    end: End
    headline: str
    happened: str
    hint: str
    elapsed_seconds: int
    elapsed: str
    cancel: Button
    check_again: Button
    see_why: Button = field(default_factory=lambda: Button("", visible=False))
    leads_to: str = ""  # what `see_why` opens: a case, or the terminals where it is empty
    set_aside: Button = field(default_factory=lambda: Button("", visible=False))
    warning: str = ""  # the network, an unsaved result: above everything else
    warning_tone: Tone = Tone.WARNING  # an alarm: two payments, a result that is not saved
    details_title: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """What goes back to a customer who paid in cash, until the next line."""

    amount: str
    plain: str  # for machines
    words: str  # "Change"
    note: str  # how much came in, and what is still unconfirmed


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed words of the page, in the shop's language."""

    search: str = ""
    amount: str = ""
    add_amount: str = ""
    total: str = ""
    terminal: str = ""
    remove: str = ""
    more: str = ""
    less: str = ""
    keys: str = ""  # "F2 buscar   F9 cobrar ..."
    lines: str = ""  # these only for who hears the page
    products: str = ""
    quantity: str = ""
    copy: str = ""
    close: str = ""
    terminals: str = ""  # the button of the top bar


@dataclass(frozen=True, slots=True)
class SaleScreen:
    labels: Labels = field(default_factory=Labels)
    title: str = ""  # the till
    window: str = ""  # the same, and how many charges are open (F44)
    person: str = ""
    ticket: str = ""
    training: str = ""  # the banner; empty in live
    connection: str = ""
    connected: bool = True
    alert: str = ""  # what is wrong with this computer, above the page
    unresolved: int = 0
    unresolved_text: str = ""
    lines: tuple[LineRow, ...] = ()
    empty: str = ""  # instead of lines
    frozen: str = ""  # why the sale cannot be changed; empty while it can
    over: str = ""  # paid: its lines stay as they are, and the next product begins a new sale
    total: str = ""
    total_plain: str = "0.00"  # for machines
    terminals: tuple[TerminalRow, ...] = ()
    chosen: str = ""
    picker: str = ""  # what the picker says while nothing is chosen
    picker_note: str = ""
    blocker: Button = field(default_factory=lambda: Button("", visible=False))
    leads_to: str = ""  # what `blocker` opens, as on the panel
    switch_mode: Button = field(default_factory=lambda: Button("", visible=False))
    charge: Button = field(default_factory=lambda: Button(""))
    cash: Button = field(default_factory=lambda: Button(""))
    reason: str = ""  # above both, as far as nothing else says it
    change: Change | None = None
    new_sale: Button = field(default_factory=lambda: Button(""))
    tiles: tuple[ProductTile, ...] = ()
    panel: Panel | None = None
    notice: str = ""
    notice_tone: Tone = Tone.NEWS
    stopped: str = ""  # instead of the whole page: the book cannot be used
    stopped_note: str = ""  # what can be put in its place
    restore: Button = field(default_factory=lambda: Button("", visible=False))
