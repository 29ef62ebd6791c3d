"""What the sale page says and offers, as a function of the till's state. No Qt in here."""

from dataclasses import replace

from pos_app.domain.capability import Capability
from pos_app.domain.charge.facts import Refusal
from pos_app.domain.errors import (
    CredentialsRefused,
    LedgerError,
    NoAnswer,
    NotSent,
    TillError,
    TooManyRequests,
)
from pos_app.domain.money import Money
from pos_app.domain.sale import Line
from pos_app.services.state import News, Notice, TillState
from pos_app.ui.sale import labels as say
from pos_app.ui.sale.aside import blocker_button, case_about, holder_of, owner_of
from pos_app.ui.sale.cash import cash_button, change_of
from pos_app.ui.sale.charging import (
    charge_button,
    is_live,
    is_over,
    picker_note,
    picker_text,
    shown_reason,
    switch_button,
    terminal_rows,
)
from pos_app.ui.sale.panel import panel_of
from pos_app.ui.sale.shown import Button, LineRow, Panel, ProductTile, SaleScreen, Tone
from pos_app.ui.shared.language import Words, plain
from pos_app.ui.shared.messages import explain, tell

SKEW_SHOWN = 120_000  # milliseconds; source: reliability rules, F41
_LOUD = {
    News.FOUND_OPEN_CHARGE: Tone.WARNING,
    News.BACK_FROM_SLEEP: Tone.WARNING,
    News.LATE_MONEY: Tone.ALARM,
    News.MONEY_FOUND: Tone.WARNING,
    News.RESTORED: Tone.WARNING,
    News.BEGUN_ANEW: Tone.WARNING,
}


def render(state: TillState, api: Capability, now: int, words: Words) -> SaleScreen:
    """The whole page from the whole state: nothing else decides what is enabled.

    Units: `now` in milliseconds since the epoch, UTC.
    """
    sale = state.sale
    total = sale.total if sale else Money(0, state.site.currency)
    charge, cash = charge_button(state, words), cash_button(state, now, words)
    return replace(
        _around(state, words),
        lines=tuple(_line(line, words) for line in sale.lines) if sale else (),
        empty=words(say.EMPTY),
        frozen=_frozen(state, words),
        over=words(say.OVER) if is_over(state) and not _is_dropped(state) else "",
        total=words.money(total),
        total_plain=total.plain(),
        terminals=terminal_rows(state, words),
        chosen=state.chosen,
        picker=picker_text(state, words),
        picker_note=picker_note(state, words),
        blocker=blocker_button(state, words),
        leads_to=case_about(state, holder_of(state, state.chosen)),
        switch_mode=switch_button(state, words),
        charge=charge,
        cash=cash,
        reason=shown_reason(state, charge, cash, words),
        change=change_of(state, words),
        new_sale=_new_sale(state, words),
        tiles=_tiles(state, words),
        panel=_panel(state, api, now, words),
    )


def _around(state: TillState, words: Words) -> SaleScreen:
    """What stands around the sale, whatever it is."""
    person = words(say.PERSON, person=plain(state.person)) if state.person else ""
    connected, connection = _connection(state, words)
    sale, unresolved, currency = state.sale, state.unresolved, state.site.currency
    return SaleScreen(
        labels=say.labels_of(words),
        title=plain(state.till),
        window=_window(state, words),
        person=person,
        ticket=words(say.TICKET, number=sale.ticket_number) if sale else "",
        training=words(say.TRAINING, person=person) if state.training else "",
        connection=connection,
        connected=connected,
        alert=_alert(state, words),
        unresolved=unresolved,
        unresolved_text=words(say.UNRESOLVED, count=unresolved) if unresolved else "",
        notice=tell(state.notice, words, currency) if state.notice else "",
        notice_tone=tone_of(state.notice),
        stopped=explain(state.stopped, words, currency) if state.stopped else "",
    )


