"""The requests that the tests of the door make."""

import pytest

from pos_app.domain.errors import TillError
from pos_app.gateway.address import About, call
from pos_app.gateway.door import Door, Patience
from pos_app.gateway.wire import CreateReply, IntentReply

READ = call(About.READ, "GET", "/intents/{intent_id}/point", intent_id="i1")
CREATE = call(About.CREATE, "POST", "/intents/point/{device_id}", device_id="D1")
CANCEL = call(About.CANCEL, "DELETE", "/intents/{intent_id}/point", intent_id="i1")

OPENED = '{"id": "i1", "status": "OPENED"}'
HURRY = Patience(connect=0.4, whole=0.8)


async def failure(door: Door, *, create: bool = True) -> TillError:
    """What a create, or a read, ends in."""
    asked, model = (CREATE, CreateReply) if create else (READ, IntentReply)
    with pytest.raises(TillError) as caught:
        await door.send(asked, model)
    return caught.value
