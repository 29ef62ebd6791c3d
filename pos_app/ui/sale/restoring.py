"""What the stopped page of a damaged book offers: one step, and what it means. No Qt in here."""

import time
from dataclasses import replace
from enum import Enum

from pos_app.ui.sale.shown import Button, SaleScreen
from pos_app.ui.shared.language import Words, said


class Stage(Enum):
    NO_WAY = "no way"  # it is no damage of the book, or none that a copy mends
    LOOKING = "looking"
    FOUND = "found"  # a whole copy
    NOTHING = "nothing"
    AT_WORK = "at work"  # putting it in its place


_NOTES = {
    Stage.LOOKING: said("Looking for the newest backup copy that is whole…"),
    Stage.FOUND: said(
        "Sales after it are not in the copy: their payments are looked for at Mercado Pago and "
        "appear under Unresolved. Ticket numbers given since then may come again. The damaged book "
        "is kept."
    ),
    Stage.NOTHING: said(
        "No backup copy is whole. A new book begins empty: payments of the last day are looked for "
        "at Mercado Pago and appear under Unresolved. The damaged book is kept."
    ),
    Stage.AT_WORK: said("Putting the copy in its place…"),
}
_RESTORE = said("Restore the copy of {time}")
_BEGIN = said("Begin a new book")


def offer(screen: SaleScreen, stage: Stage, when: str, words: Words) -> SaleScreen:
    """The stopped page, with its one step. `when`: the last moment that the copy knows of."""
    if stage is Stage.NO_WAY:
        return screen
    text = words(_RESTORE, time=when) if when else words(_BEGIN)
    offered = stage in (Stage.FOUND, Stage.NOTHING)
    button = Button(text, enabled=offered, visible=stage is not Stage.LOOKING)
    return replace(screen, stopped_note=words(_NOTES[stage]), restore=button)


def moment(at: int, now: int, words: Words) -> str:
    """The time of day, and the day where it is not today's.

    Units: `at` and `now` in milliseconds since the epoch, UTC.
    """
    then, today = time.localtime(at // 1000), time.localtime(now // 1000)
    hour = time.strftime("%H:%M", then)
    if then[:3] == today[:3]:
        return hour
    day = "%b %d" if words.locale == "en_US" else "%d/%m"
    return f"{time.strftime(day, then)} {hour}"
