"""Every call by which a till's own process changes its disk, in order, as the kernel was asked."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.crashes.power.disk import (
    FOLDER,
    Disk,
    Rename,
    Resize,
    Said,
    Step,
    Sync,
    SyncFolder,
    Write,
)

# Why strace: it hears SQLite, whichever build Python carries, and Python's own calls too (the seal,
# the renames, the syncs of the folder), in one order with what the till told. A shim of SQLite's
# VFS would miss the latter, and cannot be put under a SQLite that is linked into the interpreter.
# What it cannot hear is what is written by memory: that is the -shm alone, which SQLite makes anew
# after a power cut. The end is compared, byte by byte, with what lies in the folder.
ROOT = Path(__file__).parents[3]
TILL = "till"  # the folder of the till, on the disk
SHARED = "-shm"  # how the file ends that is written by memory
_HEARD = (
    "open,openat,creat,close,dup,dup2,dup3,lseek,write,writev,pwrite64,pwritev,pwritev2,ftruncate,"
    "truncate,fallocate,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,unlink,unlinkat,"
    "mkdir,mkdirat,rmdir,link,linkat,symlink,symlinkat,copy_file_range,sendfile"
)
_CALL = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_PATH = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


class NotRecordedError(Exception):
    """The till did something to its disk that is not understood here."""


@dataclass(frozen=True)
class Log:
    """What was on the disk at first, and each step since."""

    start: dict[str, bytes | None]
    steps: tuple[Step, ...]


def record(root: Path, *what: str) -> Log:
    """Run a till in the folder `TILL` of `root`, an empty folder or one with a till's files.

    Raises:
        NotRecordedError: strace is missing, the till failed, or what is heard is not all of it.
    """
    root, heard = root.resolve(), root.with_name(root.name + ".strace")
    start = lying_in(root)
    strace = ("strace", "-f", "--seccomp-bpf", "-qq", "-xx", "-s", str(1 << 21))
    told = (*strace, "-e", "signal=none", "-e", f"trace={_HEARD}", "-o", str(heard))
    till = (sys.executable, "-m", "tests.crashes.power.till", str(root / TILL), *what)
    try:
        ran = subprocess.run([*told, *till], cwd=ROOT, check=False, capture_output=True, text=True)
    except FileNotFoundError as error:
        raise NotRecordedError("strace is not installed: it is what hears the till") from error
    if ran.returncode:
        raise NotRecordedError(ran.stderr)
    reader = _Reader(root, start)
    with heard.open(encoding="ascii") as lines:
        for line in lines:
            reader.read(line)
    heard.unlink()
    log = Log(start, tuple(reader.steps))
    _compare(log, lying_in(root))
    return log


def lying_in(root: Path) -> dict[str, bytes | None]:
    """Folders before what is in them."""
    return {
        str(path.relative_to(root)): None if path.is_dir() else path.read_bytes()
        for path in sorted(root.rglob("*"))
    }


def lay(root: Path, content: dict[str, bytes | None]) -> None:
    """Make a disk that holds this."""
    root.mkdir()
    for name, data in content.items():
        if data is None:
            (root / name).mkdir(mode=0o700)
        else:
            (root / name).write_bytes(data)
            (root / name).chmod(0o600)


def _compare(log: Log, there: dict[str, bytes | None]) -> None:
    disk = Disk(log.start, journalled=True)
    for step in log.steps:
        disk.take(step)
    told = disk.whole()
    wrong = [
        name
        for name in told.keys() | there.keys()
        if not name.endswith(SHARED) and told.get(name, b"?") != there.get(name, b"?")
    ]
    if wrong:
        raise NotRecordedError(f"not all that was written was heard: {sorted(wrong)}")


class _Reader:
    """From lines of strace to steps. Of the process it knows its open files and its names."""

    def __init__(self, root: Path, start: dict[str, bytes | None]) -> None:
        self.steps: list[Step] = []
        self._root = f"{root}/"
        self._names = {
            name: FOLDER if b is None else n for n, (name, b) in enumerate(start.items())
        }
        self._next = len(start)
        self._open: dict[int, tuple[str, int]] = {}  # the path when it was opened, and the file
        self._at: dict[int, int] = {}  # where the next write of a handle goes

    def read(self, line: str) -> None:
        call = _CALL.match(line)
        if call is None:
            if "unfinished" in line:
                raise NotRecordedError("the till ran more than one thread: their order is unknown")
            return
        name, told, result = call[1], call[2], int(call[3])
        if result < 0:
            return
        paths = [bytes.fromhex(p.replace("\\x", "")) for p in _PATH.findall(told)]
        if name.startswith(("open", "creat")):
            self._opened(self._own(paths[0]), told, result)
        elif name.startswith(("rename", "unlink", "mkdir")):
            self._renamed(name, [self._own(path) for path in paths])
        elif name in ("truncate", "rmdir", "link", "linkat", "symlink", "symlinkat"):
            if any(self._own(path) for path in paths):
                raise NotRecordedError(line[:200])
        else:
            self._used(name, told.split(", "), paths, result)

    def _own(self, path: bytes) -> str | None:
        """The path on the till's disk; None: elsewhere."""
        whole = path.decode() + "/"
        return whole.removeprefix(self._root)[:-1] if whole.startswith(self._root) else None

    def _opened(self, path: str | None, told: str, handle: int) -> None:
        self._open.pop(handle, None)
        if path is None:
            return
        if path == "" or self._names.get(path) == FOLDER:
            self._open[handle] = path, FOLDER
            return
        if "O_APPEND" in told or "O_TMPFILE" in told:
            raise NotRecordedError(told[-100:])
        if path not in self._names:
            self._names[path], self._next = self._next, self._next + 1
            self.steps.append(Rename(_folder(path), ((path, self._names[path]),)))
        elif "O_TRUNC" in told:
            self.steps.append(Resize(self._names[path], 0))
        self._open[handle], self._at[handle] = (path, self._names[path]), 0

    def _renamed(self, call: str, paths: list[str | None]) -> None:
        ours = [path for path in paths if path]
        if not ours:
            return
        if len(ours) < len(paths) or len({_folder(path) for path in ours}) > 1:
            raise NotRecordedError(f"{call} {ours}")
        if call.startswith("mkdir"):
            self._names[ours[0]] = FOLDER
            names: tuple[tuple[str, int | None], ...] = ((ours[0], FOLDER),)
        else:
            file = self._names.pop(ours[0])
            names = ((ours[0], None),)
            if call.startswith("rename"):
                self._names[ours[1]] = file
                names = (*names, (ours[1], file))
        self.steps.append(Rename(_folder(ours[0]), names))

    def _used(self, call: str, told: list[str], data: list[bytes], result: int) -> None:
        handle = int(told[0])
        if call == "write" and handle == 1:
            self.steps.append(Said(data[0].decode()))
            return
        if handle not in self._open:
            return
        path, file = self._open[handle]
        if call in ("fsync", "fdatasync"):
            self.steps.append(SyncFolder(path) if file == FOLDER else Sync(file))
        elif call == "close":
            del self._open[handle]
        elif call == "lseek":
            self._at[handle] = result
        elif call == "ftruncate":
            self.steps.append(Resize(file, int(told[1])))
        elif call in ("write", "pwrite64"):
            at = int(told[-1]) if call == "pwrite64" else self._at[handle]
            self.steps.append(Write(file, at, data[0][:result]))
            self._at[handle] += result if call == "write" else 0
        else:
            raise NotRecordedError(f"{call} of {path}")


def _folder(path: str) -> str:
    return path.rpartition("/")[0]
