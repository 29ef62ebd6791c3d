"""The simulator on a real socket."""

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator

import httpx
import pytest

from pos_app.simulator.clock import SystemClock
from pos_app.simulator.faults import CutOff, Delay, Drop
from pos_app.simulator.options import Delays, Options
from pos_app.simulator.server import listen, serve, serving
from pos_app.simulator.worlds import seeded_shop
from tests.simulator.conftest import INTENTS, SMART, asked

_TOKEN = {"Authorization": "Bearer SIMULATOR-TOKEN"}


class Served:
    def __init__(self) -> None:
        options = Options(delays=Delays(opened=0, processing=0, processed=0))
        self.clock = SystemClock()
        self.backend = seeded_shop("MLA", self.clock, options=options)

    def client(self, url: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=url, headers=_TOKEN, trust_env=False)


@pytest.fixture
async def served() -> AsyncIterator[tuple[Served, httpx.AsyncClient]]:
    made = Served()
    async with serving(made.backend) as url, made.client(url) as http:
        yield made, http


async def test_a_charge_goes_over_the_wire(served: tuple[Served, httpx.AsyncClient]) -> None:
    shop, http = served
    made = await http.post(f"{INTENTS}/point/pos/CAJA01", json=asked())
    assert made.status_code == 201
    assert made.headers["x-request-id"]
    assert len(made.headers.get_list("date")) == 1
    await http.post(f"/__sim__/terminals/{SMART}/pay")
    closed = (await http.get(f"{INTENTS}/{made.json()['id']}/point")).json()
    assert closed["status"] == "CLOSED"
    gone = await http.delete(f"{INTENTS}/{made.json()['id']}/point")
    assert gone.status_code == 409
    assert len(shop.backend.truth.approved("T01-000417-A1")) == 1


@pytest.mark.parametrize("after_effect", [True, False])
async def test_a_dropped_connection_really_drops(
    served: tuple[Served, httpx.AsyncClient], after_effect: bool
) -> None:
    shop, http = served
    shop.backend.faults.add(Drop(after_effect), "POST")
    with pytest.raises(httpx.RemoteProtocolError):
        await http.post(f"{INTENTS}/point/{SMART}", json=asked())
    assert len(shop.backend.truth.intents("T01-000417-A1")) == after_effect
    assert (await http.get("/users/me")).status_code == 200


async def test_an_answer_really_ends_in_the_middle(
    served: tuple[Served, httpx.AsyncClient],
) -> None:
    shop, http = served
    shop.backend.faults.add(CutOff(10))
    with pytest.raises(httpx.RemoteProtocolError):
        await http.get("/users/me")


async def test_half_a_request_is_none(served: tuple[Served, httpx.AsyncClient]) -> None:
    shop, http = served
    await http.post(f"{INTENTS}/point/{SMART}", json=asked())
    await http.post(f"/__sim__/terminals/{SMART}/pay")
    (payment,) = shop.backend.truth.payments()
    _, writer = await asyncio.open_connection("127.0.0.1", http.base_url.port)
    head = f"POST /v1/payments/{payment.id}/refunds HTTP/1.1\r\nHost: simulator\r\n"
    keys = f"Authorization: {_TOKEN['Authorization']}\r\nX-Idempotency-Key: K1\r\n"
    writer.write(f"{head}{keys}Content-Length: 14\r\n\r\n".encode())
    writer.close()
    await writer.wait_closed()
    for _ in range(10):
        await http.get("/users/me")
    assert payment.refunds == []


async def test_empty_answers_keep_the_connection_usable(
    served: tuple[Served, httpx.AsyncClient],
) -> None:
    _, http = served
    made = await http.post(f"{INTENTS}/point/INGENICO_MOVE2500__60022810", json=asked())
    gone = await http.delete(f"{INTENTS}/{made.json()['id']}/point")
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await http.get("/users/me")).status_code == 200


async def test_the_clock_of_a_served_world_can_be_pushed_on(
    served: tuple[Served, httpx.AsyncClient],
) -> None:
    _, http = served
    made = await http.post(f"{INTENTS}/point/INGENICO_MOVE2500__60022810", json=asked())
    await http.post("/__sim__/clock", json={"advance_ms": 61 * 60 * 1000})
    read = await http.get(f"{INTENTS}/{made.json()['id']}/point")
    assert read.json()["status"] == "EXPIRED"


async def test_the_server_stops_while_somebody_still_waits() -> None:
    shop = Served()
    shop.backend.faults.add(Delay(600_000), path="/users/me")
    asking = asyncio.Event()

    async def sleep(seconds: float) -> None:
        asking.set()
        await asyncio.sleep(seconds)

    async with serving(shop.backend, sleep=sleep) as url, shop.client(url) as http:
        waiting = asyncio.create_task(http.get("/users/me", timeout=60))
        await asking.wait()
    with pytest.raises(httpx.HTTPError):
        (await waiting).raise_for_status()


async def test_the_port_is_free_again_afterwards() -> None:
    shop = Served()
    async with serving(shop.backend) as url:
        port = int(url.rpartition(":")[2])
    async with serving(shop.backend, port) as again, shop.client(again) as http:
        assert (await http.get("/users/me")).status_code == 200


@pytest.mark.parametrize("port", [None, 70_000])
def test_a_port_that_cannot_be_used_is_said_plainly(
    port: int | None, capsys: pytest.CaptureFixture[str]
) -> None:
    with listen(0) as taken:
        code = serve(taken.getsockname()[1] if port is None else port, auto_play=False)
    assert code == 1
    said = capsys.readouterr().err
    assert "port" in said
    assert "Traceback" not in said


def test_the_program_says_where_it_is_and_ends_at_ctrl_c() -> None:
    program = """import signal
from pos_app.simulator.server import serve
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores it
raise SystemExit(serve(0, True))"""
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        said = [child.stdout.readline() for _ in range(8)]
        child.send_signal(signal.SIGINT)
        rest, wrong = child.communicate(timeout=30)
    assert (child.returncode, wrong) == (0, "")
    whole = "".join((*said, rest))
    for part in ("http://127.0.0.1:", "SIMULATOR-TOKEN", SMART, "auto-play  on", "has stopped"):
        assert part in whole


def test_only_this_computer_can_reach_it() -> None:
    with listen(0) as door:
        assert door.getsockname()[0] == "127.0.0.1"
        assert door.proto == socket.IPPROTO_TCP
