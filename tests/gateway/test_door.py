"""The door: what goes out, on which connection, what is told of it."""

import asyncio
import logging
from contextlib import AsyncExitStack

import httpx
import pytest

from pos_app.domain import errors as e
from pos_app.gateway.door import Door
from pos_app.gateway.secret import Secret
from pos_app.gateway.wire import CreateReply, IntentReply, Nothing
from tests.gateway.asked import CANCEL, CREATE, OPENED, READ, failure
from tests.gateway.conftest import CANARY, OpenDoor
from tests.gateway.network.fault_server import FaultServer, raw, reply, reset, silence


async def test_a_request_goes_out_as_documented(open_door: OpenDoor) -> None:
    async with FaultServer(reply(200, OPENED)) as server:
        door = open_door(server)
        found = await door.send(READ, IntentReply, query={"a": "b c&d"}, headers={"X-One": "1"})
        await door.close()
    assert (found.id, found.status) == ("i1", "OPENED")
    (asked,) = server.heard
    assert (asked.method, asked.target) == ("GET", "/intents/i1/point?a=b+c%26d")
    assert asked.headers["authorization"] == f"Bearer {CANARY}"
    assert asked.headers["accept-encoding"] == "identity"
    assert asked.headers["x-one"] == "1"
    assert "cookie" not in asked.headers


async def test_a_new_token_is_used_from_the_next_request_on_f23(open_door: OpenDoor) -> None:
    async with FaultServer(reply(401), reply(200, OPENED)) as server:
        door = open_door(server)
        assert isinstance(await failure(door, create=False), e.CredentialsRefused)
        door.token = Secret("APP_USR-another-one")
        await door.send(READ, IntentReply)
        assert server.heard[-1].headers["authorization"] == "Bearer APP_USR-another-one"
        await door.close()


async def test_without_a_token_nothing_is_sent_f10(open_door: OpenDoor) -> None:
    async with FaultServer(reply(200, OPENED)) as server:
        door = open_door(server)
        door.token = Secret("")
        assert isinstance(error := await failure(door), e.CredentialsRefused)
        assert not error.maybe_done
        assert server.accepted == 0


async def test_cookies_are_never_kept(open_door: OpenDoor) -> None:
    async with FaultServer(reply(200, OPENED, Set_Cookie="a=b; Path=/")) as server:
        door = open_door(server)
        await door.send(READ, IntentReply)
        await door.send(READ, IntentReply)
        assert "cookie" not in server.heard[1].headers
        await door.close()


# Nothing left (F01).


async def test_a_refused_connection_sent_nothing_f01(house: AsyncExitStack) -> None:
    async with FaultServer(reply(200)) as server:
        address = server.address
    door = Door(address, Secret(CANARY), training=True)
    for create in (True, False):
        error = await failure(door, create=create)
        assert isinstance(error, e.NotSent)
        assert not error.maybe_done
        assert not error.blocked
    await door.close()


# What other transports say of the same: a simulated network, made anew at each call.


class Network(httpx.AsyncBaseTransport):
    def __init__(self, error: Exception) -> None:
        self._error = error

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        raise self._error


@pytest.mark.parametrize(
    ("error", "left"),
    [
        (httpx.ConnectError("no name"), False),
        (httpx.ConnectTimeout("slow"), False),
        (httpx.PoolTimeout("wait"), False),
        (httpx.ProxyError("403"), False),
        (httpx.ReadError("gone"), True),
        (httpx.ReadTimeout("slow"), True),
        (httpx.WriteError("gone"), True),
        (httpx.WriteTimeout("slow"), True),
        (httpx.RemoteProtocolError("odd"), True),
        (httpx.LocalProtocolError("odd"), True),
        (OSError("odd"), True),
        (TimeoutError(), True),
    ],
)
async def test_a_simulated_network_speaks_the_same_language_f01_f02(
    error: Exception, left: bool
) -> None:
    address, token = "http://127.0.0.1:1", Secret(CANARY)
    door = Door(address, token, training=True, transport=lambda: Network(error))
    found = await failure(door)
    assert type(found) is (e.NoAnswer if left else e.NotSent)
    assert found.maybe_done is left
    await door.close()


async def test_a_cancel_needs_no_body(open_door: OpenDoor) -> None:
    async with FaultServer(raw(b"HTTP/1.1 204 X\r\n\r\n", stays=True), reply(200, "{}")) as server:
        door = open_door(server)
        assert await door.send(CANCEL, Nothing) == Nothing()
        assert await door.send(CANCEL, Nothing) == Nothing()
        await door.close()


async def test_a_preliminary_answer_is_not_the_answer(open_door: OpenDoor) -> None:
    early = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\n\r\n"
    whole = f"HTTP/1.1 201 X\r\nContent-Length: {len(OPENED)}\r\n\r\n{OPENED}".encode()
    async with FaultServer(raw(early + whole, stays=True)) as server:
        door = open_door(server)
        assert (await door.send(CREATE, CreateReply)).id == "i1"
        await door.close()


