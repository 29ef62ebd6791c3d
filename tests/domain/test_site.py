"""Each country's limits, at both ends."""

import pytest

from pos_app.domain.errors import AmountOutOfRange
from pos_app.domain.money import LARGEST_MINOR, Money
from pos_app.domain.site import SITES

LIMITS = {
    "MLA": ("ARS", 500, 400_000_000),
    "MLB": ("BRL", 100, 7_000_000),
    "MLM": ("MXN", 500, 35_000_000),
    "MLC": ("CLP", 1, None),
    "MCO": ("COP", 1, None),
    "MPE": ("PEN", 1, None),
    "MLU": ("UYU", 1, None),
}


def test_every_site_is_known_by_its_own_name() -> None:
    assert {id: site.id for id, site in SITES.items()} == {id: id for id in LIMITS}


@pytest.mark.parametrize("id", LIMITS)
def test_the_smallest_and_the_largest_amount_pass(id: str) -> None:
    currency, smallest, largest = LIMITS[id]
    for minor in (smallest, largest or LARGEST_MINOR):
        SITES[id].check(Money(minor, currency))


@pytest.mark.parametrize("id", LIMITS)
def test_a_unit_outside_either_end_is_refused_naming_both(id: str) -> None:
    currency, smallest, largest = LIMITS[id]
    for minor in (0, smallest - 1, *([largest + 1] if largest else [])):
        with pytest.raises(AmountOutOfRange) as caught:
            SITES[id].check(Money(minor, currency))
        assert caught.value.smallest == Money(smallest, currency)
        assert caught.value.largest == (Money(largest, currency) if largest else None)
        assert not caught.value.maybe_done


def test_money_of_another_country_is_refused() -> None:  # the wire carries no currency
    with pytest.raises(AmountOutOfRange):
        SITES["MLA"].check(Money(1834_50, "BRL"))


def test_only_argentina_prints_a_ticket_number() -> None:
    assert [site.id for site in SITES.values() if site.ticket_number] == ["MLA"]
