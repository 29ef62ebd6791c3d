"""The seal: any change after closing is named by its block, and a half-made seal is none."""

from pathlib import Path

import pytest

from pos_app.store.files import seal


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(bytes(seal.BLOCK * 2 + 10))
    seal.put(path)
    return path


def test_an_untouched_file_is_as_it_was_sealed(ledger: Path) -> None:
    found = seal.read(ledger)
    assert found is not None
    assert found.complete
    assert list(seal.broken(ledger, found)) == []


def test_a_change_is_named_by_its_block(ledger: Path) -> None:
    content = bytearray(ledger.read_bytes())
    content[seal.BLOCK + 5] = 1
    content[-1] = 1
    ledger.write_bytes(content)
    found = seal.read(ledger)
    assert found is not None
    named = [place for place, _ in seal.broken(ledger, found)]
    assert named == ["bytes 65536 to 131071", "bytes 131072 to 131081"]


def test_a_file_that_was_cut_is_named_by_where_it_ends(ledger: Path) -> None:
    ledger.write_bytes(ledger.read_bytes()[:100])
    found = seal.read(ledger)
    assert found is not None
    assert next(seal.broken(ledger, found))[0] == "byte 100"


def test_a_seal_that_is_being_made_promises_nothing(ledger: Path) -> None:
    seal.announce(ledger)
    found = seal.read(ledger)
    assert found is not None
    assert not found.complete
    seal.remove(ledger)
    assert seal.read(ledger) is None


@pytest.mark.parametrize("rubbish", [b"", b"{}", b"[]", b"\xff", b"[" * 100_000, b'{"size": 1}'])
def test_what_is_no_seal_is_said_to_be_none(ledger: Path, rubbish: bytes) -> None:
    seal.path_of(ledger).write_bytes(rubbish)
    with pytest.raises(ValueError, match=r"."):
        seal.read(ledger)
