"""One request under way: how far it came, and what it means that it got no whole reply."""

import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

import httpx

from pos_app.domain.errors import NoAnswer, NotSent, TillError
from pos_app.gateway.address import Call
from pos_app.gateway.decipher import detail_of
from pos_app.gateway.replies import clean

# What a transport without events of its own must raise for a request that never left.
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
# Whoever answered is not Mercado Pago. Their subclasses only say that a handshake is not over.
_UNTRUSTED = (ssl.SSLError, ssl.SSLCertVerificationError)
# Not yet valid, expired: its name and issuer were right. Source: OpenSSL, X509_verify_cert.
_OF_ANOTHER_TIME = (9, 10)


@dataclass(slots=True)
class Exchange:
    """What is known of a request while it is under way."""

    left: bool  # the first byte may be on the wire
    too_late: Callable[[], bool]  # asked before the first byte: may it leave no more?
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""

    async def watch(self, event: str, info: Mapping[str, object]) -> None:
        """A trace of httpcore. A proxy's CONNECT is none of our request."""
        if event == "http11.send_request_headers.started":
            ours = getattr(info["request"], "method", b"") != b"CONNECT"
            if ours and self.too_late():
                raise TimeoutError("the computer slept before the first byte")
            self.left |= ours

    def lost(self, call: Call, error: Exception, *, clock_is_right: bool) -> TillError:
        """What it means that no whole reply came: did the first byte leave, or not?

        `clock_is_right`: by the provider's own; then a certificate is what is out of date.
        """
        why = str(error) or type(error).__name__
        if self.left and not isinstance(error, _UNSENT):
            return NoAnswer(detail_of(call, self.status, self.headers, why), maybe_done=call.acts)
        said = clean(f"{call.method} {call.template}: {why}")
        tls = [link for link in _causes(error) if type(link) in _UNTRUSTED]
        if not clock_is_right and any(_is_of_another_time(link) for link in tls):
            return NotSent(said, clock=True)
        odd = isinstance(error, httpx.ProxyError | httpx.ProtocolError | httpx.ReadError)
        return NotSent(said, blocked=bool(tls) or odd)


def _is_of_another_time(error: BaseException) -> bool:
    return getattr(error, "verify_code", 0) in _OF_ANOTHER_TIME


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
