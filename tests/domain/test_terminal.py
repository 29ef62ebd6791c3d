"""What a terminal's id tells."""

import pytest

from pos_app.domain.terminal import KEYED, TOUCHED, Mode, Model, Terminal


@pytest.mark.parametrize(
    ("id", "model", "title"),
    [
        ("PAX_A910__SMARTPOS1423437733", Model.SMART, "Point Smart 7733"),
        ("NEWLAND_N950__N950NCB801293324", Model.SMART_2, "Point Smart 2 3324"),
        ("INGENICO_MOVE2500__ING-ARG-14886780", Model.PLUS, "Point Plus 6780"),
        ("GERTEC_MP35P__8701012151238699", Model.PRO_2, "Point Pro 2 8699"),
        ("ACME_X1__99887766", Model.OTHER, "Point 7766"),
        ("PAX_A9100__0001", Model.OTHER, "Point 0001"),
        ("", Model.OTHER, "Point "),
    ],
)
def test_the_id_names_the_model(id: str, model: Model, title: str) -> None:
    terminal = Terminal(id)
    assert (terminal.model, terminal.title) == (model, title)


def test_a_terminal_that_never_told_its_mode_is_not_taken_for_pdv() -> None:
    assert Terminal("PAX_A910__1").mode is Mode.UNDEFINED


def test_every_known_model_is_pressed_or_touched() -> None:
    assert set(Model) - {Model.OTHER} == KEYED | TOUCHED
    assert not KEYED & TOUCHED
