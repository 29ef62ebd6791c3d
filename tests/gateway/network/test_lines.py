"""Which connection a request goes out on, and what other requests leave on one (F15, F16, F43)."""

import asyncio
import contextlib
import socket

import pytest

from pos_app.domain import errors as e
from pos_app.domain.charge.facts import Prepared
from pos_app.gateway.door import Door
from pos_app.gateway.intents import PointGateway
from pos_app.gateway.secret import Secret
from pos_app.gateway.wire import CreateReply, IntentReply
from tests.gateway.asked import CREATE, HURRY, OPENED, QUESTIONS, READ, failure, failures
from tests.gateway.conftest import CANARY, OpenDoor
from tests.gateway.network.fault_server import (
    Answer,
    Asked,
    FaultServer,
    raw,
    reply,
    reset,
    silence,
)

NONE = '{"results": [], "paging": {"total": 0}}'
PAYMENT = '{"id": 71, "status": "approved"}'


def whole(*bodies: str) -> Answer:
    """So many answers to one question."""
    said = (f"HTTP/1.1 200 X\r\nContent-Length: {len(b)}\r\n\r\n{b}".encode() for b in bodies)
    return raw(b"".join(said), stays=True)


# A line that has gone stale (F16).


@pytest.mark.parametrize("pause", [0.0, 0.001, 0.01])
async def test_a_connection_closed_between_two_questions_costs_no_charge(
    pause: float, open_door: OpenDoor
) -> None:
    head = f"HTTP/1.1 200 X\r\nContent-Length: {len(OPENED)}\r\n\r\n{OPENED}".encode()
    async with FaultServer(raw(head)) as server:  # it promises to stay, and goes
        door = open_door(server)
        for number in range(1, 31):
            with contextlib.suppress(e.NoAnswer):
                await door.send(READ, IntentReply)
            await asyncio.sleep(pause)
            assert (await door.send(CREATE, CreateReply)).id == "i1"
            creates = [asked for asked in server.heard if asked.method == "POST"]
            assert len(creates) == number
        await door.close()


async def test_a_connection_torn_down_as_we_ask_is_a_question_without_an_answer(
    open_door: OpenDoor,
) -> None:
    async with FaultServer(reply(200, OPENED), reset(), reply(200, OPENED)) as server:
        door = open_door(server)
        await door.send(READ, IntentReply)
        error = await failure(door, create=False)
        assert isinstance(error, e.NoAnswer)
        assert not error.maybe_done
        await door.send(READ, IntentReply)
        assert [asked.connection for asked in server.heard] == [1, 1, 2]
        await door.close()


# What an earlier question left on the line (F15).


async def test_an_empty_list_that_was_meant_for_another_search_proves_nothing(
    open_door: OpenDoor,
) -> None:
    found = '{"results": [{"id": 71, "status": "approved", "external_reference": "R2"}]}'
    async with FaultServer(whole(NONE, NONE), reply(200, found)) as server:
        gateway = PointGateway(open_door(server))
        assert await gateway.search_payments("R1") == ()
        (payment,) = await gateway.search_payments("R2")
        assert payment.id == "71"
        assert [asked.connection for asked in server.heard] == [1, 2]


async def test_a_payment_that_was_asked_for_by_another_question_is_no_answer(
    open_door: OpenDoor,
) -> None:
    async with FaultServer(whole(PAYMENT, PAYMENT), silence()) as server:
        gateway = PointGateway(open_door(server, HURRY))
        assert (await gateway.read_payment("71")).id == "71"
        with pytest.raises(e.NoAnswer) as caught:
            await gateway.read_payment("72")
        assert "71" not in caught.value.detail


async def test_an_intent_that_was_asked_for_by_another_question_says_so(
    open_door: OpenDoor,
) -> None:
    async with FaultServer(
        whole(OPENED, '{"id": "i1", "status": "CLOSED"}'), reply(200, OPENED)
    ) as server:
        gateway = PointGateway(open_door(server))
        await gateway.read_intent("i1", "ARS")
        assert (await gateway.read_intent("i2", "ARS")).intent_id == "i1"


