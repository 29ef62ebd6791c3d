"""JSON by hand: what is written, and what is taken for an amount."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.simulator.wire import (
    BadJson,
    Number,
    decimal_text,
    minor_of_number,
    minor_of_text,
    notification_date,
    read,
    units,
    write,
)

_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=[])),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
)


@given(_TREES)
def test_what_is_written_is_read_back(tree: object) -> None:
    text = write(tree)
    assert json.loads(text) == tree
    assert read(text.encode()) == tree


@given(st.integers(0, 10**15), st.sampled_from([0, 2]))
def test_an_amount_survives_both_spellings(minor: int, decimals: int) -> None:
    assert minor_of_text(decimal_text(minor, decimals), decimals) == minor
    assert minor_of_number(read(write(units(minor, decimals)).encode()), decimals) == minor


def test_a_float_never_gets_on_the_wire() -> None:
    with pytest.raises(TypeError):
        write({"amount": 1834.5})


@pytest.mark.parametrize("text", ["", "nul", "NaN", "-Infinity", '{"a":}', "[" * 100_000])
def test_what_is_not_json_is_not_read(text: str) -> None:
    with pytest.raises(BadJson):
        read(text.encode())


def test_a_number_stays_as_it_was_spelt() -> None:
    assert read(b"[500.00, 1e3, 7]") == [Number("500.00"), Number("1e3"), 7]
    assert write([Number("500.00")]) == "[500.00]"


@pytest.mark.parametrize(
    ("minor", "decimals", "spelt"),
    [(183450, 2, "1834.50"), (5, 2, "0.05"), (-5, 2, "-0.05"), (1000, 0, "1000"), (0, 2, "0.00")],
)
def test_minor_units_as_decimal_text(minor: int, decimals: int, spelt: str) -> None:
    assert decimal_text(minor, decimals) == spelt


def test_the_date_of_a_notification_has_nanoseconds_and_no_colon() -> None:
    assert notification_date(1_772_465_529_104, 552_871) == "2026-03-02 11:32:09.104552871-0400"
