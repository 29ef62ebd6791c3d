"""A token that never prints."""

import re
from typing import NoReturn

_WORD = re.compile(r"[!-~]{0,1280}")  # as a header takes it; 1,280: what every OS vault holds

ENOUGH = 16  # of a shorter one, four would tell too much


class Secret:
    """Held here and shown nowhere: texts, formats and debuggers get its last four at most.

    Empty, and false, where there is no token yet.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        """Raises ValueError, without the value, if it could not go into a header."""
        if not _WORD.fullmatch(value):
            raise ValueError("not a token: at most 1280 printable characters, without spaces")
        self._value = value

    def reveal(self) -> str:
        """The value itself, for the header of a request."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        tail = self._value[-4:] if len(self._value) >= ENOUGH else ""
        return f"Secret(…{tail})"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret is neither pickled nor copied")
