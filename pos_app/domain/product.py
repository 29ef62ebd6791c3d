"""What the shop sells."""

from dataclasses import dataclass

from pos_app.domain.money import Money


@dataclass(frozen=True, slots=True)
class Product:
    """`code` is what a scanner reads: a barcode, or the shop's own."""

    code: str
    name: str
    price: Money
