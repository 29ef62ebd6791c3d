"""The one door to Mercado Pago: every request passes here, and only our errors come out."""

import asyncio
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlencode

import httpx

from pos_app.domain.errors import CredentialsRefused, NoAnswer
from pos_app.gateway.address import About, Call, checked_address, checked_proxy
from pos_app.gateway.decipher import detail_of, error_for, http_date, request_id
from pos_app.gateway.exchange import Exchange
from pos_app.gateway.lines import Lines
from pos_app.gateway.lines import TransportFactory as TransportFactory
from pos_app.gateway.replies import read_capped, strict_json
from pos_app.gateway.secret import Secret
from pos_app.gateway.wire import Nothing, Wire

R = TypeVar("R", bound=Wire)
log = logging.getLogger("pos_app.gateway")
logging.getLogger("httpcore").setLevel(logging.WARNING)  # below that it quotes whole headers

_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "User-Agent": "pos-app",
}
PROMPT = 5.0  # seconds: a reply that came later, or after a sleep, dates nothing
_SLEPT = 60.0  # seconds: more than any limit here; a charge does not leave so late (F42)
_RIGHT = 3600.0  # seconds: a clock that is off by less breaks no certificate


@dataclass(frozen=True, slots=True)
class Patience:
    """Units: seconds, and bytes of a decoded reply."""

    connect: float = 5.0
    whole: float = 15.0
    reply: int = 256 * 1024


PATIENCE = Patience()


class Door:
    """Connections, limits, the token and the clock of the other side."""

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
        self._lines = Lines(transport, None if training else checked_proxy(proxy), ca_file)
        self._patience, self._monotonic, self._wall = patience, monotonic, wall
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
        before = self._monotonic()

        def too_late() -> bool:
            return call.about is About.CREATE and self._monotonic() - before > _SLEPT

        came = Exchange(left=self._lines.tell_nothing, too_late=too_late)
        try:
            await self._exchange(call, self._request(call, body, query, headers, came), came)
            if self._monotonic() - before < PROMPT:
                self._learn_skew(came)
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

    async def renew(self) -> None:
        """The network may be another one: what waits for a read ends, new ones go out anew."""
        await self._lines.renew()

    def own_address(self) -> str:
        """This computer's own, on the network that leads out now; empty where none does."""
        return self._lines.own_address()

    async def close(self) -> None:
        """End all connections. Whoever still waits for a reply gets NoAnswer."""
        await self._lines.close()

    # One request.

    def _request(
        self,
        call: Call,
        body: Wire | None,
        query: Mapping[str, str] | None,
        headers: Mapping[str, str] | None,
        came: Exchange,
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

    async def _exchange(self, call: Call, request: httpx.Request, came: Exchange) -> None:
        line, answered = await self._lines.take(fresh=call.alone), False
        try:
            with line.in_use() as transport:
                async with asyncio.timeout(self._patience.whole):
                    await self._ask(transport, request, came)
            answered = True
        except (httpx.HTTPError, OSError, ValueError) as error:
            raise came.lost(call, error, clock_is_right=self._clock_is_right()) from error
        finally:
            if call.alone:
                self._lines.keep(line, answered=answered)

    async def _ask(
        self, transport: httpx.AsyncBaseTransport, request: httpx.Request, came: Exchange
    ) -> None:
        answer = await transport.handle_async_request(request)
        try:
            came.status, came.headers = answer.status_code, answer.headers
            encoding = answer.headers.get("content-encoding", "").strip().lower()
            came.content = await read_capped(answer.aiter_raw(), encoding, self._patience.reply)
        finally:
            await answer.aclose()

    def _understood(self, call: Call, reply: type[R], came: Exchange) -> R:
        if not 200 <= came.status < 300:
            safe = came.content.replace(self.token.reveal().encode(), b"(token)")
            raise error_for(call, came.status, came.headers, safe)
        try:
            value = {} if reply is Nothing else strict_json(came.content)
            return reply.model_validate(value)
        except ValueError as error:
            said = detail_of(call, came.status, came.headers, f"no {reply.__name__}: {error}")
            raise NoAnswer(said, maybe_done=call.acts) from error

    def _learn_skew(self, came: Exchange) -> None:
        """From a reply of theirs that nobody kept for us. Its second is taken at the middle."""
        date = came.headers.get("date", "")
        if date == self._date or "age" in came.headers or not 200 <= came.status < 300:
            return
        if theirs := http_date(date):
            self._date = date
            self.skew = round((self._wall() - theirs.timestamp() - 0.5) * 1000)

    def _clock_is_right(self) -> bool:
        """The computer's own, by which certificates are judged; so far as we know the time."""
        theirs = self._wall() - self.skew / 1000
        return bool(self._date) and abs(time.time() - theirs) < _RIGHT
