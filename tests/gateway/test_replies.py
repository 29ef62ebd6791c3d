"""What came over the wire is capped, strict and printable (F11, F13, S29, S31)."""

import gzip
import json
import tracemalloc
import zlib
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.gateway.replies import clean, read_capped, strict_json

CAP = 1000


async def _chunks(content: bytes, size: int = 100) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


@pytest.mark.parametrize("encoding", ["", "identity"])
async def test_a_reply_is_read_whole_up_to_the_cap(encoding: str) -> None:
    assert await read_capped(_chunks(b"x" * CAP), encoding, CAP) == b"x" * CAP
    with pytest.raises(ValueError, match="more than 1000"):
        await read_capped(_chunks(b"x" * (CAP + 1)), encoding, CAP)


@pytest.mark.parametrize(
    ("encoding", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress)]
)
async def test_the_cap_is_on_what_unpacks_f13(encoding: str, pack: object) -> None:
    assert callable(pack)
    assert await read_capped(_chunks(pack(b"x" * CAP)), encoding, CAP) == b"x" * CAP
    with pytest.raises(ValueError, match="more than 1000"):
        await read_capped(_chunks(pack(b"x" * 10**7)), encoding, CAP)


async def test_a_bomb_takes_no_more_memory_than_the_cap_f13() -> None:
    bomb = gzip.compress(b"x" * 50_000_000, mtime=0)
    tracemalloc.start()
    with pytest.raises(ValueError, match="more than 262144"):
        await read_capped(_chunks(bomb, len(bomb)), "gzip", 262_144)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (b"not gzip at all", "gzip"),
        (gzip.compress(b"x" * 500, mtime=0)[:-12], "gzip"),
        (b"", "gzip"),
        (b"{}", "br"),
        (b"{}", "zstd"),
        (gzip.compress(gzip.compress(b"{}", mtime=0), mtime=0), "gzip, gzip"),
    ],
)
async def test_damaged_or_foreign_compression_is_no_reply_f11(
    content: bytes, encoding: str
) -> None:
    with pytest.raises(ValueError, match=r"compression|encoding"):
        await read_capped(_chunks(content), encoding, CAP)


def test_numbers_keep_their_own_digits() -> None:
    value = strict_json(b'{"a": 1834.50, "b": 0.1, "c": 90071992547409931.07, "d": 7}')
    assert value == {
        "a": Decimal("1834.50"),
        "b": Decimal("0.1"),
        "c": Decimal("90071992547409931.07"),
        "d": 7,
    }


def _nested(depth: int) -> bytes:
    return b"[" * depth + b"]" * depth


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" ",
        b"{",
        b'{"id": "1"',
        b'{"id": "1"} trailing',
        b'{"id": 1, "id": 2}',
        b'{"a": [{"x": 1, "x": 1}]}',
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b"-Infinity",
        b"{'id': 1}",
        b'{"id": 01}',
        b'\xff\xfe{"id": 1}',
        b'\xef\xbb\xbf{"id": 1}',
        b'{"a": "\x01"}',
        b"1" * 5000,
        b"1e99999999999999999999",
        b"<html></html>",
        _nested(33),
        _nested(100_000),
        b'{"a":' * 33 + b"1" + b"}" * 33,
    ],
)
def test_what_is_no_strict_json_is_refused_s29(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        strict_json(content)


@pytest.mark.parametrize("depth", [1, 2, 32])
def test_thirty_two_levels_are_enough_for_anybody_s29(depth: int) -> None:
    strict_json(_nested(depth))


@given(
    st.binary(max_size=400)
    | st.text(alphabet='{}[]",:0123456789.eE+-NaInfity\\u ', max_size=80).map(str.encode)
)
def test_any_bytes_are_json_or_refused_s29(content: bytes) -> None:
    try:
        value = strict_json(content)
    except ValueError:
        return
    assert value == json.loads(content, parse_float=Decimal)


@given(st.text())
def test_cleaned_text_prints_on_one_line_s31(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.isprintable()
    assert len(cleaned) <= 200


def test_cleaning_never_turns_other_text_into_ours() -> None:
    assert clean("CAJA01\u200b-000417") != "CAJA01-000417"
    assert clean("a\x1b[31m\r\nb\u202e") == "a\ufffd[31m\ufffd\ufffdb\ufffd"
