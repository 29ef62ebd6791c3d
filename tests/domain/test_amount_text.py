"""Amounts as people type and read them, in every language and currency."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.amount_text import SYMBOLS, WRITINGS, read_amount, write_amount
from pos_app.domain.errors import AmountFault, AmountNotUnderstood
from pos_app.domain.money import DECIMALS, LARGEST_MINOR, Money

LOCALES, CURRENCIES = sorted(WRITINGS), sorted(DECIMALS)


def fault_of(typed: str, currency: str, locale: str) -> AmountFault:
    with pytest.raises(AmountNotUnderstood) as caught:
        read_amount(typed, currency, locale)
    assert not caught.value.maybe_done
    return caught.value.fault


@given(st.integers(1, LARGEST_MINOR - 1), st.sampled_from(CURRENCIES), st.sampled_from(LOCALES))
def test_what_the_screen_shows_can_be_typed(minor: int, currency: str, locale: str) -> None:
    money = Money(minor, currency)
    assert read_amount(write_amount(money, locale), currency, locale) == money


@given(st.integers(1, LARGEST_MINOR - 1), st.sampled_from(CURRENCIES), st.sampled_from(LOCALES))
def test_separators_of_thousands_may_be_left_out(minor: int, currency: str, locale: str) -> None:
    money = Money(minor, currency)
    typed = money.plain().replace(".", WRITINGS[locale].decimal)
    assert read_amount(f"  {typed} ", currency, locale) == money


@given(st.text(max_size=80), st.sampled_from(CURRENCIES), st.sampled_from(LOCALES))
def test_whatever_is_typed_gets_an_amount_or_a_reason(
    typed: str, currency: str, locale: str
) -> None:
    try:
        money = read_amount(typed, currency, locale)
    except AmountNotUnderstood:
        return
    assert money.minor > 0


@given(st.text("0123456789.,-$ ", max_size=24), st.sampled_from(LOCALES))
def test_what_was_understood_is_what_was_typed_but_for_its_dress(typed: str, locale: str) -> None:
    try:
        money = read_amount(typed, "ARS", locale)
    except AmountNotUnderstood:
        return
    writing = WRITINGS[locale]
    bare = typed.strip().removeprefix("$").strip().replace(writing.group, "")
    whole, _, part = bare.partition(writing.decimal)
    assert money.plain() == f"{int(whole)}.{part.ljust(2, '0')}"


@pytest.mark.parametrize(
    ("minor", "currency", "locale", "shown"),
    [
        (183450, "ARS", "es_AR", "$\u00a01.834,50"),
        (-183450, "ARS", "es_AR", "-$\u00a01.834,50"),
        (400000000, "ARS", "es_AR", "$\u00a04.000.000,00"),
        (5, "ARS", "es_AR", "$\u00a00,05"),
        (183450, "BRL", "pt_BR", "R$\u00a01.834,50"),
        (183450, "MXN", "es_MX", "$1,834.50"),
        (-1, "MXN", "es_MX", "-$0.01"),
        (183450, "PEN", "en_US", "S/1,834.50"),
        (1834, "CLP", "es_AR", "$\u00a01.834"),
        (1834000, "COP", "es_AR", "$\u00a01.834.000"),
        (0, "UYU", "es_AR", "$\u00a00,00"),
        (999, "ARS", "en_US", "$9.99"),
    ],
)
def test_an_amount_is_shown_as_the_country_writes_it(
    minor: int, currency: str, locale: str, shown: str
) -> None:
    assert write_amount(Money(minor, currency), locale) == shown


@pytest.mark.parametrize(
    ("typed", "currency", "locale", "minor"),
    [
        ("1834,50", "ARS", "es_AR", 183450),
        ("1834,5", "ARS", "es_AR", 183450),
        ("1.234", "ARS", "es_AR", 123400),
        ("1,234", "ARS", "en_US", 123400),
        ("1834.50", "MXN", "en_US", 183450),
        ("$ 12,50", "ARS", "es_AR", 1250),
        ("R$\u00a012,50", "BRL", "pt_BR", 1250),
        ("S/12.50", "PEN", "en_US", 1250),
        (" 7 ", "ARS", "es_AR", 700),
        ("007", "ARS", "es_AR", 700),
        ("0,05", "ARS", "es_AR", 5),
        ("1.834", "CLP", "es_AR", 1834),
        ("12.345.678", "CLP", "es_AR", 12345678),
        ("999999999999999", "CLP", "es_AR", 999999999999999),
        ("9.999.999.999.999,99", "ARS", "es_AR", 999999999999999),
    ],
)
def test_what_a_cashier_types_is_understood(
    typed: str, currency: str, locale: str, minor: int
) -> None:
    assert read_amount(typed, currency, locale) == Money(minor, currency)


@pytest.mark.parametrize(
    ("typed", "currency", "locale", "fault"),
    [
        ("", "ARS", "es_AR", AmountFault.EMPTY),
        ("   ", "ARS", "es_AR", AmountFault.EMPTY),
        ("\u00a0", "ARS", "es_AR", AmountFault.EMPTY),
        ("$", "ARS", "es_AR", AmountFault.EMPTY),
        ("0", "ARS", "es_AR", AmountFault.NOT_POSITIVE),
        ("0,00", "ARS", "es_AR", AmountFault.NOT_POSITIVE),
        ("-1", "ARS", "es_AR", AmountFault.NOT_POSITIVE),
        ("$ -1", "ARS", "es_AR", AmountFault.NOT_POSITIVE),
        ("1e5", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("NaN", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("Infinity", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("١٢٣", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("\uff11\uff12\uff13", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("1 234", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("R$ 5", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("+5", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("1_000", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("5\u202e,00", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("=1+1", "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("9" * 61, "ARS", "es_AR", AmountFault.NOT_A_NUMBER),
        ("9" * 40, "ARS", "es_AR", AmountFault.TOO_LARGE),
        ("10.000.000.000.000", "ARS", "es_AR", AmountFault.TOO_LARGE),
        ("1000000000000000", "CLP", "es_AR", AmountFault.TOO_LARGE),
        ("1.234,567", "ARS", "es_AR", AmountFault.DECIMALS),
        ("1.234,567", "ARS", "en_US", AmountFault.SEPARATORS),
        ("1.234", "ARS", "en_US", AmountFault.DECIMALS),
        ("1,234", "ARS", "es_AR", AmountFault.DECIMALS),
        ("12,50", "CLP", "es_AR", AmountFault.DECIMALS),
        ("12.50", "ARS", "es_AR", AmountFault.SEPARATORS),
        ("12,50", "MXN", "es_MX", AmountFault.SEPARATORS),
        ("1.23.456", "ARS", "es_AR", AmountFault.SEPARATORS),
        ("1834.5", "ARS", "es_AR", AmountFault.SEPARATORS),
        ("1,2,3", "ARS", "es_AR", AmountFault.SEPARATORS),
        (",50", "ARS", "es_AR", AmountFault.SEPARATORS),
        ("5,", "ARS", "es_AR", AmountFault.SEPARATORS),
        ("..", "ARS", "es_AR", AmountFault.SEPARATORS),
        ("0.500", "ARS", "es_AR", AmountFault.SEPARATORS),  # half a peso, or five hundred?
        ("0,500", "MXN", "es_MX", AmountFault.SEPARATORS),
        ("01.234", "ARS", "es_AR", AmountFault.SEPARATORS),
    ],
)
def test_what_is_no_amount_is_named_and_never_guessed(
    typed: str, currency: str, locale: str, fault: AmountFault
) -> None:
    assert fault_of(typed, currency, locale) is fault


def test_every_currency_has_a_symbol() -> None:
    assert set(SYMBOLS) == set(DECIMALS)
