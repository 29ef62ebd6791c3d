"""A sale is the fold of what the cashier did."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import SaleFrozen
from pos_app.domain.money import LARGEST_MINOR, Money
from pos_app.domain.sale import (
    MOST_LINES,
    MOST_OF_ONE,
    Line,
    LineAdded,
    LineRemoved,
    QuantitySet,
    Sale,
    SaleCancelled,
    SaleFact,
    SaleOpened,
)

NEW = Sale.begin(SaleOpened(at=1, sale_id="s1", ticket_number=417, currency="ARS"))


def added(id: str, minor: int, quantity: int = 1, currency: str = "ARS") -> LineAdded:
    return LineAdded(at=2, line=Line(id, "", "Varios", Money(minor, currency), quantity))


def folded(*facts: SaleFact) -> Sale:
    sale = NEW
    for fact in facts:
        sale = sale.apply(fact)
    return sale


@given(st.lists(st.tuples(st.integers(1, 10**9), st.integers(1, MOST_OF_ONE)), max_size=20))
def test_the_total_is_the_sum_of_the_lines(rows: list[tuple[int, int]]) -> None:  # I7
    sale = folded(*(added(str(i), price, count) for i, (price, count) in enumerate(rows)))
    assert sale.total.minor == sum(price * count for price, count in rows)


def test_a_new_sale_owes_nothing() -> None:
    assert NEW.total == Money(0, "ARS")
    assert (NEW.id, NEW.ticket_number, NEW.opened_at) == ("s1", 417, 1)


def test_a_quantity_multiplies_only_its_own_line() -> None:
    sale = folded(added("a", 100), added("b", 30), QuantitySet(at=3, line_id="a", quantity=3))
    assert [line.total.minor for line in sale.lines] == [300, 30]


def test_a_removed_line_is_no_longer_owed() -> None:
    sale = folded(added("a", 100), added("b", 30), LineRemoved(at=3, line_id="a"))
    assert sale.total == Money(30, "ARS")


def test_a_line_that_is_not_there_changes_nothing() -> None:
    sale = folded(added("a", 100))
    assert sale.apply(LineRemoved(at=3, line_id="x")) == sale
    assert sale.apply(QuantitySet(at=3, line_id="x", quantity=2)) == sale


@pytest.mark.parametrize("quantity", [0, -1, MOST_OF_ONE + 1])
def test_a_quantity_outside_its_limits_is_refused(quantity: int) -> None:
    with pytest.raises(SaleFrozen):
        folded(added("a", 100), QuantitySet(at=3, line_id="a", quantity=quantity))
    with pytest.raises(SaleFrozen):
        folded(added("a", 100, quantity))


def test_the_largest_quantity_is_taken() -> None:
    sale = folded(added("a", 1), QuantitySet(at=3, line_id="a", quantity=MOST_OF_ONE))
    assert sale.total.minor == MOST_OF_ONE


def test_a_sale_has_room_for_so_many_lines_and_no_more() -> None:
    full = folded(*(added(str(n), 1) for n in range(MOST_LINES)))
    assert len(full.lines) == MOST_LINES
    with pytest.raises(SaleFrozen):
        full.apply(added("more", 1))


def test_a_total_that_no_terminal_could_take_is_refused_before_it_is_reached() -> None:
    sale = folded(added("a", LARGEST_MINOR))
    with pytest.raises(SaleFrozen):
        sale.apply(added("b", 1))
    with pytest.raises(SaleFrozen):
        sale.apply(QuantitySet(at=3, line_id="a", quantity=2))
    assert sale.total.minor == LARGEST_MINOR


def test_a_line_in_another_currency_is_refused() -> None:
    with pytest.raises(SaleFrozen):
        NEW.apply(added("a", 100, currency="BRL"))


def test_a_cancelled_sale_is_not_changed() -> None:
    over = folded(added("a", 100), SaleCancelled(at=3))
    assert over.cancelled
    for fact in (added("b", 1), LineRemoved(at=4, line_id="a"), SaleCancelled(at=4)):
        with pytest.raises(SaleFrozen):
            over.apply(fact)


def test_a_fact_about_something_else_is_a_mistake_in_the_program() -> None:
    @dataclass(frozen=True, slots=True, kw_only=True)
    class Foreign(SaleFact):
        pass

    with pytest.raises(TypeError):
        NEW.apply(Foreign(at=1))
