"""The terminal picker and the Charge button: enabled exactly when a charge can work."""

from collections.abc import Iterator

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.errors import AmountOutOfRange, CredentialsRefused
from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.state import News, TillState
from pos_app.ui.sale import labels as say
from pos_app.ui.sale.aside import holder_of
from pos_app.ui.sale.shown import Button, TerminalRow
from pos_app.ui.shared.language import Words, said

_CHARGE, _CHARGE_ON = said("Charge {amount}"), said("Charge {amount} · {terminal}")
_AGAIN, _AGAIN_ON = said("Send again {amount}"), said("Send again {amount} · {terminal}")
_LATE = said("Money came in late: see what was found")
_VOUCHED = said("A supervisor vouched for the payment")
_OTHER_MERCHANT = said("Another account: call the supervisor")
_SIGN_IN = said("Signed out: call the supervisor")
_NO_ACCOUNT = said("Waiting for Mercado Pago")
_CHOOSE = said("Choose the terminal")
_NOT_IN_PDV = said("The terminal is not in PDV mode")
_HELD = said("It still shows {amount} of sale {number}")
_BELOW, _BETWEEN = said("From {low}"), said("From {low} to {high}")

_IN_PDV, _ALONE, _NO_MODE = said("PDV mode"), said("not in PDV mode"), said("mode not known")
_SHOWS = said("shows {amount} of sale {number}")
_STILL_SHOWS = said("{terminal} still shows {amount} of sale {number}.")
_SWITCH_NOTE = said("{terminal} does not obey the till: it is not in PDV mode. Switch it.")
_RESTART_NOTE = said("Restart {terminal} before you charge.")


def is_live(state: TillState) -> bool:
    """Is a charge of the sale on the screen under way, or undecided?"""
    return state.following is not None and not state.following.attempt.settled


def is_over(state: TillState) -> bool:
    """Is the sale on the screen paid, in whatever way, or dropped?"""
    sale = state.sale
    closed = sale is not None and (sale.cancelled or bool(sale.tenders))
    return closed or has_outcome(state, Outcome.PAID)


def has_outcome(state: TillState, outcome: Outcome) -> bool:
    return state.following is not None and state.following.attempt.outcome is outcome


def chosen_terminal(state: TillState) -> Terminal | None:
    return next((each for each in state.terminals if each.id == state.chosen), None)


def charge_button(state: TillState, words: Words) -> Button:
    """Verb, amount and terminal; where it cannot work, the first reason why not."""
    terminal, again = chosen_terminal(state), has_outcome(state, Outcome.NOT_PAID)
    text = words(say.CHARGE)
    if state.sale and state.sale.lines:
        alone, on = (_AGAIN, _AGAIN_ON) if again else (_CHARGE, _CHARGE_ON)
        title, amount = terminal.title if terminal else "", words.money(state.sale.total)
        text = words(on if terminal else alone, amount=amount, terminal=title)
    reason = next(_reasons(state, words), "")
    return Button(text, enabled=not reason, reason=reason)


def _reasons(state: TillState, words: Words) -> Iterator[str]:
    attempt = state.following.attempt if state.following else None
    checks = (
        (say.STOPPED, state.stopped is not None),
        (say.OPENING, not state.ready),
        (say.UNSAVED, state.following is not None and state.following.unsaved),
        (_LATE, attempt is not None and attempt.late and not attempt.settled),
        (_VOUCHED, attempt is not None and attempt.attested),
        (say.LIVE, is_live(state)),
        (say.CLOSED, is_over(state)),
        (say.NOTHING, state.sale is None or not state.sale.lines),
        (_OTHER_MERCHANT, state.other_merchant),
        (_SIGN_IN, isinstance(state.network, CredentialsRefused)),
        (_NO_ACCOUNT, state.account is None),
    )
    yield from (words(reason) for reason, holds in checks if holds)
    yield from _terminal_reasons(state, words)
    yield from _amount_reasons(state, words)


def shown_reason(state: TillState, charge: Button, cash: Button, words: Words) -> str:
    """Why there is no charge, and no cash: once, even where both have it, or the picker says it."""
    told = picker_note(state, words) and charge.reason == next(_terminal_reasons(state, words), "")
    reasons = dict.fromkeys(("" if told else charge.reason, cash.reason))
    return " · ".join(filter(None, reasons))


def _terminal_reasons(state: TillState, words: Words) -> Iterator[str]:
    terminal = chosen_terminal(state)
    if terminal is None:
        yield words(_CHOOSE if state.terminals else say.NO_TERMINAL)
    elif holder := state.held.get(terminal.id):
        yield words(_HELD, **_of(holder, words))
    elif terminal.mode is not Mode.PDV:
        yield words(_NOT_IN_PDV)


def _amount_reasons(state: TillState, words: Words) -> Iterator[str]:
    try:
        if state.sale:
            state.site.check(state.sale.total)
    except AmountOutOfRange as out:
        low = words.money(out.smallest)
        high = words.money(out.largest) if out.largest else ""
        yield words(_BETWEEN if high else _BELOW, low=low, high=high)


def _of(holder: Attempt, words: Words) -> dict[str, str | int]:
    prepared = holder.prepared
    return {"amount": words.money(prepared.amount), "number": prepared.ticket_number}


def terminal_rows(state: TillState, words: Words) -> tuple[TerminalRow, ...]:
    """Each terminal with what it is doing."""
    return tuple(_row(each, state.held.get(each.id), words) for each in state.terminals)


def _row(terminal: Terminal, holder: Attempt | None, words: Words) -> TerminalRow:
    modes = {Mode.PDV: _IN_PDV, Mode.STANDALONE: _ALONE, Mode.UNDEFINED: _NO_MODE}
    doing = words(_SHOWS, **_of(holder, words)) if holder else words(modes[terminal.mode])
    usable = terminal.mode is Mode.PDV and holder is None
    return TerminalRow(terminal.id, f"{terminal.title} · {doing}", usable)


def picker_text(state: TillState, words: Words) -> str:
    """What the picker says while nothing is chosen."""
    return words(_CHOOSE if state.terminals else say.NO_TERMINAL)


def picker_note(state: TillState, words: Words) -> str:
    """What keeps the chosen terminal from being charged, and what to do."""
    terminal = chosen_terminal(state)
    if terminal is None:
        return ""
    holder, title = holder_of(state, terminal.id), terminal.title
    if holder or terminal.id in state.held:
        return words(_STILL_SHOWS, terminal=title, **_of(holder, words)) if holder else ""
    if terminal.mode is not Mode.PDV:
        return words(_SWITCH_NOTE, terminal=title)
    switched = state.notice is not None and state.notice.what is News.TERMINAL_SWITCHED
    return words(_RESTART_NOTE, terminal=title) if switched else ""


def switch_button(state: TillState, words: Words) -> Button:
    """Offered for a terminal that does not obey the till, while nobody pays on it."""
    terminal = chosen_terminal(state)
    wanted = terminal is not None and terminal.mode is not Mode.PDV
    free = terminal is not None and terminal.id not in state.held and state.ready
    return Button(words(say.SWITCH), enabled=wanted and free, visible=wanted)
