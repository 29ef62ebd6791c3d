"""What asking costs: connections, and the processor time of a request, beside the official SDK."""

import asyncio
import json
import os
import ssl
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit

import anyio
import trustme
from mercadopago import SDK  # type: ignore[import-untyped]  # it ships no types
from mercadopago.config.config import Config  # type: ignore[import-untyped]
from mercadopago.core import MPBase  # type: ignore[import-untyped]
from PySide6.QtWidgets import QApplication

from benchmarks.figures import RUNS, Row, median, numbers, progress
from benchmarks.many_sales import AMOUNT, PERSON, TERMINAL
from benchmarks.processes.child import TOKEN, fetch, provider
from pos_app.domain.charge.facts import Prepared
from pos_app.gateway.address import LIVE
from pos_app.gateway.door import Door
from pos_app.gateway.intents import PointGateway
from pos_app.gateway.secret import Secret
from pos_app.gateway.wire import CreateBody
from pos_app.ui.shared.loop import run

INTENTS = "/instore-api/integrations/v1/intents"
READS = 10  # of each charge
SETTLED = 0.02  # seconds, until the terminal is free again
PEER = 0.5  # of the SDK's processor time
HOST = "api.mercadopago.com"


def measure(arguments: list[str]) -> list[Row]:
    """[ROUNDS] [CHARGES IN EACH]"""
    rounds, charges = numbers(arguments, RUNS, 20)
    progress(f"http: {rounds} rounds of {charges} charges of {READS + 1} requests, TLS")
    authority = trustme.CA()
    with tempfile.TemporaryDirectory(prefix="pos-app-bench-") as folder:
        trusted, certificate = Path(folder, "authority.pem"), Path(folder, "server.pem")
        authority.cert_pem.write_to_path(trusted)
        issued = authority.issue_cert(HOST, "localhost")
        issued.private_key_and_cert_chain_pem.write_to_path(certificate)
        with provider("1", "1", str(certificate)) as address:
            port = urlsplit(address).port or 0
            return Compared(port, trusted, charges).rows(rounds)


class Compared:
    """Three clients that do the same: ours, the SDK, and a bare socket."""

    def __init__(self, port: int, trusted: Path, charges: int) -> None:
        self._port, self._trusted, self._charges = port, trusted, charges
        self._context = ssl.create_default_context(cafile=trusted)
        found = QApplication.instance()
        self._qt = found if isinstance(found, QApplication) else QApplication(["bench"])
        self._spent = 0.0
        self._lines: list[set[int]] = []

    def rows(self, rounds: int) -> list[Row]:
        ways: dict[str, Callable[[], None]] = {
            "till": self._till,
            "SDK": self._sdk,
            "socket": self._socket,
        }
        took: dict[str, list[float]] = {name: [] for name in ways}
        new: dict[str, list[float]] = {name: [] for name in ways}
        strays = 0
        for number in range(rounds + 1):
            for name, way in ways.items():
                way()
                came = fetch(f"https://localhost:{self._port}", self._context)
                made = {line for _, method, line in came if method == "POST"}
                asked = {line for _, method, line in came if method == "GET"}
                if number:  # the first one warms up
                    took[name].append(1e6 * self._spent / self._charges / (READS + 1))
                    new[name].append(len(made | asked) / (self._charges + 1))
                    strays += len(asked - made) if name == "till" else 0
        return _rows(took, new, strays)

    def _till(self) -> None:
        connect = anyio.connect_tcp

        async def led(**asked: object) -> object:
            return await connect("127.0.0.1", self._port)

        with patch.object(anyio, "connect_tcp", led):  # only the address is another
            run(self._qt, self._ask_as_till())

    async def _ask_as_till(self) -> int:
        door = Door(LIVE, Secret(TOKEN), ca_file=self._trusted)
        gateway = PointGateway(door)
        begun = 0.0
        for charge in range(self._charges + 1):
            if charge == 1:  # trust is read once in the life of a till
                begun = time.process_time()
            await asyncio.sleep(SETTLED)
            intent = await gateway.create_intent(_prepared(charge))
            for _ in range(READS):
                await gateway.read_intent(intent.intent_id, AMOUNT.currency)
        self._spent = time.process_time() - begun
        await door.close()
        return 0

    def _sdk(self) -> None:
        where = property(lambda _: f"https://localhost:{self._port}")
        trust = {"REQUESTS_CA_BUNDLE": str(self._trusted)}
        with patch.object(Config, "api_base_url", where), patch.dict(os.environ, trust):
            sdk = SDK(TOKEN)
            intents = Intents(sdk.request_options, sdk.http_client)
            begun = 0.0
            for charge in range(self._charges + 1):
                if charge == 1:
                    begun = time.process_time()
                time.sleep(SETTLED)
                intents.sell()
            self._spent = time.process_time() - begun

    def _socket(self) -> None:
        asyncio.run(self._ask_by_hand())

    async def _ask_by_hand(self) -> None:
        line = await asyncio.open_connection("localhost", self._port, ssl=self._context)
        begun = 0.0
        for charge in range(self._charges + 1):
            if charge == 1:
                begun = time.process_time()
            await asyncio.sleep(SETTLED)
            made = await _by_hand(line, "POST", f"{INTENTS}/point/{TERMINAL}", _body())
            for _ in range(READS):
                await _by_hand(line, "GET", f"{INTENTS}/{made['id']}/point")
        self._spent = time.process_time() - begun
        line[1].close()


