"""Whole lives of an attempt, under a virtual clock, against a provider that follows a script."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import CancelAnswer, CancelAsked, Fact
from pos_app.domain.charge.next_step import Do
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.standing import INTENT_GONE
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from tests.domain.charge.living import Word, World, live
from tests.domain.charge.making import APPROVED, REJECTED, T0

TAPPED: list[Word] = [(0, S.OPENED), (2, S.ON_TERMINAL), (9, S.PROCESSING), (10, S.CLOSED)]
CANCEL: Fact = CancelAsked(at=0, by="Ana")


def test_a_card_is_taken() -> None:
    told = live(World(TAPPED, [(10, APPROVED)], (APPROVED.id,)))
    assert told.attempt.outcome is Outcome.PAID
    assert told.steps[:2] == [Do.ANNOUNCE, Do.SEND]
    assert told.steps[-1] is Do.READ_PAYMENTS
    assert told.sent == 1
    assert told.end < 12
    assert told.written <= 7


def test_a_card_is_declined() -> None:  # F28
    told = live(World(TAPPED, [(10, REJECTED)], (REJECTED.id,)))
    assert told.attempt.outcome is Outcome.NOT_PAID
    assert told.attempt.declined == REJECTED
    assert told.steps[-2:] == [Do.READ_PAYMENTS, Do.SEARCH]


def test_a_charge_is_cancelled_before_the_terminal_has_it() -> None:  # F34
    told = live(World([(0, S.OPENED)]), presses={3: CANCEL})
    assert (told.attempt.status, told.attempt.outcome) == (S.CANCELED, Outcome.NOT_PAID)
    assert told.steps.count(Do.CANCEL) == 1


def test_a_charge_is_cancelled_on_the_terminal() -> None:
    told = live(World([(0, S.OPENED), (2, S.ON_TERMINAL), (8, S.CANCELED)]), presses={4: CANCEL})
    assert (told.attempt.status, told.attempt.outcome) == (S.CANCELED, Outcome.NOT_PAID)
    assert Do.CANCEL not in told.steps


def test_a_cancel_that_comes_too_late_ends_as_the_customer_did() -> None:  # F34
    words: list[Word] = [(0, S.OPENED), (1.4, S.ON_TERMINAL), (10, S.CLOSED)]
    told = live(World(words, [(10, APPROVED)], (APPROVED.id,)), presses={1.0: CANCEL})
    assert told.attempt.outcome is Outcome.PAID
    assert told.attempt.cancel_answer is CancelAnswer.TOO_LATE


@pytest.mark.parametrize("end", [S.CANCELED, S.EXPIRED, S.ERROR])
@pytest.mark.parametrize("raced", [False, True])
def test_a_charge_ends_without_a_payment_unless_one_raced_it(end: S, raced: bool) -> None:  # F33
    world = World([(0, S.OPENED), (3, end)], [(4, APPROVED)] if raced else [])
    told = live(world)
    assert told.attempt.outcome is (Outcome.PAID if raced else Outcome.NOT_PAID)
    assert told.end < 10


def test_nobody_pays_and_the_intent_expires_after_an_hour() -> None:
    told = live(World([(0, S.OPENED), (2, S.ON_TERMINAL), (3_600, S.EXPIRED)]))
    assert (told.attempt.status, told.attempt.outcome) == (S.EXPIRED, Outcome.NOT_PAID)
    assert told.written <= 6


@pytest.mark.parametrize("found_at", [20, 33, 200, 2_000])
def test_a_payment_is_found_where_confirmation_was_required(found_at: int) -> None:  # F32
    words: list[Word] = [(0, S.OPENED), (2, S.ON_TERMINAL), (15, S.CONFIRMATION_REQUIRED)]
    told = live(World(words, [(found_at, APPROVED)]))
    assert told.attempt.outcome is Outcome.PAID
    assert told.end < found_at + 121


def test_confirmation_required_without_a_payment_stays_with_a_person() -> None:  # F32
    told = live(World([(0, S.CONFIRMATION_REQUIRED)]), until=86_400)
    assert (told.attempt.outcome, told.attempt.holds_terminal) == (Outcome.UNSURE, True)
    assert told.written <= 4


@pytest.mark.parametrize("found_at", [5, 33, 61, 900, 3_650])
def test_a_lost_answer_with_effect_is_found_and_never_sent_again(found_at: int) -> None:  # F03
    told = live(World(TAPPED, [(found_at, APPROVED)], sendings=["lost"]))
    assert told.attempt.outcome is Outcome.PAID
    assert told.sent == 1
    assert told.end < found_at + 61


def test_a_lost_answer_without_effect_ends_after_the_hour_of_an_intent() -> None:  # F02, I13
    told = live(World(sendings=["lost"]))
    assert told.attempt.outcome is Outcome.NOT_PAID
    assert told.sent == 1
    assert INTENT_GONE / 1000 < told.end < INTENT_GONE / 1000 + 62
    assert told.written <= 4


def test_a_charge_that_could_not_leave_twice_leaves_the_third_time() -> None:  # F01
    sendings = ["not left", "not left", "created"]
    told = live(World(TAPPED, [(10, APPROVED)], (APPROVED.id,), sendings=sendings))
    assert (told.attempt.outcome, told.sent) == (Outcome.PAID, 3)


def test_a_deferred_charge_is_searched_for_before_each_try() -> None:  # F08
    told = live(World(sendings=["deferred"] * 5))
    assert (told.attempt.outcome, told.sent) == (Outcome.NOT_PAID, 5)
    assert told.steps == [Do.ANNOUNCE, Do.SEND, *[Do.SEARCH, Do.ANNOUNCE, Do.SEND] * 4]


def test_a_deferred_charge_that_was_made_all_the_same_is_not_sent_again() -> None:  # F08
    told = live(World(payments=[(3, APPROVED)], sendings=["deferred"]))
    assert (told.attempt.outcome, told.sent) == (Outcome.PAID, 1)


def test_a_busy_terminal_refuses_at_once() -> None:  # F06
    told = live(World(sendings=["busy"]))
    assert told.attempt.outcome is Outcome.NOT_PAID
    assert told.steps == [Do.ANNOUNCE, Do.SEND]


def test_404s_that_come_and_go_are_lived_through() -> None:  # F25
    flaps: list[Word] = [(n, None if n % 4 < 2 else S.ON_TERMINAL) for n in range(1, 60)]
    told = live(World([(0, S.OPENED), *flaps, (60, S.CLOSED)], [(60, APPROVED)], (APPROVED.id,)))
    assert told.attempt.outcome is Outcome.PAID


def test_an_intent_that_vanished_is_paid_when_its_payment_is_found() -> None:  # F25
    told = live(World([(0, S.OPENED), (2, S.ON_TERMINAL), (5, None)], [(200, APPROVED)]))
    assert told.attempt.outcome is Outcome.PAID
    assert Doubt.VANISHED in told.attempt.doubts


def test_a_word_newer_than_us_is_polled_until_a_known_one_comes() -> None:  # F26
    words: list[Word] = [(0, S.OPENED), (2, S.UNRECOGNIZED), (30, S.CLOSED)]
    told = live(World(words, [(30, APPROVED)], (APPROVED.id,)))
    assert told.attempt.outcome is Outcome.PAID


def test_money_is_found_behind_a_word_that_never_becomes_a_known_one() -> None:  # F26, I5
    told = live(World([(0, S.OPENED), (2, S.UNRECOGNIZED)], [(10, APPROVED)]))
    assert told.attempt.outcome is Outcome.PAID
    assert told.end < 20


@pytest.mark.parametrize(("named", "readable"), [(40, 40), (10, 70), (200, 200), (400, 500)])
def test_results_that_come_late_are_waited_for(named: int, readable: int) -> None:  # F29
    world = World(TAPPED, [(readable, APPROVED)], (APPROVED.id,), results_from=named)
    told = live(world)
    assert told.attempt.outcome is Outcome.PAID
    assert told.end < readable + 62


def test_closed_without_anything_to_read_goes_to_a_person() -> None:  # F29
    told = live(World(TAPPED), until=7_200)
    assert told.attempt.outcome is Outcome.UNSURE
    assert Doubt.NO_PAYMENT in told.attempt.doubts
    assert told.written <= 8
    assert len(told.steps) < 300


def test_two_payments_for_one_charge_are_both_seen() -> None:  # F31
    second = replace(APPROVED, id="98217700199", created=T0 + 7_000)
    told = live(World(TAPPED, [(10, APPROVED), (10, second)], (APPROVED.id, second.id)))
    assert (told.attempt.outcome, told.attempt.proof) == (Outcome.PAID, APPROVED)
    assert Doubt.SURPLUS in told.attempt.doubts


@pytest.mark.parametrize("words", [TAPPED, [(0.0, S.OPENED), (3.0, S.CANCELED)]])
def test_money_that_does_not_fit_goes_to_a_person_and_is_watched_slowly(
    words: list[Word],
) -> None:  # F30
    wrong = replace(APPROVED, amount=Money(1834_51, "ARS"))
    told = live(World(words, [(10, wrong)], (wrong.id,)), until=3_600)
    if words is TAPPED:
        assert told.attempt.outcome is Outcome.UNSURE
        assert len(told.steps) < 100
        assert told.written <= 8


def test_a_payment_under_review_is_waited_for_and_then_decides() -> None:
    review = replace(APPROVED, status=PaymentStatus.IN_PROCESS)
    for end, outcome in ((APPROVED, Outcome.PAID), (replace(REJECTED, id=APPROVED.id), None)):
        told = live(World(TAPPED, [(10, review), (1_000, end)], (APPROVED.id,)))
        assert told.attempt.outcome is (outcome or Outcome.NOT_PAID)
        assert 1_000 < told.end < 1_130
        assert told.written <= 10


def test_an_intent_for_another_amount_is_cancelled_and_charges_nothing() -> None:  # F11
    told = live(World([(0, S.OPENED)], wrong_amount=True))
    assert told.attempt.outcome is Outcome.NOT_PAID
    assert told.steps.count(Do.CANCEL) == 1


@pytest.mark.parametrize("out", [(3, 30), (9, 700), (10.2, 45)])
def test_a_network_that_goes_and_comes_back_decides_nothing(out: tuple[float, float]) -> None:
    world = World(TAPPED, [(10, APPROVED)], (APPROVED.id,))  # F22, F43
    world.silent = lambda at: out[0] <= at < out[1]
    told = live(world)
    assert told.attempt.outcome is Outcome.PAID
    assert told.sent == 1
    assert told.end < out[1] + 17
