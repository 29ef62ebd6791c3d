"""From page to page: a page asks, and the wiring makes the page and brings it to the front."""

from typing import Protocol


class Way(Protocol):
    def to_sale(self) -> None: ...

    def to_cases(self, name: str = "") -> None:
        """The case of that name, or without one all that is unresolved."""

    def to_terminals(self) -> None: ...
