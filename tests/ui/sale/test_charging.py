"""The terminal picker and the Charge button: enabled exactly when a charge can work."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import (
    CredentialsRefused,
)
from pos_app.domain.money import Money
from pos_app.domain.sale import Line
from pos_app.domain.site import SITES
from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.state import Following, News, Notice, TillState
from pos_app.ui.charge.messages import Moment
from tests.domain.charge.making import standing
from tests.ui.charge.looking import page
from tests.ui.charge.moments import (
    AT,
    PLUS,
    READY,
    SALE,
    SMART,
    SPOKEN,
    states,
)


def selling(*amounts: int) -> TillState:
    lines = tuple(Line(f"l{at}", "", "", Money(a, "ARS")) for at, a in enumerate(amounts))
    return replace(READY, sale=replace(SALE, lines=lines))


def can_charge(state: TillState) -> bool:
    """All that must hold, said once more and in other words than the page's."""
    sale, following = state.sale, state.following
    mode = {terminal.id: terminal.mode for terminal in state.terminals}.get(state.chosen)
    free = following is None or following.attempt.outcome is Outcome.NOT_PAID
    return (
        state.ready
        and state.stopped is None
        and sale is not None
        and not sale.cancelled
        and state.site.smallest <= sale.total.minor <= (state.site.largest or 10**15)
        and mode is Mode.PDV
        and state.chosen not in state.held
        and free
        and not (following and following.unsaved)
        and state.account is not None
        and not state.other_merchant
        and not isinstance(state.network, CredentialsRefused)
    )


@given(states(), st.sampled_from(sorted(SPOKEN)))
def test_charge_is_offered_exactly_when_it_can_work(state: TillState, locale: str) -> None:
    charge = page(state, locale).charge
    assert charge.enabled is can_charge(state)
    assert bool(charge.reason) is not charge.enabled
    assert len(charge.reason) <= 60
    assert len(charge.text) <= 56


def test_the_button_carries_verb_amount_and_terminal() -> None:
    assert page(selling(125_000)).charge.text == "Cobrar $\u00a01.250,00 · Point Smart 7733"
    assert page(replace(READY, chosen="")).charge.text == "Cobrar $\u00a01.834,50"
    assert page(replace(READY, sale=None)).charge.text == "Cobrar"
    assert page(selling(125_000), "en_US").charge.text == "Charge $1,250.00 · Point Smart 7733"


def test_after_a_charge_that_was_not_paid_the_button_sends_again() -> None:
    state = replace(READY, following=Following(AT[Moment.CANCELLED]), tries=1)
    charge = page(state).charge
    assert charge.enabled
    assert charge.text == "Enviar de nuevo $\u00a01.834,50 · Point Smart 7733"


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (replace(READY, ready=False), "Abriendo el libro de la caja"),
        (replace(READY, sale=None), "Agrega algo a la venta"),
        (replace(READY, following=Following(standing(S.OPENED))), "Hay un cobro en curso"),
        (replace(READY, following=Following(AT[Moment.UNKNOWN])), "Hay un cobro en curso"),
        (replace(READY, following=Following(AT[Moment.PAID])), "Esta venta está cerrada"),
        (replace(READY, other_merchant=True), "Otra cuenta: llama al supervisor"),
        (replace(READY, network=CredentialsRefused()), "Sin sesión: llama al supervisor"),
        (replace(READY, account=None), "Esperando a Mercado Pago"),
        (replace(READY, terminals=(), chosen=""), "No hay terminales"),
        (replace(READY, chosen=""), "Elige la terminal"),
        (replace(READY, terminals=(Terminal(SMART),)), "La terminal no está en modo PDV"),
        (selling(4_99), "De $\u00a05,00 a $\u00a04.000.000,00"),
        (selling(4_000_000_01), "De $\u00a05,00 a $\u00a04.000.000,00"),
    ],
)
def test_a_charge_that_cannot_work_says_why_beside_the_button(
    state: TillState, reason: str
) -> None:
    charge = page(state).charge
    assert not charge.enabled
    assert charge.reason == reason


def test_where_no_upper_limit_is_known_only_the_lower_one_is_named() -> None:
    nothing = replace(SALE, currency="CLP", lines=(Line("l", "", "", Money(0, "CLP")),))
    state = replace(READY, site=SITES["MLC"], sale=nothing)
    assert page(state).charge.reason == "Desde $\u00a01"
    assert page(state).total_plain == "0"


def test_a_terminal_that_another_sale_holds_says_what_it_still_shows() -> None:
    other = replace(
        standing(S.ON_TERMINAL).prepared, amount=Money(840_00, "ARS"), ticket_number=118
    )
    state = replace(READY, held={SMART: replace(standing(S.ON_TERMINAL), prepared=other)})
    screen = page(state)
    assert screen.picker_note == "Point Smart 7733 todavía muestra $\u00a0840,00 de la venta 118."
    assert screen.terminals[0].title == "Point Smart 7733 · muestra $\u00a0840,00 de la venta 118"
    assert [row.usable for row in screen.terminals] == [False, True]
    assert not screen.charge.enabled
    assert page(replace(state, chosen=PLUS)).charge.enabled


def test_among_several_terminals_none_is_picked_in_silence() -> None:
    screen = page(replace(READY, chosen=""))
    assert (screen.chosen, screen.picker) == ("", "Elige la terminal")
    assert [row.title for row in screen.terminals] == [
        "Point Smart 7733 · modo PDV",
        "Point Plus 6780 · modo PDV",
    ]


def test_a_terminal_out_of_pdv_mode_says_so_and_can_be_switched() -> None:  # F21
    state = replace(READY, terminals=(Terminal(SMART, Mode.STANDALONE), Terminal(PLUS, Mode.PDV)))
    screen = page(state)
    assert screen.terminals[0].title == "Point Smart 7733 · no está en modo PDV"
    assert "no está en modo PDV" in screen.picker_note
    assert screen.switch_mode.visible
    assert screen.switch_mode.enabled
    switched = replace(READY, notice=Notice(News.TERMINAL_SWITCHED, "Point Smart 7733"))
    assert page(switched).picker_note == "Reinicia Point Smart 7733 antes de cobrar."
    assert not page(switched).switch_mode.visible


def test_a_terminal_on_which_somebody_pays_is_not_switched() -> None:
    held = {SMART: standing(S.ON_TERMINAL)}
    state = replace(READY, terminals=(Terminal(SMART, Mode.STANDALONE),), held=held)
    assert not page(state).switch_mode.enabled


def test_our_own_charge_is_told_by_the_panel_and_not_by_the_picker() -> None:
    live = standing(S.ON_TERMINAL)
    state = replace(READY, following=Following(live), held={SMART: live})
    assert page(state).picker_note == ""
    assert page(state).panel is not None
