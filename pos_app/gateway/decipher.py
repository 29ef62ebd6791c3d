"""Replies that are no success, read as the shop's errors. No I/O: tested without a network."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import NamedTuple

from pos_app.domain.errors import (
    CredentialsRefused,
    NoAnswer,
    NotFound,
    RequestRefused,
    TerminalBusy,
    TerminalNotReady,
    TillError,
    TooLateToCancel,
    TooManyRequests,
)
from pos_app.gateway.address import About, Call
from pos_app.gateway.replies import clean, strict_json

SHORTEST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds

_MODE = re.compile(r"\b(pdv|standalone)\b|operat(ing|ion)[ _-]?mode|not logged", re.IGNORECASE)
_AMOUNT = re.compile(r"amount", re.IGNORECASE)
_OWNER = re.compile(r"device owner", re.IGNORECASE)
_EDGE = re.compile(r"unauthorized", re.IGNORECASE)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")


class Envelope(NamedTuple):
    """What an error body says. `vendor`: it has the shape of one of theirs."""

    vendor: bool = False
    codes: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return " ".join((*self.codes, *self.texts))


def read_envelope(body: bytes) -> Envelope:
    """Any of the five shapes that errors come in; one that is none of them says nothing.

    Sources: Payments, refunds and oauth references (message, error, status, cause); Point
    integration API (the same, `error` a number as text); Orders reference (errors); captured
    replies of the edge (code, message); HTML or nothing from whatever stands before it.
    """
    try:
        value = strict_json(body)
    except ValueError:
        return Envelope()
    if not isinstance(value, dict) or not value.keys() & {"message", "error", "errors", "code"}:
        return Envelope()
    parts = [value, *_parts(value.get("cause")), *_parts(value.get("errors"))]
    codes = [part.get(key) for part in parts for key in ("code", "error")]
    texts = [part.get(key) for part in parts for key in ("message", "description", "details")]
    return Envelope(True, tuple(_said(codes)), tuple(_said(texts)))


def _parts(value: object) -> list[dict[str, object]]:
    rows = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, dict)]


def _said(values: list[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield clean(str(value))
        elif isinstance(value, list):
            yield from (clean(item) for item in value if isinstance(item, str))


def request_id(headers: Mapping[str, str]) -> str:
    """The provider's own number for a request: its support asks for it. "-" where none is."""
    found = headers.get("x-request-id", "")
    return found if _REQUEST_ID.fullmatch(found) else "-"


def detail_of(call: Call, status: int, headers: Mapping[str, str], said: str) -> str:
    """For the log and the Details of a panel: never a token, never a whole body."""
    where = f"{call.method} {call.template}: HTTP {status}, x-request-id {request_id(headers)}"
    return f"{where}: {clean(said)}" if said else where


def error_for(call: Call, status: int, headers: Mapping[str, str], body: bytes) -> TillError:
    """The error for a reply that is no success. `body` is for the detail, never for the screen."""
    said = read_envelope(body)
    detail = detail_of(call, status, headers, said.words)
    if status in (423, 429):
        sure = said.vendor or not call.acts
        return TooManyRequests(detail, wait=_wait(headers), sure=sure)
    if status == 408 or not 400 <= status < 500:
        return NoAnswer(detail, maybe_done=call.acts)
    if status in (401, 403):
        return _forbidden(call, status, said, detail)
    if status == 404 or (status == 405 and call.about is About.CANCEL):
        return NotFound(detail)
    return _refused(call, status, said, detail)


def _forbidden(call: Call, status: int, said: Envelope, detail: str) -> TillError:
    if status == 403 and call.about in (About.CREATE, About.MODE):
        if "104" in said.codes or _OWNER.search(said.words):
            return NotFound(detail)  # somebody else's terminal
        theirs = said.vendor and not _EDGE.search(said.words)
        if _MODE.search(said.words) or (theirs and call.about is About.MODE):
            return TerminalNotReady(detail)  # nobody has signed in on it
    return CredentialsRefused(detail)


def _refused(call: Call, status: int, said: Envelope, detail: str) -> TillError:
    if call.about is About.CANCEL:
        return TooLateToCancel(detail)
    if call.about is About.CREATE and _MODE.search(said.words):
        return TerminalNotReady(detail)
    if call.about is About.CREATE and status == 409:
        return TerminalBusy(detail)
    return RequestRefused(detail, about_amount=bool(_AMOUNT.search(said.words)))


def _wait(headers: Mapping[str, str]) -> float | None:
    """Seconds that the reply asks to wait: a number, or a date by the reply's own clock."""
    asked = headers.get("retry-after", "").strip()
    if asked.isascii() and asked.isdigit():
        return _held(float(asked[:6]))
    until, now = http_date(asked), http_date(headers.get("date", ""))
    return _held((until - now).total_seconds()) if until and now else None


def _held(seconds: float) -> float:
    return min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)


def http_date(text: str) -> datetime | None:
    """A date of a header, or None if it is none."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else None
