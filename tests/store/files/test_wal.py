"""The write-ahead file: frames of this round must match, those of an earlier one mean nothing."""

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.store.files.wal import bad_frames, path_of


@pytest.fixture
def database(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(tmp_path / "x.sqlite", isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE t (a)")
    yield connection
    connection.close()


def content(tmp_path: Path) -> bytes:
    return path_of(tmp_path / "x.sqlite").read_bytes()


def test_what_sqlite_writes_matches_also_in_a_second_round(
    tmp_path: Path, database: sqlite3.Connection
) -> None:
    for _ in range(9):
        database.execute("INSERT INTO t VALUES (randomblob(3000))")
    assert list(bad_frames(content(tmp_path))) == []
    database.execute("PRAGMA wal_checkpoint(RESTART)")
    database.execute("INSERT INTO t VALUES (1)")
    assert list(bad_frames(content(tmp_path))) == []
    assert list(bad_frames(b"")) == []


def test_a_changed_frame_is_named(tmp_path: Path, database: sqlite3.Connection) -> None:
    for _ in range(3):
        database.execute("INSERT INTO t VALUES (1)")
    good = content(tmp_path)
    for offset in (32 + 4120 + 500, 32 + 4120 + 2, 32 + 4120 + 10, 32 + 4120 + 20):
        spoilt = bytearray(good)
        spoilt[offset] ^= 1
        assert [place.split(",")[0] for place, _ in bad_frames(bytes(spoilt))][:1] in (
            ["frame 2"],
            ["frame 3"],  # a frame that seems old, and a current one behind it
        )
    assert next(place for place, _ in bad_frames(good[:-1])).startswith("frame")
    spoilt = bytearray(good)
    spoilt[10] ^= 1
    assert [place for place, _ in bad_frames(bytes(spoilt))] == ["header"]


def test_rubbish_is_answered_too() -> None:
    chance = random.Random(7)
    for size in (1, 31, 32, 33, 4152, 9000):
        assert list(bad_frames(chance.randbytes(size)))
