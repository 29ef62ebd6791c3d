"""How an attempt ends: paid, not paid, or with a person."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.attempt import NO_PAYMENT_AFTER, VANISHED_AFTER
from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.facts import (
    Missed,
    PaymentsRead,
    Searched,
)
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.standing import INTENT_GONE, SEARCH_MARGIN
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from tests.domain.charge.making import (
    APPROVED,
    LOST,
    NEW,
    OTHER_REFERENCE,
    REJECTED,
    T0,
    folded,
    heard,
    read,
    searched,
    sent,
    standing,
)


def test_closed_is_not_paid_until_the_payment_was_read() -> None:  # I4
    closed = standing(S.CLOSED, APPROVED.id)
    assert (closed.outcome, closed.unread) == (Outcome.PENDING, (APPROVED.id,))
    paid = closed.apply(read(2_000, APPROVED))
    assert (paid.outcome, paid.unread) == (Outcome.PAID, ())


def test_a_declined_card_is_not_paid_after_one_more_search() -> None:  # F28
    declined = standing(S.CLOSED, REJECTED.id).apply(read(2_000, REJECTED))
    assert declined.outcome is Outcome.PENDING
    over = declined.apply(searched(2_200, REJECTED))
    assert (over.outcome, over.declined) == (Outcome.NOT_PAID, REJECTED)


def test_the_reason_shown_is_that_of_the_last_card() -> None:  # F28
    later = replace(REJECTED, id="100", created=T0 + 9_000)
    both = standing(S.CLOSED, REJECTED.id, "100").apply(read(9_500, REJECTED, later))
    assert both.declined == later


def test_a_card_declined_and_then_another_approved_is_paid() -> None:
    both = standing(S.CLOSED, REJECTED.id, APPROVED.id).apply(read(2_000, REJECTED, APPROVED))
    assert (both.outcome, both.declined) == (Outcome.PAID, None)


def test_closed_with_one_payment_not_to_be_found_is_not_called_unpaid() -> None:  # F29
    half = folded(
        read(2_000, REJECTED, missing=("p2",)),
        searched(2_200, REJECTED),
        start=standing(S.CLOSED, REJECTED.id, "p2"),
    )
    assert (half.outcome, half.unread) == (Outcome.PENDING, ("p2",))


def test_closed_without_any_payment_needs_a_person_after_five_minutes() -> None:  # F29
    closed = folded(searched(2_000), start=standing(S.CLOSED, at=0))
    assert closed.apply(searched(NO_PAYMENT_AFTER)).outcome is Outcome.PENDING
    late = closed.apply(searched(NO_PAYMENT_AFTER + 1))
    assert late.outcome is Outcome.UNSURE
    assert Doubt.NO_PAYMENT in late.doubts
    assert late.apply(searched(NO_PAYMENT_AFTER + 9_000, APPROVED)).outcome is Outcome.PAID


def test_money_that_was_read_and_does_not_fit_is_no_missing_payment() -> None:  # F30
    wrong = replace(APPROVED, amount=Money(1_00, "ARS"))
    odd = standing(S.CLOSED, wrong.id).apply(read(2_000, wrong))
    late = odd.apply(searched(NO_PAYMENT_AFTER + 9_000, wrong))
    assert (late.outcome, late.doubts) == (Outcome.UNSURE, frozenset({Doubt.MISMATCH}))


@pytest.mark.parametrize("status", [PaymentStatus.CHARGED_BACK, PaymentStatus.IN_MEDIATION])
def test_money_in_dispute_is_neither_paid_nor_unpaid(status: PaymentStatus) -> None:
    disputed = replace(APPROVED, status=status)
    attempt = folded(read(2_000, disputed), searched(9_000, disputed), start=standing(S.ERROR))
    assert attempt.outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    "status",
    sorted(
        {row for row in PaymentStatus if row.counts}
        - {PaymentStatus.APPROVED, PaymentStatus.CHARGED_BACK, PaymentStatus.IN_MEDIATION},
        key=str,
    ),
)
@pytest.mark.parametrize("end", [S.CLOSED, S.CANCELED, S.EXPIRED, S.ERROR])
def test_money_that_may_still_move_is_waited_for(status: PaymentStatus, end: S) -> None:  # I13
    moving = replace(APPROVED, status=status)
    attempt = folded(
        searched(9_000, moving), searched(INTENT_GONE * 2, moving), start=standing(end)
    )
    assert attempt.outcome in {Outcome.PENDING, Outcome.UNSURE}
    assert attempt.apply(searched(INTENT_GONE * 2 + 1, APPROVED)).outcome is Outcome.PAID


@pytest.mark.parametrize("wrong", [{"amount": Money(1, "ARS")}, {"merchant_id": "9"}])
def test_an_approved_payment_that_does_not_fit_is_never_settled(wrong: dict[str, object]) -> None:
    odd = replace(APPROVED, **wrong)  # type: ignore[arg-type]  # the fields are Payment's own
    for end in (S.CLOSED, S.CANCELED, S.EXPIRED, S.ERROR, S.CONFIRMATION_REQUIRED):  # F30
        attempt = folded(
            read(2_000, odd), searched(9_000, odd), searched(9_999), start=standing(end, odd.id)
        )
        assert attempt.outcome is Outcome.UNSURE
        assert Doubt.MISMATCH in attempt.doubts


def test_two_approved_payments_bind_one_and_show_the_other() -> None:  # F31
    second = replace(APPROVED, id="98217700143", created=T0 + 6_000)
    both = standing(S.CLOSED, second.id, APPROVED.id).apply(read(9_000, second, APPROVED))
    assert (both.outcome, both.proof) == (Outcome.PAID, APPROVED)
    assert Doubt.SURPLUS in both.doubts


def test_confirmation_required_is_settled_by_a_payment_and_by_nothing_else() -> None:  # F32
    asked = standing(S.CONFIRMATION_REQUIRED)
    for at in (5_000, INTENT_GONE * 2):
        asked = asked.apply(searched(at))
        assert (asked.outcome, asked.holds_terminal) == (Outcome.UNSURE, True)
    assert asked.apply(searched(INTENT_GONE * 3, APPROVED)).outcome is Outcome.PAID


@pytest.mark.parametrize("end", [S.CANCELED, S.EXPIRED, S.ERROR])
def test_an_ended_charge_is_unpaid_only_after_the_margin_and_a_search(end: S) -> None:  # F33
    ended = standing(end, at=1_000)
    assert ended.outcome is Outcome.PENDING
    early = ended.apply(searched(1_000 + SEARCH_MARGIN - 1))
    assert early.outcome is Outcome.PENDING
    assert early.apply(searched(1_000 + SEARCH_MARGIN)).outcome is Outcome.NOT_PAID
    assert early.apply(searched(1_000 + SEARCH_MARGIN, APPROVED)).outcome is Outcome.PAID


@pytest.mark.parametrize("end", [S.CANCELED, S.EXPIRED, S.ERROR])
def test_an_ended_charge_that_names_a_payment_waits_until_it_is_read(end: S) -> None:  # F33, I13
    ended = folded(read(2_000, missing=("p1",)), searched(9_000), start=standing(end, "p1"))
    assert ended.outcome is Outcome.PENDING
    rejected = replace(REJECTED, id="p1")
    assert folded(read(9_100, rejected), start=ended).outcome is Outcome.NOT_PAID
    late = ended.apply(read(NO_PAYMENT_AFTER + 9_000, missing=("p1",)))
    assert (late.outcome, late.doubts) == (Outcome.UNSURE, frozenset({Doubt.NO_PAYMENT}))


def test_a_search_before_the_final_word_proves_nothing_after_it() -> None:  # I13
    before = folded(Missed(at=T0 + 2_000), searched(9_000), start=standing(S.OPENED))
    for end in (S.CANCELED, S.CLOSED):
        ended = before.apply(heard(9_000, end, REJECTED.id)).apply(read(9_100, REJECTED))
        assert ended.outcome is Outcome.PENDING


@pytest.mark.parametrize("end", [S.CLOSED, S.CANCELED, S.CONFIRMATION_REQUIRED])
def test_a_payment_of_another_sale_among_those_found_is_none_of_ours(end: S) -> None:
    foreign = replace(APPROVED, id="p9", external_reference=OTHER_REFERENCE)
    ended = standing(end, REJECTED.id).apply(read(2_000, REJECTED))
    assert ended.apply(searched(9_000, foreign)).payments == (REJECTED,)
    if end is not S.CONFIRMATION_REQUIRED:
        assert ended.apply(searched(9_000, foreign)).outcome is Outcome.NOT_PAID


def test_a_payment_found_without_a_reference_is_looked_at_and_not_waved_away() -> None:
    unnamed = replace(APPROVED, external_reference="")
    ended = standing(S.CANCELED).apply(searched(9_000, unnamed))
    assert ended.outcome is Outcome.UNSURE


def test_a_search_that_found_money_under_way_is_made_again_once_it_is_refused() -> None:  # I13
    review = replace(REJECTED, status=PaymentStatus.IN_PROCESS)
    ended = folded(searched(9_000, review), read(9_100, REJECTED), start=standing(S.ERROR))
    assert ended.outcome is Outcome.PENDING
    assert ended.apply(searched(9_200, REJECTED)).outcome is Outcome.NOT_PAID


def test_a_result_of_the_intent_with_another_reference_is_an_alarm() -> None:  # F30
    foreign = replace(APPROVED, external_reference=OTHER_REFERENCE)
    closed = standing(S.CLOSED, foreign.id).apply(read(2_000, foreign))
    assert (closed.outcome, closed.doubts) == (Outcome.UNSURE, frozenset({Doubt.MISMATCH}))


def test_what_was_taken_once_stays_taken() -> None:  # I11
    taken = PaymentsRead(at=T0 + 2_000, payments=(APPROVED,), taken=(APPROVED.id,))
    closed = folded(taken, read(3_000, APPROVED), start=standing(S.CLOSED, APPROVED.id))
    assert closed.outcome is Outcome.UNSURE


def test_the_first_of_two_payments_is_the_one_that_was_made_first() -> None:  # F31
    first = replace(APPROVED, id="99", created=T0 + 1_000)
    second = replace(APPROVED, id="10", created=T0 + 2_000)
    both = standing(S.CLOSED, "99", "10").apply(read(9_000, first, second))
    assert both.proof == first


def test_a_payment_older_than_a_charge_never_sent_does_not_pay_it() -> None:  # I4
    old = replace(APPROVED, created=T0 - 9_000_000)
    assert NEW.apply(searched(1_000, old)).outcome is Outcome.UNSURE


@pytest.mark.parametrize("refunded", [0, 1834_50])
@pytest.mark.parametrize("status", [PaymentStatus.REFUNDED, PaymentStatus.CHARGED_BACK])
def test_an_older_answer_does_not_bring_given_back_money_back(
    status: PaymentStatus, refunded: int
) -> None:
    gone = replace(APPROVED, status=status, refunded=refunded)
    closed = standing(S.CLOSED, APPROVED.id).apply(read(2_000, gone))
    assert closed.apply(searched(3_000, APPROVED)).outcome is not Outcome.PAID


def test_an_older_answer_does_not_hide_a_part_given_back() -> None:
    part = replace(APPROVED, refunded=100)
    closed = standing(S.CLOSED, APPROVED.id).apply(read(2_000, part))
    assert closed.apply(searched(3_000, APPROVED)).outcome is Outcome.UNSURE


def test_an_approved_payment_is_not_downgraded_by_an_older_answer() -> None:
    wrong = replace(APPROVED, amount=Money(1, "ARS"))
    closed = standing(S.CLOSED, wrong.id).apply(read(2_000, wrong))
    for older in (PaymentStatus.PENDING, PaymentStatus.REJECTED, PaymentStatus.IN_PROCESS):
        assert closed.apply(searched(3_000, replace(wrong, status=older))).payments == (wrong,)


def test_a_watch_that_learns_nothing_new_writes_nothing_new() -> None:
    moving = replace(APPROVED, status=PaymentStatus.IN_PROCESS)
    for attempt, found in (
        (folded(LOST, searched(2_000), start=sent()), ()),
        (folded(searched(2_000), start=standing(S.CONFIRMATION_REQUIRED)), ()),
        (folded(searched(2_000, moving), start=standing(S.EXPIRED)), (moving,)),
        (folded(searched(2_000), start=standing(S.CLOSED, "p2")), ()),
    ):
        for n in range(1, 20):
            at = T0 + 2_000 + n * 60
            again = Searched(at=at, payments=found, skew=n % 7)
            assert attempt.apply(again) == attempt
            reread = PaymentsRead(at=at, payments=found, missing=("p2",), skew=-n)
            assert attempt.apply(reread) == attempt


def test_polls_that_hear_the_same_write_nothing_new() -> None:
    for word in (S.OPENED, S.ON_TERMINAL, S.UNRECOGNIZED, S.CLOSED):
        attempt = standing(word, *([REJECTED.id] if word is S.CLOSED else []))
        for n in range(2, 20):
            assert attempt.apply(heard(n * 1_000, word)) == attempt


def test_a_clock_that_was_put_right_heals_the_time_of_a_payment() -> None:  # F41
    hours = 3 * 3_600_000  # our clock was behind, and the payment seemed too old
    early = replace(APPROVED, created=T0 + 5_000 - hours)
    closed = standing(S.CLOSED, APPROVED.id).apply(read(2_000, early))
    assert closed.outcome is Outcome.UNSURE
    healed = PaymentsRead(at=T0 + 3_000, payments=(early,), skew=hours)
    assert closed.apply(healed).outcome is Outcome.PAID


def test_a_clock_put_back_does_not_make_an_old_search_a_new_one() -> None:  # F41, I13
    before = folded(Missed(at=T0 + 2_000), searched(9_000), start=standing(S.OPENED))
    assert before.apply(heard(-600_000, S.CANCELED)).outcome is Outcome.PENDING
    ended = folded(searched(9_000), start=standing(S.CANCELED, at=8_000))
    assert ended.apply(heard(-600_000, S.CANCELED)).outcome is Outcome.PENDING


@pytest.mark.parametrize("back", [60_000, 86_400_000, 4 * 365 * 86_400_000])
def test_a_clock_put_back_holds_nothing_up(back: int) -> None:  # F41, I23
    ended = standing(S.CANCELED).apply(searched(1_500 - back))
    assert ended.apply(searched(1_500 - back + SEARCH_MARGIN)).outcome is Outcome.NOT_PAID
    lost = sent().apply(LOST).apply(searched(-back))
    assert lost.apply(searched(INTENT_GONE - back - 1)).outcome is Outcome.UNSURE
    assert lost.apply(searched(INTENT_GONE - back)).outcome is Outcome.NOT_PAID
    missed = standing(S.OPENED).apply(Missed(at=T0 + 2_000)).apply(Missed(at=T0 - back))
    assert missed.apply(Missed(at=T0 - back + VANISHED_AFTER)).status is S.UNKNOWN
