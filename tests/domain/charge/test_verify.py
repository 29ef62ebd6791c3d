"""The predicate V: each thing that keeps an approved payment from paying an attempt."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.facts import PaymentsRead, Prepared
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.charge.verify import CLOCK_MARGIN, Mismatch, mismatch
from pos_app.domain.money import Money
from tests.domain.charge.making import (
    APPROVED,
    OTHER_REFERENCE,
    PREPARED,
    T0,
    heard,
    report,
    sent,
    standing,
)


def verdict(
    payment: Payment,
    attempt: Prepared = PREPARED,
    *,
    skew: int = 0,
    in_results: bool = True,
    taken: bool = False,
) -> Mismatch | None:
    return mismatch(attempt, payment, sent_at=T0, skew=skew, in_results=in_results, taken=taken)


def test_the_right_payment_pays() -> None:  # I4
    assert verdict(APPROVED) is None
    assert verdict(APPROVED, in_results=False) is None


@pytest.mark.parametrize("status", sorted(set(PaymentStatus) - {PaymentStatus.APPROVED}, key=str))
def test_only_an_approved_payment_pays(status: PaymentStatus) -> None:
    assert verdict(replace(APPROVED, status=status)) is Mismatch.STATUS


@pytest.mark.parametrize(
    "amount",
    [Money(1834_49, "ARS"), Money(1834_51, "ARS"), Money(1834_50, "BRL"), Money(0, "ARS"), None],
)
def test_another_amount_or_currency_does_not_pay(amount: Money | None) -> None:  # F30
    assert verdict(replace(APPROVED, amount=amount)) is Mismatch.AMOUNT


def test_money_that_reached_another_account_does_not_pay() -> None:  # F30, I24
    assert verdict(replace(APPROVED, merchant_id="2002")) is Mismatch.MERCHANT


def test_a_test_payment_does_not_pay_a_live_attempt() -> None:  # F30, I24
    assert verdict(replace(APPROVED, live=False)) is Mismatch.ENVIRONMENT


@pytest.mark.parametrize("in_results", [True, False])
def test_a_payment_of_another_reference_does_not_pay(in_results: bool) -> None:  # F30
    foreign = replace(APPROVED, external_reference=OTHER_REFERENCE)
    assert verdict(foreign, in_results=in_results) is Mismatch.REFERENCE


def test_a_payment_without_reference_pays_only_from_the_intents_own_results() -> None:
    unnamed = replace(APPROVED, external_reference="")
    assert verdict(unnamed, in_results=True) is None
    assert verdict(unnamed, in_results=False) is Mismatch.REFERENCE


def test_an_intent_of_another_amount_lends_its_name_to_no_payment() -> None:  # F11
    other = replace(report(S.CLOSED, APPROVED.id), amount=Money(1_00, "ARS"))
    attempt = sent().apply(replace(heard(1_000, S.CLOSED), intent=other))
    unnamed = replace(APPROVED, external_reference="")
    after = attempt.apply(PaymentsRead(at=T0 + 2_000, payments=(unnamed,)))
    assert after.outcome is Outcome.UNSURE
    assert after.mismatch(unnamed) is Mismatch.REFERENCE


def test_a_payment_older_than_the_attempt_does_not_pay() -> None:
    assert verdict(replace(APPROVED, created=T0 - CLOCK_MARGIN)) is None
    assert verdict(replace(APPROVED, created=T0 - CLOCK_MARGIN - 1)) is Mismatch.TIME


@pytest.mark.parametrize("hours", [-3, 3])
def test_a_wrong_clock_is_allowed_for(hours: int) -> None:  # F41
    skew = hours * 3_600_000  # ours is so far ahead of theirs
    assert verdict(replace(APPROVED, created=T0 + 5_000 - skew), skew=skew) is None
    early = replace(APPROVED, created=T0 - skew - CLOCK_MARGIN - 1)
    assert verdict(early, skew=skew) is Mismatch.TIME


def test_a_payment_that_was_given_back_in_part_does_not_pay() -> None:
    assert verdict(replace(APPROVED, refunded=1)) is Mismatch.REFUNDED


def test_a_payment_that_pays_another_attempt_does_not_pay_twice() -> None:  # F30, I11
    assert verdict(APPROVED, taken=True) is Mismatch.TAKEN


@pytest.mark.parametrize("taken", [(), (APPROVED.id,)])
def test_what_is_taken_is_told_with_the_payments(taken: tuple[str, ...]) -> None:
    closed = standing(S.CLOSED, APPROVED.id)
    after = closed.apply(PaymentsRead(at=T0 + 2_000, payments=(APPROVED,), taken=taken))
    assert after.outcome is (Outcome.UNSURE if taken else Outcome.PAID)


def test_what_a_reply_leaves_out_contradicts_nothing() -> None:
    bare = replace(APPROVED, merchant_id="", live=None, created=None)
    assert verdict(bare) is None


def test_an_attempt_in_training_takes_the_simulators_payments() -> None:
    training = replace(PREPARED, live=False)
    assert verdict(replace(APPROVED, live=False), training) is None
