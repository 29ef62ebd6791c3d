"""The one door to Mercado Pago: every request passes here, and only our errors come out."""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import certifi
import httpx

from pos_app.domain.errors import (
    CredentialsRefused,
    NoAnswer,
    NotSent,
    SettingsError,
    TillError,
)
from pos_app.gateway.address import Call, checked_address, checked_proxy
from pos_app.gateway.decipher import detail_of, error_for, http_date, request_id
from pos_app.gateway.replies import clean, read_capped, strict_json
from pos_app.gateway.secret import Secret
from pos_app.gateway.wire import Nothing, Wire

R = TypeVar("R", bound=Wire)
TransportFactory = Callable[[], httpx.AsyncBaseTransport]
log = logging.getLogger("pos_app.gateway")
logging.getLogger("httpcore").setLevel(logging.WARNING)  # below that it quotes whole headers

_POOL = httpx.Limits(max_connections=8, max_keepalive_connections=4, keepalive_expiry=60.0)
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": "pos-app",
}
# What a transport without events of its own must raise for a request that never left.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# Whoever answered is not Mercado Pago. Their subclasses only say that a handshake is not over.
_UNTRUSTED = (ssl.SSLError, ssl.SSLCertVerificationError)


@dataclass(frozen=True, slots=True)
class Patience:
    """Units: seconds, and bytes of a decoded reply."""

    connect: float = 5.0
    whole: float = 15.0
    reply: int = 256 * 1024


PATIENCE = Patience()


@dataclass(slots=True)
class _Reply:
    """What is known of a request while it is under way."""

    left: bool  # the first byte may be on the wire
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    async def watch(self, event: str, info: Mapping[str, object]) -> None:
        """A trace of httpcore. A proxy's CONNECT is none of our request."""
        if event == "http11.send_request_headers.started":
            self.left |= getattr(info["request"], "method", b"") != b"CONNECT"


