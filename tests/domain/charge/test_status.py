"""The words of the API, and what each means to the sale."""

import pytest

from pos_app.domain.charge.outcome import SETTLED, Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import ENDED_UNPAID, WITH_PERSON
from pos_app.domain.charge.status import AttemptStatus as S

WORDS = ["OPENED", "ON_TERMINAL", "PROCESSING", "PROCESSED", "CLOSED"]
FINALS = ["CLOSED", "CANCELED", "EXPIRED", "ERROR", "CONFIRMATION_REQUIRED"]


@pytest.mark.parametrize("word", sorted({*WORDS, *FINALS}))
def test_a_word_of_the_api_is_known_in_any_casing(word: str) -> None:  # F26
    assert S.read(word) is S.read(word.lower()) is S.read(f" {word.title()} ") is S[word]


@pytest.mark.parametrize(
    "word", ["", "null", "CANCELLED", "ABORTED", "(prepared)", "(not created)", "ON TERMINAL", "3"]
)
def test_a_word_newer_than_us_is_a_row_and_never_final(word: str) -> None:  # F26
    row = S.read(word)
    assert row is S.UNRECOGNIZED
    assert not row.final
    assert row.outcome is Outcome.PENDING
    assert row.holds_terminal


def test_exactly_the_five_documented_words_are_final() -> None:
    assert {row.word for row in S if row.final} == set(FINALS)


def test_no_word_of_the_api_settles_a_sale_by_itself() -> None:  # I4, I13
    assert {row for row in S if row.outcome in SETTLED} == {S.NOT_CREATED}


def test_the_ranks_rise_along_the_life_of_an_intent() -> None:  # F27
    ranks = [S[word].rank for word in WORDS]
    assert ranks == [1, 2, 3, 4, 5]
    assert {S[word].rank for word in FINALS} == {5}


def test_a_terminal_is_held_until_the_api_says_a_final_word() -> None:  # I3
    free = {S.CLOSED, S.CANCELED, S.EXPIRED, S.ERROR, S.NOT_CREATED}
    assert {row for row in S if not row.holds_terminal} == free


def test_a_person_is_needed_where_nobody_else_can_tell() -> None:
    assert {S.UNKNOWN, S.CONFIRMATION_REQUIRED} == WITH_PERSON
    assert all(row.outcome is Outcome.UNSURE for row in WITH_PERSON)
    assert {S.CANCELED, S.EXPIRED, S.ERROR} == ENDED_UNPAID


def test_a_payment_whose_money_may_yet_move_counts() -> None:
    gone = {PaymentStatus.REJECTED, PaymentStatus.CANCELLED, PaymentStatus.REFUNDED}
    assert {row for row in PaymentStatus if not row.counts} == gone


@pytest.mark.parametrize("word", ["approved", "APPROVED", " Approved "])
def test_a_payments_word_is_known_in_any_casing(word: str) -> None:
    assert PaymentStatus.read(word) is PaymentStatus.APPROVED


@pytest.mark.parametrize("word", ["", "CANCELED", "accredited", "(unrecognized)"])
def test_a_payments_word_newer_than_us_may_be_money(word: str) -> None:  # the API writes cancelled
    assert PaymentStatus.read(word) is PaymentStatus.UNRECOGNIZED