async def test_the_wait_that_a_reply_asks_for_comes_out_f08_f24(open_door: OpenDoor) -> None:
    slow = '{"message": "too_many_requests", "error": "105", "status": 429, "cause": []}'
    async with FaultServer(reply(429, slow, Retry_After="7")) as server:
        error = await failure(door := open_door(server))
        assert isinstance(error, e.TooManyRequests)
        assert (error.wait, error.maybe_done) == (7.0, False)
        await door.close()


async def test_a_cancelled_question_stays_cancelled(open_door: OpenDoor) -> None:
    async with FaultServer(silence()) as server:
        door = open_door(server)
        task = asyncio.create_task(door.send(CREATE, CreateReply))
        async with asyncio.timeout(5):
            while not server.heard:  # noqa: ASYNC110 - the server tells nobody
                await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        server.then(reply(200, OPENED))
        await door.send(READ, IntentReply)
        await door.close()


# Connections.


async def test_a_charge_opens_one_connection_and_its_polls_none(open_door: OpenDoor) -> None:
    async with FaultServer(reply(200, OPENED)) as server:
        door = open_door(server)
        await door.send(READ, IntentReply)
        for charge in range(1, 6):
            await door.send(CREATE, CreateReply)
            for _ in range(10):
                await door.send(READ, IntentReply)
            await door.send(CANCEL, Nothing)
            assert server.accepted == 1 + charge
        money = [asked.connection for asked in server.heard if asked.method == "POST"]
        assert money == [2, 3, 4, 5, 6], "money on a connection that was used before"
        await door.close()


async def test_two_terminals_poll_on_while_a_third_is_charged(open_door: OpenDoor) -> None:
    async with FaultServer(reply(200, OPENED)) as server:
        door = open_door(server)
        for _ in range(3):
            reads = (door.send(READ, IntentReply) for _ in range(2))
            await asyncio.gather(door.send(CREATE, CreateReply), *reads)
        assert [a.status for a in await asyncio.gather(door.send(READ, IntentReply))] == ["OPENED"]
        before = server.accepted
        for _ in range(10):
            await door.send(READ, IntentReply)
        assert server.accepted == before
        await door.close()


async def test_money_never_rides_on_a_connection_gone_stale_f16(open_door: OpenDoor) -> None:
    whole = f"HTTP/1.1 200 X\r\nContent-Length: {len(OPENED)}\r\n\r\n{OPENED}".encode()
    async with FaultServer(raw(whole)) as server:  # promises to stay, and goes
        door = open_door(server)
        for _ in range(3):
            await door.send(READ, IntentReply)
            assert (await door.send(CREATE, CreateReply)).id == "i1"
        await door.close()


async def test_a_create_that_failed_leaves_the_reads_where_they_were(open_door: OpenDoor) -> None:
    async with FaultServer(reply(200, OPENED), reset(), reply(200, OPENED)) as server:
        door = open_door(server)
        await door.send(READ, IntentReply)
        await failure(door)
        await door.send(READ, IntentReply)
        assert [asked.connection for asked in server.heard] == [1, 2, 1]
        await door.close()


# The log, the clock.


async def test_one_line_a_request_and_nothing_in_it_but_where_and_how_long(
    open_door: OpenDoor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with FaultServer(reply(200, OPENED, X_Request_Id="b1-77")) as server:
        door = open_door(server)
        await door.send(READ, IntentReply, query={"external_reference": "R1"})
        await door.close()
    (line,) = [r.getMessage() for r in caplog.records if r.name == "pos_app.gateway"]
    assert line.startswith("method=GET path=/intents/{intent_id}/point status=200 ms=")
    assert line.endswith("request_id=b1-77")


@pytest.mark.parametrize(
    ("headers", "skew"),
    [
        ({"Date": "Mon, 02 Mar 2026 11:00:00 GMT"}, 119_500),
        ({"Date": "Mon, 02 Mar 2026 11:02:30 GMT"}, -30_500),
        ({"Date": "Mon, 02 Mar 2026 11:00:00 GMT", "Age": "30"}, 0),
        ({"Date": "yesterday"}, 0),
        ({}, 0),
    ],
)
async def test_the_clocks_are_compared_by_the_date_of_a_fresh_reply_f41(
    headers: dict[str, str], skew: int
) -> None:
    def ours() -> float:
        return 1772449320.0  # 2026-03-02 11:02:00 UTC

    async with FaultServer(reply(200, OPENED, **headers)) as server:
        door = Door(server.address, Secret(CANARY), training=True, wall=ours)
        await door.send(READ, IntentReply)
        assert door.skew == skew
        server.then(reply(500, "", Date="Mon, 02 Mar 2020 11:00:00 GMT"))
        await failure(door)
        assert door.skew == skew
        await door.close()
