"""The door under every fault of the network that a shop can have."""

import asyncio
import gzip
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain import errors as e
from pos_app.gateway.door import Door
from pos_app.gateway.secret import Secret
from pos_app.gateway.wire import CreateReply, IntentReply
from tests.gateway.asked import CREATE, HURRY, OPENED, QUESTIONS, READ, failure, failures
from tests.gateway.conftest import CANARY, OpenDoor
from tests.gateway.network.fault_server import (
    Answer,
    FaultServer,
    Flood,
    drip,
    hold,
    raw,
    reply,
    reset,
    silence,
)

HEAD = b"HTTP/1.1 201 X\r\n"

# It left, and no answer came that can be trusted.

LOST: dict[str, Callable[[], Answer]] = {
    "reset before an answer F02": reset,
    "closed before an answer F02": lambda: raw(b""),
    "reset in the head F02": lambda: reset(b"HTTP/1.1 201 Crea"),
    "reset in the body F02": lambda: reset(
        b"HTTP/1.1 201 X\r\nContent-Length: 32\r\n\r\n" + b'{"id":'
    ),
    "closed in the body F11": lambda: raw(
        b'HTTP/1.1 201 X\r\nContent-Length: 99\r\n\r\n{"id": "i1"}'
    ),
    "a chunk cut short F11": lambda: raw(
        b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{"
    ),
    "silence F02": silence,
    "drip in the head F12": lambda: drip(HEAD * 40, 0.02),
    "drip in the body F12": lambda: drip(HEAD + b"\r\n" + b" " * 500, 0.02),
    "endless preliminaries F12": lambda: drip(b"HTTP/1.1 100 Continue\r\n\r\n" * 99, 0.005),
    "not HTTP F11": lambda: raw(b"SSH-2.0-OpenSSH_9\r\n"),
    "endless head F13": lambda: raw(b"HTTP/1.1 200 X\r\nA: " + b"a" * 300_000),
    "two lengths F11": lambda: raw(
        b"HTTP/1.1 201 X\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}"
    ),
    "another protocol 1xx": lambda: raw(
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", stays=True
    ),
    "not modified": lambda: raw(b"HTTP/1.1 304 X\r\n\r\n", stays=True),
    "a status of none": lambda: raw(b"HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n"),
    "a status beyond all": lambda: raw(b"HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n"),
    "empty F11": lambda: reply(201),
    "no content F11": lambda: raw(b"HTTP/1.1 204 X\r\n\r\n", stays=True),
    "no content, and some all the same F11": lambda: raw(
        f"HTTP/1.1 204 X\r\nContent-Length: {len(OPENED)}\r\n\r\n{OPENED}".encode()
    ),
    "reset the content F11": lambda: raw(b"HTTP/1.1 205 X\r\nContent-Length: 0\r\n\r\n"),
    "a length that is too short F11": lambda: raw(
        f"HTTP/1.1 200 X\r\nContent-Length: {len(OPENED) - 1}\r\n\r\n{OPENED}".encode()
    ),
    "a length that is none F11": lambda: raw(b"HTTP/1.1 200 X\r\nContent-Length: -1\r\n\r\n{}"),
    "a length and chunks F11": lambda: raw(
        HEAD + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\n\r\n"
    ),
    "a chunk of no size F11": lambda: raw(
        b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"
    ),
    "chunks without the last F11": lambda: reset(
        b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n"
    ),
    "whole, and the end never comes F02": lambda: hold(f"HTTP/1.1 200 X\r\n\r\n{OPENED}".encode()),
    "whole, and reset instead of an end F02": lambda: reset(
        f"HTTP/1.1 200 X\r\n\r\n{OPENED}".encode()
    ),
    "a gzip bomb in an error F13": lambda: reply(
        500, gzip.compress(b" " * 9_000_000), Content_Encoding="gzip"
    ),
    "a page of the portal F14": lambda: reply(511, "<html>sign in</html>"),
    "a page of the proxy F14": lambda: reply(503, "<html>proxy error</html>", Via="1.1 squid"),
    "no id F11": lambda: reply(201, '{"status": "OPENED"}'),
    "id of the wrong type F11": lambda: reply(201, '{"id": ["i1"], "status": "OPENED"}'),
    "id that is a path F11": lambda: reply(201, '{"id": "../users/me", "status": "OPENED"}'),
    "truncated JSON F11": lambda: reply(201, OPENED[:-1]),
    "a list F11": lambda: reply(201, "[]"),
    "double key F11": lambda: reply(201, '{"id": "i1", "id": "i2", "status": "OPENED"}'),
    "NaN S29": lambda: reply(201, '{"id": "i1", "status": "OPENED", "x": NaN}'),
    "deep S29": lambda: reply(201, '{"id": "i1", "x": ' + "[" * 5000 + "]" * 5000 + "}"),
    "web page F14": lambda: reply(200, "<html>Wi-Fi: accept the terms</html>"),
    "another charset F11": lambda: reply(201, OPENED.encode("utf-16")),
    "damaged gzip F11": lambda: reply(201, b"nonsense", Content_Encoding="gzip"),
    "brotli that nobody asked for F11": lambda: reply(201, b"x", Content_Encoding="br"),
    "internal error F05": lambda: reply(500, '{"message": "x", "error": "internal"}'),
    "bad gateway F05": lambda: reply(502, "<html>"),
    "unavailable F05": lambda: reply(503),
    "gateway timeout F05": lambda: reply(504),
    "429 that nobody signed F08": lambda: reply(429, "<html>slow down</html>"),
}


# What only a create cannot be told by: a question needs no id, and 429 is no trouble to it.
OF_A_CREATE = {"no id F11", "id that is a path F11", "429 that nobody signed F08"}


@pytest.mark.parametrize("fault", LOST)
async def test_whatever_is_unclear_after_the_first_byte_may_have_charged(
    fault: str, open_door: OpenDoor
) -> None:
    async with FaultServer(LOST[fault]()) as server:
        door = open_door(server, HURRY)
        error = await failure(door)
        assert isinstance(error, e.NoAnswer | e.TooManyRequests)
        assert error.maybe_done
        assert "POST /intents/point/{device_id}" in error.detail
        assert error.detail.isprintable()
        assert len(server.heard) == 1, "sent twice"
        server.then(reply(200, OPENED))
        await door.send(READ, IntentReply)
        assert [asked.method for asked in server.heard] == ["POST", "GET"]
        await door.close()


@pytest.mark.parametrize("fault", [fault for fault in LOST if fault not in OF_A_CREATE])
async def test_no_question_without_an_answer_did_or_proved_anything_f22(
    fault: str, open_door: OpenDoor
) -> None:
    async with FaultServer(LOST[fault]()) as server:
        door = open_door(server, HURRY)
        for name, error in (await failures(door)).items():
            assert isinstance(error, e.NoAnswer), name
            assert not error.maybe_done, name
        assert len(server.heard) == len(QUESTIONS), "sent twice"
        assert {asked.method for asked in server.heard} == {"GET"}
        server.then(reply(200, OPENED))
        await door.send(READ, IntentReply)  # and the next one is well again
        await door.close()


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("zipped", [False, True])
async def test_a_flood_is_cut_off_before_it_fills_the_memory_f13(
    zipped: bool, create: bool, open_door: OpenDoor
) -> None:
    flood = Flood(zipped=zipped)
    async with FaultServer(flood) as server:
        door = open_door(server)
        error = await failure(door, create=create)
        assert isinstance(error, e.NoAnswer)
        assert error.maybe_done is create
        assert "262144" in error.detail
        assert flood.sent < 20 * 2**20, "it was read to the end"
        await door.close()


async def test_a_compressed_reply_is_read_though_nobody_asked_f13(
    open_door: OpenDoor,
) -> None:
    async with FaultServer(
        reply(201, gzip.compress(OPENED.encode()), Content_Encoding="gzip")
    ) as server:
        door = open_door(server)
        assert (await door.send(CREATE, CreateReply)).id == "i1"
        await door.close()


# Anything at all.


@settings(max_examples=150)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", HEAD, HEAD + b"\r\n"]),
)
def test_no_bytes_get_anything_but_our_errors_out_of_it_f11(body: bytes, head: bytes) -> None:
    async def ask() -> None:
        async with FaultServer(raw(head + body)) as server:
            door = Door(server.address, Secret(CANARY), training=True, patience=HURRY)
            try:
                error = await failure(door)
                assert error.maybe_done or isinstance(error, e.TillError)
            finally:
                await door.close()

    asyncio.run(ask())
