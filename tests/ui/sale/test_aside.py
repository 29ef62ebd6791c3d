"""Ways on from a charge that nobody can call, and from a terminal that holds another."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Refusal
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import (
    CredentialsRefused,
    LedgerError,
    LedgerFault,
    NoAnswer,
    NotSent,
    TillError,
    TooManyRequests,
)
from pos_app.domain.money import Money
from pos_app.services.state import Case, Following, TillState
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.aside import set_aside_button
from pos_app.ui.sale.shown import Button, SaleScreen
from tests.domain.charge.making import NEW, T0, sent, standing
from tests.ui.charge.looking import EN, page, seen
from tests.ui.charge.moments import AT, HOUR, READY, REFUSED, SMART, followings, on

EARLY, LATER = T0 + 20_000, T0 + 40_000


def aside(following: Following, now: int = EARLY) -> Button:
    return set_aside_button(following, now, EN)


def of_sale(number: int, attempt: Attempt, terminal: str = SMART) -> Attempt:
    """The same, but of another sale, of $ 840."""
    prepared = replace(
        on(terminal, attempt).prepared,
        ticket_number=number,
        sale_id=f"s{number}",
        amount=Money(840_00, "ARS"),
        external_reference=f"CAJA01-000{number}-1-AAAA",
    )
    return replace(attempt, prepared=prepared)


def case(attempt: Attempt) -> Case:
    assert attempt.task is not None
    return Case(attempt.prepared.external_reference, attempt.task, Following(attempt))


def shown(state: TillState) -> SaleScreen:
    return page(state, "en_US")


@given(followings(), st.integers(0, HOUR))
def test_a_charge_is_set_aside_exactly_when_that_can_work(following: Following, age: int) -> None:
    button, attempt = aside(following, T0 + age), following.attempt
    works = not attempt.settled and not following.unsaved
    works = works and attempt.status not in (S.PREPARED, S.SENDING)
    assert not button.enabled or works
    assert button.enabled is (works and button.visible)
    assert not (attempt.outcome is Outcome.UNSURE and not button.visible)
    assert bool(button.reason) is not button.enabled
    assert len(button.text) <= 24


@pytest.mark.parametrize("moment", [Moment.OPENED, Moment.ON_TERMINAL, Moment.PROCESSING])
def test_a_charge_that_goes_well_is_left_alone_until_half_a_minute_without_news(
    moment: Moment,
) -> None:
    well = Following(AT[moment])
    assert not aside(well).visible
    assert aside(well, LATER).enabled


@pytest.mark.parametrize("trouble", [NotSent(), NoAnswer(), CredentialsRefused()])
def test_without_a_connection_it_may_be_set_aside_at_once(trouble: TillError) -> None:  # F22
    assert aside(Following(AT[Moment.ON_TERMINAL], trouble)).enabled


@pytest.mark.parametrize("trouble", [TooManyRequests(), LedgerError(LedgerFault.TROUBLE)])
def test_a_provider_that_is_slow_is_no_reason_to_set_it_aside(trouble: TillError) -> None:
    assert not aside(Following(AT[Moment.ON_TERMINAL], trouble)).visible


def test_what_is_unclear_may_be_set_aside_at_once_and_what_is_decided_never() -> None:
    for attempt in AT.values():
        button = aside(Following(attempt))
        if attempt.outcome is Outcome.UNSURE:
            assert button.enabled
        if attempt.settled:
            assert not button.visible


def test_what_is_not_on_disk_or_was_not_sent_is_not_set_aside_and_it_says_why() -> None:
    unsaved = aside(Following(AT[Moment.UNKNOWN], unsaved=True))
    assert (unsaved.enabled, unsaved.visible) == (False, True)
    assert unsaved.reason == "The last result is not saved yet"
    for unsent in (NEW, sent()):
        assert aside(Following(unsent), LATER).reason == "It has not been sent yet"


def test_one_next_step_leads_to_the_case() -> None:
    unknown = AT[Moment.UNKNOWN]
    panel = shown(replace(READY, following=Following(unknown), cases=(case(unknown),))).panel
    assert panel is not None
    assert (panel.see_why.text, panel.see_why.enabled) == ("Look at the terminal", True)
    assert panel.leads_to == unknown.prepared.external_reference
    assert not panel.cancel.visible
    assert panel.check_again.visible
    mismatch = seen(AT[Moment.MISMATCH])
    assert mismatch.see_why.text == "See what was found"
    assert not seen(AT[Moment.ON_TERMINAL]).see_why.visible
    assert not seen(AT[Moment.PAID]).see_why.visible


def test_a_busy_terminal_names_the_sale_of_ours_that_it_may_still_show() -> None:  # F06, F07
    busy, ours = REFUSED[Refusal.BUSY], of_sale(118, AT[Moment.CANCELLED])
    state = replace(READY, following=Following(busy), tries=1, maybe_held={SMART: ours})
    panel = shown(state).panel
    assert panel is not None
    assert panel.headline == "The terminal holds another charge"
    assert panel.hint == (
        "Nothing was charged. Point Smart 7733 may still show $840.00 of sale 118: cancel it "
        "there, then send again."
    )
    assert (panel.see_why.enabled, panel.leads_to) == (True, "")
    unclear = of_sale(118, AT[Moment.UNKNOWN])
    state = replace(state, held={SMART: unclear}, maybe_held={}, cases=(case(unclear),))
    panel = shown(state).panel
    assert panel is not None
    assert "$840.00 of sale 118" in panel.hint
    assert panel.leads_to == unclear.prepared.external_reference


def test_a_busy_terminal_of_nobody_we_know_is_cancelled_on_the_terminal() -> None:  # F06, F19
    panel = shown(replace(READY, following=Following(REFUSED[Refusal.BUSY]), tries=1)).panel
    assert panel is not None
    assert "another till" in panel.hint
    assert "cancel it on the terminal" in panel.hint


def test_what_blocks_the_chosen_terminal_can_be_opened_beside_the_picker() -> None:
    held = of_sale(118, AT[Moment.UNKNOWN])
    screen = shown(replace(READY, held={SMART: held}, cases=(case(held),)))
    assert screen.blocker.enabled
    assert screen.leads_to == held.prepared.external_reference
    assert screen.picker_note == "Point Smart 7733 still shows $840.00 of sale 118."
    assert screen.charge.reason == "It still shows $840.00 of sale 118"
    assert screen.reason == ""  # the note says it
    live = standing(S.ON_TERMINAL)
    own = shown(replace(READY, following=Following(live), held={SMART: live}))
    assert not own.blocker.visible
    assert not shown(READY).blocker.visible


def test_each_reason_is_said_once() -> None:
    live = Following(standing(S.OPENED))
    assert shown(replace(READY, following=live)).reason == "A charge is under way"
    unclear = shown(replace(READY, following=Following(AT[Moment.UNKNOWN])))
    assert unclear.reason == "A charge is under way · For cash, set the charge aside first"
    assert shown(READY).reason == ""


def test_late_money_for_the_sale_on_the_desk_keeps_it_from_being_charged() -> None:
    late = AT[Moment.LATE]
    screen = shown(replace(READY, following=Following(late), cases=(case(late),)))
    assert screen.charge.reason == "Money came in late: see what was found"
    assert not screen.charge.enabled
    assert not screen.cash.enabled
    assert screen.panel is not None
    assert screen.panel.see_why.enabled
    assert screen.panel.set_aside.enabled


def test_what_a_supervisor_vouched_for_is_not_charged_again() -> None:
    attested = AT[Moment.ATTESTED]
    screen = shown(replace(READY, following=Following(attested)))
    assert screen.charge.reason == "A supervisor vouched for the payment"
