"""The countries as the service knows them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """Units: minor units, both ends included; None where no limit is documented."""

    id: str
    currency: str
    smallest: int = 1
    largest: int | None = None
    decimals: int = 2
    takes_ticket_number: bool = False


# Source of the limits: guide "Crear y administrar intents en dispositivos Point", notes on `amount`
# (MLA, MLB); the earlier Point API for Point Smart (MLM). None is documented for the others.
_ALL = (
    Site("MLA", "ARS", 500, 400_000_000, takes_ticket_number=True),
    Site("MLB", "BRL", 100, 7_000_000),
    Site("MLM", "MXN", 500, 35_000_000),
    Site("MLC", "CLP", decimals=0),
    Site("MCO", "COP", decimals=0),
    Site("MPE", "PEN"),
    Site("MLU", "UYU"),
)


def site_named(site_id: str) -> Site:
    """The site of that id. Raises ValueError for one that does not exist."""
    for site in _ALL:
        if site.id == site_id:
            return site
    raise ValueError(f"no site is called {site_id}")