def _panel(state: TillState, api: Capability, now: int, words: Words) -> Panel | None:
    """With the case that it leads to: its own, or that of the owner of a busy terminal."""
    if state.following is None:
        return None
    attempt = state.following.attempt
    owner = owner_of(state, attempt.prepared.terminal_id)
    panel = panel_of(state.following, api, now, words, owner)
    leads_to = case_about(state, owner if attempt.refusal is Refusal.BUSY else attempt)
    return replace(panel, leads_to=leads_to)


def _line(line: Line, words: Words) -> LineRow:
    name = plain(line.name) or words(say.FREE_AMOUNT)
    price = f"{line.quantity} × {words.money(line.price)}"
    return LineRow(line.id, name, price, line.quantity, words.money(line.total))


def _tiles(state: TillState, words: Words) -> tuple[ProductTile, ...]:
    tiles = (ProductTile(p.code, plain(p.name), words.money(p.price)) for p in state.matches)
    return tuple(tiles)


def _frozen(state: TillState, words: Words) -> str:
    """Why the sale cannot be changed (F18)."""
    if not state.ready:
        return words(say.OPENING)
    if is_live(state):
        return words(say.LOCKED)
    return words(say.DROPPED) if _is_dropped(state) else ""


def _is_dropped(state: TillState) -> bool:
    return state.sale is not None and state.sale.cancelled


def _new_sale(state: TillState, words: Words) -> Button:
    """Once this one is paid; or to drop one that nobody is paying."""
    checks = (
        (say.OPENING, not state.ready),
        (say.UNSAVED, state.following is not None and state.following.unsaved),
        (say.LIVE, is_live(state)),
        (say.NEW_SALE_EMPTY, state.sale is None or not state.sale.lines),
    )
    reason = next((words(why) for why, holds in checks if holds), "")
    return Button(words(say.NEW_SALE), enabled=not reason, reason=reason)


def _connection(state: TillState, words: Words) -> tuple[bool, str]:
    """Can Mercado Pago be reached, as far as the till knows? And in words."""
    aside = (case.following.trouble for case in state.cases if case.following)
    match state.network or next(filter(None, aside), None):
        case NotSent(blocked=blocked):
            silent = say.OFFLINE_LIVE if open_charges(state) else say.OFFLINE
            return False, words(say.BLOCKED if blocked else silent)
        case NoAnswer():
            return False, words(say.SILENT)
        case CredentialsRefused():
            return False, words(say.SIGNED_OUT)
        case TooManyRequests():
            return True, words(say.SLOW)
    return True, words(say.CONNECTED if state.account else say.CONNECTING)


def open_charges(state: TillState) -> int:
    """How many may still bring money: on the panel, on a terminal, or set aside."""
    told = [case.following for case in state.cases] + [state.following]
    attempts = [*(each.attempt for each in told if each), *state.held.values()]
    return len({each.prepared.external_reference for each in attempts if each.lives})


def _window(state: TillState, words: Words) -> str:
    """Read in the task bar, and by who is about to close it (F44)."""
    till, count = plain(state.till), open_charges(state)
    return words(say.STILL_OPEN, till=till, count=count) if count else till


def _alert(state: TillState, words: Words) -> str:
    """A clock that is wrong dates sales wrongly, and may keep the network away (F41)."""
    if isinstance(state.network, NotSent) and state.network.clock:
        return words(say.CLOCK_OFF)
    if abs(state.skew) <= SKEW_SHOWN:
        return ""
    return words(say.CLOCK_WRONG, minutes=round(abs(state.skew) / 60_000))


def tone_of(notice: Notice | None) -> Tone:
    """How loud it is."""
    match notice:
        case Notice(what=News() as news):
            return _LOUD.get(news, Tone.NEWS)
        case Notice(what=LedgerError() | CredentialsRefused() | TillError(maybe_done=True)):
            return Tone.ALARM
        case Notice():
            return Tone.WARNING
    return Tone.NEWS
