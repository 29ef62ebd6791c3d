"""A shop at the simulated Mercado Pago, reached in process, under a clock of our own."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import httpx
import pytest

from pos_app.simulator.backend import Backend
from pos_app.simulator.clock import VirtualClock
from pos_app.simulator.door import simulated
from pos_app.simulator.worlds import seeded_shop

SMART = "PAX_A910__SMARTPOS9920017733"
PLUS = "INGENICO_MOVE2500__60022810"
STANDALONE = "NEWLAND_N950__N950NCA400220187"
INTENTS = "/instore-api/integrations/v1/intents"


def asked(reference: str = "T01-000417-A1", amount: str = "1834.50") -> dict[str, Any]:
    return {
        "external_reference": reference,
        "description": "Venta 000417",
        "operations": [{"type": "PURCHASE", "amount": amount}],
    }


class Shop:
    """The simulator, a clock, and an integration that speaks plain HTTP to it."""

    def __init__(self, site: str = "MLA") -> None:
        self.clock = VirtualClock()
        self.backend: Backend = seeded_shop(site, self.clock)
        self.http = httpx.AsyncClient(
            transport=httpx.ASGITransport(simulated(self.backend, self._sleep)),
            base_url="http://simulator",
            headers={"Authorization": "Bearer SIMULATOR-TOKEN"},
        )

    async def _sleep(self, seconds: float) -> None:
        self.clock.advance(round(seconds * 1000))

    def after(self, seconds: float) -> None:
        self.clock.advance(round(seconds * 1000))

    async def create(
        self, reference: str = "T01-000417-A1", amount: str = "1834.50", terminal: str = SMART
    ) -> str:
        reply = await self.http.post(f"{INTENTS}/point/{terminal}", json=asked(reference, amount))
        assert reply.status_code == 201, reply.text
        return str(reply.json()["id"])

    async def intent(self, intent_id: str) -> dict[str, Any]:
        reply = await self.http.get(f"{INTENTS}/{intent_id}/point")
        assert reply.status_code == 200, reply.text
        read: dict[str, Any] = reply.json(parse_float=Decimal)
        return read

    async def status(self, intent_id: str) -> str:
        return str((await self.intent(intent_id))["status"])

    async def delete(self, intent_id: str) -> httpx.Response:
        return await self.http.delete(f"{INTENTS}/{intent_id}/point")

    async def taken(self, reference: str = "T01-000417-A1", amount: str = "1834.50") -> str:
        """An intent that the Smart terminal has taken."""
        intent_id = await self.create(reference, amount)
        self.after(1)
        assert await self.status(intent_id) == "ON_TERMINAL"
        return intent_id

    async def paid(self, reference: str = "T01-000417-A1", amount: str = "1834.50") -> int:
        """The id of an approved payment."""
        intent_id = await self.taken(reference, amount)
        self.backend.pay(SMART)
        self.after(3)
        return int((await self.intent(intent_id))["operations"][0]["results"][0]["id"])

    async def payment(self, payment_id: int) -> dict[str, Any]:
        reply = await self.http.get(f"/v1/payments/{payment_id}")
        assert reply.status_code == 200, reply.text
        read: dict[str, Any] = reply.json(parse_float=Decimal)
        return read

    async def search(self, **query: str | int) -> list[dict[str, Any]]:
        reply = await self.http.get("/v1/payments/search", params=query)
        assert reply.status_code == 200, reply.text
        found: list[dict[str, Any]] = reply.json()["results"]
        return found

    async def refund(self, payment_id: int, key: str, body: str = "") -> httpx.Response:
        headers = {"X-Idempotency-Key": key}
        return await self.http.post(
            f"/v1/payments/{payment_id}/refunds", content=body, headers=headers
        )


@pytest.fixture
async def shop() -> AsyncIterator[Shop]:
    made = Shop()
    async with made.http:
        yield made
