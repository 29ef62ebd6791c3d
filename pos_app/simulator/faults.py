"""Faults by request: which one goes wrong, how, and how often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from pos_app.simulator.envelopes import Kind, envelope
from pos_app.simulator.wire import BadJson, read, write


class ConnectionDropped(Exception):
    """The connection ended without (the rest of) an answer.

    Raised out of the ASGI application: an in-process transport turns it into its own error, the
    loopback server closes the socket.
    """


@dataclass(slots=True)
class Reply:
    """What goes back. `sent`: so many bytes of the body, then the connection is dropped."""

    status: int
    headers: dict[str, str]
    body: bytes
    sent: int | None = None
    pause: int = 0  # milliseconds between one piece of the body and the next


@dataclass(frozen=True, slots=True)
class Answer:
    """Another reply instead; `after_effect`: the request has been carried out all the same."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    after_effect: bool = False


@dataclass(frozen=True, slots=True)
class Drop:
    """No reply. `after_effect`: the request was carried out and its answer is lost."""

    after_effect: bool = False


@dataclass(frozen=True, slots=True)
class Delay:
    """Units: milliseconds."""

    ms: int
    after_effect: bool = True


@dataclass(frozen=True, slots=True)
class Late:
    """No reply now, and the request is carried out so much later: it was held up on its way.

    `hang`: how long the caller is kept waiting for nothing. Units: milliseconds, both from now.
    """

    ms: int
    hang: int = 0


@dataclass(frozen=True, slots=True)
class Edit:
    """One place of the JSON says something else: `operations.0.results`, `results.*.id`."""

    place: str
    value: object


@dataclass(frozen=True, slots=True)
class Remove:
    """One place of the JSON is missing."""

    place: str


@dataclass(frozen=True, slots=True)
class Truncate:
    """Whole as HTTP, cut as JSON."""

    size: int


@dataclass(frozen=True, slots=True)
class CutOff:
    """The connection ends after so many bytes of the body."""

    size: int


@dataclass(frozen=True, slots=True)
class Drip:
    """The body comes in pieces of 16 bytes. Units: milliseconds between two of them."""

    ms: int


@dataclass(frozen=True, slots=True)
class Pad:
    """A body of at least so many bytes, and still JSON."""

    size: int


@dataclass(frozen=True, slots=True)
class Header:
    name: str
    value: str


Change = Edit | Remove | Truncate | CutOff | Drip | Pad | Header
Fault = Answer | Drop | Delay | Late | Change


def refusal(
    status: int,
    error: str = "internal_error",
    message: str = "simulated",
    *,
    kind: Kind = "E1",
    code: int | str | None = None,
    retry_after: int | None = None,
    after_effect: bool = False,
) -> Answer:
    """An error in one of the service's envelopes."""
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    body = write(envelope(kind, status, error, message, code)).encode()
    return Answer(status, body, headers=headers, after_effect=after_effect)


def page(status: int, *, after_effect: bool = False) -> Answer:
    """The HTML of a gateway in front of the service."""
    body = f"<html><body><h1>{status}</h1></body></html>".encode()
    return Answer(status, body, "text/html", after_effect=after_effect)


@dataclass(slots=True)
class Rule:
    """`nth`: from which matching request on; `times`: how many of them, None for ever."""

    fault: Fault
    method: str = "*"
    path: str = "*"
    nth: int = 1
    times: int | None = 1
    seen: int = 0

    def strikes(self, method: str, path: str) -> bool:
        if not (fnmatchcase(method, self.method) and fnmatchcase(path, self.path)):
            return False
        self.seen += 1
        last = None if self.times is None else self.nth + self.times - 1
        return self.seen >= self.nth and (last is None or self.seen <= last)

    @property
    def spent(self) -> bool:
        return self.times is not None and self.seen >= self.nth + self.times - 1


class Faults:
    def __init__(self) -> None:
        self.rules: list[Rule] = []

    def add(
        self,
        fault: Fault,
        method: str = "*",
        path: str = "*",
        nth: int = 1,
        times: int | None = 1,
    ) -> Rule:
        """Let requests go wrong. `path` is a shell pattern: `*/intents/*/point`."""
        self.rules.append(rule := Rule(fault, method, path, nth, times))
        return rule

    def take(self, method: str, path: str) -> list[Fault]:
        """What befalls this request, each fault counted as used."""
        struck = [rule.fault for rule in self.rules if rule.strikes(method, path)]
        self.rules = [rule for rule in self.rules if not rule.spent]
        return struck


def change(reply: Reply, fault: Change) -> None:
    """The reply, gone wrong. A body that is not JSON has no places to edit."""
    match fault:
        case Header(name, value):
            reply.headers[name.lower()] = value
        case Truncate(size):
            reply.body = reply.body[:size]
        case CutOff(size):
            reply.sent = size
        case Drip(ms):
            reply.pause = ms
        case Pad(size):
            reply.body = reply.body + b" " * (size - len(reply.body))
        case Edit(place, value):
            _rewrite(reply, place, value, remove=False)
        case Remove(place):
            _rewrite(reply, place, None, remove=True)


def _rewrite(reply: Reply, place: str, value: object, *, remove: bool) -> None:
    try:
        tree = read(reply.body)
    except BadJson:
        return
    _set(tree, place.split("."), value, remove)
    reply.body = write(tree).encode()


def _set(node: object, path: list[str], value: object, remove: bool) -> None:
    step, rest = path[0], path[1:]
    if isinstance(node, list):
        places: list[int | str] = list(range(len(node))) if step == "*" else [int(step)]
        branch = {i: node[int(i)] for i in places if int(i) < len(node)}
    elif isinstance(node, dict):
        branch = {step: node.get(step)}
    else:
        return
    for key, below in branch.items():
        if rest:
            _set(below, rest, value, remove)
        elif remove:
            node.pop(key, None) if isinstance(node, dict) else node.pop(int(key))
        else:
            node[key] = value  # type: ignore[index]  # an int for a list, a str for a dict
