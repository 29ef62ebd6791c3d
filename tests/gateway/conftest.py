"""Doors, in training or live, opened on a server that misbehaves."""

import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import anyio
import pytest
import trustme

from pos_app.domain.charge.facts import Prepared
from pos_app.domain.money import Money
from pos_app.gateway.address import LIVE
from pos_app.gateway.door import PATIENCE, Door, Patience
from pos_app.gateway.secret import Secret
from tests.gateway.network.fault_server import FaultServer

HOST = "api.mercadopago.com"
CANARY = "APP_USR-canary-7f3e9b1d5a"

OpenDoor = Callable[..., Door]


@pytest.fixture
async def house() -> AsyncIterator[AsyncExitStack]:
    """Closes doors and servers at the end, in that order."""
    async with AsyncExitStack() as stack:
        yield stack


@pytest.fixture
def open_door(house: AsyncExitStack) -> OpenDoor:
    def make(server: FaultServer, patience: Patience = PATIENCE) -> Door:
        door = Door(server.address, Secret(CANARY), training=True, patience=patience)
        house.push_async_callback(door.close)
        return door

    return make


@pytest.fixture
def prepared() -> Prepared:
    return Prepared(
        at=0,
        external_reference="CAJA01-000417-1-K3J7Q2",
        idempotency_key="6f3c1f52-0f0e-4c7c-9d7a-2b1e1a5a9d10",
        sale_id="s1",
        ticket_number=417,
        number=1,
        terminal_id="PAX_A910__SMARTPOS9920017733",
        amount=Money(183450, "ARS"),
        site="MLA",
        merchant_id="48110023",
        live=True,
        till_external_id="CAJA01",
    )


# Live doors: every connection leads to the server of the test.

LeadTo = Callable[[str, int], None]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path) -> Path:
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return file


@pytest.fixture
def lead_to(monkeypatch: pytest.MonkeyPatch) -> LeadTo:
    """From now on every connection of this process ends there."""
    connect = anyio.connect_tcp

    def lead(host: str, port: int) -> None:
        async def led(remote_host: str, remote_port: int, **rest: object) -> object:
            return await connect(host, port, local_host=None)

        monkeypatch.setattr(anyio, "connect_tcp", led)

    return lead


def server_side(issuer: trustme.CA, name: str = HOST, **how: object) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issuer.issue_cert(name, **how).configure_cert(context)  # type: ignore[arg-type] # an end date
    return context


@pytest.fixture
def open_live_door(house: AsyncExitStack) -> OpenDoor:
    def make(
        trusted: Path | None, *, proxy: str | None = None, patience: Patience = PATIENCE
    ) -> Door:
        door = Door(LIVE, Secret(CANARY), ca_file=trusted, patience=patience, proxy=proxy)
        house.push_async_callback(door.close)
        return door

    return make
