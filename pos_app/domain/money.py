"""Money: whole minor units and a currency."""

import re
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact

# How many decimals each currency is charged with. Source: ISO 4217, but for COP, which the
# provider takes in whole pesos only (field report: odoo issue 185664).
DECIMALS = {"ARS": 2, "BRL": 2, "MXN": 2, "CLP": 0, "COP": 0, "PEN": 2, "UYU": 2}
LARGEST_MINOR = 10**15  # more than any terminal takes; keeps every sum far inside 64 bits

_EXACT = Context(traps=[Inexact])  # what would be rounded is refused
_PLAIN = re.compile(r"-?[0-9]{1,16}(\.[0-9]{1,4})?")


@dataclass(frozen=True, slots=True)
class Money:
    """Units: `minor` counts the smallest unit of `currency` (centavos; whole pesos for CLP)."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in DECIMALS:
            raise ValueError(f"a currency the till does not know: {self.currency!r}")
        if type(self.minor) is not int or abs(self.minor) > LARGEST_MINOR:
            raise ValueError("not a number of minor units")

    @classmethod
    def of_decimal(cls, number: Decimal, currency: str) -> "Money":
        """The exact amount, or ValueError if it has a part smaller than the currency's unit."""
        if not number.is_finite() or number.copy_abs() > LARGEST_MINOR:
            raise ValueError("not an amount")
        places = DECIMALS.get(currency, 0)
        try:
            minor = number.scaleb(places, _EXACT).to_integral_exact(context=_EXACT)
        except Inexact as rounded:
            raise ValueError("finer than the currency's smallest unit") from rounded
        return cls(int(minor), currency)

    @classmethod
    def of_plain(cls, text: str, currency: str) -> "Money":
        """Read what `plain` wrote, or ValueError. Machine text only: people type in amount_text."""
        if not _PLAIN.fullmatch(text):
            raise ValueError("not a plain amount")
        return cls.of_decimal(Decimal(text), currency)

    def plain(self) -> str:
        """The amount for machines: digits, a point, the currency's own decimals. "1834.50"."""
        places = DECIMALS[self.currency]
        sign, digits = "-" * (self.minor < 0), f"{abs(self.minor):0{places + 1}d}"
        return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else sign + digits

    def __add__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: "Money") -> "Money":
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __mul__(self, count: int) -> "Money":
        return Money(self.minor * count, self.currency)

    def _same(self, other: "Money") -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
