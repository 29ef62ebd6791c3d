"""What the shop sells, and finding it while it is typed."""

from collections.abc import Iterable

from sqlalchemy import Connection, Row, bindparam, insert, select, text, update

from pos_app.domain.money import Money
from pos_app.domain.product import Product
from pos_app.store.book import Book
from pos_app.store.schema import product

_COLUMNS = (product.c.code, product.c.name, product.c.price, product.c.currency)
_BY_CODE = select(*_COLUMNS).where(product.c.code == bindparam("of"))
_POPULAR = select(*_COLUMNS).order_by(product.c.sold.desc(), product.c.id).limit(bindparam("most"))
_IDS = select(product.c.id, product.c.code)
_REPLACE = update(product).where(product.c.id == bindparam("of"))
_ADD = insert(product)
_FORGET = text("DELETE FROM product_search WHERE rowid = :of")
_INDEX = text("INSERT INTO product_search (rowid, name, code) VALUES (:of, :name, :code)")
# Ranking is bounded: of 100,000 products one letter matches too many to sort while one types.
_FIND = text(
    "SELECT p.code, p.name, p.price, p.currency FROM (SELECT rowid AS id, rank AS score "
    "FROM product_search WHERE product_search MATCH :wanted LIMIT 2000) AS found "
    "JOIN product AS p ON p.id = found.id ORDER BY found.score, p.sold DESC, p.id LIMIT :most"
)
_MOST_WORDS, _LONGEST = 8, 100


class Catalog:
    def __init__(self, book: Book) -> None:
        self._book = book

    async def find_products(self, typed: str, limit: int) -> tuple[Product, ...]:
        """The products whose name or code has words that begin so, accents aside.

        Nothing typed: what sells most.
        """
        words = typed.replace("\0", " ")[:_LONGEST].encode(errors="ignore").decode().split()
        if not words:
            most = {"most": limit}
            return await self._book.read(lambda db: _products(db.execute(_POPULAR, most)))
        quoted = (word.replace('"', '""') for word in words[:_MOST_WORDS])
        wanted = {"wanted": " ".join(f'"{word}"*' for word in quoted), "most": limit}
        return await self._book.read(lambda db: _products(db.execute(_FIND, wanted)))

    async def product(self, code: str) -> Product | None:
        """The product of exactly this code."""
        found = await self._book.read(lambda db: _products(db.execute(_BY_CODE, {"of": code})))
        return found[0] if found else None

    async def put_products(self, products: Iterable[Product]) -> None:
        """Add them all, or replace those of the same code; all of them or none."""
        listed = tuple(products)
        await self._book.write(lambda db: _put(db, listed))


def _products(rows: Iterable[Row[str, str, int, str]]) -> tuple[Product, ...]:
    return tuple(Product(code, name, Money(price, cur)) for code, name, price, cur in rows)


def _put(db: Connection, products: Iterable[Product]) -> None:
    ids = {code: id for id, code in db.execute(_IDS)}
    added, changed = [], []
    for put in products:
        row: dict[str, str | int] = {"code": put.code, "name": put.name}
        row |= {"price": put.price.minor, "currency": put.price.currency}
        if put.code in ids:
            changed.append(row | {"of": ids[put.code]})
        else:
            ids[put.code] = len(ids) + 1  # none is ever taken away
            added.append(row | {"id": ids[put.code], "sold": 0})
    if changed:
        db.execute(_REPLACE, changed)
        db.execute(_FORGET, changed)
        db.execute(_INDEX, changed)
    if added:
        db.execute(_ADD, added)
        db.execute(_INDEX, [row | {"of": row["id"]} for row in added])
