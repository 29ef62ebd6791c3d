"""What sending, hearing and cancelling make of an attempt, told as what happened in the shop."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.attempt import MOST_DEFERRED, MOST_UNLEFT, VANISHED_AFTER, Attempt
from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    CancelAsked,
    Deferred,
    Heard,
    IdTaken,
    Missed,
    NotLeft,
    Refusal,
    Refused,
    Sending,
)
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.standing import INTENT_GONE
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from tests.domain.charge.making import (
    APPROVED,
    LOST,
    NEW,
    OTHER_REFERENCE,
    PREPARED,
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


def test_a_charge_that_never_left_is_tried_again_and_then_given_up() -> None:  # F01
    attempt, waits = NEW, []
    for _ in range(MOST_UNLEFT - 1):
        attempt = folded(Sending(at=T0), NotLeft(at=T0, why=Refusal.NOT_LEFT), start=attempt)
        assert (attempt.status, attempt.outcome) == (S.PREPARED, Outcome.PENDING)
        waits.append(attempt.not_before - T0)
    assert waits == [1_000, 2_000]
    attempt = folded(Sending(at=T0), NotLeft(at=T0, why=Refusal.BLOCKED), start=attempt)
    assert (attempt.outcome, attempt.refusal) == (Outcome.NOT_PAID, Refusal.BLOCKED)


def test_a_provider_that_asks_to_wait_is_searched_before_the_next_try() -> None:  # F08
    attempt = NEW
    for _ in range(MOST_DEFERRED - 1):
        attempt = folded(Sending(at=T0), Deferred(at=T0, wait=7_000), start=attempt)
        assert (attempt.status, attempt.search_first) == (S.PREPARED, True)
        assert attempt.not_before == T0 + 7_000
        attempt = attempt.apply(searched(7_000))
        assert not attempt.search_first
    attempt = folded(Sending(at=T0), Deferred(at=T0, wait=7_000), start=attempt)
    assert (attempt.outcome, attempt.refusal) == (Outcome.NOT_PAID, Refusal.TOO_MANY)


@pytest.mark.parametrize(("wait", "waited"), [(0, 1_000), (86_400_000, 60_000), (30_000, 30_000)])
def test_a_wait_is_a_second_at_least_and_a_minute_at_most(wait: int, waited: int) -> None:  # F08
    assert folded(Deferred(at=T0, wait=wait), start=sent()).not_before == T0 + waited


@pytest.mark.parametrize("payment", [replace(APPROVED, status=PaymentStatus.PENDING), REJECTED])
def test_a_payment_of_ours_shows_that_the_deferred_charge_did_leave(payment: Payment) -> None:
    deferred = folded(Deferred(at=T0, wait=1_000), start=sent())
    assert deferred.apply(searched(1_000, payment)).status is S.UNKNOWN


@pytest.mark.parametrize(
    "why", [Refusal.BUSY, Refusal.AMOUNT, Refusal.CREDENTIALS, Refusal.NOT_READY, Refusal.REQUEST]
)
def test_a_refused_charge_is_not_paid_and_frees_the_terminal(why: Refusal) -> None:
    refused = sent().apply(Refused(at=T0 + 200, why=why))  # F06, F09, F10
    assert (refused.outcome, refused.refusal) == (Outcome.NOT_PAID, why)
    assert not refused.holds_terminal


def test_a_deferred_charge_whose_program_ended_is_not_sent_by_the_next_one() -> None:  # F45
    deferred = folded(Deferred(at=T0, wait=1_000), start=sent())
    assert deferred.apply(LOST).status is S.UNKNOWN


def test_a_charge_interrupted_before_it_was_sent_is_void() -> None:
    void = NEW.apply(Refused(at=T0 + 1, why=Refusal.INTERRUPTED))
    assert void.outcome is Outcome.NOT_PAID


def test_a_lost_answer_is_unsure_and_holds_the_terminal() -> None:  # F02, F03, F05
    lost = sent().apply(LOST)
    assert (lost.status, lost.outcome, lost.holds_terminal) == (S.UNKNOWN, Outcome.UNSURE, True)


def test_a_lost_answer_with_effect_is_paid_when_the_search_finds_it() -> None:  # F03
    found = folded(LOST, searched(5_000, APPROVED), start=sent())
    assert (found.outcome, found.proof) == (Outcome.PAID, APPROVED)


def test_a_lost_answer_without_effect_is_unsure_for_an_hour_and_more() -> None:  # F02, I13
    lost = folded(LOST, searched(INTENT_GONE - 1), start=sent())
    assert lost.outcome is Outcome.UNSURE
    assert lost.apply(searched(INTENT_GONE)).outcome is Outcome.NOT_PAID


def test_a_wrong_amount_in_the_answer_is_never_followed_as_ours() -> None:  # F11
    wrong = replace(report(S.OPENED), amount=Money(1834_51, "ARS"))
    odd = replace(report(S.OPENED), amount=None, amount_is_odd=True)
    for intent in (wrong, odd):
        attempt = sent().apply(Heard(at=T0 + 200, intent=intent))
        assert attempt.outcome is Outcome.UNSURE
        assert Doubt.WRONG_AMOUNT in attempt.doubts
        assert attempt.holds_terminal


def test_an_answer_about_another_charge_leaves_ours_unknown() -> None:  # F11, F15
    foreign = replace(report(S.OPENED), external_reference=OTHER_REFERENCE)
    attempt = sent().apply(Heard(at=T0 + 200, intent=foreign))
    assert (attempt.status, attempt.intent_id) == (S.UNKNOWN, "")
    assert Doubt.FOREIGN_ANSWER in attempt.doubts


def test_an_id_that_belongs_to_another_attempt_leaves_ours_unknown() -> None:  # F15
    attempt = sent().apply(IdTaken(at=T0 + 200, intent_id="i0"))
    assert (attempt.status, attempt.intent_id) == (S.UNKNOWN, "")
    assert Doubt.FOREIGN_ANSWER in attempt.doubts


def test_a_reply_about_another_intent_moves_nothing() -> None:  # F15
    opened = standing(S.OPENED)
    other = Heard(at=T0 + 9_000, intent=report(S.CLOSED, "p9", intent_id="i2"))
    after = opened.apply(other)
    assert (after.status, after.results) == (S.OPENED, ())


def test_an_intent_without_an_id_leaves_the_attempt_unknown() -> None:  # F11
    nameless = Heard(at=T0 + 200, intent=report(S.OPENED, intent_id=""))
    assert sent().apply(nameless).status is S.UNKNOWN


def test_a_report_without_an_id_is_about_the_intent_that_was_asked_for() -> None:
    after = standing(S.OPENED).apply(
        Heard(at=T0 + 9_000, intent=report(S.ON_TERMINAL, intent_id=""))
    )
    assert (after.status, after.intent_id) == (S.ON_TERMINAL, "i1")


def test_an_unknown_charge_adopts_only_an_intent_that_names_it() -> None:  # F03
    lost = sent().apply(LOST)
    unnamed = replace(report(S.OPENED), external_reference="")
    assert lost.apply(Heard(at=T0 + 9_000, intent=unnamed)).intent_id == ""
    assert lost.apply(heard(9_000, S.OPENED)).intent_id == "i1"


def test_a_word_newer_than_this_release_is_followed() -> None:  # F26
    odd = standing(S.ON_TERMINAL).apply(heard(2_000, S.UNRECOGNIZED))
    assert (odd.status, odd.word, odd.outcome) == (S.UNRECOGNIZED, "REVIEWING", Outcome.PENDING)
    assert Doubt.ODD_WORD in odd.doubts
    assert odd.apply(heard(3_000, S.PROCESSING)).status is S.PROCESSING
    assert odd.apply(heard(3_000, S.ON_TERMINAL)).status is S.ON_TERMINAL


def test_an_odd_word_after_a_final_one_is_dropped() -> None:  # F27
    assert standing(S.CLOSED).apply(heard(9_000, S.UNRECOGNIZED)).status is S.CLOSED


@pytest.mark.parametrize("late", [S.OPENED, S.ON_TERMINAL, S.PROCESSING, S.PROCESSED, S.CANCELED])
def test_a_late_report_does_not_undo_a_final_word(late: S) -> None:  # F27
    closed = standing(S.CLOSED)
    assert closed.apply(heard(9_000, late)) == closed


def test_a_stale_report_does_not_turn_the_clock_of_the_status_back() -> None:  # F27
    processing = standing(S.PROCESSING)
    assert processing.apply(heard(9_000, S.OPENED)) == processing


def test_a_404_is_lag_for_a_minute_and_then_unknown() -> None:  # F25
    opened = standing(S.OPENED)
    missed = opened.apply(Missed(at=T0 + 2_000))
    for at in (2_500, 2_000 + VANISHED_AFTER - 1):
        assert missed.apply(Missed(at=T0 + at)) == missed
    gone = missed.apply(Missed(at=T0 + 2_000 + VANISHED_AFTER))
    assert (gone.status, gone.outcome) == (S.UNKNOWN, Outcome.UNSURE)
    assert Doubt.VANISHED in gone.doubts


def test_an_answer_between_two_404s_starts_the_minute_again() -> None:  # F25
    back = standing(S.OPENED).apply(Missed(at=T0 + 2_000)).apply(heard(30_000, S.OPENED))
    assert back.apply(Missed(at=T0 + 70_000)).status is S.OPENED


def test_a_final_word_is_not_forgotten_by_a_404() -> None:  # F25
    closed = folded(Missed(at=T0 + 2_000), Missed(at=T0 + 99_000), start=standing(S.CLOSED))
    assert closed.status is S.CLOSED


@pytest.mark.parametrize("word", [S.OPENED, S.ON_TERMINAL])
def test_an_intent_that_comes_back_is_alive_even_with_an_older_word(word: S) -> None:  # F25, I13
    gone = standing(S.PROCESSING)
    for at in (2_000, 2_000 + VANISHED_AFTER):
        gone = gone.apply(Missed(at=T0 + at))
    back = gone.apply(heard(INTENT_GONE - 1_000, word))
    assert (back.status, back.rank) == (word, S.PROCESSING.rank)
    assert back.apply(searched(INTENT_GONE)).outcome is Outcome.PENDING


def test_a_cancel_is_a_wish_and_decides_nothing() -> None:  # F34
    opened = standing(S.OPENED)
    for answer in CancelAnswer:
        asked = opened.apply(CancelAsked(at=T0 + 2_000, by="Ana"))
        assert (asked.cancel_pending, asked.cancel_asked_at) == (True, T0 + 2_000)
        answered = asked.apply(CancelAnswered(at=T0 + 2_200, answer=answer))
        assert (answered.status, answered.outcome) == (S.OPENED, Outcome.PENDING)
        assert (answered.cancel_pending, answered.cancel_answer) == (False, answer)
        again = answered.apply(CancelAsked(at=T0 + 3_000, by="Ana"))
        assert (again.cancel_pending, again.cancel_answer) == (True, None)


def test_a_customer_who_paid_before_the_cancel_has_paid() -> None:  # F34
    paid = folded(
        CancelAsked(at=T0 + 2_000, by="Ana"),
        CancelAnswered(at=T0 + 2_200, answer=CancelAnswer.ACCEPTED),
        heard(2_400, S.CANCELED),
        searched(5_000, APPROVED),
        start=standing(S.OPENED),
    )
    assert paid.outcome is Outcome.PAID


def test_the_amount_is_that_of_the_moment_charge_was_pressed() -> None:  # I14
    attempt = standing(S.CLOSED, APPROVED.id).apply(read(2_000, APPROVED))
    assert attempt.prepared is PREPARED
    with pytest.raises(AttributeError):
        attempt.prepared.amount = Money(1, "ARS")  # type: ignore[misc]  # frozen: the point


@pytest.mark.parametrize("settled", ["paid", "unpaid"])
def test_a_new_attempt_is_a_new_value(settled: str) -> None:
    fresh = Attempt.begin(replace(PREPARED, number=2, idempotency_key=settled))
    assert (fresh.status, fresh.outcome, fresh.tries) == (S.PREPARED, Outcome.PENDING, 0)
