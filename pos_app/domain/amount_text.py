"""Amounts as people write them: read from the keyboard, drawn on the screen."""

import re
from dataclasses import dataclass

from pos_app.domain.errors import AmountFault, AmountNotUnderstood
from pos_app.domain.money import DECIMALS, LARGEST_MINOR, Money

NO_BREAK_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True)
class Writing:
    """How a language writes numbers. Source: Unicode CLDR, symbols and currency patterns."""

    group: str
    decimal: str
    spaced: bool  # a no-break space between the symbol and the digits


WRITINGS = {
    "es_AR": Writing(".", ",", True),
    "pt_BR": Writing(".", ",", True),
    "es_MX": Writing(",", ".", False),
    "en_US": Writing(",", ".", False),
}
SYMBOLS = {
    "ARS": "$",
    "BRL": "R$",
    "MXN": "$",
    "CLP": "$",
    "COP": "$",
    "PEN": "S/",
    "UYU": "$",
}


def read_amount(typed: str, currency: str, locale: str) -> Money:
    """The amount that was typed, or why it is none. Nothing is guessed or rounded.

    Raises:
        AmountNotUnderstood: `fault` says which sentence helps.
    """
    writing, symbol = WRITINGS[locale], SYMBOLS[currency]
    text = typed.replace(NO_BREAK_SPACE, " ").strip().removeprefix(symbol).strip()
    if not text:
        raise AmountNotUnderstood(AmountFault.EMPTY)
    if len(text) > 60 or not re.fullmatch(r"-?[0-9.,]+", text):
        raise AmountNotUnderstood(AmountFault.NOT_A_NUMBER)
    if text.startswith("-"):
        raise AmountNotUnderstood(AmountFault.NOT_POSITIVE)
    group, decimal = re.escape(writing.group), re.escape(writing.decimal)
    # No group starts with a zero: 0.500 may be meant as a half, or as five hundred.
    whole_shape = rf"(?P<whole>[0-9]+|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+)"
    match = re.fullmatch(rf"{whole_shape}(?:{decimal}(?P<part>[0-9]+))?", text)
    if match is None:
        raise AmountNotUnderstood(AmountFault.SEPARATORS)
    whole, part = match["whole"].replace(writing.group, ""), match["part"] or ""
    places = DECIMALS[currency]
    if len(part) > places:
        raise AmountNotUnderstood(AmountFault.DECIMALS)
    if len(whole.lstrip("0")) > len(str(LARGEST_MINOR)) - places - 1:
        raise AmountNotUnderstood(AmountFault.TOO_LARGE)
    minor = int(whole + part.ljust(places, "0"))
    if minor == 0:
        raise AmountNotUnderstood(AmountFault.NOT_POSITIVE)
    return Money(minor, currency)


def write_amount(money: Money, locale: str) -> str:
    """The amount for people: symbol, grouped digits, and the sign before all: "-$ 1.834,50"."""
    writing, plain = WRITINGS[locale], money.plain().removeprefix("-")
    whole, _, part = plain.partition(".")
    grouped = f"{int(whole):,}".replace(",", writing.group)
    digits = grouped + (writing.decimal + part if part else "")
    space = NO_BREAK_SPACE if writing.spaced else ""
    return f"{'-' * (money.minor < 0)}{SYMBOLS[money.currency]}{space}{digits}"
