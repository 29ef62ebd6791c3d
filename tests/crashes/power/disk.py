"""A disk between two syncs: what is certain to be on it, and what a power cut may leave."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

FOLDER = -1  # stands where the number of a file would


class Write(NamedTuple):
    file: int
    at: int
    data: bytes


class Resize(NamedTuple):
    file: int
    size: int


class Sync(NamedTuple):
    file: int


class Rename(NamedTuple):
    """Names of one folder come, go, or come to mean another file; None: there is no such name."""

    folder: str
    names: tuple[tuple[str, int | None], ...]


class SyncFolder(NamedTuple):
    folder: str


class Said(NamedTuple):
    """The till told that a call had returned."""

    line: str


Step = Write | Resize | Sync | Rename | SyncFolder | Said


@dataclass
class Torn:
    """What one power cut did. Units: sectors, names, changes of size."""

    kept: int = 0
    dropped: int = 0
    rubbish: int = 0
    sizes: int = 0
    names: int = 0

    def __bool__(self) -> bool:
        return bool(self.dropped or self.rubbish or self.sizes or self.names)


@dataclass
class _File:
    durable: bytearray = field(default_factory=bytearray)
    pending: list[Write | Resize] = field(default_factory=list)

    def settle(self) -> None:
        for step in self.pending:
            if isinstance(step, Write):
                put(self.durable, step.at, step.data)
            else:
                resize(self.durable, step.size)
        self.pending.clear()


class Disk:
    """What was synced stays. Of each write since, any sector may be there, missing, or rubbish,
    whatever became of those before and after it. The bytes around a write are not harmed: sectors
    are written whole, or the disk has the power left to end one, as SQLite supposes too (psow).

    `journalled`: names become durable in the order in which they changed, as on ext4, XFS, APFS
    and NTFS; otherwise each by itself, which is all that POSIX promises.
    """

    def __init__(self, content: dict[str, bytes | None], *, journalled: bool) -> None:
        """`content` by path; None is a folder."""
        self._journalled = journalled
        self._files = {
            n: _File(bytearray(b)) for n, b in enumerate(content.values()) if b is not None
        }
        self._names: dict[str, int | None] = {
            name: FOLDER if b is None else n for n, (name, b) in enumerate(content.items())
        }
        self._pending: list[Rename] = []

    def take(self, step: Step) -> None:
        if isinstance(step, Write | Resize):
            self._files.setdefault(step.file, _File()).pending.append(step)
        elif isinstance(step, Sync):
            self._files.setdefault(step.file, _File()).settle()
        elif isinstance(step, Rename):
            self._pending.append(step)
        elif isinstance(step, SyncFolder):
            self._sync_folder(step.folder)

    def whole(self) -> dict[str, bytes | None]:
        """As the programs see it, with the power on."""
        return self._content(
            self._named(self._pending),
            {number: _as_seen(file) for number, file in self._files.items()},
        )

    def cut(self, chance: Random) -> tuple[dict[str, bytes | None], Torn]:
        """As one power cut may leave it."""
        torn, names = Torn(), dict(self._names)
        if self._journalled:
            kept = chance.randint(0, len(self._pending))
            names = self._named(self._pending[:kept])
            torn.names = len(self._pending) - kept
        else:
            for rename in self._pending:
                for name, file in rename.names:
                    if chance.random() < 0.5:
                        names[name] = file
                    else:
                        torn.names += 1
        wear = _Wear(chance, torn)
        return self._content(
            names, {n: wear.left_of(file) for n, file in self._files.items()}
        ), torn

    def _sync_folder(self, folder: str) -> None:
        settled = [r for r in self._pending if self._journalled or r.folder == folder]
        self._names = self._named(settled)
        self._pending = [r for r in self._pending if r not in settled]

    def _named(self, renames: list[Rename]) -> dict[str, int | None]:
        names = dict(self._names)
        for rename in renames:
            names.update(rename.names)
        return names

    def _content(
        self, names: dict[str, int | None], files: dict[int, bytes]
    ) -> dict[str, bytes | None]:
        there = {name: file for name, file in names.items() if file is not None}
        return {
            name: None if file == FOLDER else files.get(file, b"")
            for name, file in sorted(there.items())
            if all(there.get(above) == FOLDER for above in _above(name))
        }


class _Wear:
    """What becomes of the writes that no sync has followed, in one power cut."""

    def __init__(self, chance: Random, torn: Torn) -> None:
        self._chance, self._torn = chance, torn
        self._sector = chance.choice((512, 4096))  # bytes
        self._keep = chance.choice((0.0, 0.1, 0.5, 0.9, 0.99, 1.0))
        self._rubbish = chance.choice((0.0, 0.0, 0.05))
        self._in_order = chance.random() < 0.25  # nothing after the first that is missing

    def left_of(self, file: _File) -> bytes:
        content, stopped = bytearray(file.durable), False
        if file.pending and self._chance.random() < 0.2:  # its size is there, what is in it is not
            resize(content, max(len(content), len(_as_seen(file))))
        for step in file.pending:
            for at, part in self._parts(step):
                kept = self._chance.random() < self._keep and not stopped
                stopped = stopped or (self._in_order and not kept)
                self._leave(content, at, part, kept)
        return bytes(content)

    def _parts(self, step: Write | Resize) -> Iterator[tuple[int, bytes | None]]:
        """Sector by sector; a change of size is one."""
        if isinstance(step, Resize):
            yield step.size, None
            return
        at, end = step.at, step.at + len(step.data)
        while at < end:
            after = min(end, (at // self._sector + 1) * self._sector)
            yield at, step.data[at - step.at : after - step.at]
            at = after

    def _leave(self, content: bytearray, at: int, part: bytes | None, kept: bool) -> None:
        torn = self._torn
        if part is None:
            resize(content, at if kept else len(content))
            torn.sizes += not kept
        elif kept:
            put(content, at, part)
            torn.kept += 1
        elif self._chance.random() < self._rubbish:
            put(content, at, self._chance.randbytes(len(part)))
            torn.rubbish += 1
        else:
            torn.dropped += 1


def put(content: bytearray, at: int, data: bytes) -> None:
    resize(content, max(len(content), at))
    content[at : at + len(data)] = data


def resize(content: bytearray, size: int) -> None:
    del content[size:]
    content.extend(bytes(size - len(content)))


def _as_seen(file: _File) -> bytes:
    seen = _File(bytearray(file.durable), list(file.pending))
    seen.settle()
    return bytes(seen.durable)


def _above(name: str) -> list[str]:
    parts = name.split("/")[:-1]
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]
