"""What the loop decides, told as what is known about an attempt."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    CancelAsked,
    Deferred,
    Heard,
    Missed,
    NotLeft,
    Refusal,
)
from pos_app.domain.charge.next_step import Do, Pace, Step, next_step
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.polling import gap
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from tests.domain.charge.making import (
    APPROVED,
    INTENTS,
    LOST,
    NEW,
    REJECTED,
    T0,
    folded,
    heard,
    read,
    report,
    searched,
    sent,
    standing,
)

POLLED = [S.OPENED, S.ON_TERMINAL, S.PROCESSING, S.PROCESSED, S.UNRECOGNIZED]
LATER = 3 * 86_400_000


def step(
    attempt: Attempt,
    at: int = 1_000,
    *,
    asked: int = 0,
    silences: int = 0,
    hold: float = 0.0,
    slow: float = 1.0,
) -> Step:
    """Units: `at` in milliseconds after T0."""
    return next_step(attempt, T0 + at, Pace(asked, silences, hold, slow), INTENTS)


def test_nothing_is_sent_before_it_is_written_that_it_will_be() -> None:  # I1
    assert step(NEW, 0) == (Do.ANNOUNCE, 0.0)
    assert step(sent(), 0) == (Do.SEND, 0.0)


@pytest.mark.parametrize("at", [1_000, 59_000, 3_700_000, LATER])
@pytest.mark.parametrize("asked", [0, 1, 2, 3])
def test_a_lost_charge_is_searched_for_and_never_sent_again(at: int, asked: int) -> None:  # I13
    assert step(sent().apply(LOST), at, asked=asked).do is Do.SEARCH


def test_a_charge_that_never_left_is_announced_again_after_its_wait() -> None:  # F01
    again = sent().apply(NotLeft(at=T0 + 100, why=Refusal.NOT_LEFT))
    assert step(again, 100) == (Do.ANNOUNCE, 1.0)
    assert step(again, 600) == (Do.ANNOUNCE, 0.5)
    assert step(again, 9_000) == (Do.ANNOUNCE, 0.0)


def test_a_deferred_charge_is_searched_for_and_then_announced() -> None:  # F08
    held = sent().apply(Deferred(at=T0, wait=7_000))
    assert step(held, 0) == (Do.SEARCH, 7.0)
    assert step(held.apply(searched(7_100)), 7_100) == (Do.ANNOUNCE, 0.0)


@pytest.mark.parametrize("back", [10_000, LATER])
def test_a_clock_put_back_makes_no_wait_longer(back: int) -> None:  # F41, I23
    deferred = sent().apply(Deferred(at=T0, wait=7_000))
    assert step(deferred, -back).after <= 7.0
    assert step(standing(S.CANCELED), -back).after <= 2.0
    for status in POLLED:
        assert step(standing(status), -back).after == gap(status, 0)
    assert step(sent().apply(LOST), -back).after == 2.0


@pytest.mark.parametrize("status", POLLED)
@pytest.mark.parametrize("age", [0.0, 0.4, 0.5, 6.0, 24.9, 30.0, 60.0, 90.0, 3_700.0, 90_000.0])
def test_a_living_charge_is_asked_about_by_the_clock_of_its_status(status: S, age: float) -> None:
    at = 1_000 + round(age * 1_000)
    polls = [step(standing(status), at, asked=n) for n in (0, 2, 4)]
    assert polls == [(Do.POLL, gap(status, age))] * 3


@pytest.mark.parametrize("status", [row for row in S if row not in {S.SENDING, S.NOT_CREATED}])
def test_silence_lengthens_the_wait_and_never_ends_it(status: S) -> None:  # F22
    attempt = {S.PREPARED: NEW, S.UNKNOWN: sent().apply(LOST)}.get(status) or standing(status)
    for silences, least in ((1, 2.0), (2, 4.0), (3, 8.0), (4, 15.0), (99, 15.0)):
        for asked in (0, 1):
            taken = step(attempt, 61_000, asked=asked, silences=silences)
            assert taken.do is not Do.NOTHING
            assert taken.after >= least


@pytest.mark.parametrize("status", [row for row in S if row not in {S.SENDING, S.NOT_CREATED}])
def test_a_wait_that_a_reply_asked_for_wins(status: S) -> None:  # F24
    attempt = {S.PREPARED: NEW, S.UNKNOWN: sent().apply(LOST)}.get(status) or standing(status)
    cancelled = attempt.apply(CancelAsked(at=T0 + 1_000, by="Ana"))
    for one in (attempt, cancelled):
        assert step(one, 1_000, hold=130.0).after == 130.0


def test_a_slower_pace_lengthens_the_gaps() -> None:  # F24
    assert step(standing(S.ON_TERMINAL), 11_000, slow=2.0) == (Do.POLL, 1.6)
    assert step(standing(S.CLOSED), 2_000, slow=2.0, asked=2).after == 1.6


def test_cancel_is_asked_for_exactly_where_the_api_allows_it() -> None:  # F34
    for status in POLLED:
        asked = standing(status).apply(CancelAsked(at=T0 + 1_000, by="Ana"))
        assert (step(asked).do is Do.CANCEL) is (status is S.OPENED)
        assert step(asked).after == (0.0 if status is S.OPENED else gap(status, 0))


@pytest.mark.parametrize("answer", CancelAnswer)
def test_a_cancel_is_asked_once_and_the_intent_is_read_after_it(answer: CancelAnswer) -> None:
    asked = standing(S.OPENED).apply(CancelAsked(at=T0 + 1_000, by="Ana"))
    assert step(asked).do is Do.CANCEL  # F34
    assert step(asked.apply(CancelAnswered(at=T0 + 1_200, answer=answer))).do is Do.POLL


def test_a_cancel_that_finds_no_network_waits_like_any_question() -> None:  # F22
    asked = standing(S.OPENED).apply(CancelAsked(at=T0 + 1_000, by="Ana"))
    assert step(asked, silences=2) == (Do.CANCEL, 4.0)


def test_an_intent_for_another_amount_is_cancelled_by_us_once() -> None:  # F11
    wrong = replace(report(S.OPENED), amount=Money(1, "ARS"))
    opened = sent().apply(Heard(at=T0 + 200, intent=wrong))
    assert step(opened) == (Do.CANCEL, 0.0)
    answered = opened.apply(CancelAnswered(at=T0 + 400, answer=CancelAnswer.LOST))
    assert step(answered).do is Do.POLL


def test_a_404_is_asked_about_in_turn_with_a_search() -> None:  # F25
    missed = standing(S.ON_TERMINAL).apply(Missed(at=T0 + 2_000))
    assert [step(missed, asked=n).do for n in range(4)] == [Do.POLL, Do.SEARCH] * 2


def test_a_vanished_intent_is_searched_for_and_still_asked_about() -> None:  # F25
    gone = standing(S.ON_TERMINAL).apply(Missed(at=T0)).apply(Missed(at=T0 + 60_000))
    steps = [step(gone, 60_000, asked=n).do for n in range(4)]
    assert steps == [Do.SEARCH, Do.POLL] * 2


def test_a_word_newer_than_us_does_not_hide_the_money() -> None:  # F26, I5
    odd = standing(S.UNRECOGNIZED)
    assert [step(odd, asked=n).do for n in range(4)] == [Do.POLL, Do.SEARCH] * 2
    named = standing(S.UNRECOGNIZED, APPROVED.id)
    assert step(named, asked=1).do is Do.READ_PAYMENTS


def test_payments_named_before_the_final_word_are_read_in_turn() -> None:
    early = standing(S.PROCESSED, APPROVED.id)
    assert [step(early, asked=n).do for n in range(4)] == [Do.POLL, Do.READ_PAYMENTS] * 2
    known = early.apply(read(1_500, replace(REJECTED, id=APPROVED.id)))
    assert {step(known, asked=n).do for n in range(4)} == {Do.POLL}


def test_the_marks_of_an_unknown_charge_are_met() -> None:
    lost = sent().apply(LOST)
    for at, mark in ((1, 2), (2, 5), (3, 5), (5, 10), (15, 20), (20, 40), (41, 60), (60, 120)):
        taken = step(lost, at * 1_000, asked=1)
        assert (taken.do, at + taken.after) == (Do.SEARCH, mark)


def test_right_before_a_mark_it_is_the_mark_that_is_waited_for() -> None:
    assert 0 < step(sent().apply(LOST), 1_999).after <= 0.0011


def test_closed_reads_every_payment_it_names_at_once() -> None:  # I4
    closed = standing(S.CLOSED, "p1", "p2")
    assert step(closed) == (Do.READ_PAYMENTS, 0.0)
    half = closed.apply(read(1_200, replace(REJECTED, id="p1"), missing=("p2",)))
    assert half.unread == ("p2",)
    assert step(half, 1_200, asked=2) == (Do.READ_PAYMENTS, 0.8)
    assert step(half, 1_200, asked=3) == (Do.SEARCH, 0.8)


def test_closed_and_all_declined_is_searched_once_and_over() -> None:  # F28
    declined = standing(S.CLOSED, REJECTED.id).apply(read(1_200, REJECTED))
    assert step(declined, 1_200, asked=1) == (Do.SEARCH, 0.0)
    assert step(declined, 1_200, asked=1, silences=1) == (Do.SEARCH, 2.0)
    assert step(declined.apply(searched(1_400)), 1_400, asked=2) == (Do.NOTHING, 0.0)


def test_closed_without_payments_is_searched_and_polled_in_turn() -> None:  # F29
    closed = standing(S.CLOSED)
    assert step(closed) == (Do.SEARCH, 0.0)
    assert [step(closed, asked=n).do for n in (1, 2, 3)] == [Do.POLL, Do.SEARCH, Do.POLL]


@pytest.mark.parametrize(
    "odd",
    [
        replace(APPROVED, amount=Money(1, "ARS")),
        replace(APPROVED, status=PaymentStatus.IN_PROCESS),
        replace(APPROVED, status=PaymentStatus.CHARGED_BACK),
    ],
)
@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("status", sorted((row for row in S if row.final), key=str))
def test_money_that_cannot_be_settled_is_never_asked_about_without_a_pause(
    odd: Payment, named: bool, status: S
) -> None:  # F30
    closed = standing(status, *([odd.id] if named else [REJECTED.id]))
    known = folded(read(1_200, REJECTED, odd), searched(1_400, odd), start=closed)
    for asked in range(1, 9):
        for age in (0, 1_999, 59_999, LATER):
            assert step(known, 1_400 + age, asked=asked).after >= 0.001


@pytest.mark.parametrize("end", [S.CANCELED, S.EXPIRED, S.ERROR])
def test_an_ended_charge_is_searched_after_its_margin(end: S) -> None:  # F33
    ended = standing(end)
    assert step(ended, 1_000) == (Do.SEARCH, 2.0)
    assert step(ended, 2_500) == (Do.SEARCH, 0.5)
    assert step(ended, 9_000) == (Do.SEARCH, 0.0)
    assert step(ended, 9_000, asked=1) == (Do.SEARCH, 0.8)
    assert step(ended.apply(searched(3_000)), 3_000).do is Do.NOTHING


def test_confirmation_required_is_looked_into_at_once_and_then_at_its_marks() -> None:  # F32
    asked = standing(S.CONFIRMATION_REQUIRED, at=100_000)
    assert step(asked, 100_000) == (Do.SEARCH, 0.0)
    assert step(asked, 100_200, asked=1) == (Do.POLL, 1.8)
    assert step(asked, 102_000, asked=2) == (Do.SEARCH, 3.0)
    named = standing(S.CONFIRMATION_REQUIRED, APPROVED.id)
    assert step(named) == (Do.READ_PAYMENTS, 0.0)


@pytest.mark.parametrize("pace", [Pace(), Pace(asked=5, silences=3, hold=9.0)])
def test_after_the_end_there_is_nothing_to_do(pace: Pace) -> None:
    paid = standing(S.CLOSED, APPROVED.id).apply(read(1_200, APPROVED))
    unpaid = standing(S.EXPIRED).apply(searched(9_000))
    for attempt in (paid, unpaid):
        assert next_step(attempt, T0 + LATER, pace, INTENTS) == (Do.NOTHING, 0.0)


def test_the_step_before_and_after_a_restart_is_the_same() -> None:
    facts = (heard(1_000, S.OPENED), heard(3_000, S.ON_TERMINAL), Missed(at=T0 + 4_000))
    lived, folded_again = sent(), folded(*facts, start=sent())
    for fact in facts:
        lived = lived.apply(fact)
    assert step(lived, 9_000) == step(folded_again, 9_000)
