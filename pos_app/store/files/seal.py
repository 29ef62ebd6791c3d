"""The seal of a ledger that was closed in order: sums of every block of the file."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pos_app.store.files.disk import sync_folder, write_whole

BLOCK = 64 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """Units: `size` in bytes. `complete` is False while the sums are still being made."""

    size: int
    blocks: tuple[str, ...]
    complete: bool = True

    @property
    def sum(self) -> str:
        told = json.dumps([self.size, self.blocks, self.complete])
        return hashlib.sha256(told.encode()).hexdigest()


def path_of(ledger: Path) -> Path:
    return ledger.with_name(ledger.name + ".seal")


def announce(ledger: Path) -> None:
    """Say that all is in the one file, before the file beside it may go and the sums are made."""
    _write(ledger, Seal(0, (), complete=False))


def put(ledger: Path) -> None:
    """Seal the ledger as it lies. Nobody may have it open for writing."""
    _write(ledger, Seal(ledger.stat().st_size, tuple(_sums(ledger))))


def remove(ledger: Path) -> None:
    """Break the seal, before anything is written.

    The name of the file beside the ledger is on the disk first: without both, it would be missed.
    That the seal is gone is on the disk with the first write: SQLite then syncs the folder of a
    write-ahead file that it has made.
    """
    if path_of(ledger).exists():
        sync_folder(ledger.parent)
        path_of(ledger).unlink()


def read(ledger: Path) -> Seal | None:
    """The seal, or None if there is none.

    Raises:
        ValueError: what is there is not a seal, or was changed.
    """
    try:
        written = json.loads(path_of(ledger).read_bytes())
        seal = Seal(written["size"], tuple(written["blocks"]), written["complete"])
        if seal.sum != written["sum"] or _content(seal) != path_of(ledger).read_bytes():
            raise ValueError("the seal was changed")
    except FileNotFoundError:
        return None
    except (KeyError, TypeError, RecursionError) as error:
        raise ValueError(f"not a seal: {error}") from error
    return seal


def broken(ledger: Path, seal: Seal) -> Iterator[tuple[str, str]]:
    """Each place at which the file is not what was sealed, and what is wrong there."""
    size = ledger.stat().st_size
    if size != seal.size:
        yield f"byte {min(size, seal.size)}", f"{size} bytes long; {seal.size} were sealed"
    for number, (now, sealed) in enumerate(zip(_sums(ledger), seal.blocks, strict=False)):
        if now != sealed:
            first = number * BLOCK
            last = min(first + BLOCK, max(size, seal.size)) - 1
            yield f"bytes {first} to {last}", "changed after the ledger was closed"


def _write(ledger: Path, seal: Seal) -> None:
    write_whole(path_of(ledger), _content(seal))


def _content(seal: Seal) -> bytes:
    told = {"size": seal.size, "blocks": seal.blocks, "complete": seal.complete, "sum": seal.sum}
    return json.dumps(told).encode()


def _sums(ledger: Path) -> Iterator[str]:
    with ledger.open("rb") as file:
        while block := file.read(BLOCK):
            yield hashlib.sha256(block).hexdigest()
