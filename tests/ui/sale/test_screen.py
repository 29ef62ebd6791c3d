"""The sale page: what it shows and offers, as a function of the till's state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.doubt import Task
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
from pos_app.services.state import Case, Following, News, Notice, TillState
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.screen import render
from pos_app.ui.sale.shown import Tone
from tests.domain.charge.making import INTENTS, sent, standing
from tests.ui.charge.looking import SOON, page
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
    render(state, INTENTS, SOON, words)
    outcome = state.following.attempt.outcome if state.following else None
    claims = {sentence.claims for sentence in words.spoken} - {None}
    assert claims <= {outcome}


@given(states(), st.sampled_from(sorted(SPOKEN)))
def test_no_page_shows_the_servers_text(state: TillState, locale: str) -> None:  # S23
    shown = repr(page(state, locale))
    for piece in ("<b>", "com.acme", "APP_USR", "Internal", "\u202e", "\\u202e"):
        assert piece not in shown


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
    late = Case("r1", Task.LATE, Following(AT[Moment.UNKNOWN]))
    screen = page(replace(READY, cases=(late, Case("r2", Task.RESOLVE))))
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


def test_without_a_connection_the_top_bar_says_that_a_charge_may_still_be_paid() -> None:  # F22
    live = Following(standing(S.ON_TERMINAL), NotSent())
    lone = page(replace(READY, following=live, network=NotSent()), "en_US")
    assert lone.connection == "No connection: the terminal can still take the payment"
    held = replace(READY, held={SMART: standing(S.OPENED)}, network=NotSent())
    assert page(held, "en_US").connection == lone.connection
    silent = Following(standing(S.ON_TERMINAL), NotSent())  # set aside, and out of reach
    aside = replace(READY, cases=(Case("r1", Task.ASIDE, silent),))
    assert page(aside, "en_US").connection == lone.connection
    over = replace(READY, following=Following(AT[Moment.CANCELLED]), network=NotSent())
    assert page(over, "en_US").connection == "No connection"


@pytest.mark.parametrize(
    ("skew", "alert"),
    [
        (0, ""),
        (120_000, ""),
        (-120_000, ""),
        (121_000, "The computer's clock is wrong by 2 min. Set it right."),
        (-420_000, "The computer's clock is wrong by 7 min. Set it right."),
        (31_536_000_000, "The computer's clock is wrong by 525600 min. Set it right."),
    ],
)
def test_a_clock_that_is_wrong_by_more_than_two_minutes_is_said(skew: int, alert: str) -> None:
    assert page(replace(READY, skew=skew), "en_US").alert == alert  # F41


def test_a_clock_that_keeps_the_network_away_is_said_so() -> None:  # F41
    alert = page(replace(READY, network=NotSent(clock=True)), "en_US").alert
    assert alert.startswith("The computer's clock is wrong: Mercado Pago cannot be reached.")


def test_who_closes_the_window_reads_that_a_charge_is_open() -> None:  # F44
    assert page(READY).window == "Caja 1"
    live = Following(standing(S.ON_TERMINAL))
    assert page(replace(READY, following=live), "en_US").window == "Caja 1 · open charges: 1"
    unclear = on(PLUS, AT[Moment.UNKNOWN])
    unclear = replace(unclear, prepared=replace(unclear.prepared, external_reference="other"))
    two = replace(READY, following=live, held={PLUS: unclear})
    assert page(two, "en_US").window == "Caja 1 · open charges: 2"
    over = replace(READY, following=Following(AT[Moment.CANCELLED]))
    assert page(over, "en_US").window == "Caja 1"


def test_a_book_that_cannot_be_used_takes_the_whole_page() -> None:  # F20
    stopped = page(replace(READY, stopped=LedgerError(LedgerFault.OPEN_ELSEWHERE)))
    assert stopped.stopped.startswith("La caja ya está abierta en esta computadora.")
    assert not stopped.charge.enabled


def test_a_notice_is_as_loud_as_what_it_tells() -> None:
    told = {
        Notice(News.SALE_DROPPED, "118"): Tone.NEWS,
        Notice(News.FOUND_OPEN_CHARGE, "118"): Tone.WARNING,
        Notice(News.SET_ASIDE, "118"): Tone.NEWS,
        Notice(News.BACK_FROM_SLEEP): Tone.WARNING,  # F42
        Notice(News.LATE_MONEY, "118"): Tone.ALARM,
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
