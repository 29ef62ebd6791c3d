"""The way in: one ASGI application, where requests are noted, admitted, and go wrong if told to."""

import asyncio
import hmac
import uuid
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from urllib.parse import quote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pos_app.simulator.backend import Backend
from pos_app.simulator.envelopes import Refusal, envelope
from pos_app.simulator.faults import (
    Answer,
    ConnectionDropped,
    Delay,
    Drop,
    Fault,
    Late,
    Reply,
    change,
)
from pos_app.simulator.routes.control import PREFIX, ControlRoutes
from pos_app.simulator.routes.intents import IntentRoutes
from pos_app.simulator.routes.payments import PaymentRoutes
from pos_app.simulator.routes.refunds import RefundRoutes
from pos_app.simulator.routes.replies import refused, reply
from pos_app.simulator.routes.shop import ShopRoutes
from pos_app.simulator.routes.terminals import TerminalRoutes
from pos_app.simulator.truth import Request
from pos_app.simulator.wire import write

Sleep = Callable[[float], Awaitable[None]]  # seconds


def simulated(backend: Backend, sleep: Sleep = asyncio.sleep) -> ASGIApp:
    """The simulated service as an application, for `httpx.ASGITransport` or a server.

    A dropped connection leaves it as ConnectionDropped. `sleep`: how latency and delays are spent.
    """
    rooms = (IntentRoutes, TerminalRoutes, PaymentRoutes, RefundRoutes, ShopRoutes, ControlRoutes)
    routes = [route for room in rooms for route in room(backend).routes]
    handlers = {Refusal: refused, HTTPException: _no_such_route}
    return Door(backend, Starlette(routes=routes, exception_handlers=handlers), sleep)


async def _no_such_route(_: HttpRequest, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    word = "method_not_allowed" if status == 405 else "not_found"
    return reply(envelope("E1", status, word, str(error)), status)


class Door:
    def __init__(self, backend: Backend, app: ASGIApp, sleep: Sleep) -> None:
        self._backend, self._app, self._sleep = backend, app, sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        headers = {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
        body = await _body(receive)
        if scope["path"].startswith(PREFIX + "/"):
            answer = await self._control(scope, headers, body)
        else:
            answer = await self._answer(scope, headers, body)
        await self._send(answer, send)

    async def _send(self, answer: Reply, send: Send) -> None:
        if answer.status != 204:
            answer.headers["content-length"] = str(len(answer.body))
        headers = [(k.encode("latin-1"), v.encode("latin-1")) for k, v in answer.headers.items()]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        part = answer.body[: answer.sent]
        size = 16 if answer.pause else len(part) or 1
        for start in range(0, len(part), size):
            piece = part[start : start + size]
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            await self._wait(answer.pause)
        if answer.sent is not None:
            raise ConnectionDropped("in the middle of the answer")
        await send({"type": "http.response.body", "body": b""})

    async def _control(self, scope: Scope, headers: dict[str, str], body: bytes) -> Reply:
        """Only this computer may use it, and no page that a browser shows."""
        host = (scope.get("client") or ("",))[0]
        if "origin" in headers or not (host == "::1" or host.startswith("127.")):
            return _json(403, envelope("E4", 403, "forbidden", "only from this computer"))
        return await self._through(scope, body)

    async def _answer(self, scope: Scope, headers: dict[str, str], body: bytes) -> Reply:
        backend, method = self._backend, scope["method"]
        rng, query = backend.world.rng, scope["query_string"].decode("latin-1")
        request_id = str(uuid.UUID(int=rng.getrandbits(128), version=4))
        path = quote(scope["path"], safe="/")
        noted = Request(backend.now(), method, path, query, body, request_id)
        backend.truth.heard(noted)
        answer = await self._with_faults(noted, scope, headers, backend.faults.take(method, path))
        answer.headers.setdefault("x-request-id", request_id)
        answer.headers.setdefault("date", formatdate(backend.now() // 1000, usegmt=True))
        noted.status = answer.status if answer.sent is None else None
        return answer

    async def _with_faults(
        self, noted: Request, scope: Scope, headers: dict[str, str], faults: list[Fault]
    ) -> Reply:
        await self._wait(self._backend.options.latency // 2)
        answer = await self._unless_stopped(noted, scope, headers, faults)
        await self._wait(self._backend.options.latency - self._backend.options.latency // 2)
        for fault in faults:
            match fault:
                case Delay(ms, after_effect=True):
                    await self._wait(ms)
                case Drop(after_effect=True):
                    raise ConnectionDropped(noted.path)
                case Answer(after_effect=True):
                    answer = _given(fault)
                case Answer() | Drop() | Delay() | Late():
                    pass  # was before the effect
                case _:
                    change(answer, fault)
        return answer

    async def _unless_stopped(
        self, noted: Request, scope: Scope, headers: dict[str, str], faults: list[Fault]
    ) -> Reply:
        for fault in faults:
            match fault:
                case Delay(ms, after_effect=False):
                    await self._wait(ms)
                case Drop(after_effect=False):
                    raise ConnectionDropped(noted.path)
                case Late(ms, hang):
                    self._backend.world.agenda.after(ms, self._late(noted, scope, headers))
                    await self._wait(hang)
                    raise ConnectionDropped(noted.path)
                case Answer(after_effect=False):
                    return _given(fault)
        self._backend.advance()
        return await self._carried_out(noted, scope, headers)

    def _late(self, noted: Request, scope: Scope, headers: dict[str, str]) -> Callable[[], None]:
        """What happens when it has arrived, at the time of the agenda: nothing in it waits."""

        def arrive() -> None:
            try:
                self._carried_out(noted, scope, headers).send(None)
            except StopIteration:
                return
            raise RuntimeError("a late request waits for something")

        return arrive

    async def _carried_out(self, noted: Request, scope: Scope, headers: dict[str, str]) -> Reply:
        if refusal := self._not_admitted(noted.path, headers.get("authorization")):
            return refusal
        noted.acted = True
        return await self._through(scope, noted.body)

    def _not_admitted(self, path: str, authorization: str | None) -> Reply | None:
        """Source: replies of the live service without a token and with a wrong one."""
        if authorization is None:
            if path == "/users/me":
                code = "PA_UNAUTHORIZED_RESULT_FROM_POLICIES"
                message = "At least one policy returned UNAUTHORIZED."
                body = {**envelope("E4", 403, code, message), "blocked_by": "PolicyAgent"}
                return _json(403, {**body, "status": 403})
            message = "authorization value not present"
            return _json(401, envelope("E4", 401, "unauthorized", message))
        token = f"Bearer {self._backend.account.token}"
        if hmac.compare_digest(authorization.encode(), token.encode()):
            return None
        return _json(401, envelope("E4", 401, "unauthorized", "user not found"))

    async def _wait(self, ms: int) -> None:
        if ms > 0:
            await self._sleep(ms / 1000)

    async def _through(self, scope: Scope, body: bytes) -> Reply:
        """What the routes answer, caught whole."""
        answer = Reply(500, {}, b"")

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer.status = message["status"]
                answer.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            else:
                answer.body += message.get("body", b"")

        await self._app(scope, receive, send)
        return answer


def _json(status: int, value: object) -> Reply:
    return Reply(status, {"content-type": "application/json"}, write(value).encode())


def _given(fault: Answer) -> Reply:
    headers = {name.lower(): value for name, value in fault.headers.items()}
    return Reply(fault.status, {"content-type": fault.content_type, **headers}, fault.body)


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":  # half a request is none
            raise ConnectionDropped("before the request was whole")
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body
