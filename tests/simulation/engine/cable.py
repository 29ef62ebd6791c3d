"""The way from a till to the provider. What has left arrives, whatever becomes of the till."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

import httpx

from pos_app.simulator.faults import ConnectionDropped
from tests.simulation.engine.luck import Cut

if TYPE_CHECKING:
    from tests.simulation.engine.till import Life


class _Body(httpx.AsyncByteStream):
    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self._parts:
            yield part


class Cable(httpx.AsyncBaseTransport):
    """One life of a till is at its end: when that is over, nothing leaves and nothing comes."""

    def __init__(self, life: "Life") -> None:
        self._life = life
        self._waiting: set[asyncio.Future[httpx.Response]] = set()

    async def aclose(self) -> None:
        """Whoever waits for an answer gets none."""
        for waits in tuple(self._waiting):
            if not waits.done():
                waits.set_exception(httpx.ReadError("simulated: closed at this end"))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        life, world = self._life, self._life.till.world
        life.boundary("before sending")
        path = request.url.path
        cut = world.luck.cut(request.method, path)
        if life.till.pulled or (cut and not cut.left):
            life.told(f"{request.method} {path} does not leave")
            raise _not_left(blocked=bool(cut and cut.blocked))
        life.leaves(request)
        try:
            answer = await self._answer(request, cut)
        except httpx.ReadError:
            life.told(f"{request.method} {path} no answer")
            life.boundary("after receiving")
            raise
        life.told(f"{request.method} {path} {answer.status_code}")
        life.boundary("after receiving")
        return answer

    async def _answer(self, request: httpx.Request, cut: Cut | None) -> httpx.Response:
        """What left goes on, whether or not somebody still waits for what comes back."""
        waits: asyncio.Future[httpx.Response] = asyncio.get_running_loop().create_future()

        def arrived(going: asyncio.Task[httpx.Response]) -> None:
            world.on_the_way.discard(going)
            error = None if going.cancelled() else going.exception()
            if waits.done() or going.cancelled():
                return
            if error is None:
                waits.set_result(going.result())
            else:
                waits.set_exception(error)

        world = self._life.till.world
        going = asyncio.create_task(self._carry(request, cut), name=request.method)
        world.on_the_way.add(going)
        going.add_done_callback(arrived)
        self._waiting.add(waits)
        try:
            return await waits
        finally:
            self._waiting.discard(waits)

    async def _carry(self, request: httpx.Request, cut: Cut | None) -> httpx.Response:
        """There, and back."""
        life, world = self._life, self._life.till.world
        await asyncio.sleep(world.latency / 2)
        if cut is not None:
            if cut.arrives is None:
                raise httpx.ReadError("simulated: it was lost on its way")
            await asyncio.sleep(cut.arrives)
        answer = await ask(world.service, request)
        acts = request.method != "GET"
        if acts and life.alive and life.till.reached("while it is answered"):
            life.cut()
        await asyncio.sleep(world.latency / 2)
        return answer


def _not_left(*, blocked: bool) -> httpx.ConnectError:
    error = httpx.ConnectError("simulated: no connection")
    if blocked:
        error.__cause__ = ssl.SSLCertVerificationError("simulated: a false certificate")
    return error


async def ask(service: Any, request: httpx.Request) -> httpx.Response:  # noqa: ANN401 - as ASGI
    """The answer of an ASGI application. Raises httpx.ReadError where it drops the connection."""
    head: dict[str, Any] = {}
    parts: list[bytes] = []
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "headers": [(key.lower(), value) for key, value in request.headers.raw],
        "scheme": "http",
        "path": request.url.path,
        "raw_path": request.url.raw_path.split(b"?")[0],
        "query_string": request.url.query,
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 123),
        "root_path": "",
    }

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": request.content, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            head.update(message)
        else:
            parts.append(message.get("body", b""))

    try:
        await service(scope, receive, send)
    except ConnectionDropped as error:
        raise httpx.ReadError("simulated: the connection was dropped") from error
    return httpx.Response(head["status"], headers=head["headers"], stream=_Body(parts))
