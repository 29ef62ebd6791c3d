"""Lists that come in pages, read to their end."""

from collections.abc import Mapping
from typing import TypeVar

from pos_app.domain.errors import NoAnswer
from pos_app.gateway.address import Call
from pos_app.gateway.door import Door
from pos_app.gateway.wire import Page, Wire

Row = TypeVar("Row", bound=Wire)
ROWS_A_PAGE, MOST_PAGES = 50, 10


async def read_pages(
    door: Door, call: Call, page: type[Page[Row]], query: Mapping[str, str]
) -> list[Row]:
    """All rows. A list that does not come whole is no list: "none" must be sure (I13).

    Raises:
        NoAnswer: it ends before the total it names, or is longer than ten pages.
    """
    rows: list[Row] = []
    for _ in range(MOST_PAGES):
        window = {"limit": str(ROWS_A_PAGE), "offset": str(len(rows))}
        reply = await door.send(call, page, query={**query, **window})
        rows += reply.results
        if (
            len(rows) >= reply.total
            if reply.total is not None
            else len(reply.results) < ROWS_A_PAGE
        ):
            return rows
        if not reply.results:
            raise NoAnswer(f"{call.template}: {len(rows)} rows of {reply.total}")
    raise NoAnswer(f"{call.template}: more than {MOST_PAGES} pages")
