"""External references: what the provider takes, and never the same twice."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.reference import RANDOM_BYTES, external_reference, is_made_by

CHANCE = st.binary(min_size=RANDOM_BYTES, max_size=16)


@given(st.text(max_size=60), st.integers(1, 999_999_999), st.integers(1, 999), CHANCE)
def test_any_till_has_a_reference_that_every_api_takes(
    till: str, ticket: int, attempt: int, random: bytes
) -> None:
    reference = external_reference(till, ticket, attempt, random)
    assert re.fullmatch(r"[A-Za-z0-9-]{1,40}", reference)


@given(st.lists(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES), unique=True, max_size=50))
def test_chance_keeps_two_tills_of_one_name_apart(chances: list[bytes]) -> None:  # I2
    assert len({external_reference("Caja 1", 417, 1, c) for c in chances}) == len(chances)


def test_till_ticket_and_attempt_can_be_read_in_it() -> None:
    reference = external_reference("CAJA-01", 417, 2, b"\x00" * RANDOM_BYTES)
    assert reference == "CAJA01-000417-2-AAAAAAAAAAAAAAAA"


def test_a_till_without_a_single_letter_still_has_one() -> None:
    assert external_reference("é!", 1, 1, b"\xff" * RANDOM_BYTES).startswith("T-000001-1-")


def test_too_little_chance_is_refused() -> None:
    with pytest.raises(ValueError, match="chance"):
        external_reference("T", 1, 1, b"\x00" * (RANDOM_BYTES - 1))


def test_two_tills_whose_long_names_begin_alike_do_not_claim_each_others_money() -> None:  # F19, I5
    first, second = "CAJA PRINCIPAL 1", "CAJA PRINCIPAL 2"
    made = external_reference(first, 417, 1, b"\x00" * RANDOM_BYTES)
    assert made.startswith("CAJAP")
    assert is_made_by(first, made)
    assert not is_made_by(second, made)
