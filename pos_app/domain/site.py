"""The countries: currency, and the amounts that their terminals take."""

from dataclasses import dataclass

from pos_app.domain.errors import AmountOutOfRange
from pos_app.domain.money import Money


@dataclass(frozen=True, slots=True)
class Site:
    """Units: limits in minor units, both ends included; None where none is documented."""

    id: str
    currency: str
    smallest: int = 1
    largest: int | None = None
    ticket_number: bool = False  # the terminal prints a ticket number here

    def check(self, amount: Money) -> None:
        """Refuse an amount that the terminal would refuse.

        Raises:
            AmountOutOfRange: with both ends, so that the screen can name them.
        """
        low = Money(self.smallest, self.currency)
        high = Money(self.largest, self.currency) if self.largest else None
        foreign = amount.currency != self.currency  # the wire does not say which it is
        if foreign or amount.minor < low.minor or (high and amount.minor > high.minor):
            raise AmountOutOfRange(low, high)


# Sources: MLA and MLB: guide "Crear y administrar intents en dispositivos Point", notes on
# `amount` (MLA: POS and SMART; MLB: Point Pro 2). MLM: the earlier Point API, Point Smart; the
# intents' own reference has no Mexican page. Elsewhere none is documented: any amount above zero.
# `ticket_number` is in the Argentine reference alone.
SITES = {
    site.id: site
    for site in (
        Site("MLA", "ARS", 5_00, 4_000_000_00, ticket_number=True),
        Site("MLB", "BRL", 1_00, 70_000_00),
        Site("MLM", "MXN", 5_00, 350_000_00),
        Site("MLC", "CLP"),
        Site("MCO", "COP"),
        Site("MPE", "PEN"),
        Site("MLU", "UYU"),
    )
}
