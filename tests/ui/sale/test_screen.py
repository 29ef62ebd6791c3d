"""The sale page: what it shows and offers, as a function of the till's state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import (
    AmountFault,
    AmountNotUnderstood,
    CredentialsRefused,
    LedgerError,
    LedgerFault,
    NoAnswer,
    NotSent,
    TillError,
    TooManyRequests,
)
from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.sale import Line
from pos_app.domain.site import SITES
from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.state import Following, News, Notice, TillState
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.screen import render
from pos_app.ui.sale.shown import SaleScreen, Tone
from tests.domain.charge.making import INTENTS, T0, sent, standing
from tests.ui.charge.moments import (
    AT,
    PLUS,
    READY,
    SALE,
    SMART,
    SPOKEN,
    listening,
    on,
    states,
)

NOW = T0 + 12_000


def page(state: TillState, locale: str = "es_AR") -> SaleScreen:
    return render(state, INTENTS, NOW, SPOKEN[locale])


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


@given(states(), st.sampled_from(sorted(SPOKEN)))
def test_a_sale_cannot_change_and_no_other_begin_while_a_charge_lives(
    state: TillState, locale: str
) -> None:  # F18
    screen, following = page(state, locale), state.following
    live = following is not None and not following.attempt.settled
    lines = state.sale is not None and bool(state.sale.lines)
    unsaved = following is not None and following.unsaved
    assert bool(screen.frozen) >= live
    assert screen.new_sale.enabled is (state.ready and not live and not unsaved and lines)
    assert bool(screen.new_sale.reason) is not screen.new_sale.enabled


@given(states(), st.sampled_from(sorted(SPOKEN)))
def test_the_whole_page_claims_of_the_money_only_what_is_proved(
    state: TillState, locale: str
) -> None:
    words = listening(locale)
    render(state, INTENTS, NOW, words)
    outcome = state.following.attempt.outcome if state.following else None
    claims = {sentence.claims for sentence in words.spoken} - {None}
    assert claims <= {outcome}


@given(states(), st.sampled_from(sorted(SPOKEN)))
def test_no_page_shows_the_servers_text(state: TillState, locale: str) -> None:  # S23
    shown = repr(page(state, locale))
    for piece in ("<b>", "com.acme", "APP_USR", "Internal", "\u202e", "\\u202e"):
        assert piece not in shown


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


def test_a_live_charge_locks_the_sale_and_says_so() -> None:  # F18
    locked = page(replace(READY, following=Following(standing(S.OPENED))))
    assert locked.frozen == "Bloqueada mientras dura el cobro"
    assert page(READY).frozen == ""
    declined = page(replace(READY, following=Following(AT[Moment.DECLINED])))
    assert declined.frozen == ""
    assert declined.new_sale.enabled


def test_a_paid_sale_stays_as_it_is_and_the_next_product_begins_another() -> None:
    screen = page(replace(READY, following=Following(AT[Moment.PAID])))
    assert screen.frozen == ""
    assert screen.over == "Esta venta está cerrada. El próximo producto empieza otra."
    assert screen.new_sale.enabled


def test_money_is_drawn_by_one_hand_and_no_name_reaches_it() -> None:  # S24
    trap = "\u202e00,1 $\u202c\nYerba"
    line = Line("l1", "7790", trap, Money(917_25, "ARS"), 2)
    screen = page(
        replace(
            READY,
            sale=replace(SALE, lines=(line,)),
            matches=(Product("7790", trap, Money(917_25, "ARS")),),
        )
    )
    assert screen.lines[0].name == " 00,1 $  Yerba"
    assert (screen.lines[0].price, screen.lines[0].total) == (
        "2 × $\u00a0917,25",
        "$\u00a01.834,50",
    )
    assert screen.tiles[0].price == "$\u00a0917,25"
    assert (screen.total, screen.total_plain) == ("$\u00a01.834,50", "1834.50")


def test_a_free_amount_has_a_name_of_its_own() -> None:
    assert page(READY).lines[0].name == "Varios"
    assert page(READY, "pt_BR").lines[0].name == "Diversos"


def test_training_cannot_be_missed() -> None:
    banner = page(replace(READY, training=True)).training
    assert banner == "PRÁCTICA · no se mueve dinero · Ana, caja"
    assert page(READY).training == ""


def test_what_is_unresolved_is_counted_on_the_page() -> None:
    screen = page(replace(READY, unresolved=2))
    assert (screen.unresolved, screen.unresolved_text) == (2, "Sin resolver: 2")
    assert page(READY).unresolved_text == ""


@pytest.mark.parametrize(
    ("trouble", "connected", "text"),
    [
        (None, True, "Conectado"),
        (NotSent(), False, "Sin conexión"),
        (NotSent(blocked=True), False, "La red bloquea a Mercado Pago"),  # F14
        (NoAnswer(), False, "Mercado Pago no responde"),
        (CredentialsRefused(), False, "Sin sesión en Mercado Pago"),
        (TooManyRequests(), True, "Mercado Pago está lento"),
    ],
)
def test_the_top_bar_says_how_the_network_is(
    trouble: TillError | None, connected: bool, text: str
) -> None:
    screen = page(replace(READY, network=trouble))
    assert (screen.connected, screen.connection) == (connected, text)


def test_a_book_that_cannot_be_used_takes_the_whole_page() -> None:  # F20
    stopped = page(replace(READY, stopped=LedgerError(LedgerFault.OPEN_ELSEWHERE)))
    assert stopped.stopped.startswith("La caja ya está abierta en esta computadora.")
    assert not stopped.charge.enabled


def test_a_notice_is_as_loud_as_what_it_tells() -> None:
    told = {
        Notice(News.SALE_DROPPED, "118"): Tone.NEWS,
        Notice(News.FOUND_OPEN_CHARGE, "118"): Tone.WARNING,
        Notice(AmountNotUnderstood(AmountFault.SEPARATORS)): Tone.WARNING,
        Notice(LedgerError(LedgerFault.DISK_FULL)): Tone.ALARM,
        Notice(NoAnswer(maybe_done=True)): Tone.ALARM,
    }
    for notice, tone in told.items():
        screen = page(replace(READY, notice=notice))
        assert screen.notice
        assert screen.notice_tone is tone


def test_a_till_that_just_started_shows_a_page_in_every_language() -> None:
    for locale in SPOKEN:
        screen = page(TillState(), locale)
        assert screen.frozen
        assert not screen.charge.enabled
        assert screen.connected
        assert all(getattr(screen.labels, name) for name in screen.labels.__slots__)


def test_a_panel_follows_the_terminal_of_its_own_attempt() -> None:
    panel = page(replace(READY, following=Following(on(PLUS, sent())), chosen=SMART)).panel
    assert panel is not None
    assert panel.terminal == "Point Plus 6780"
