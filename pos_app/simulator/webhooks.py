"""Signed notifications of how intents ended, kept in an outbox and told until acknowledged."""

import hashlib
import hmac
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from pos_app.simulator.wire import notification_date, write
from pos_app.simulator.world.records import Intent, World

TOPIC = "topic_instore_integration_wh"
_MINUTE = 60_000
# A quarter of an hour three times, then further and further apart. Source: notification pages,
# the present text and the table of the earlier one.
_SPACING = (15, 15, 15, 45, 360, 2 * 1440, 4 * 1440)


@dataclass(slots=True)
class Notification:
    """One POST to the integrator. Units: milliseconds since the epoch."""

    at: int
    intent_id: str
    status: str
    query: str
    headers: dict[str, str]
    body: bytes
    answers: list[tuple[int, int]] = field(default_factory=list)  # when, HTTP status (0: none)


Deliver = Callable[[Notification], int]  # returns the HTTP status of the answer, 0 for none


def signature(secret: str, data_id: str | None, request_id: str | None, ts: str) -> str:
    """What stands after `v1=`: a pair whose value is absent is left out of the manifest.

    Source: Mercado Pago, webhook notifications, "Validar el origen".
    """
    pairs = (("id", data_id), ("request-id", request_id), ("ts", ts))
    manifest = "".join(f"{name}:{value};" for name, value in pairs if value)
    return hmac.new(secret.encode(), manifest.encode(), hashlib.sha256).hexdigest()


class Webhooks:
    def __init__(self, world: World, secret: str, deliver: Deliver | None = None) -> None:
        self._world, self._secret = world, secret
        self.deliver = deliver
        self.outbox: list[Notification] = []

    def tell(self, intent: Intent) -> None:
        """An intent has reached its end."""
        options = self._world.options
        for _ in range(options.webhook_copies):
            late = self._world.rng.randrange(options.webhook_jitter + 1)
            notification = self._written(intent)
            self._world.agenda.after(late, lambda n=notification: self._post(n))  # type: ignore[misc]  # mypy cannot infer a lambda with a default

    def repeat(self, index: int) -> None:
        """Tell one of the outbox once more. Raises IndexError."""
        self._attempt(self.outbox[index])

    def _post(self, notification: Notification) -> None:
        self.outbox.append(notification)
        self._attempt(notification)

    def _attempt(self, notification: Notification) -> None:
        if self.deliver is None:
            return
        tried = len(notification.answers)
        notification.headers["x-retry"] = str(tried)
        answer = self.deliver(notification)
        notification.answers.append((self._world.now, answer))
        if answer not in (200, 201) and tried < len(_SPACING):
            self._world.agenda.after(_SPACING[tried] * _MINUTE, lambda: self._attempt(notification))

    def _written(self, intent: Intent) -> Notification:
        now, rng = self._world.now, self._world.rng
        request_id = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        ts = str(now)
        headers = {
            "content-type": "application/json",
            "x-request-id": request_id,
            "x-retry": "0",
            "x-signature": f"ts={ts},v1={signature(self._secret, intent.id, request_id, ts)}",
        }
        query = f"data.id={intent.id}&type={TOPIC}"
        body = write(self._body(intent, rng.randrange(1_000_000))).encode()
        return Notification(now, intent.id, intent.status, query, headers, body)

    def _body(self, intent: Intent, nanoseconds: int) -> dict[str, object]:
        path = f"instore-api/integrations/v1/intents/{intent.id}/point"
        return {
            "id": intent.id,
            "action": f"{TOPIC}.application.authorized",
            "api_version": "v1",
            "data": intent.body
            | {
                "id": intent.id,
                "status": intent.status,
                "url": f"https://api.mercadopago.com/{path}",
            },
            "date_created": notification_date(self._world.now, nanoseconds),
            "live_mode": self._world.options.live_mode,
            "type": TOPIC,
            "user_id": self._world.account.user_id,
        }
