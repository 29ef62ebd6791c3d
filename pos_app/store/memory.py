"""What the till remembers from one start to the next, by name."""

from sqlalchemy import Connection, bindparam, insert, select, update

from pos_app.store.book import Book
from pos_app.store.schema import setting

_GET = select(setting.c.value).where(setting.c.key == bindparam("of"))
_SET = update(setting).where(setting.c.key == bindparam("of"))
_ADD = insert(setting)


class Memory:
    """Nothing about money: that is events."""

    def __init__(self, book: Book) -> None:
        self._book = book

    async def recall(self, key: str) -> str | None:
        return await self._book.write(lambda db: db.scalars(_GET, {"of": key}).first())

    async def remember(self, key: str, value: str) -> None:
        await self._book.write(lambda db: remember(db, key, value))


def remember(db: Connection, key: str, value: str) -> None:
    if not db.execute(_SET, {"of": key, "value": value}).rowcount:
        db.execute(_ADD, {"key": key, "value": value})
