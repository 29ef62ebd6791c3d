"""External references: one for each attempt, never the same twice."""

import base64
import hashlib
import re

_WANTED = re.compile(r"[^A-Za-z0-9]")
_MADE = re.compile(r"(?P<till>[A-Za-z0-9]{1,8})-[0-9]{6,}-[0-9]+-[A-Z2-7]{16}")
RANDOM_BYTES = 10  # 80 bits


def external_reference(till: str, ticket_number: int, attempt: int, random: bytes) -> str:
    """Till, ticket, attempt and chance: `CAJA01-000417-1-K3J7...`, at most 40 characters.

    All generations of the API take up to 64 of `[A-Za-z0-9-]`; nothing personal is in it, and a
    ledger that was lost can be found again at the provider by it.

    Raises:
        ValueError: fewer random bytes than RANDOM_BYTES.
    """
    if len(random) < RANDOM_BYTES:
        raise ValueError("too little chance in a reference")
    chance = base64.b32encode(random[:RANDOM_BYTES]).decode("ascii")
    return f"{_name_of(till)}-{ticket_number:06d}-{attempt}-{chance}"


def is_made_by(till: str, reference: str) -> bool:
    """Whether it is one of this till's, of this ledger or of one that was lost."""
    made = _MADE.fullmatch(reference)
    return made is not None and made["till"] == _name_of(till)


def _name_of(till: str) -> str:
    """Eight letters at most; long names that begin alike stay apart."""
    name = _WANTED.sub("", till) or "T"
    if len(name) <= 8:
        return name
    mark = hashlib.sha256(name.encode()).digest()
    return name[:5] + base64.b32encode(mark).decode("ascii")[:3]
