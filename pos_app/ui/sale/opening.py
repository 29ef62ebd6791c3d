"""The sale page before anything stands behind it; it imports little, for the first paint waits."""

from pos_app.domain.money import Money
from pos_app.ui.sale import labels as say
from pos_app.ui.sale.shown import Button, SaleScreen
from pos_app.ui.shared.language import Words, plain


def opening_screen(till: str, currency: str, training: bool, words: Words) -> SaleScreen:
    """What `render` makes of a till that has just begun, without all that `render` needs."""
    total, opening = Money(0, currency), words(say.OPENING)
    return SaleScreen(
        labels=say.labels_of(words),
        title=plain(till),
        window=plain(till),
        training=words(say.TRAINING, person="") if training else "",
        connection=words(say.CONNECTING),
        connected=True,
        empty=words(say.EMPTY),
        frozen=opening,
        total=words.money(total),
        total_plain=total.plain(),
        picker=words(say.NO_TERMINAL),
        switch_mode=Button(words(say.SWITCH), visible=False),
        blocker=Button(words(say.HOLDS), visible=False),
        charge=Button(words(say.CHARGE), reason=opening),
        cash=Button(words(say.CASH), reason=opening),
        reason=opening,
        new_sale=Button(words(say.NEW_SALE), reason=opening),
    )
