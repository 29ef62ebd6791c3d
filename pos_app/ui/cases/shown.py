"""What the page of cases shows, as values: made by screen.py, drawn by view.py. No Qt in here."""

from dataclasses import dataclass, field
from enum import Enum

from pos_app.domain.charge.facts import Seen
from pos_app.ui.charge.coach import Hand
from pos_app.ui.sale.shown import Button
from pos_app.ui.sale.shown import Tone as Weight
from pos_app.ui.shared.colours import Tone


class Act(Enum):
    """What can be done about a case."""

    CHECK_AGAIN = "check again"
    CANCEL = "cancel"
    TAKE_UP = "take up"
    SHOW = "show"  # another case: what may belong to this one
    PAY_CASH = "pay cash"
    DROP = "drop"
    ATTEST = "attest"
    WITHDRAW = "withdraw"
    APPLY = "apply"
    APART = "apart"
    NOTE = "note"
    ADOPT = "adopt"
    MAKE_SALE = "make sale"
    GIVE_BACK = "give back"  # money without a sale
    FOREIGN = "foreign"  # none of this till's business


AT_ONCE = frozenset({Act.CHECK_AGAIN, Act.CANCEL, Act.TAKE_UP, Act.SHOW})
UNSIGNED = frozenset({Act.PAY_CASH, Act.DROP})  # asked once more, but by nobody's name


@dataclass(frozen=True, slots=True)
class Offer:
    """`target`: the sale that is meant, or the case to be shown, where there is one."""

    act: Act
    button: Button
    target: str = ""
    danger: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What was pressed and waits to be confirmed, with what was typed for it so far."""

    act: Act
    target: str = ""
    supervisor: str = ""
    reason: str = ""
    received: str = ""


@dataclass(frozen=True, slots=True)
class FormScreen:
    """`signed`: it asks who decides, and why. `received`: it asks for cash instead."""

    act: Act
    target: str
    title: str
    explains: str
    confirm: Button
    close: str
    danger: bool = False
    signed: bool = False
    reasons: tuple[str, ...] = ()
    received: str = ""  # names the field
    exact: str = ""
    notes: tuple[tuple[str, str], ...] = ()  # on the button, and what it puts into the field
    change: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One picture of what the terminal may show."""

    seen: Seen
    button: Button
    given: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The question about the terminal. `follows`: what an answer that was given leads to."""

    question: str
    path: str
    hand: Hand
    amount: str
    answers: tuple[Answer, ...]
    follows: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    name: str
    tone: Tone
    icon: str
    title: str
    amount: str
    where: str
    age: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """`steps`: what to do at the terminal, one after the other. `details` are folded."""

    name: str
    tone: Tone
    icon: str
    headline: str
    amount: str
    where: str
    verdict: tuple[str, ...]
    hint: str
    alarm: str = ""
    steps: tuple[str, ...] = ()
    look: Look | None = None
    next: Offer | None = None
    offers: tuple[Offer, ...] = ()
    form: FormScreen | None = None
    details_title: str = ""
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """The fixed words of the page, in the shop's language."""

    title: str = ""
    back: str = ""
    list: str = ""  # these only for who hears the page
    supervisor: str = ""
    reason: str = ""
    copy: str = ""
    close: str = ""


@dataclass(frozen=True, slots=True)
class CasesScreen:
    labels: Labels = field(default_factory=Labels)
    window: str = ""
    training: str = ""
    notice: str = ""
    notice_tone: Weight = Weight.NEWS
    rows: tuple[CaseRow, ...] = ()
    chosen: Chosen | None = None
    empty: str = ""  # instead of a case