class _Line:
    """Connections to the provider, and how many requests are on them now."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self.transport, self.busy = transport, 0

    @contextmanager
    def in_use(self) -> Iterator[httpx.AsyncBaseTransport]:
        self.busy += 1
        try:
            yield self.transport
        finally:
            self.busy -= 1


class Door:
    """Connections, limits, the token and the clock of the other side.

    A request that moves money goes out on a connection that nobody has used, so that a stale one
    can never swallow it (F16); the reads that follow use that connection on.
    """

    def __init__(
        self,
        address: str,
        token: Secret,
        *,
        training: bool = False,
        proxy: str | None = None,
        ca_file: Path | None = None,
        transport: TransportFactory | None = None,
        patience: Patience = PATIENCE,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        """`transport` makes another network in place of the real one, anew at each call.

        Units: `monotonic` and `wall` tell seconds; `wall` since the epoch.

        Raises:
            ValueError: an address or a proxy that is not allowed.
        """
        self.token = token
        self.skew = 0  # milliseconds, our clock less theirs; 0 until known
        self._address = checked_address(address, training=training)
        self._proxy = None if training else checked_proxy(proxy)
        self._ca_file, self._factory, self._patience = ca_file, transport, patience
        self._monotonic, self._wall = monotonic, wall
        self._tls: ssl.SSLContext | None = None
        self._tls_lock = asyncio.Lock()
        self._reads: _Line | None = None
        self._retired: list[_Line] = []
        self._date = ""

    async def send(
        self,
        call: Call,
        reply: type[R],
        body: Wire | None = None,
        query: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> R:
        """Make one request and return its reply, checked. It is never sent twice.

        Raises:
            NotSent: not one byte left. NoAnswer: `maybe_done` if the call acts. Or what the
            status means for this call. Always a TillError; a cancelled task passes through.
        """
        if not self.token:
            raise CredentialsRefused(f"{call.method} {call.template}: no token yet")
        came, before = _Reply(left=self._factory is not None), self._monotonic()
        try:
            await self._exchange(call, self._request(call, body, query, headers, came), came)
            return self._understood(call, reply, came)
        finally:
            log.info(
                "method=%s path=%s status=%s ms=%d request_id=%s",
                call.method,
                call.template,
                came.status or "none",
                (self._monotonic() - before) * 1000,
                request_id(came.headers),
            )

    async def close(self) -> None:
        """End all connections. Whoever still waits for a reply gets NoAnswer."""
        lines = [*self._retired, *([self._reads] if self._reads else [])]
        self._reads, self._retired = None, []
        for line in lines:
            await line.transport.aclose()

    # One request.

    def _request(
        self,
        call: Call,
        body: Wire | None,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        came: _Reply,
    ) -> httpx.Request:
        asked = f"?{urlencode(query)}" if query else ""
        sent = {**_HEADERS, **(headers or {}), "Authorization": f"Bearer {self.token.reveal()}"}
        if body is not None:
            sent["Content-Type"] = "application/json"
        return httpx.Request(
            call.method,
            f"{self._address}{call.path}{asked}",
            headers=sent,
            content=body.model_dump_json(exclude_none=True).encode() if body else None,
            extensions={"timeout": {"connect": self._patience.connect}, "trace": came.watch},
        )

    async def _exchange(self, call: Call, request: httpx.Request, came: _Reply) -> None:
        line, answered = await self._line(fresh=call.moves_money), False
        try:
            with line.in_use() as transport:
                async with asyncio.timeout(self._patience.whole):
                    await self._ask(transport, request, came)
            answered = True
        except (httpx.HTTPError, OSError, ValueError) as error:
            raise _lost(call, came, error) from error
        finally:
            if call.moves_money:
                self._keep(line, answered=answered)

    async def _ask(
        self, transport: httpx.AsyncBaseTransport, request: httpx.Request, came: _Reply
    ) -> None:
        answer = await transport.handle_async_request(request)
        try:
            came.status, came.headers = answer.status_code, answer.headers
            encoding = answer.headers.get("content-encoding", "").strip().lower()
            came.content = await read_capped(answer.aiter_raw(), encoding, self._patience.reply)
        finally:
            await answer.aclose()

    def _understood(self, call: Call, reply: type[R], came: _Reply) -> R:
        if not 200 <= came.status < 300:
            safe = came.content.replace(self.token.reveal().encode(), b"(token)")
            raise error_for(call, came.status, came.headers, safe)
        self._learn_skew(came.headers)
        try:
            value = {} if reply is Nothing else strict_json(came.content)
            return reply.model_validate(value)
        except ValueError as error:
            said = detail_of(call, came.status, came.headers, f"no {reply.__name__}: {error}")
            raise NoAnswer(said, maybe_done=call.acts) from error

    def _learn_skew(self, headers: Mapping[str, str]) -> None:
        """From a reply that nobody kept for us. Its second is taken at the middle."""
        date = headers.get("date", "")
        if date == self._date or "age" in headers:
            return
        if theirs := http_date(date):
            self._date = date
            self.skew = round((self._wall() - theirs.timestamp() - 0.5) * 1000)

    # Connections.

    async def _line(self, *, fresh: bool) -> _Line:
        while idle := next((line for line in self._retired if not line.busy), None):
            self._retired.remove(idle)
            await idle.transport.aclose()
        if fresh:
            return _Line(await self._transport())
        if self._reads is None:
            transport = await self._transport()
            self._reads = self._reads or _Line(transport)
        return self._reads

    def _keep(self, line: _Line, *, answered: bool) -> None:
        """Reads go on where money was answered; what is not needed closes before the next one."""
        spare = self._reads if answered else line
        if answered:
            self._reads = line
        if spare is not None:
            self._retired.append(spare)

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


def _lost(call: Call, came: _Reply, error: Exception) -> TillError:
    """What a request without a whole reply means: did its first byte leave, or not?"""
    why = str(error) or type(error).__name__
    if not came.left or isinstance(error, _UNSENT):
        tls = any(type(link) in _UNTRUSTED for link in _causes(error))
        odd = isinstance(error, httpx.ProxyError | httpx.ProtocolError | httpx.ReadError)
        return NotSent(clean(f"{call.method} {call.template}: {why}"), blocked=tls or odd)
    return NoAnswer(detail_of(call, came.status, came.headers, why), maybe_done=call.acts)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
