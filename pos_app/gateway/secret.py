"""A token that never prints."""

import re
from typing import NoReturn

_WORD = re.compile(r"[!-~]{8,1280}")  # as a header takes it; 1,280: what every OS vault holds


class Secret:
    """Held here and shown nowhere: texts, formats and debuggers get its last four at most."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Raises ValueError, without the value, if it could not go into a header."""
        if not _WORD.fullmatch(value):
            raise ValueError("not a token: 8 to 1280 printable characters, without spaces")
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the header of a request."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret(…{self._value[-4:]})"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is neither pickled nor copied")
