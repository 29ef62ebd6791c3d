"""What came over the wire, made safe to look at: capped, strict JSON, printable text."""

import json
import zlib
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import NoReturn

MOST_DEPTH = 32
_ZIPPED = 32 + zlib.MAX_WBITS  # zlib reads the header itself: gzip or deflate


async def read_capped(chunks: AsyncIterator[bytes], encoding: str, cap: int) -> bytes:
    """The whole reply, decoded. It stops at `cap` bytes, before more of them exist (F13).

    Raises:
        ValueError: larger, damaged, or in an encoding that nobody asked for.
    """
    if encoding not in ("", "identity", "gzip", "deflate"):
        raise ValueError("an encoding that was not asked for")
    inflate = None if encoding in ("", "identity") else zlib.decompressobj(_ZIPPED)
    content = bytearray()
    async for chunk in chunks:
        try:
            content += inflate.decompress(chunk, cap + 1 - len(content)) if inflate else chunk
        except zlib.error as error:
            raise ValueError("damaged compression") from error
        if len(content) > cap:
            raise ValueError(f"a reply of more than {cap} bytes")
    if inflate and not inflate.eof:
        raise ValueError("compression cut short")
    return bytes(content)


def strict_json(content: bytes) -> object:
    """The value, numbers with a point as Decimal from their own digits, never a float (S29).

    Raises:
        ValueError: not JSON, or JSON with double keys, NaN, or nested deeper than MOST_DEPTH.
    """
    try:
        value: object = json.loads(
            content.decode("utf-8"),
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_single_keys,
        )
    except (RecursionError, ArithmeticError) as error:
        raise ValueError("JSON beyond all measure") from error
    level = [value]
    for _ in range(MOST_DEPTH):
        level = [box for node in level for box in _boxes_in(node)]
        if not level:
            return value
    raise ValueError("JSON nested too deep")


def _boxes_in(node: object) -> list[object]:
    inside = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [item for item in inside if isinstance(item, dict | list)]


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def _single_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("the same key twice")
    return found


def clean(text: str, most: int = 200) -> str:
    """Text of theirs for a log or a ledger: capped, and what does not print replaced (S31)."""
    text = text[:most]
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
