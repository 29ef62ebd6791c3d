"""Where requests may go: the hosts, and what an id must look like to stand in a path."""

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote

from pos_app.domain.errors import RequestRefused

LIVE = "https://api.mercadopago.com"

_LOOPBACK = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::([0-9]{1,5}))?/?")
_PROXY = re.compile(r"https?://(?:[^\s/@]+@)?[A-Za-z0-9.-]+(?::[0-9]{1,5})?/?")
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


def checked_address(address: str, *, training: bool) -> str:
    """The address as requests use it: Mercado Pago's alone, or in training a loopback one.

    Raises:
        ValueError: any other host, scheme, port, user or path (S16, S17).
    """
    if not training:
        if address != LIVE:
            raise ValueError("a live till speaks with Mercado Pago only")
        return address
    match = _LOOPBACK.fullmatch(address)
    if match is None or int(match[1] or 80) not in range(1, 65_536):
        raise ValueError("a till in training speaks with http on a loopback address only")
    return address.rstrip("/")


def checked_proxy(proxy: str | None) -> str | None:
    """The proxy that was set, or ValueError, without its value, which may hold a password."""
    if proxy is not None and not _PROXY.fullmatch(proxy):
        raise ValueError("not a proxy: http://host:port or https://host:port")
    return proxy


class About(Enum):
    """What a request is for: the same status means different things to each."""

    READ = "read"
    PROOF = "proof"  # reads a list: what is not in it is not there
    CREATE = "create"  # offers an amount to a terminal: money
    CANCEL = "cancel"
    MODE = "mode"
    SETUP = "setup"


@dataclass(frozen=True, slots=True)
class Call:
    """One request: what it is for and where it goes. `template` is the path without its ids."""

    about: About
    method: str
    template: str
    path: str

    @property
    def acts(self) -> bool:
        return self.method != "GET"

    @property
    def alone(self) -> bool:
        """It goes out on a connection that nobody has used: no stale one swallows it, and nothing
        that an earlier question left there passes for its answer (F15, F16)."""
        return self.about in (About.CREATE, About.PROOF)


def call(about: About, method: str, template: str, **ids: str) -> Call:
    """The request with its ids in place.

    Raises:
        RequestRefused: something that is no id would have gone into the path.
    """
    if strange := [name for name, value in ids.items() if not _ID.fullmatch(value)]:
        raise RequestRefused(f"{method} {template}: not an id: {', '.join(strange)}")
    path = template.format(**{name: quote(value, safe="") for name, value in ids.items()})
    return Call(about, method, template, path)
