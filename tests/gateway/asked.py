"""The requests that the tests of the door make."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from pos_app.domain.errors import TillError
from pos_app.gateway.accounts import AccountGateway
from pos_app.gateway.address import About, call
from pos_app.gateway.door import Door, Patience
from pos_app.gateway.intents import PointGateway
from pos_app.gateway.wire import CreateReply, IntentReply

READ = call(About.READ, "GET", "/intents/{intent_id}/point", intent_id="i1")
CREATE = call(About.CREATE, "POST", "/intents/point/{device_id}", device_id="D1")
CANCEL = call(About.CANCEL, "DELETE", "/intents/{intent_id}/point", intent_id="i1")

OPENED = '{"id": "i1", "status": "OPENED"}'
HURRY = Patience(connect=0.4, whole=0.8)

QUESTIONS: dict[str, Callable[[Door], Awaitable[object]]] = {
    "intent": lambda door: PointGateway(door).read_intent("i1", "ARS"),
    "payment": lambda door: PointGateway(door).read_payment("71"),
    "search": lambda door: PointGateway(door).search_payments("R1"),
    "span": lambda door: PointGateway(door).payments_between(0, 1_000),
    "account": lambda door: AccountGateway(door).read_account(),
    "terminals": lambda door: AccountGateway(door).list_terminals(),
}


async def failure(door: Door, *, create: bool = True) -> TillError:
    """What a create, or a read, ends in."""
    asked, model = (CREATE, CreateReply) if create else (READ, IntentReply)
    with pytest.raises(TillError) as caught:
        await door.send(asked, model)
    return caught.value


async def failures(door: Door) -> dict[str, TillError]:
    """What each question of the till ends in, all asked at once."""

    async def ask(question: Callable[[Door], Awaitable[object]]) -> TillError:
        with pytest.raises(TillError) as caught:
            await question(door)
        return caught.value

    ends = await asyncio.gather(*map(ask, QUESTIONS.values()))
    return dict(zip(QUESTIONS, ends, strict=True))
