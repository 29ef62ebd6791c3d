"""What the sale page says and offers, as a function of the till's state. No Qt in here."""

from pos_app.domain.capability import Capability
from pos_app.domain.charge.outcome import Outcome
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
from pos_app.ui.sale.charging import (
    charge_button,
    has_outcome,
    is_live,
    picker_note,
    picker_text,
    switch_button,
    terminal_rows,
)
from pos_app.ui.sale.panel import panel_of
from pos_app.ui.sale.shown import Button, LineRow, ProductTile, SaleScreen, Tone
from pos_app.ui.shared.language import Words, plain
from pos_app.ui.shared.messages import explain, tell


def render(state: TillState, api: Capability, now: int, words: Words) -> SaleScreen:
    """The whole page from the whole state: nothing else decides what is enabled.

    Units: `now` in milliseconds since the epoch, UTC.
    """
    total = state.sale.total if state.sale else Money(0, state.site.currency)
    person = words(say.PERSON, person=plain(state.person)) if state.person else ""
    connected, connection = _connection(state, words)
    return SaleScreen(
        labels=say.labels_of(words),
        title=plain(state.till),
        person=person,
        ticket=words(say.TICKET, number=state.sale.ticket_number) if state.sale else "",
        training=words(say.TRAINING, person=person) if state.training else "",
        connection=connection,
        connected=connected,
        unresolved=state.unresolved,
        unresolved_text=words(say.UNRESOLVED, count=state.unresolved) if state.unresolved else "",
        lines=tuple(_line(line, words) for line in state.sale.lines) if state.sale else (),
        empty=words(say.EMPTY),
        frozen=_frozen(state, words),
        over=words(say.OVER) if has_outcome(state, Outcome.PAID) else "",
        total=words.money(total),
        total_plain=total.plain(),
        terminals=terminal_rows(state, words),
        chosen=state.chosen,
        picker=picker_text(state, words),
        picker_note=picker_note(state, words),
        switch_mode=switch_button(state, words),
        charge=charge_button(state, words),
        new_sale=_new_sale(state, words),
        tiles=tuple(
            ProductTile(each.code, plain(each.name), words.money(each.price))
            for each in state.matches
        ),
        panel=panel_of(state.following, api, now, words) if state.following else None,
        notice=tell(state.notice, words, state.site.currency) if state.notice else "",
        notice_tone=_tone(state.notice),
        stopped=explain(state.stopped, words, state.site.currency) if state.stopped else "",
    )


def _line(line: Line, words: Words) -> LineRow:
    name = plain(line.name) or words(say.FREE_AMOUNT)
    price = f"{line.quantity} × {words.money(line.price)}"
    return LineRow(line.id, name, price, line.quantity, words.money(line.total))


def _frozen(state: TillState, words: Words) -> str:
    """Why the sale cannot be changed (F18)."""
    if not state.ready:
        return words(say.OPENING)
    if is_live(state):
        return words(say.LOCKED)
    return words(say.DROPPED) if state.sale and state.sale.cancelled else ""


def _new_sale(state: TillState, words: Words) -> Button:
    """Once this one is paid; or to drop one that nobody is paying."""
    checks = (
        (say.OPENING, not state.ready),
        (say.NEW_SALE_UNSAVED, state.following is not None and state.following.unsaved),
        (say.NEW_SALE_LIVE, is_live(state)),
        (say.NEW_SALE_EMPTY, state.sale is None or not state.sale.lines),
    )
    reason = next((words(why) for why, holds in checks if holds), "")
    return Button(words(say.NEW_SALE), enabled=not reason, reason=reason)


def _connection(state: TillState, words: Words) -> tuple[bool, str]:
    """Can Mercado Pago be reached, as far as the till knows? And in words."""
    match state.network:
        case NotSent(blocked=blocked):
            return False, words(say.BLOCKED if blocked else say.OFFLINE)
        case NoAnswer():
            return False, words(say.SILENT)
        case CredentialsRefused():
            return False, words(say.SIGNED_OUT)
        case TooManyRequests():
            return True, words(say.SLOW)
    return True, words(say.CONNECTED if state.account else say.CONNECTING)


def _tone(notice: Notice | None) -> Tone:
    match notice:
        case Notice(what=News() as news):
            return Tone.WARNING if news is News.FOUND_OPEN_CHARGE else Tone.NEWS
        case Notice(what=LedgerError() | CredentialsRefused() | TillError(maybe_done=True)):
            return Tone.ALARM
        case Notice():
            return Tone.WARNING
    return Tone.NEWS
