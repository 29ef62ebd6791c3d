"""A connection that ends at any byte of the question or of the answer (F02, F16)."""

from collections.abc import Callable

import pytest

from pos_app.domain import errors as e
from pos_app.gateway.door import Door
from pos_app.gateway.wire import CreateReply, IntentReply
from tests.gateway.asked import CREATE, HURRY, OPENED, READ
from tests.gateway.conftest import OpenDoor
from tests.gateway.network.fault_server import Answer, FaultServer, raw, reply, reset

BY_LENGTH = f"HTTP/1.1 201 Created\r\nContent-Length: {len(OPENED)}\r\n\r\n{OPENED}".encode()
BY_CHUNKS = (
    b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n"
    + f"{len(OPENED):x}\r\n{OPENED}\r\n0\r\n\r\n".encode()
)


async def _ends(door: Door, *, create: bool) -> e.TillError | None:
    try:
        await (door.send(CREATE, CreateReply) if create else door.send(READ, IntentReply))
    except e.TillError as error:
        return error
    return None


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("end", [raw, reset])
@pytest.mark.parametrize("whole", [BY_LENGTH, BY_CHUNKS], ids=["by length", "by chunks"])
async def test_an_answer_cut_at_any_byte_is_none(
    whole: bytes, end: Callable[[bytes], Answer], create: bool, open_door: OpenDoor
) -> None:
    async with FaultServer(reply(200, OPENED)) as server:
        door = open_door(server)
        for size in range(len(whole)):
            server.then(end(whole[:size]))
            error = await _ends(door, create=create)
            assert isinstance(error, e.NoAnswer), whole[:size]
            assert error.maybe_done is create, whole[:size]
        assert len(server.heard) == len(whole), "sent twice"
        server.then(end(whole))
        error = await _ends(door, create=create)  # a reset may destroy what was there already
        assert error is None or (end is reset and error.maybe_done is create)
        await door.close()


async def test_an_answer_that_ends_with_its_connection_is_whole_and_one_that_is_reset_is_not(
    open_door: OpenDoor,
) -> None:
    head = b"HTTP/1.1 201 Created\r\n\r\n"
    async with FaultServer(raw(head + OPENED.encode())) as server:
        door = open_door(server)
        assert await _ends(door, create=True) is None
        for size in range(len(OPENED)):
            server.then(raw(head + OPENED[:size].encode()))
            error = await _ends(door, create=True)
            assert isinstance(error, e.NoAnswer)
            assert error.maybe_done
        await door.close()


@pytest.mark.parametrize("create", [True, False])
async def test_a_question_cut_at_any_byte_may_have_arrived(
    create: bool, open_door: OpenDoor
) -> None:
    async with FaultServer(reply(200, OPENED)) as server:
        door = open_door(server, HURRY)
        for size in range(0, 150, 5):
            server.deaf_after = size
            error = await _ends(door, create=create)
            assert isinstance(error, e.NoAnswer), size
            assert error.maybe_done is create, size
        assert server.heard == []
        assert server.accepted == 30, "sent twice"
        server.deaf_after = None
        assert await _ends(door, create=create) is None
        await door.close()
