"""Looks at the panel of a charge, and at the page around it."""

from pos_app.domain.charge.attempt import Attempt
from pos_app.services.state import Following, TillState
from pos_app.ui.sale.panel import panel_of
from pos_app.ui.sale.screen import render
from pos_app.ui.sale.shown import Panel, SaleScreen
from tests.domain.charge.making import INTENTS, T0
from tests.ui.charge.moments import SPOKEN

EN = SPOKEN["en_US"]
SOON = T0 + 12_000


def seen(what: Attempt | Following, now: int = SOON, locale: str = "en_US") -> Panel:
    following = Following(what) if isinstance(what, Attempt) else what
    return panel_of(following, INTENTS, now, SPOKEN[locale])


def texts(panel: Panel) -> list[str]:
    buttons = [panel.cancel.text, panel.cancel.reason, panel.check_again.text]
    folded = [text for row in panel.details for text in row]
    return [panel.headline, panel.happened, panel.hint, panel.warning, *buttons, *folded]


def page(state: TillState, locale: str = "es_AR") -> SaleScreen:
    return render(state, INTENTS, SOON, SPOKEN[locale])
