"""The write-ahead file of SQLite, read as bytes: does each frame match its own checksum?"""

import struct
from collections.abc import Iterator
from pathlib import Path

_HEADER, _FRAME_HEADER, _INDEX_HEADER = 32, 24, 48  # bytes
_MAGIC = {0x377F0682: "<", 0x377F0683: ">"}  # the order of the words that are summed


def path_of(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + "-wal")


def is_due(ledger: Path) -> bool:
    """Does the ledger say that such a file belongs to it? Nobody may have it open here.

    Source: SQLite file format, section 1.3 (bytes 18 and 19).
    """
    with ledger.open("rb") as file:
        return file.read(20)[18:] == b"\2\2"


def committed(ledger: Path) -> tuple[bytes, int] | None:
    """The salts of the round, and how many of its frames were committed, as its index tells.

    None: there is no index. Source: SQLite, "WAL-mode File Format", section 2.1 (the header).
    """
    index = ledger.with_name(ledger.name + "-shm")
    head = index.read_bytes()[:_INDEX_HEADER] if index.exists() else b""
    if len(head) < _INDEX_HEADER:
        return None
    return head[32:40], struct.unpack("=I", head[16:20])[0]


def bad_frames(content: bytes, known: tuple[bytes, int] | None = None) -> Iterator[tuple[str, str]]:
    """Each place that is not as it was written. Source: SQLite file format, section 4.

    Frames of an earlier round (other salts) lie behind the current ones and mean nothing; a
    current one behind them, or one whose sum is wrong, was changed or cut short. But the last
    one may be half of what was never committed: so a kill leaves it (F45). `known`: `committed`.
    """
    if not content:
        return
    head = content[:_HEADER].ljust(_HEADER, b"\0")
    magic, _, page_size, _, salt_1, salt_2, *told = struct.unpack(">8I", head)
    order = _MAGIC.get(magic)
    if order is None or not 512 <= page_size <= 65536 or _sum(order, head[:24]) != tuple(told):
        yield "header", "does not match its checksum"
        return
    sums, size, current = tuple(told), _FRAME_HEADER + page_size, True
    salts = struct.pack(">2I", salt_1, salt_2)
    starts = range(_HEADER, len(content), size)
    for number, start in enumerate(starts, 1):
        frame = content[start : start + size]
        if frame[8:16] != salts:
            current = False
            continue
        fits = current and len(frame) == size
        if fits:
            sums = _sum(order, frame[:8] + frame[_FRAME_HEADER:], sums)
            fits = struct.pack(">2I", *sums) == frame[16:24]
        if not fits:
            behind = (content[each + 8 : each + 16] == salts for each in starts[number:])
            if not (known is not None and known[0] == salts and known[1] < number) or any(behind):
                where = f"frame {number}, bytes {start} to {start + len(frame) - 1}"
                yield where, "does not match"
            return


def _sum(order: str, content: bytes, start: tuple[int, ...] = (0, 0)) -> tuple[int, int]:
    """SQLite's: two running sums over pairs of 32-bit words."""
    first, second = start
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for one, two in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + two + first) & 0xFFFFFFFF
    return first, second
