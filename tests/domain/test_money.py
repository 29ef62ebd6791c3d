"""Money is whole minor units: exact in, exact out, and never a float."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import DECIMALS, LARGEST_MINOR, Money

CURRENCIES = st.sampled_from(sorted(DECIMALS))
MINORS = st.integers(-LARGEST_MINOR, LARGEST_MINOR)


@given(MINORS, CURRENCIES)
def test_what_was_written_plainly_is_read_back_the_same(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.of_plain(money.plain(), currency) == money


@given(MINORS, CURRENCIES)
def test_a_decimal_becomes_exactly_its_minor_units(minor: int, currency: str) -> None:
    number = Decimal(minor).scaleb(-DECIMALS[currency])
    assert Money.of_decimal(number, currency).minor == minor


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("19.99", 1999),
        ("0.3", 30),
        ("1834.5", 183450),
        ("10.1400", 1014),
        ("4000000.00", 400000000),
        ("9007199254740.93", 900719925474093),
    ],
)
def test_an_amount_that_a_float_would_spoil_stays_exact(text: str, minor: int) -> None:
    assert Money.of_decimal(Decimal(text), "ARS") == Money(minor, "ARS")


def test_a_tenth_and_two_tenths_are_three_tenths() -> None:
    assert Money(10, "ARS") + Money(20, "ARS") == Money.of_plain("0.3", "ARS")


def test_a_difference_and_a_multiple_are_exact() -> None:
    assert Money(1999, "BRL") * 3 - Money(1, "BRL") == Money(5996, "BRL")


@pytest.mark.parametrize("minor", [1.0, 0.1, float("nan"), True, Decimal(1), "1", None])
def test_only_a_whole_number_is_money(minor: object) -> None:
    with pytest.raises(ValueError, match="minor units"):
        Money(minor, "ARS")  # type: ignore[arg-type]  # the wrong type is what is tested


def test_money_times_a_float_is_refused() -> None:
    with pytest.raises(ValueError, match="minor units"):
        Money(100, "ARS") * 1.5  # type: ignore[operator]  # the wrong type is what is tested


@pytest.mark.parametrize(
    "text",
    [
        "19.999",
        "0.001",
        "19.990000000000000000000000000000001",  # more digits than arithmetic keeps by default
        "0.1000000000000000055511151231257827021181583404541015625",  # a tenth, through a float
        "1e-1000000",
    ],
)
def test_a_part_finer_than_a_centavo_is_refused_and_never_rounded(text: str) -> None:
    with pytest.raises(ValueError, match="finer"):
        Money.of_decimal(Decimal(text), "ARS")


@pytest.mark.parametrize("currency", ["CLP", "COP"])
def test_pesos_without_centavos_are_whole(currency: str) -> None:
    assert Money.of_decimal(Decimal("1834"), currency).plain() == "1834"
    assert Money.of_decimal(Decimal("1834.00"), currency).minor == 1834
    with pytest.raises(ValueError, match="finer"):
        Money.of_decimal(Decimal("1834.5"), currency)


@pytest.mark.parametrize(
    "text", ["NaN", "sNaN", "Infinity", "-Infinity", "1e16", "1e1000000", "-1e1000000"]
)
def test_what_is_no_amount_at_all_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="amount"):
        Money.of_decimal(Decimal(text), "ARS")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1 ",
        "1\n",
        "+1",
        "1e2",
        "1,50",
        ".5",
        "5.",
        "--1",
        "NaN",
        "1_000",
        "١٢",
        "\uff11\uff12",
    ],
)
def test_plain_text_is_digits_and_a_point_and_nothing_else(text: str) -> None:
    with pytest.raises(ValueError, match="plain"):
        Money.of_plain(text, "ARS")


@pytest.mark.parametrize(
    ("minor", "currency", "plain"),
    [
        (183450, "ARS", "1834.50"),
        (5, "ARS", "0.05"),
        (-5, "ARS", "-0.05"),
        (0, "ARS", "0.00"),
        (0, "CLP", "0"),
        (-1834, "CLP", "-1834"),
    ],
)
def test_machines_read_digits_and_a_point(minor: int, currency: str, plain: str) -> None:
    assert Money(minor, currency).plain() == plain


def test_a_currency_that_the_till_does_not_know_is_refused_in_one_way() -> None:
    with pytest.raises(ValueError, match="XAU"):
        Money(1, "XAU")
    with pytest.raises(ValueError, match="XAU"):
        Money.of_decimal(Decimal(1), "XAU")
    with pytest.raises(ValueError, match="XAU"):
        Money.of_plain("1", "XAU")


def test_two_currencies_do_not_add_up() -> None:
    for total in (Money.__add__, Money.__sub__):
        with pytest.raises(ValueError, match="add up"):
            total(Money(1, "ARS"), Money(1, "BRL"))


def test_money_beyond_any_terminal_is_refused() -> None:
    assert Money(LARGEST_MINOR, "ARS").minor == LARGEST_MINOR
    for minor in (LARGEST_MINOR + 1, -LARGEST_MINOR - 1, 9007199254740993):
        with pytest.raises(ValueError, match="minor units"):
            Money(minor, "ARS")
