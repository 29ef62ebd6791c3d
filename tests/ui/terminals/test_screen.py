"""The page of the terminals: what it says of each, as a function of the till's state."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.facts import Refusal
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.state import Following, TillState
from pos_app.ui.charge.coach import Hand
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.shown import Look
from pos_app.ui.terminals.screen import TerminalCard, TerminalsScreen, render
from tests.domain.charge.making import INTENTS, T0, standing
from tests.ui.charge.moments import (
    AT,
    EVERY,
    NEWER,
    PLUS,
    READY,
    REFUSED,
    SMART,
    SPOKEN,
    listening,
    on,
    states,
)
from tests.ui.sale.test_aside import case, of_sale

SOON = T0 + 42_000


def board(state: TillState, locale: str = "en_US") -> TerminalsScreen:
    return render(state, INTENTS, SOON, SPOKEN[locale])


def smart(state: TillState) -> TerminalCard:
    return next(card for card in board(state).cards if card.id == SMART)


@given(states(), st.sampled_from(sorted(SPOKEN)))
def test_every_terminal_has_a_card_with_words_and_a_way_on(state: TillState, locale: str) -> None:
    screen = board(state, locale)
    assert [card.id for card in screen.cards] == [each.id for each in state.terminals]
    assert bool(screen.empty) is not bool(screen.cards)
    for card in screen.cards:
        assert card.title
        assert card.doing
        assert card.note
        assert card.seen
        assert card.mode
        assert not (card.choose.enabled and card.id in state.held)
        assert "{" not in repr(card)


def test_no_card_claims_of_the_money_what_is_not_proved() -> None:
    for attempt in (each for each in EVERY if each.holds_terminal):
        words = listening("en_US")
        render(replace(READY, held={SMART: attempt}), INTENTS, SOON, words)
        assert {sentence.claims for sentence in words.spoken} == {None}


def test_a_free_terminal_says_so_and_can_be_chosen() -> None:
    card = smart(replace(READY, chosen=PLUS, last_seen={SMART: T0}))
    assert (card.doing, card.look, card.elapsed) == ("Free", Look.PREPARING, "")
    assert card.choose.enabled
    assert not card.open.visible
    assert card.seen.startswith("Seen at ")
    assert smart(READY).seen == "Not seen yet"
    assert (smart(READY).choose.text, smart(READY).choose.enabled) == (
        "In use for this sale",
        False,
    )


def test_a_terminal_that_holds_a_sale_says_which_how_much_how_long_and_what_it_does() -> None:
    held = of_sale(118, standing(S.ON_TERMINAL))
    card = smart(replace(READY, held={SMART: held}))
    assert card.doing == "Holds sale 118 · $840.00"
    assert card.note == "The customer is paying"
    assert (card.elapsed, card.look) == ("0:42", Look.ON_TERMINAL)
    assert not card.choose.visible
    assert not card.open.visible  # no case and no panel: there is nothing to open


def test_what_holds_a_terminal_is_opened_from_its_card() -> None:
    unclear = of_sale(118, AT[Moment.UNKNOWN])
    card = smart(replace(READY, held={SMART: unclear}, cases=(case(unclear),)))
    assert card.open.enabled
    assert card.leads_to == unclear.prepared.external_reference
    live = standing(S.ON_TERMINAL)
    own = smart(replace(READY, following=Following(live), held={SMART: live}))
    assert (own.open.enabled, own.leads_to) == (True, "")  # the panel of the sale


def test_a_terminal_that_may_still_show_a_charge_of_ours_names_it() -> None:  # F07
    over = of_sale(117, AT[Moment.GONE])
    card = smart(replace(READY, maybe_held={SMART: over}, chosen=PLUS))
    assert card.doing == "May still show sale 117 · $840.00"
    assert "cancel it there" in card.note
    assert card.choose.enabled  # nobody knows that it does


def test_a_terminal_that_holds_the_charge_of_another_till_says_so() -> None:  # F06, F19
    card = smart(replace(READY, following=Following(REFUSED[Refusal.BUSY])))
    assert card.doing == "Holds another charge"
    assert "another till" in card.note
    other = replace(READY, following=Following(on(PLUS, REFUSED[Refusal.BUSY])))
    assert smart(other).doing == "Free"


@pytest.mark.parametrize("mode", [Mode.STANDALONE, Mode.UNDEFINED])
def test_a_terminal_that_does_not_obey_can_be_switched_while_nobody_pays_on_it(mode: Mode) -> None:
    state = replace(READY, terminals=(Terminal(SMART, mode),))
    card = smart(state)
    assert (card.obeys, card.doing) == (False, "Not in PDV mode")
    assert card.switch.enabled
    assert not card.choose.enabled
    assert not smart(replace(state, held={SMART: standing(S.ON_TERMINAL)})).switch.enabled


def test_while_a_charge_lives_no_other_terminal_is_chosen() -> None:
    live = replace(READY, following=Following(on(PLUS, AT[Moment.ON_TERMINAL])))
    assert not smart(live).choose.enabled


def test_each_model_has_its_drawing() -> None:
    some = replace(READY, terminals=tuple(Terminal(each) for each in (SMART, PLUS, NEWER)))
    assert [card.hand for card in board(some).cards] == [Hand.SCREEN, Hand.KEYS, Hand.EITHER]


def test_training_cannot_be_missed_on_this_page_either() -> None:
    assert board(replace(READY, training=True)).training.startswith("TRAINING")
    assert board(READY).training == ""
