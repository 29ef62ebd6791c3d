"""The page at the first paint is the page that the till's first state makes."""

import pytest

from pos_app.domain.site import SITES, Site
from pos_app.gateway.capability import INTENTS
from pos_app.services.state import TillState
from pos_app.ui.sale.opening import opening_screen
from pos_app.ui.sale.screen import render
from pos_app.ui.shared.language import CATALOGUES, speak


@pytest.mark.parametrize("locale", CATALOGUES)
@pytest.mark.parametrize("training", [True, False])
@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_the_first_paint_says_what_a_till_that_has_just_begun_says(
    locale: str, training: bool, site: Site
) -> None:
    words, name = speak(locale), "CAJA\u202e01"
    state = TillState(name, training=training, site=site)
    shown = opening_screen(name, site.currency, training, words)
    assert shown == render(state, INTENTS, 0, words)
