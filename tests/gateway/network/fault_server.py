"""A provider on loopback that misbehaves as it is told: real sockets, real TLS."""

import asyncio
import gzip
import socket
import ssl
import struct
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, as it arrived. `connection` counts from 1."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int


Answer = Callable[[Asked, asyncio.StreamWriter], Awaitable[bool]]  # True: the connection stays


def reply(status: int, body: str | bytes = b"", **headers: str) -> Answer:
    """A whole answer. Header names with _ for -."""
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    named = {"Content-Length": str(len(content))} | named
    head = "".join(f"{name}: {value}\r\n" for name, value in named.items())
    return raw(f"HTTP/1.1 {status} X\r\n{head}\r\n".encode() + content, stays=True)


def raw(data: bytes, *, stays: bool = False) -> Answer:
    """These bytes, whatever they are."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(data)
        await writer.drain()
        return stays

    return answer


def silence() -> Answer:
    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        await asyncio.Event().wait()
        return False

    return answer


def hold(data: bytes) -> Answer:
    """Some bytes, and then the connection neither ends nor goes on."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(data)
        await asyncio.Event().wait()
        return False

    return answer


def drip(data: bytes, every: float) -> Answer:
    """A byte at a time: each read is in time, the whole never is (F12)."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(every)
        return False

    return answer


def reset(after: bytes = b"") -> Answer:
    """Some bytes, and then the connection is torn down, not closed."""

    async def answer(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        writer.write(after)
        await writer.drain()
        _tear(writer)
        return False

    return answer


def _tear(writer: asyncio.StreamWriter) -> None:
    wire: socket.socket = writer.get_extra_info("socket")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


class Flood:
    """Megabytes without an end, plain or gzipped. `sent` counts what the client let through."""

    def __init__(self, *, zipped: bool, megabytes: int = 200) -> None:
        self._zipped, self._megabytes, self.sent = zipped, megabytes, 0

    async def __call__(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        encoding = b"Content-Encoding: gzip\r\n" if self._zipped else b""
        writer.write(b"HTTP/1.1 200 X\r\n" + encoding + b"Connection: close\r\n\r\n")
        block = b" " * 2**20
        if self._zipped:
            block = gzip.compress(block * self._megabytes)
        for start in range(0, len(block) if self._zipped else self._megabytes):
            part = block[start * 4096 : (start + 1) * 4096] if self._zipped else block
            if not part:
                break
            writer.write(part)
            await writer.drain()
            self.sent += len(part)
        return False


class FaultServer:
    """Answers what it was told, in order; the last one again and again.

    `accepted` counts connections, `heard` keeps every request.
    """

    def __init__(self, *answers: Answer, tls: ssl.SSLContext | None = None) -> None:
        self._answers, self._tls = deque(answers), tls
        self.accepted, self.port = 0, 0
        self.heard: list[Asked] = []
        self.deaf_after: int | None = None  # bytes of a question; then it is hung up on
        self._talks: set[asyncio.Task[None]] = set()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def then(self, *answers: Answer) -> None:
        """From now on, these."""
        self._answers = deque(answers)

    async def __aenter__(self) -> "FaultServer":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.accepted += 1
        talk = asyncio.current_task()
        assert talk is not None
        self._talks.add(talk)
        try:
            await self._talk(reader, writer, self.accepted)
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, asyncio.CancelledError):
            pass  # the till hung up, or the test is over
        finally:
            writer.transport.abort()

    async def _talk(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int
    ) -> None:
        stays = self.deaf_after is None
        if self.deaf_after is not None:
            await reader.readexactly(self.deaf_after)
            _tear(writer)
        while stays:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, target, _ = head[0].split(" ")
            pairs = (line.partition(": ") for line in head[1:] if line)
            headers = {name.lower(): value for name, _, value in pairs}
            body = await reader.readexactly(int(headers.get("content-length", "0")))
            asked = Asked(method, target, headers, body, number)
            self.heard.append(asked)
            answer = self._answers.popleft() if len(self._answers) > 1 else self._answers[0]
            stays = await answer(asked, writer)
        writer.close()
        await writer.wait_closed()
