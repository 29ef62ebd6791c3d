"""The ways out of doubt: by proof, by a look at the terminal, by a supervisor."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.attempt import NO_PAYMENT_AFTER, Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import (
    Decision,
    Refusal,
    Refused,
    Seen,
)
from pos_app.domain.charge.next_step import Do, Pace, next_step
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.standing import INTENT_GONE, LOOK_AFTER, SETTLE
from pos_app.domain.charge.status import AttemptStatus as S
from tests.domain.charge.making import (
    APPROVED,
    BACK,
    CONFIRM,
    ENOUGH,
    INTENTS,
    LOOKED,
    T0,
    UNKNOWN,
    WRONG,
    abandoned,
    decided,
    folded,
    heard,
    read,
    saw,
    searched,
    sent,
    standing,
)

# A look at the terminal.


@pytest.mark.parametrize("doubtful", [UNKNOWN, CONFIRM], ids=["unknown", "confirm"])
def test_look_then_wait_then_search_ends_it(doubtful: Attempt) -> None:  # F02, F32, I13
    looked = doubtful.apply(saw(LOOKED))
    assert looked.outcome is Outcome.UNSURE
    assert looked.apply(searched(ENOUGH - 1)).outcome is Outcome.UNSURE
    over = looked.apply(searched(ENOUGH))
    assert (over.outcome, over.ended, over.lives) == (Outcome.NOT_PAID, True, False)


def test_a_search_before_the_look_proves_nothing() -> None:  # I13
    assert folded(searched(LOOKED - 1), saw(LOOKED), start=UNKNOWN).outcome is Outcome.UNSURE


def test_a_look_within_the_first_minute_proves_nothing() -> None:  # F04, I13
    early = folded(saw(LOOK_AFTER - 1), searched(LOOK_AFTER + 60_000), start=UNKNOWN)
    assert early.outcome is Outcome.UNSURE


@pytest.mark.parametrize("then", [S.CONFIRMATION_REQUIRED, S.CLOSED])
def test_a_look_says_nothing_of_what_the_intent_did_afterwards(then: S) -> None:  # I13
    looked = standing(S.UNRECOGNIZED).apply(saw(LOOKED))
    assert folded(heard(LOOKED + 1_000, then), searched(ENOUGH), start=looked).lives


@pytest.mark.parametrize("seen", [Seen.AMOUNT, Seen.APPROVED])
def test_only_an_idle_terminal_lets_go_of_a_charge(seen: Seen) -> None:  # I13
    assert folded(saw(LOOKED, seen), searched(ENOUGH), start=UNKNOWN).outcome is Outcome.UNSURE


def test_whoever_looks_again_may_see_something_else() -> None:
    corrected = folded(
        saw(LOOKED), saw(LOOKED + 1, Seen.APPROVED), searched(ENOUGH + 9), start=UNKNOWN
    )
    assert (corrected.outcome, corrected.seen) == (Outcome.UNSURE, Seen.APPROVED)


def test_money_that_is_on_its_way_is_not_abandoned_for_an_idle_terminal() -> None:  # F29
    pending = replace(APPROVED, status=PaymentStatus.IN_PROCESS)
    waits = folded(saw(LOOKED), searched(ENOUGH, pending), start=UNKNOWN)
    assert waits.outcome is Outcome.UNSURE


def test_nobody_is_asked_while_the_terminal_is_plainly_busy() -> None:
    running = standing(S.ON_TERMINAL)
    assert not running.may_be_seen
    assert running.apply(saw(LOOKED)) is running


def test_a_closed_charge_without_a_payment_is_ended_by_a_look_too() -> None:  # F29
    closed = folded(searched(2_000), searched(NO_PAYMENT_AFTER + 9_000), start=standing(S.CLOSED))
    assert closed.outcome is Outcome.UNSURE
    late = NO_PAYMENT_AFTER + 10_000
    over = folded(saw(late), searched(late + SETTLE), start=closed)
    assert over.outcome is Outcome.NOT_PAID


def test_a_word_that_is_new_to_the_till_does_not_hold_a_sale_for_ever() -> None:  # F26, I23
    odd = standing(S.UNRECOGNIZED)
    assert odd.apply(searched(INTENT_GONE - 1)).outcome is Outcome.PENDING
    assert odd.apply(searched(INTENT_GONE)).outcome is Outcome.NOT_PAID
    assert folded(saw(LOOKED), searched(ENOUGH), start=odd).outcome is Outcome.NOT_PAID


def test_a_clock_put_back_makes_the_look_count_for_nothing() -> None:  # F41, I13
    back = folded(saw(LOOKED), searched(LOOKED - 30_000), searched(ENOUGH), start=UNKNOWN)
    assert (back.seen, back.outcome) == (None, Outcome.UNSURE)


def test_the_next_question_after_a_look_is_a_search_when_enough_time_has_passed() -> None:
    looked = UNKNOWN.apply(saw(LOOKED))
    step = next_step(looked, T0 + LOOKED + 4_000, Pace(), INTENTS)
    assert (step.do, step.after) == (Do.SEARCH, 6.0)
    cut_off = next_step(looked, T0 + ENOUGH + 1, Pace(silences=2), INTENTS)
    assert (cut_off.do, cut_off.after) == (Do.SEARCH, 4.0)


def test_a_terminal_that_somebody_saw_finished_is_free_again() -> None:
    assert UNKNOWN.holds_terminal
    assert not UNKNOWN.apply(saw(9_000, Seen.APPROVED)).holds_terminal
    assert UNKNOWN.apply(saw(LOOKED)).holds_terminal  # idle counts once the search has been made
    assert not CONFIRM.apply(saw(9_000)).holds_terminal  # that word is the provider's last


# A supervisor's word.


@pytest.mark.parametrize("doubtful", [UNKNOWN, CONFIRM], ids=["unknown", "confirm"])
def test_an_attested_charge_is_not_called_paid_before_it_is_proved(doubtful: Attempt) -> None:
    attested = doubtful.apply(decided(90_000, Decision.ATTESTED))  # I4
    assert (attested.outcome, attested.task) == (Outcome.UNSURE, Task.ATTESTED)
    assert (attested.decided_by, attested.reason) == ("Sol", "the slip says so")
    assert (attested.lives, attested.holds_terminal) == (True, False)
    proved = attested.apply(searched(95_000, APPROVED))
    assert (proved.outcome, proved.task) == (Outcome.PAID, None)


def test_an_attested_charge_never_turns_unpaid_by_itself() -> None:
    attested = folded(
        searched(2_000), decided(90_000, Decision.ATTESTED), searched(INTENT_GONE), start=UNKNOWN
    )
    assert (attested.outcome, attested.task) == (Outcome.UNSURE, Task.DENIED)
    gone = folded(
        decided(INTENT_GONE + 9_000, Decision.WITHDRAWN),
        searched(INTENT_GONE + 10_000),
        start=attested,
    )
    assert gone.outcome is Outcome.NOT_PAID


@pytest.mark.parametrize("running", [S.OPENED, S.ON_TERMINAL, S.PROCESSING, S.CANCELED])
def test_what_the_provider_still_tells_is_not_attested(running: S) -> None:
    live = standing(running)
    assert live.apply(decided(90_000, Decision.ATTESTED)) is live


def test_money_of_another_amount_is_parted_from_the_sale_once_the_charge_is_over() -> None:  # F30
    running = standing(S.PROCESSED, WRONG.id).apply(read(3_000, WRONG))
    assert running.task is Task.RESOLVE
    assert running.apply(decided(4_000, Decision.APART)) is running  # more may come
    closed = running.apply(heard(5_000, S.CLOSED, WRONG.id))
    apart = closed.apply(decided(6_000, Decision.APART))
    assert (apart.outcome, apart.task) == (Outcome.NOT_PAID, Task.RETURN)
    back = replace(WRONG, status=PaymentStatus.REFUNDED, refunded=1_00)
    assert apart.apply(read(9_000, back)).task is None


@pytest.mark.parametrize("what", Decision)
def test_a_decision_without_its_occasion_changes_nothing(what: Decision) -> None:
    for calm in (standing(S.OPENED), standing(S.CANCELED).apply(searched(9_000)), sent()):
        assert calm.apply(decided(90_000, what)) is calm


def test_only_what_was_sent_and_ended_unpaid_is_watched() -> None:  # I5
    refused = sent().apply(Refused(at=T0, why=Refusal.BUSY))
    paid = standing(S.CLOSED, APPROVED.id).apply(read(2_000, APPROVED))
    assert abandoned().watched
    assert standing(S.CANCELED).apply(searched(9_000)).watched
    for other in (refused, paid, UNKNOWN):
        assert not other.watched


def test_an_unclear_charge_whose_money_went_back_ends_with_its_hour() -> None:  # F32, F35, I23
    told = folded(saw(9_000, Seen.APPROVED), searched(20_000, BACK), start=CONFIRM)
    assert told.apply(searched(INTENT_GONE - 1, BACK)).outcome is Outcome.UNSURE
    assert told.apply(searched(INTENT_GONE, BACK)).outcome is Outcome.NOT_PAID