class Intents(MPBase):  # type: ignore[misc]  # it ships no types
    """A resource as the SDK has them, for the routes that it lacks."""

    def sell(self) -> None:
        made = self._post(uri=f"{INTENTS}/point/{TERMINAL}", data=_body())["response"]
        for _ in range(READS):
            if self._get(uri=f"{INTENTS}/{made['id']}/point")["status"] != 200:
                raise ValueError("the SDK was refused")


async def _by_hand(
    line: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    method: str,
    path: str,
    body: object = None,
) -> dict[str, str]:
    reader, writer = line
    content = json.dumps(body).encode() if body else b""
    head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nAuthorization: Bearer {TOKEN}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    writer.write(head.encode() + content)
    answer = (await reader.readuntil(b"\r\n\r\n")).lower()
    at = answer.index(b"content-length:") + 15
    length = int(answer[at : answer.index(b"\r", at)])
    told: dict[str, str] = json.loads(await reader.readexactly(length))
    if not answer.startswith(b"http/1.1 20"):
        raise ValueError(f"the socket was refused: {told}")
    return told


def _body() -> object:
    return CreateBody.of(_prepared(0)).model_dump(exclude_none=True)


def _prepared(number: int) -> Prepared:
    return Prepared(
        at=0,
        external_reference=f"T-{number}",
        idempotency_key=f"key {number}",
        sale_id=PERSON,
        ticket_number=1,
        number=1,
        terminal_id=TERMINAL,
        amount=AMOUNT,
        site="MLA",
        merchant_id="",
        live=False,
    )


def _rows(took: dict[str, list[float]], new: dict[str, list[float]], strays: int) -> list[Row]:
    till, sdk, socket = (median(took[name]) for name in ("till", "SDK", "socket"))
    lines, theirs = median(new["till"]), median(new["SDK"])
    job, ours = "processor of a request, reply checked, TLS", f"{till:.0f} us"
    return [
        Row("http", job, ours, f"official SDK {sdk:.0f} us", till / sdk, f"<= {PEER}x",
            till <= PEER * sdk),
        Row("http", job, ours, f"socket by hand {socket:.0f} us", till / socket),
        Row("http", "new connections a charge", f"{lines:.2f}", f"official SDK {theirs:.2f}",
            lines / theirs, "<= 1", lines <= 1),
        Row("http", "new connections while asking", f"{strays}", goal="0", met=strays == 0),
    ]  # fmt: skip
