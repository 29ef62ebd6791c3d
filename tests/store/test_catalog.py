"""Finding what the shop sells while it is typed."""

import pytest

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.domain.sale import Line, LineAdded
from pos_app.store.ledger import Ledger
from tests.store.shop import NOW, ars

GOODS = (
    Product("7790001", "Açúcar mascavo 1 kg", ars(150000)),
    Product("7790002", "Ñandú de peluche", ars(990000)),
    Product("7790003", "Pão de queijo", Money(1250, "BRL")),
    Product("X-1", 'Caño 1" "reforzado"', ars(5000)),
)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("acucar", {"7790001"}),
        ("PÃO", {"7790003"}),
        ("nandu pel", {"7790002"}),
        ("peluche Ñ", {"7790002"}),
        ("77900", {"7790001", "7790002", "7790003"}),
        ('1"', {"7790001", "X-1"}),
        ('"reforz', {"X-1"}),
        ("zzz", set()),
    ],
)
async def test_words_are_found_by_their_beginnings_accents_aside(
    ledger: Ledger, typed: str, codes: set[str]
) -> None:
    await ledger.catalog.put_products(GOODS)
    assert {p.code for p in await ledger.catalog.find_products(typed, 30)} == codes


HOSTILE = (
    '"', "'", "*", "-", "NEAR(", "a OR b", "name:x", "^a", "'; DROP TABLE product; --", "\0", "\0a",
    "\ud800", "%", "_", "a" * 10_000, "(" * 500, "{a b}", "+", "\u202e", "🧉",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
async def test_whatever_is_typed_is_only_looked_for(ledger: Ledger, typed: str) -> None:  # S21
    await ledger.catalog.put_products(GOODS)
    await ledger.catalog.find_products(typed, 30)
    clean = typed.encode(errors="ignore").decode()
    odd = Product(f"code {clean}", f"name {clean}", ars(100))
    await ledger.catalog.put_products([odd])
    assert await ledger.catalog.product(odd.code) == odd
    sale = await ledger.open_sale(f"sale {clean}", "ARS", clean)
    added = LineAdded(at=NOW, line=Line(f"line {clean}", clean, clean, ars(100)))
    after = await ledger.change_sale(sale, added, clean)
    assert after.lines[0].name == clean
    assert len(await ledger.catalog.find_products("", 30)) == len(GOODS) + 1


async def test_a_scan_finds_exactly_its_product(ledger: Ledger) -> None:
    await ledger.catalog.put_products(GOODS)
    assert await ledger.catalog.product("7790003") == GOODS[2]
    assert await ledger.catalog.product("779000") is None


async def test_a_changed_name_is_found_and_the_old_one_is_not(ledger: Ledger) -> None:
    await ledger.catalog.put_products(GOODS)
    await ledger.catalog.put_products([Product("X-1", "Tubo", ars(6000)), *GOODS[:1]])
    assert await ledger.catalog.find_products("reforzado", 5) == ()
    assert await ledger.catalog.find_products("tub", 5) == (Product("X-1", "Tubo", ars(6000)),)
    assert len(await ledger.catalog.find_products("", 30)) == len(GOODS)


async def test_what_sells_most_comes_first(ledger: Ledger) -> None:
    await ledger.catalog.put_products(GOODS)
    sale = await ledger.open_sale("a", "ARS", "ana")
    for number in range(2):
        line = Line(str(number), "X-1", "Caño", ars(5000))
        sale = await ledger.change_sale(sale, LineAdded(at=NOW, line=line), "ana")
    assert (await ledger.catalog.find_products("", 1))[0].code == "X-1"


async def test_many_matches_are_bounded(ledger: Ledger) -> None:
    many = [Product(str(n), f"Café {n}", ars(100 + n)) for n in range(3000)]
    await ledger.catalog.put_products(many)
    assert len(await ledger.catalog.find_products("c", 30)) == 30
