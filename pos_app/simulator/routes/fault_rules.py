"""Fault rules as the control plane spells them."""

from pos_app.simulator.envelopes import Refusal, bad_request
from pos_app.simulator.faults import (
    Answer,
    CutOff,
    Delay,
    Drip,
    Drop,
    Edit,
    Fault,
    Header,
    Late,
    Pad,
    Remove,
    Rule,
    Truncate,
    page,
    refusal,
)
from pos_app.simulator.routes.replies import known_only

_FIELDS = {
    "answer": ("status", "body", "content_type", "retry_after"),
    "error": ("status", "error", "message", "kind", "code", "retry_after"),
    "page": ("status",),
    "drop": (),
    "delay": ("ms",),
    "late": ("ms", "hang"),
    "drip": ("ms",),
    "edit": ("place", "value"),
    "remove": ("place",),
    "truncate": ("size",),
    "cut-off": ("size",),
    "pad": ("size",),
    "header": ("name", "value"),
}
_COUNTED: dict[str, type[Truncate | CutOff | Pad | Drip]] = {
    "truncate": Truncate,
    "cut-off": CutOff,
    "pad": Pad,
    "drip": Drip,
}
_TIMED = ("answer", "error", "page", "drop", "delay")  # before or after the effect


def rule_of(body: dict[str, object]) -> Rule:
    """`{"do": "drop", "method": "POST", "path": "*/point/*", "nth": 1, "times": 1, ...}`.

    `times` null is for ever. Raises Refusal.
    """
    deed = body.get("do")
    if not isinstance(deed, str) or deed not in _FIELDS:
        raise bad_request(f"do: one of {', '.join(_FIELDS)}")
    timed = ("after_effect",) if deed in _TIMED else ()
    known_only(body, "do", "method", "path", "nth", "times", *_FIELDS[deed], *timed)
    fault = _fault(deed, body)
    times = None if "times" in body and body["times"] is None else _count(body, "times", 1)
    method, path = _text(body, "method", "*"), _text(body, "path", "*")
    return Rule(fault, method, path, _count(body, "nth", 1), times)


def _fault(deed: str, body: dict[str, object]) -> Fault:
    after = body.get("after_effect") is True
    match deed:
        case "answer" | "error" | "page":
            return _answer(deed, body, after)
        case "drop":
            return Drop(after)
        case "delay":
            return Delay(_count(body, "ms"), body.get("after_effect") is not False)
        case "late":
            return Late(_count(body, "ms"), _count(body, "hang", 0))
        case "edit":
            return Edit(_text(body, "place"), body.get("value"))
        case "remove":
            return Remove(_text(body, "place"))
        case "truncate" | "cut-off" | "pad" | "drip":
            return _COUNTED[deed](_count(body, _FIELDS[deed][0]))
    return Header(_text(body, "name"), _text(body, "value"))


def _answer(deed: str, body: dict[str, object], after: bool) -> Answer:
    status = _count(body, "status", 503)
    if not 200 <= status <= 599:
        raise bad_request("status: 200 to 599")
    if deed == "page":
        return page(status, after_effect=after)
    wait = _count(body, "retry_after") if "retry_after" in body else None
    if deed == "error":
        return _error(body, status, wait, after)
    headers = {} if wait is None else {"Retry-After": str(wait)}
    text = _text(body, "body", "")
    kind_of_body = _text(body, "content_type", "application/json")
    return Answer(status, text.encode(), kind_of_body, headers, after)


def _error(body: dict[str, object], status: int, wait: int | None, after: bool) -> Answer:
    kind, code = body.get("kind", "E1"), body.get("code")
    if kind not in ("E1", "E2", "E3", "E4"):
        raise bad_request("kind: E1, E2, E3 or E4")
    if not (code is None or isinstance(code, int | str)):
        raise bad_request("code: a number or a text")
    name, message = _text(body, "error", "internal_error"), _text(body, "message", "simulated")
    return refusal(
        status, name, message, kind=kind, code=code, retry_after=wait, after_effect=after
    )


def _text(body: dict[str, object], name: str, default: str | None = None) -> str:
    value = body.get(name, default)
    if not isinstance(value, str):
        raise _wrong(name, "a text")
    return value


def _count(body: dict[str, object], name: str, default: int | None = None) -> int:
    value = body.get(name, default)
    if type(value) is not int or not 0 <= value <= 100_000_000:
        raise _wrong(name, "a whole number")
    return value


def _wrong(name: str, what: str) -> Refusal:
    return bad_request(f"{name}: must be {what}")