async def test_what_was_left_on_the_line_is_never_the_answer_to_a_charge(
    open_door: OpenDoor, prepared: Prepared
) -> None:
    left = '{"id": "old", "status": "OPENED"}'
    async with FaultServer(whole(OPENED, left), reply(201, OPENED)) as server:
        gateway = PointGateway(open_door(server))
        await gateway.read_intent("i1", "ARS")
        assert (await gateway.create_intent(prepared)).intent_id == "i1"
        assert [asked.connection for asked in server.heard] == [1, 2]


# Redirects (F14).

ELSEWHERE = ("http://127.0.0.1:{port}/pay", "https://127.0.0.1:{port}/pay", "//evil.example/", "/p")


@pytest.mark.parametrize("status", [300, 301, 302, 303, 307, 308])
async def test_nobody_is_followed_anywhere_f14(status: int, open_door: OpenDoor) -> None:
    async with FaultServer(reply(200, OPENED)) as trap, FaultServer(reply(200)) as server:
        door = open_door(server)
        for place in (*ELSEWHERE, ""):
            named = {"Location": place.format(port=trap.port)} if place else {}
            server.then(reply(status, "", **named))
            error = await failure(door)
            assert isinstance(error, e.NoAnswer), place
            assert error.maybe_done, place
            for name, lost in (await failures(door)).items():
                assert isinstance(lost, e.NoAnswer), name
                assert not lost.maybe_done, name
        assert trap.accepted == 0
        assert len(server.heard) == 5 * (1 + len(QUESTIONS))
        await door.close()


# Another network (F43).


async def test_after_a_change_of_network_questions_go_out_on_a_new_connection(
    open_door: OpenDoor,
) -> None:
    async with FaultServer(reply(200, OPENED)) as server:
        door = open_door(server)
        await door.renew()  # nothing is there yet
        await door.send(READ, IntentReply)
        await door.send(READ, IntentReply)
        await door.renew()
        await door.send(READ, IntentReply)
        assert [asked.connection for asked in server.heard] == [1, 1, 2]
        await door.close()


async def test_a_question_that_hangs_is_let_go_and_a_charge_that_waits_is_not(
    open_door: OpenDoor,
) -> None:
    both, renewed = asyncio.Barrier(3), asyncio.Event()

    async def wait(asked: Asked, writer: asyncio.StreamWriter) -> bool:
        await both.wait()
        await renewed.wait()
        answer = reply(201, OPENED) if asked.method == "POST" else silence()
        return await answer(asked, writer)

    async with FaultServer(wait) as server:
        door = open_door(server)
        hangs = asyncio.create_task(failure(door, create=False))
        charge = asyncio.create_task(door.send(CREATE, CreateReply))
        await both.wait()
        await door.renew()
        renewed.set()
        assert isinstance(error := await hangs, e.NoAnswer)
        assert not error.maybe_done
        assert (await charge).id == "i1"
        await door.close()


@pytest.mark.parametrize("slept", [59.0, 3_600.0])
async def test_a_charge_does_not_leave_after_a_sleep_while_it_was_connecting_f42(
    slept: float,
) -> None:
    moments = iter([0.0])  # asked for; all that follows is after the sleep
    async with FaultServer(reply(201, OPENED)) as server:
        door = Door(
            server.address, Secret("t"), training=True, monotonic=lambda: next(moments, slept)
        )
        if slept > 60:
            error = await failure(door)
            assert isinstance(error, e.NotSent)
            assert not error.maybe_done
            assert server.heard == []
        else:
            assert (await door.send(CREATE, CreateReply)).id == "i1"
        await door.close()


def test_our_own_address_is_told_without_a_word_to_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []
    monkeypatch.setattr(socket.socket, "sendto", lambda *what: sent.append(what), raising=False)
    address = Door("https://api.mercadopago.com", Secret(CANARY)).own_address()
    assert address == "" or socket.inet_pton(
        socket.AF_INET6 if ":" in address else socket.AF_INET, address
    )
    assert sent == []


def test_without_any_network_there_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere(socket.socket):
        def connect(self, where: object) -> None:
            raise OSError(101, "Network is unreachable")

    monkeypatch.setattr(socket, "socket", Nowhere)
    assert Door("https://api.mercadopago.com", Secret(CANARY)).own_address() == ""
