"""What the till remembers from one start to the next, by name."""

from sqlalchemy import Connection, bindparam, insert, select, update

from pos_app.store.book import Book
from pos_app.store.connection import as_text, names, raw
from pos_app.store.schema import setting

_GET = as_text(select(setting.c.value).where(setting.c.key == bindparam("of")))
_SET = as_text(update(setting).where(setting.c.key == bindparam("of")), "value")
_ADD = as_text(insert(setting))


class Memory:
    """Nothing about money: that is events."""

    def __init__(self, book: Book) -> None:
        self._book = book

    async def recall(self, key: str) -> str | None:
        return await self._book.write(lambda db: next(iter(names(db, _GET, {"of": key})), None))

    async def remember(self, key: str, value: str) -> None:
        await self._book.write(lambda db: remember(db, key, value))


def remember(db: Connection, key: str, value: str) -> None:
    driver = raw(db)
    if not driver.execute(_SET, {"of": key, "value": value}).rowcount:
        driver.execute(_ADD, {"key": key, "value": value})
