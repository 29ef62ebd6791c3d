"""Paying in cash: the notes that are near, and the change, as a function of what was typed."""

from dataclasses import dataclass

from pos_app.domain.amount_text import read_amount
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.errors import AmountNotUnderstood
from pos_app.domain.money import DECIMALS, Money
from pos_app.domain.sale import TenderKind
from pos_app.services.state import TillState
from pos_app.ui.sale import labels as say
from pos_app.ui.sale.aside import set_aside_button
from pos_app.ui.sale.charging import is_live, is_over
from pos_app.ui.sale.shown import Button, Change
from pos_app.ui.shared.language import Words, said
from pos_app.ui.shared.messages import explain

# Whole units of each currency. Sources: the notes in circulation of BCRA, Banco Central do Brasil,
# Banco de México, Banco Central de Chile, Banco de la República, BCRP and BCU.
NOTES = {
    "ARS": (100, 200, 500, 1_000, 2_000, 10_000, 20_000),
    "BRL": (2, 5, 10, 20, 50, 100, 200),
    "MXN": (20, 50, 100, 200, 500, 1_000),
    "CLP": (1_000, 2_000, 5_000, 10_000, 20_000),
    "COP": (2_000, 5_000, 10_000, 20_000, 50_000, 100_000),
    "PEN": (10, 20, 50, 100, 200),
    "UYU": (20, 50, 100, 200, 500, 1_000, 2_000),
}
_OFFERED, _LARGE = 2, 3  # how many amounts are offered, and of how many notes they are made up

_ASIDE_FIRST = said("For cash, set the charge aside first")
_MISSING, _TOO_LITTLE = said("Missing"), said("That is less than the sale costs")
_TAKE = said("Cash received")
_WITHOUT, _WITH = said("Cash received · no change"), said("Cash received · change {change}")
_UNREAD = said("Type what the customer hands over")
_CHANGE = said("Change")
_RECEIVED = said("Cash received: {received}.")
_UNCONFIRMED = said("Card charge {amount} unconfirmed: it will be checked.")


@dataclass(frozen=True, slots=True)
class CashScreen:
    title: str
    total_name: str
    total: str
    received: str  # names the field
    exact: str  # what an empty field stands for
    notes: tuple[tuple[str, str], ...]  # on the button, and what it puts into the field
    change_name: str
    change: str
    change_plain: str  # for machines
    problem: str
    confirm: Button
    close: str


def cash_button(state: TillState, now: int, words: Words) -> Button:
    """Cash needs no network and no terminal: only a sale that nobody is paying yet.

    Units: `now` in milliseconds since the epoch, UTC.
    """
    following = state.following
    aside = following is not None and set_aside_button(following, now, words).visible
    checks = (
        (say.STOPPED, state.stopped is not None),
        (say.OPENING, not state.ready),
        (say.UNSAVED, following is not None and following.unsaved),
        (_ASIDE_FIRST if aside else say.LIVE, is_live(state)),
        (say.CLOSED, is_over(state)),
        (say.NOTHING, state.sale is None or not state.sale.lines),
    )
    reason = next((words(why) for why, holds in checks if holds), "")
    return Button(words(say.CASH), enabled=not reason, reason=reason)


def received_of(total: Money, typed: str, words: Words) -> Money:
    """What was handed over: an empty field says the exact amount. Raises AmountNotUnderstood."""
    return read_amount(typed, total.currency, words.locale) if typed.strip() else total


def cash_screen(total: Money, typed: str, words: Words) -> CashScreen:
    """The area for cash, as it is typed into."""
    left, problem = None, ""
    try:
        left = received_of(total, typed, words) - total
    except AmountNotUnderstood as error:
        problem = explain(error, words, total.currency)
    exact = words.money(total)
    offered = [(words(said("Exact")), exact)]
    offered += [(words.money(note), words.money(note)) for note in notes_above(total)]
    return CashScreen(
        title=words(say.CASH),
        total_name=words(say.TOTAL),
        total=exact,
        received=words(_UNREAD),
        exact=exact,
        notes=tuple(offered),
        change_name=words(_MISSING if left and left.minor < 0 else _CHANGE),
        change=words.money(Money(abs(left.minor), left.currency)) if left else "",
        change_plain=left.plain() if left and left.minor >= 0 else "",
        problem=problem,
        confirm=_confirm(left, problem, words),
        close=words(say.CLOSE),
    )


def _confirm(left: Money | None, problem: str, words: Words) -> Button:
    """`left`: what came in less what is due; None where it could not be read."""
    if left is None or left.minor < 0:
        return Button(words(_TAKE), reason=problem or words(_TOO_LITTLE))
    change = words(_WITH, change=words.money(left)) if left.minor else words(_WITHOUT)
    return Button(change, enabled=True)


def notes_above(total: Money) -> list[Money]:
    """What a customer is likely to hand over: the next notes, or a few of the large ones."""
    unit = 10 ** DECIMALS[total.currency]
    notes = [note * unit for note in NOTES[total.currency]]
    above = {note for note in notes if note > total.minor}
    if len(above) < _OFFERED:
        above |= {(total.minor // note + 1) * note for note in notes[-_LARGE:]}
        above.add((total.minor // notes[-1] + _OFFERED) * notes[-1])
    return [Money(minor, total.currency) for minor in sorted(above)[:_OFFERED]]


def change_of(state: TillState, words: Words) -> Change | None:
    """What goes back to the customer of the sale on the desk, where it was paid in cash."""
    sale = state.sale
    if sale is None or not sale.tenders or sale.tenders[0].kind is not TenderKind.CASH:
        return None
    tender = sale.tenders[0]
    received = tender.received or tender.amount
    told = [words(_RECEIVED, received=words.money(received))]
    told += [
        words(_UNCONFIRMED, amount=words.money(attempt.prepared.amount))
        for attempt in _unconfirmed(state, sale.id)
    ]
    left = received - tender.amount
    return Change(words.money(left), left.plain(), words(_CHANGE), " ".join(told))


def _unconfirmed(state: TillState, sale_id: str) -> list[Attempt]:
    """Charges of that sale that nobody can call yet."""
    told = [case.following for case in state.cases] + [state.following]
    attempts = [*(each.attempt for each in told if each), *state.held.values()]
    known = {attempt.prepared.external_reference: attempt for attempt in attempts}
    ours = (attempt for attempt in known.values() if attempt.prepared.sale_id == sale_id)
    return [attempt for attempt in ours if not attempt.settled]
