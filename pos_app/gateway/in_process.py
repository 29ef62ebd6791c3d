"""A network that is no network: an ASGI application in the provider's place, in this process."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import httpx

from pos_app.gateway.door import TransportFactory

Message = MutableMapping[str, Any]  # as ASGI defines it
Application = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]],
    Awaitable[None],
]


def in_process(application: Application, dropped: type[Exception]) -> TransportFactory:
    """Ask `application` instead of the network; where it raises `dropped`, the answer is lost."""
    return lambda: _InProcess(application, dropped)


class _InProcess(httpx.AsyncBaseTransport):
    def __init__(self, application: Application, dropped: type[Exception]) -> None:
        self._inner, self._dropped = httpx.ASGITransport(application), dropped

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        try:
            return await self._inner.handle_async_request(request)
        except self._dropped as error:
            raise httpx.ReadError("the connection was dropped") from error
