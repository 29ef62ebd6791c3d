"""A till for each kind of case, and the page that it makes."""

from dataclasses import dataclass, replace

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.charge.orphan import MoneyApart, MoneyFound, Orphan
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import NoAnswer
from pos_app.domain.money import Money
from pos_app.domain.sale import Line, Sale
from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.state import Case, Following, TillState
from pos_app.ui.cases.screen import render
from pos_app.ui.cases.shown import CasesScreen, Chosen, Form
from pos_app.ui.charge.messages import Moment
from tests.domain.charge.making import (
    AMOUNT,
    APPROVED,
    INTENTS,
    LOST,
    T0,
    read,
    searched,
    sent,
    standing,
)
from tests.ui.charge.moments import AT, PLUS, PRO_2, READY, SMART, SPOKEN, on
from tests.ui.charge.stories import decided, ended, looked

NAME = APPROVED.external_reference
CARD = replace(APPROVED, kind="debit_card", method="debvisa", last_four="0123")
TYPED = replace(CARD, id="98217700777", external_reference="", created=T0 + 20_000, pos_id="77")
ASIDE = Sale("s1", 417, "ARS", T0 - 60_000, (Line("l1", "", "", AMOUNT),), aside=True)
HOURS = 3_600_000
_UNKNOWN = sent().apply(LOST)
_LATE = ended(S.CANCELED).apply(searched(300_000, CARD))
_TWICE = standing(S.CLOSED, CARD.id, at=9_000).apply(
    read(9_500, CARD, replace(CARD, id="99", created=T0 + 8_000, last_four="7788"))
)
_ATTESTED = standing(S.CONFIRMATION_REQUIRED).apply(decided(Decision.ATTESTED))
_GONE = (
    standing(S.CLOSED, CARD.id, at=9_000)
    .apply(read(9_500, CARD))
    .apply(read(90_000, replace(CARD, refunded=300_00)))
)
_ORPHAN = Orphan.begin(MoneyFound(at=T0 + 60_000, payment=TYPED))
_APART = MoneyApart(at=T0 + 90_000, by="Sol", reason="Nobody knows whose it is")


@dataclass(frozen=True)
class Example:
    """`after`: milliseconds since Charge was pressed, when somebody looks at the page."""

    case: Case
    after: int = 95_000
    others: tuple[Case, ...] = ()
    sale: Sale | None = None  # on the desk


def of(attempt: Attempt, task: Task, sale: Sale | None = None, settled: bool = False) -> Case:
    return Case(NAME, task, Following(attempt, heard_at=T0 + 83_000), None, sale, settled)


def seen(what: Seen, attempt: Attempt = _UNKNOWN) -> Attempt:
    return attempt.apply(looked(what, 90_000))


FOUND = Case(TYPED.id, Task.ORPHAN, orphan=_ORPHAN)
RESOLVE = of(_UNKNOWN.apply(searched(5_000)), Task.RESOLVE, ASIDE)
UNPAID = Case("s1", Task.UNPAID, sale=ASIDE)
EXAMPLES = {
    "lost, just now": Example(RESOLVE, 37_000),
    "lost": Example(RESOLVE),
    "lost, and money of that amount": Example(RESOLVE, others=(FOUND,)),
    "confirm, on another model": Example(
        of(on(PLUS, standing(S.CONFIRMATION_REQUIRED)), Task.RESOLVE)
    ),
    "still shown": Example(of(on(PRO_2, seen(Seen.AMOUNT)), Task.RESOLVE, ASIDE)),
    "approved there": Example(of(seen(Seen.APPROVED), Task.RESOLVE, ASIDE)),
    "idle there": Example(of(seen(Seen.IDLE), Task.RESOLVE, ASIDE)),
    "idle, cut off": Example(
        Case(NAME, Task.RESOLVE, Following(seen(Seen.IDLE), NoAnswer(), T0 + 9_000)), 140_000
    ),
    "no payment": Example(
        of(standing(S.CLOSED, at=9_000).apply(searched(320_000)), Task.RESOLVE), 340_000
    ),
    "another amount came": Example(
        of(
            standing(S.CLOSED, CARD.id, at=9_000).apply(
                read(9_500, replace(CARD, amount=Money(9_999_00, "ARS")))
            ),
            Task.RESOLVE,
        )
    ),
    "another amount asked": Example(of(AT[Moment.WRONG_AMOUNT], Task.RESOLVE)),
    "disputed": Example(of(AT[Moment.DISPUTED], Task.RESOLVE)),
    "late": Example(of(_LATE, Task.LATE), 310_000),
    "late, settled": Example(of(_LATE, Task.LATE, settled=True), 310_000),
    "late, of another amount": Example(
        of(
            ended(S.CANCELED).apply(
                searched(300_000, replace(CARD, amount=Money(9_999_00, "ARS")))
            ),
            Task.LATE,
        ),
        310_000,
    ),
    "twice": Example(of(_TWICE, Task.SURPLUS)),
    "to return": Example(of(_LATE.apply(decided(Decision.APART)), Task.RETURN), 500_000),
    "to return, no sale": Example(
        Case(TYPED.id, Task.RETURN, orphan=_ORPHAN.apply(_APART)), 500_000
    ),
    "attested": Example(of(_ATTESTED.apply(searched(420_000)), Task.ATTESTED), 500_000),
    "attested long": Example(of(_ATTESTED.apply(searched(420_000)), Task.ATTESTED), 26 * HOURS),
    "denied": Example(of(AT[Moment.DENIED], Task.DENIED), 2 * HOURS),
    "gone": Example(of(_GONE, Task.GONE)),
    "aside": Example(of(on(PLUS, standing(S.ON_TERMINAL)), Task.ASIDE, ASIDE)),
    "aside, opened": Example(of(standing(S.OPENED), Task.ASIDE, ASIDE)),
    "money": Example(FOUND),
    "money for a sale": Example(FOUND, others=(UNPAID,)),
    "unpaid": Example(UNPAID),
    "unpaid, desk taken": Example(UNPAID, sale=replace(ASIDE, id="s2", aside=False)),
}
DESK = replace(
    READY,
    sale=None,
    terminals=(Terminal(SMART, Mode.PDV), Terminal(PLUS, Mode.PDV, pos_id="77")),
)


def till(example: Example, *, training: bool = False) -> TillState:
    cases = (example.case, *example.others)
    return replace(DESK, cases=cases, sale=example.sale, training=training)


def page(
    example: Example, locale: str = "en_US", form: Form | None = None, *, training: bool = False
) -> CasesScreen:
    state, now = till(example, training=training), T0 + example.after
    return render(state, INTENTS, example.case.name, form, now, SPOKEN[locale])


def chosen(name: str, locale: str = "en_US", form: Form | None = None) -> Chosen:
    shown = page(EXAMPLES[name], locale, form).chosen
    assert shown is not None
    return shown


def every(name: str, locale: str = "en_US") -> list[CasesScreen]:
    """The case, and each form that it may open."""
    first = page(EXAMPLES[name], locale, training=True)
    assert first.chosen is not None
    offers = [o for o in (first.chosen.next, *first.chosen.offers) if o and o.button.enabled]
    return [first] + [
        page(EXAMPLES[name], locale, Form(o.act, o.target), training=True) for o in offers
    ]
