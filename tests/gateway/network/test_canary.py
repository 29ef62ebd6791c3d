"""The token is in no log, no text of an error and no traceback, whatever happens (F69, S12)."""

import logging
import traceback

import pytest

from pos_app.domain.errors import TillError
from pos_app.gateway.door import Door, Patience
from pos_app.gateway.secret import Secret
from pos_app.gateway.wire import CreateReply, IntentReply
from tests.gateway.asked import CREATE, OPENED, READ
from tests.gateway.conftest import CANARY
from tests.gateway.network.fault_server import Answer, FaultServer, raw, reply, reset, silence

ECHO = f'{{"message": "invalid token Bearer {CANARY}", "error": "unauthorized"}}'
SCENES: list[Answer] = [
    reply(200, OPENED),
    reply(201, "{"),
    reply(401, ECHO),
    reply(400, ECHO),
    reply(500, ECHO, X_Request_Id=f"id {CANARY}"),
    reply(302, "", Location=f"/?token={CANARY}"),
    reset(),
    raw(b"garbage\r\n\r\n"),
    silence(),
]


async def test_the_token_is_nowhere_but_in_its_header_s12(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)  # of every library too
    texts: list[str] = []
    async with FaultServer(*SCENES) as server:
        door = Door(
            server.address, Secret(CANARY), training=True, patience=Patience(0.3, 0.3, 4096)
        )
        for _ in SCENES:
            for asked, model in ((READ, IntentReply), (CREATE, CreateReply)):
                try:
                    await door.send(asked, model)
                except TillError as error:
                    texts += [repr(error), error.detail, "".join(traceback.format_exception(error))]
        texts += [repr(door), repr(vars(door)), str(door.token)]
        await door.close()
        assert all(CANARY in asked.headers["authorization"] for asked in server.heard)
    texts += [record.getMessage() + repr(record.args) for record in caplog.records]
    assert len(texts) > 50
    assert not any(record.name.startswith(("httpx", "httpcore")) for record in caplog.records)
    for text in texts:
        assert CANARY not in text
