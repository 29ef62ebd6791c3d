"""JSON written and read by hand: no amount ever passes through a float."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from json.encoder import encode_basestring, encode_basestring_ascii
from typing import NoReturn

OFFSET = timezone(timedelta(hours=-4))  # the one the service writes its dates in, whatever the site
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class BadJson(ValueError):
    """The body is not JSON."""


@dataclass(frozen=True, slots=True)
class Number:
    """A JSON number as it is spelt."""

    text: str


def write(value: object) -> str:
    """The value as JSON text. Raises TypeError for a float."""
    match value:
        case str():  # what cannot be encoded (a lone surrogate) is not printable: it goes escaped
            return (encode_basestring if value.isprintable() else encode_basestring_ascii)(value)
        case None | bool() | int():
            return json.dumps(value)
        case Number(text):
            return text
        case dict():
            return "{" + ",".join(f"{write(str(k))}:{write(v)}" for k, v in value.items()) + "}"
        case list() | tuple():
            return "[" + ",".join(map(write, value)) + "]"
    raise TypeError(f"not for the wire: {value!r}")


def _no_constant(word: str) -> NoReturn:
    raise BadJson(f"{word} is not JSON")


def read(body: bytes) -> object:
    """The value of JSON text; a number with a point or an exponent becomes a Number."""
    try:
        value: object = json.loads(body, parse_float=Number, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise BadJson(str(error)) from error
    return value


def units(minor: int, decimals: int) -> Number:
    """Minor units as a JSON number of currency units: 183450 is 1834.5."""
    text = decimal_text(minor, decimals)
    return Number(text.rstrip("0").rstrip(".") if "." in text else text)


def decimal_text(minor: int, decimals: int) -> str:
    """Minor units as decimal text: 183450 is "1834.50"."""
    if not decimals:
        return str(minor)
    whole, part = divmod(abs(minor), 10**decimals)
    return f"{'-' if minor < 0 else ''}{whole}.{part:0{decimals}}"


def minor_of_text(text: str, decimals: int) -> int | None:
    """Minor units of an intent's amount, or None if it is not spelt as the API wants.

    Exactly two decimals with a dot; a currency without decimals may leave them out, as ".00".
    """
    if not (spelt := re.fullmatch(r"([0-9]{1,18})(?:\.([0-9]{2}))?", text)):
        return None
    whole, part = spelt.groups()
    if decimals:
        return None if part is None else int(whole + part)
    return int(whole) if part in (None, "00") else None


def minor_of_number(value: object, decimals: int) -> int | None:
    """Minor units of a JSON number of currency units, or None if it is none or too fine."""
    if isinstance(value, bool) or not isinstance(value, int | Number):
        return None
    amount = Decimal(value.text if isinstance(value, Number) else value)
    if amount.adjusted() > 18 or amount.adjusted() < -18:
        return None
    minor = amount.scaleb(decimals)
    return int(minor) if minor == minor.to_integral_value() else None


def iso(at: int | None) -> str | None:
    """ISO-8601 with milliseconds and offset, as the payments carry it."""
    return None if at is None else _moment(at).isoformat(timespec="milliseconds")


def notification_date(at: int, nanoseconds: int) -> str:
    """A space for the T, nine digits, no colon in the offset.

    Units: milliseconds since the epoch, and what is below them. Source: guide "Crear y
    administrar intents en dispositivos Point", sample of a notification.
    """
    moment = _moment(at)
    return f"{moment:%Y-%m-%d %H:%M:%S}.{at % 1000:03}{nanoseconds:06}{moment:%z}"


def moment_of(text: str) -> int | None:
    """Milliseconds since the epoch of an ISO date with an offset, or None."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return None if moment.tzinfo is None else (moment - _EPOCH) // timedelta(milliseconds=1)


def _moment(at: int) -> datetime:
    return (_EPOCH + timedelta(milliseconds=at)).astimezone(OFFSET)
