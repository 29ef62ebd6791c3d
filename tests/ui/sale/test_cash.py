"""Cash: when it is offered, which notes are near, and what goes back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import DECIMALS, Money
from pos_app.domain.sale import MoneyAdopted, PaidCash, Sale
from pos_app.services.state import Case, Following, TillState
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.cash import NOTES, cash_screen, notes_above, received_of
from pos_app.ui.shared.language import CATALOGUES
from tests.domain.charge.making import AMOUNT, T0, standing
from tests.ui.charge.looking import EN, page
from tests.ui.charge.moments import AT, READY, SPOKEN, states


def paid_in_cash(received: int) -> Sale:
    assert READY.sale is not None
    return READY.sale.apply(PaidCash(at=T0, amount=AMOUNT, received=Money(received, "ARS")))


@given(states(), st.sampled_from(sorted(CATALOGUES)))
def test_cash_is_offered_exactly_when_it_can_work(state: TillState, locale: str) -> None:
    cash, sale, following = page(state, locale).cash, state.sale, state.following
    free = following is None or following.attempt.outcome is Outcome.NOT_PAID
    works = state.ready and state.stopped is None and free and sale is not None
    works = works and bool(sale and sale.lines and not sale.cancelled)
    works = works and not (following and following.unsaved)
    assert cash.enabled is works
    assert bool(cash.reason) is not cash.enabled
    assert len(cash.reason) <= 60


def test_cash_needs_no_network_no_account_and_no_terminal() -> None:
    alone = replace(READY, account=None, terminals=(), chosen="")
    assert page(alone).cash.enabled
    assert not page(alone).charge.enabled


def test_while_a_charge_lives_there_is_no_cash_until_it_is_set_aside() -> None:
    fresh = page(replace(READY, following=Following(standing(S.ON_TERMINAL))), "en_US").cash
    assert fresh.reason == "A charge is under way"
    unclear = page(replace(READY, following=Following(AT[Moment.UNKNOWN])), "en_US").cash
    assert unclear.reason == "For cash, set the charge aside first"


@pytest.mark.parametrize("currency", NOTES)
@given(minor=st.integers(1, 10**9))
def test_two_amounts_above_the_total_are_offered_that_notes_make_up(
    currency: str, minor: int
) -> None:
    total = Money(minor, currency)
    one, other = notes_above(total)
    assert minor < one.minor < other.minor
    unit = 10 ** DECIMALS[currency]
    assert one.minor % unit == other.minor % unit == 0


@pytest.mark.parametrize(
    ("minor", "currency", "offered"),
    [
        (1834_50, "ARS", [2_000_00, 10_000_00]),
        (2000_00, "ARS", [10_000_00, 20_000_00]),
        (15_000_00, "ARS", [16_000_00, 20_000_00]),
        (34_500_00, "ARS", [36_000_00, 40_000_00]),
        (1_50, "BRL", [2_00, 5_00]),
        (999, "CLP", [1_000, 2_000]),
    ],
)
def test_the_next_notes_are_what_a_customer_hands_over(
    minor: int, currency: str, offered: list[int]
) -> None:
    assert [note.minor for note in notes_above(Money(minor, currency))] == offered


def test_every_currency_that_the_till_knows_has_its_notes() -> None:
    assert NOTES.keys() == DECIMALS.keys()


def test_the_change_is_there_as_it_is_typed() -> None:
    screen = cash_screen(AMOUNT, "2000", EN)
    assert (screen.change, screen.change_plain) == ("$165.50", "165.50")
    assert screen.confirm.text == "Cash received · change $165.50"
    assert screen.confirm.enabled


@pytest.mark.parametrize("typed", ["", "  ", "1834.50", "$1,834.50"])
def test_an_empty_field_says_the_exact_amount(typed: str) -> None:
    screen = cash_screen(AMOUNT, typed, EN)
    assert received_of(AMOUNT, typed, EN) == AMOUNT
    assert (screen.change_plain, screen.confirm.text) == ("0.00", "Cash received · no change")
    assert screen.confirm.enabled


def test_too_little_says_how_much_is_missing() -> None:
    screen = cash_screen(AMOUNT, "1800", EN)
    assert (screen.change_name, screen.change) == ("Missing", "$34.50")
    assert screen.change_plain == ""
    assert not screen.confirm.enabled
    assert screen.confirm.reason


@pytest.mark.parametrize("typed", ["0", "-5", "1,2,3", "abc", "12.345", "9" * 40])
def test_what_is_no_amount_is_explained_and_takes_nothing(typed: str) -> None:
    screen = cash_screen(AMOUNT, typed, EN)
    assert screen.problem
    assert not screen.confirm.enabled
    assert (screen.change, screen.change_plain) == ("", "")


@pytest.mark.parametrize("locale", CATALOGUES)
def test_what_a_note_puts_into_the_field_is_read_as_that_note(locale: str) -> None:
    words = SPOKEN[locale]
    screen = cash_screen(AMOUNT, "", words)
    read = [received_of(AMOUNT, typed, words).minor for _, typed in screen.notes]
    assert read == [AMOUNT.minor, 2000_00, 10_000_00]


def test_the_change_stays_until_the_next_line_and_the_sale_is_closed() -> None:
    screen = page(replace(READY, sale=paid_in_cash(2000_00)), "en_US")
    assert screen.change is not None
    assert (screen.change.amount, screen.change.plain) == ("$165.50", "165.50")
    assert screen.change.note == "Cash received: $2,000.00."
    assert screen.over
    assert screen.new_sale.enabled
    assert (screen.charge.reason, screen.cash.reason) == ("This sale is closed",) * 2
    assert page(READY).change is None


def test_a_card_charge_of_that_sale_that_nobody_can_call_is_named() -> None:
    unclear = replace(AT[Moment.UNKNOWN], covered=True)
    assert unclear.task is not None
    case = Case("r", unclear.task, Following(unclear))
    state = replace(READY, sale=replace(paid_in_cash(2000_00), id=unclear.prepared.sale_id))
    change = page(replace(state, cases=(case,)), "en_US").change
    assert change is not None
    assert change.note.endswith("Card charge $1,834.50 unconfirmed: it will be checked.")
    other = replace(unclear, prepared=replace(unclear.prepared, sale_id="other"))
    change = page(replace(state, cases=(replace(case, following=Following(other)),))).change
    assert change is not None
    assert "1.834,50" not in change.note


def test_a_sale_paid_with_money_that_was_found_has_no_change() -> None:
    assert READY.sale is not None
    adopted = MoneyAdopted(at=T0, payment_id="9", amount=AMOUNT, by="Sol", reason="typed")
    screen = page(replace(READY, sale=READY.sale.apply(adopted)))
    assert screen.change is None
    assert screen.over
    assert not screen.charge.enabled
