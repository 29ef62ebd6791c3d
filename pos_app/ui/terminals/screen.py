"""What the page of the terminals says of each, as a function of the till's state. No Qt in here."""

from dataclasses import dataclass
from typing import NamedTuple

from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Refusal
from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.state import TillState
from pos_app.ui.charge.coach import Hand, hand_of
from pos_app.ui.charge.moment import moment_of
from pos_app.ui.sale import labels as say
from pos_app.ui.sale.aside import case_about
from pos_app.ui.sale.screen import tone_of
from pos_app.ui.sale.shown import Button, Look, Tone
from pos_app.ui.shared.language import Words, plain, said
from pos_app.ui.shared.messages import tell

_TITLE, _BACK = said("Terminals"), said("Back to the sale")
_FREE, _ALONE = said("Free"), said("Not in PDV mode")
_FREE_NOTE = said("It waits for a charge.")
_ALONE_NOTE = said("It does not obey the till: switch it, then restart it.")
_HOLDS = said("Holds sale {number} · {amount}")
_MAY_HOLD = said("May still show sale {number} · {amount}")
_MAY_NOTE = said("It was never seen to end there. If the terminal shows it, cancel it there.")
_BUSY = said("Holds another charge")
_BUSY_NOTE = said("Of another till, or an old one: cancel it on the terminal.")
_SEEN, _NEVER = said("Seen at {time}"), said("Not seen yet")
_MODES = {
    Mode.PDV: said("PDV mode"),
    Mode.STANDALONE: said("not in PDV mode"),
    Mode.UNDEFINED: said("mode not known"),
}
_CHOOSE, _CHOSEN = said("Use this one"), said("In use for this sale")
_OPEN = said("Open its charge")


@dataclass(frozen=True, slots=True)
class TerminalCard:
    """`leads_to`: the case that `open` goes to; empty: the panel of the sale."""

    id: str
    hand: Hand  # which drawing
    title: str
    mode: str
    obeys: bool
    seen: str
    look: Look
    doing: str  # "Free", "Holds sale 118 · $ 840,00"
    note: str  # its state in words
    elapsed: str  # "0:42", while a charge is under way
    open: Button
    leads_to: str
    choose: Button
    switch: Button


@dataclass(frozen=True, slots=True)
class TerminalsScreen:
    title: str
    back: str
    training: str
    window: str
    notice: str
    notice_tone: Tone
    dismiss: str  # only for who hears the page
    empty: str  # instead of cards
    cards: tuple[TerminalCard, ...]


def render(state: TillState, api: Capability, now: int, words: Words) -> TerminalsScreen:
    """Units: `now` in milliseconds since the epoch, UTC."""
    person = words(say.PERSON, person=plain(state.person)) if state.person else ""
    return TerminalsScreen(
        title=words(_TITLE),
        back=words(_BACK),
        training=words(say.TRAINING, person=person) if state.training else "",
        window=f"{plain(state.till)} · {words(_TITLE)}",
        notice=tell(state.notice, words, state.site.currency) if state.notice else "",
        notice_tone=tone_of(state.notice),
        dismiss=words(say.CLOSE),
        empty="" if state.terminals else words(say.NO_TERMINAL),
        cards=tuple(_card(each, state, api, now, words) for each in state.terminals),
    )


def _card(
    terminal: Terminal, state: TillState, api: Capability, now: int, words: Words
) -> TerminalCard:
    holder, obeys = state.held.get(terminal.id), terminal.mode is Mode.PDV
    over = None if holder else state.maybe_held.get(terminal.id)
    panel = state.following.attempt if state.following else None
    on_panel = panel is not None and holder is not None and holder.prepared == panel.prepared
    leads_to = "" if on_panel else case_about(state, holder or over)
    doing = _held(holder, api, now, words) if holder else _idle(terminal, over, state, words)
    seen, chosen = state.last_seen.get(terminal.id), terminal.id == state.chosen
    free = holder is None and (panel is None or panel.settled)
    opens = on_panel or bool(leads_to)
    return TerminalCard(
        id=terminal.id,
        hand=hand_of(terminal.id),
        title=terminal.title,
        mode=words(_MODES[terminal.mode]),
        obeys=obeys,
        seen=words(_SEEN, time=words.time(seen)) if seen else words(_NEVER),
        look=doing.look,
        doing=doing.words,
        note=doing.note,
        elapsed=doing.elapsed,
        open=Button(words(_OPEN), enabled=opens, visible=opens),
        leads_to=leads_to,
        choose=Button(words(_CHOSEN if chosen else _CHOOSE), free and not chosen, obeys and free),
        switch=Button(words(say.SWITCH), enabled=holder is None, visible=not obeys),
    )


class _Doing(NamedTuple):
    look: Look
    words: str
    note: str
    elapsed: str = ""


def _held(holder: Attempt, api: Capability, now: int, words: Words) -> _Doing:
    moment, prepared = moment_of(holder, api, now), holder.prepared
    amount, age = words.money(prepared.amount), max(0, now - prepared.at) // 1000
    values: dict[str, str | int] = {
        "terminal": Terminal(prepared.terminal_id).title,
        "amount": amount,
        "seconds": max(0, -(-(holder.not_before - now) // 1000)),
    }
    what = words(_HOLDS, number=prepared.ticket_number, amount=amount)
    elapsed = f"{age // 60}:{age % 60:02d}"
    return _Doing(moment.look, what, words(moment.headline, **values), elapsed)


def _idle(terminal: Terminal, over: Attempt | None, state: TillState, words: Words) -> _Doing:
    """Free, as far as this till knows."""
    if over is not None:
        number, amount = over.prepared.ticket_number, words.money(over.prepared.amount)
        what = words(_MAY_HOLD, number=number, amount=amount)
        return _Doing(Look.SET_ASIDE, what, words(_MAY_NOTE))
    refused = state.following.attempt if state.following else None
    busy = refused is not None and refused.refusal is Refusal.BUSY
    if busy and refused and refused.prepared.terminal_id == terminal.id:
        return _Doing(Look.SET_ASIDE, words(_BUSY), words(_BUSY_NOTE))
    if terminal.mode is not Mode.PDV:
        return _Doing(Look.CANCELLED, words(_ALONE), words(_ALONE_NOTE))
    return _Doing(Look.PREPARING, words(_FREE), words(_FREE_NOTE))
