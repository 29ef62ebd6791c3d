"""The connections to the provider: which one a request goes out on, and whom they trust."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import certifi
import httpx

from pos_app.domain.errors import SettingsError

TransportFactory = Callable[[], httpx.AsyncBaseTransport]

_POOL = httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=60.0)
# Addresses of nobody, kept for documents (RFC 5737, RFC 3849): no packet is ever sent there.
_FAR = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))


class Line:
    """Connections of one kind, and how many requests are on them now."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self.transport, self.busy = transport, 0

    @contextmanager
    def in_use(self) -> Iterator[httpx.AsyncBaseTransport]:
        self.busy += 1
        try:
            yield self.transport
        finally:
            self.busy -= 1


class Lines:
    """Some requests go out on a connection that nobody has used; the reads that follow use that
    one on."""

    def __init__(
        self, factory: TransportFactory | None, proxy: str | None, ca_file: Path | None
    ) -> None:
        """`factory` makes another network in place of the real one, anew at each call."""
        self._factory, self._proxy, self._ca_file = factory, proxy, ca_file
        self._tls: ssl.SSLContext | None = None
        self._tls_lock = asyncio.Lock()
        self._reads: Line | None = None
        self._retired: list[Line] = []

    @property
    def tell_nothing(self) -> bool:
        """They do not say when a request leaves: it may have left as soon as it was asked for."""
        return self._factory is not None

    async def take(self, *, fresh: bool) -> Line:
        """Raises SettingsError: the file of one's own authorities cannot be read."""
        while idle := next((line for line in self._retired if not line.busy), None):
            self._retired.remove(idle)
            await idle.transport.aclose()
        if fresh:
            return Line(await self._transport())
        if self._reads is None:
            transport = await self._transport()
            self._reads = self._reads or Line(transport)
        return self._reads

    def keep(self, line: Line, *, answered: bool) -> None:
        """Reads go on where a fresh one was answered; what is spare closes before the next one."""
        spare = self._reads if answered else line
        if answered:
            self._reads = line
        if spare is not None:
            self._retired.append(spare)

    async def renew(self) -> None:
        """The next read goes out on a new connection; one that still waits gets no answer."""
        stale, self._reads = self._reads, None
        if stale is not None:
            await stale.transport.aclose()

    async def close(self) -> None:
        """End all connections."""
        lines, self._retired = self._retired, []
        for line in lines:
            await line.transport.aclose()
        await self.renew()

    def own_address(self) -> str:
        """This computer's own, on the network that leads out now; empty where none does.

        Nothing is sent: the system only says which way it would go.
        """
        for family, far in _FAR if self._factory is None else ():
            try:
                with socket.socket(family, socket.SOCK_DGRAM) as way:
                    way.connect((far, 9))
                    return str(way.getsockname()[0])
            except OSError:
                continue  # no network of this kind
        return ""

    async def _transport(self) -> httpx.AsyncBaseTransport:
        if self._factory is not None:
            return self._factory()
        async with self._tls_lock:
            if self._tls is None:  # 20 ms: not in the thread that paints
                self._tls = await asyncio.to_thread(_trust, self._ca_file)
        proxy = None
        if self._proxy is not None:
            secured = self._tls if self._proxy.startswith("https") else None
            proxy = httpx.Proxy(self._proxy, ssl_context=secured)
        return httpx.AsyncHTTPTransport(
            verify=self._tls, trust_env=False, limits=_POOL, proxy=proxy
        )


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    """Always verified, TLS 1.2 or later, and deaf to the environment (S15).

    Raises:
        SettingsError: the file of one's own authorities cannot be read.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # verifies certificate and name
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_verify_locations(ca_file or certifi.where())
    except OSError as error:
        raise SettingsError(str(ca_file), f"certificate authorities: {error}") from error
    return context
