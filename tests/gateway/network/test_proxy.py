"""Proxies: set by hand, and blind to what they carry (F14, S18)."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
import trustme

from pos_app.domain import errors as e
from pos_app.gateway.wire import CreateReply, IntentReply
from tests.gateway.asked import CREATE, OPENED, READ, failure, failures
from tests.gateway.conftest import CANARY, OpenDoor, server_side
from tests.gateway.network.fault_server import FaultServer, reply

Manner = Callable[[asyncio.StreamReader, asyncio.StreamWriter, bytes], Awaitable[None]]


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


class Proxy:
    """Takes a CONNECT and treats it in its own manner."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self.heads: list[bytes] = []

    async def __aenter__(self) -> "Proxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *of_the_error: object) -> None:
        self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head)
            await self._manner(reader, writer, head)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the till hung up
        finally:
            writer.transport.abort()


def answers(data: bytes) -> Manner:
    async def manner(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes
    ) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0.05)

    return manner


def carries_to(port: int) -> Manner:
    async def manner(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, head: bytes
    ) -> None:
        theirs, ours = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_pump(reader, ours), _pump(theirs, writer), return_exceptions=True)

    return manner


async def test_a_proxy_carries_what_it_cannot_read_s18(
    open_live_door: OpenDoor, authority: trustme.CA, trusted: Path
) -> None:
    async with FaultServer(reply(200, OPENED), tls=server_side(authority)) as server:
        async with Proxy(carries_to(server.port)) as proxy:
            door = open_live_door(trusted, proxy=proxy.address)
            assert (await door.send(CREATE, CreateReply)).id == "i1"
            await door.send(READ, IntentReply)
            await door.close()
        assert len(proxy.heads) == server.accepted == 1
        assert proxy.heads[0].startswith(b"CONNECT api.mercadopago.com:443 ")
        assert CANARY.encode() not in proxy.heads[0]


@pytest.mark.parametrize(
    "said",
    [
        b"HTTP/1.1 403 Forbidden\r\nContent-Length: 6\r\n\r\n<html>",
        b"HTTP/1.1 407 Sign in\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://portal.example\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        b"SSH-2.0-OpenSSH_9\r\n",
        b"",
    ],
)
async def test_a_proxy_that_does_not_let_us_through_sent_nothing_f14(
    said: bytes, open_live_door: OpenDoor
) -> None:
    async with Proxy(answers(said)) as proxy:
        door = open_live_door(None, proxy=proxy.address)
        for error in (await failure(door), *(await failures(door)).values()):
            assert isinstance(error, e.NotSent)
            assert error.blocked
            assert not error.maybe_done


async def test_a_proxy_that_reads_along_is_found_out_s18(
    open_live_door: OpenDoor, trusted: Path
) -> None:
    async with FaultServer(reply(200, OPENED), tls=server_side(trustme.CA())) as reader:
        async with Proxy(carries_to(reader.port)) as proxy:
            error = await failure(open_live_door(trusted, proxy=proxy.address))
            assert isinstance(error, e.NotSent)
            assert error.blocked
        assert reader.heard == []


async def test_a_proxy_that_is_not_there_sent_nothing_f01(open_live_door: OpenDoor) -> None:
    async with Proxy(answers(b"")) as proxy:
        address = proxy.address
    error = await failure(open_live_door(None, proxy=address))
    assert isinstance(error, e.NotSent)
    assert not error.blocked
