"""Lists that come in pages, read to their end."""

from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from pos_app.domain.errors import NoAnswer
from pos_app.gateway.address import Call
from pos_app.gateway.door import Door
from pos_app.gateway.wire import Page, Wire

Row = TypeVar("Row", bound=Wire)


class Pages(NamedTuple):
    """How many rows to ask for at a time, and how often at most."""

    rows: int = 50
    most: int = 10


FEW = Pages()


async def read_pages(
    door: Door,
    call: Call,
    page: type[Page[Row]],
    query: Mapping[str, str],
    pages: Pages = FEW,
) -> list[Row]:
    """All rows. A list that does not come whole is no list: "none" must be sure (I13).

    Raises:
        NoAnswer: it ends before the total it names, or is longer than `pages` allows.
    """
    rows: list[Row] = []
    for _ in range(pages.most):
        window = {"limit": str(pages.rows), "offset": str(len(rows))}
        reply = await door.send(call, page, query={**query, **window})
        rows += reply.results
        if len(rows) >= reply.total if reply.total is not None else len(reply.results) < pages.rows:
            return rows
        if not reply.results:
            raise NoAnswer(f"{call.template}: {len(rows)} rows of {reply.total}")
    raise NoAnswer(f"{call.template}: more than {pages.most} pages")
