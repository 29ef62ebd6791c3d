"""A door in training, opened on a server that misbehaves."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack

import pytest

from pos_app.domain.charge.facts import Prepared
from pos_app.domain.money import Money
from pos_app.gateway.door import PATIENCE, Door, Patience
from pos_app.gateway.secret import Secret
from tests.gateway.fault_server import FaultServer

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
