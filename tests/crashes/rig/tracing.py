"""strace, attached to one thread or to all of a process: to note its calls, or to spoil one."""

import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import NamedTuple

WRITES = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate")
BY_NAME = ("openat", "unlink", "unlinkat", "rename", "renameat", "renameat2", "mkdir", "mkdirat")
SOCKET = ("socket", "connect", "sendto", "sendmsg", "recvfrom", "recvmsg", "read", "close")
CALLS = ",".join(f"?{name}" for name in (*WRITES, *BY_NAME, *SOCKET))  # those that there are here
_LINE = re.compile(r"(\d+) +(\w+)\((.*)")
_OPEN = re.compile(r"\d+<(/[^>]*)>")
_NAMED = re.compile(r'(?:AT_FDCWD[^,]*, )?"([^"]*)"')
_SOCKET = re.compile(r"\d+<(?:socket|TCP|TCPv6):")


class NotAllowed(Exception):
    """strace is missing, or may not trace here."""


class Call(NamedTuple):
    """The `nth` call of this name in the thread, or in whichever thread where it is empty."""

    thread: str
    name: str
    nth: int
    of: str  # "disk" or "socket"
    file: str


class Tracer:
    """One strace at work on a running process. Raises NotAllowed where it cannot be."""

    def __init__(self, out: Path, *options: str) -> None:
        self._out = out
        try:
            self._process = subprocess.Popen(
                ["strace", "-o", str(out), *options],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
            )
        except FileNotFoundError as error:
            raise NotAllowed("strace is not installed") from error
        assert self._process.stderr is not None
        said = self._process.stderr.readline()
        if "attached" not in said:
            self.end()
            raise NotAllowed(said.strip())

    def end(self) -> str:
        """What it wrote down. The process, if it still lives, goes on without it."""
        try:
            self._process.wait(0.2)  # seconds: where the process has ended, so does strace
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()
        return self._out.read_text(errors="replace")


def note(pid: int, out: Path) -> Tracer:
    """Write down every call on disk and socket, of all threads."""
    return Tracer(out, "-f", "-y", "-p", f"{pid}", "-e", f"trace={CALLS}")


def spoil(process: int, thread: int | None, call: Call, what: str, out: Path) -> Tracer:
    """`what` as strace has it after inject=..., "signal=KILL", "error=EIO"; "+": from then on.

    It counts the calls of each thread for itself.
    """
    what, lasting = what.removesuffix("+"), "+" if what.endswith("+") else ""
    inject = f"inject={call.name}:{what}:when={call.nth}{lasting}"
    which = ("-f", "-p", f"{process}") if thread is None else ("-p", f"{thread}")
    return Tracer(out, *which, "-e", f"trace={call.name}", "-e", inject)


def calls(noted: str, folder: Path, names: dict[int, str]) -> list[Call]:
    """Those on the till's own files and on sockets, each with its number in its thread."""
    seen: Counter[tuple[str, str]] = Counter()
    found: list[Call] = []
    for line in noted.splitlines():
        parts = _LINE.match(line)
        if parts is None:  # the end of a call, or of the process
            continue
        thread, name, given = parts[1], parts[2], parts[3]
        seen[thread, name] += 1
        call = Call(names.get(int(thread), ""), name, seen[thread, name], "disk", "")
        if path := (_NAMED if name in BY_NAME else _OPEN).match(given):
            if Path(path[1]).is_relative_to(folder):
                found.append(call._replace(file=Path(path[1]).name))
        elif name == "socket" or _SOCKET.match(given):
            found.append(call._replace(of="socket"))
    return list(dict.fromkeys(found))
