"""Money that comes when its charge is over, twice, or goes back."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Doubt, Task
from pos_app.domain.charge.facts import Covered, Decision, Heard, Refusal, Refused
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from tests.domain.charge.making import (
    APPROVED,
    BACK,
    REJECTED,
    T0,
    UNKNOWN,
    WRONG,
    abandoned,
    decided,
    folded,
    heard,
    read,
    searched,
    sent,
    standing,
)

SECOND = replace(APPROVED, id="98217700143", created=T0 + 6_000)


# Money that comes late.


@pytest.mark.parametrize(
    "ended",
    [
        abandoned(),
        standing(S.CANCELED).apply(searched(9_000)),
        standing(S.EXPIRED).apply(searched(9_000)),
        standing(S.ERROR).apply(searched(9_000)),
        standing(S.CLOSED, REJECTED.id).apply(searched(9_000, REJECTED)),
        sent().apply(Refused(at=T0, why=Refusal.BUSY)),
    ],
    ids=["abandoned", "cancelled", "expired", "error", "declined", "refused"],
)
def test_late_money_is_a_task_and_pays_nothing_by_itself(ended: Attempt) -> None:  # F33, I5, I6
    late = ended.apply(searched(3_600_000, APPROVED))
    assert (late.outcome, late.task, late.late) == (Outcome.UNSURE, Task.LATE, True)
    assert not late.lives
    applied = late.apply(decided(3_700_000, Decision.APPLIED))
    assert (applied.outcome, applied.paid_by) == (Outcome.PAID, APPROVED.id)
    apart = late.apply(decided(3_700_000, Decision.APART))
    assert apart.apply(decided(3_700_001, Decision.APART)) == apart  # once is enough (I18)
    assert (apart.outcome, apart.task) == (Outcome.NOT_PAID, Task.RETURN)
    assert apart.apply(read(3_800_000, BACK)).task is None


def test_late_money_that_went_back_before_anybody_decided_is_no_task_any_more() -> None:
    late = abandoned().apply(searched(3_600_000, APPROVED))
    assert late.apply(searched(3_700_000, BACK)).outcome is Outcome.NOT_PAID


def test_late_money_that_is_no_proof_is_not_applied() -> None:  # F30
    late = abandoned().apply(searched(3_600_000, WRONG))
    assert late.apply(decided(3_700_000, Decision.APPLIED)) is late


def test_a_sale_paid_another_way_makes_what_comes_of_its_charge_late() -> None:  # I6
    covered = UNKNOWN.apply(Covered(at=T0 + 90_000))
    assert (covered.outcome, covered.lives) == (Outcome.UNSURE, False)
    late = covered.apply(searched(95_000, APPROVED))
    assert (late.outcome, late.task) == (Outcome.UNSURE, Task.LATE)
    assert late.apply(decided(99_000, Decision.APPLIED)) is late  # the sale is paid


def test_a_charge_that_was_covered_still_holds_its_terminal() -> None:
    covered = standing(S.ON_TERMINAL).apply(Covered(at=T0 + 9_000))
    assert covered.holds_terminal
    gone = folded(heard(12_000, S.CANCELED), searched(15_000), start=covered)
    assert (gone.outcome, gone.holds_terminal) == (Outcome.NOT_PAID, False)


def test_an_intent_that_shows_up_late_tells_an_ended_charge_nothing() -> None:
    ended = abandoned()
    assert ended.apply(Heard(at=T0 + 200_000, intent=heard(0, S.OPENED).intent)) is ended


# What is paid, and what comes after.


def test_a_second_payment_is_surplus_until_it_has_gone_back() -> None:  # F31
    paid = standing(S.CLOSED, APPROVED.id).apply(read(2_000, APPROVED))
    twice = paid.apply(searched(60_000, APPROVED, SECOND))
    assert (twice.outcome, twice.paid_by) == (Outcome.PAID, APPROVED.id)
    assert (twice.task, twice.loose) == (Task.SURPLUS, (SECOND,))
    assert Doubt.SURPLUS in twice.doubts
    handed = twice.apply(decided(61_000, Decision.APART))
    assert (handed.outcome, handed.task) == (Outcome.PAID, Task.RETURN)
    back = replace(SECOND, status=PaymentStatus.REFUNDED, refunded=1834_50)
    assert handed.apply(read(62_000, back)).task is None


@pytest.mark.parametrize(
    "after",
    [
        BACK,
        replace(APPROVED, refunded=100_00),
        replace(APPROVED, status=PaymentStatus.CHARGED_BACK),
        replace(APPROVED, status=PaymentStatus.IN_MEDIATION),
    ],
    ids=lambda payment: f"{payment.status.word} {payment.refunded}",
)
def test_a_payment_given_back_elsewhere_is_noticed_and_noted(after: Payment) -> None:  # F35
    paid = standing(S.CLOSED, APPROVED.id).apply(read(2_000, APPROVED))
    changed = paid.apply(read(90_000, after))
    assert (changed.outcome, changed.task) == (Outcome.PAID, Task.GONE)
    assert changed.apply(decided(91_000, Decision.NOTED)).task is None


def test_more_that_is_given_back_is_noticed_again() -> None:  # F35
    paid = standing(S.CLOSED, APPROVED.id).apply(read(2_000, APPROVED))
    noted = folded(
        read(90_000, replace(APPROVED, refunded=100_00)),
        decided(91_000, Decision.NOTED),
        start=paid,
    )
    assert noted.apply(read(99_000, replace(APPROVED, refunded=200_00))).task is Task.GONE


def test_late_money_that_the_bank_took_back_leaves_nothing_to_give_back() -> None:  # F35
    late = abandoned().apply(searched(3_600_000, APPROVED))
    taken = late.apply(searched(3_700_000, replace(APPROVED, status=PaymentStatus.CHARGED_BACK)))
    assert taken.task is Task.LATE  # somebody has to know
    assert taken.apply(decided(3_800_000, Decision.APART)).task is None
