"""Facts as canonical JSON, and back: by the name of their kind, field by field."""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import MappingProxyType, UnionType
from typing import TypeVar, get_args, get_origin, get_type_hints

from pos_app.domain import sale
from pos_app.domain.charge import facts, orphan
from pos_app.domain.charge.facts import Fact
from pos_app.domain.charge.orphan import MoneyFact
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.sale import SaleFact

T = TypeVar("T")
AnyFact = Fact | SaleFact | MoneyFact
Reader = Callable[[object], object]
Plain = None | bool | int | str | list["Plain"] | dict[str, "Plain"]

KINDS: Mapping[str, type[Fact] | type[SaleFact] | type[MoneyFact]] = MappingProxyType(
    {
        name: kind
        for module, root in ((facts, Fact), (sale, SaleFact), (orphan, MoneyFact))
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, root) and kind is not root
    }
)


def canonical(value: Plain) -> str:
    """The one way to write it: keys in order, no blanks, letters as they are."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def kind_of(fact: AnyFact) -> str:
    return type(fact).__name__


def encode(fact: AnyFact) -> str:
    """All of the fact but its time, which is the event's own."""
    return canonical({n: _plain(getattr(fact, n)) for n in _readers(type(fact)) if n != "at"})


def decode(kind: str, at: int, body: str) -> AnyFact:
    """The fact that was written. What a later release added to it is passed over.

    Raises:
        LedgerError: TOO_NEW for a kind or a word of a later release, DAMAGED for anything else.
    """
    made = KINDS.get(kind)
    if made is None:
        raise LedgerError(LedgerFault.TOO_NEW, f"a kind of event that is not known: {kind}")
    build: Callable[..., AnyFact] = made
    try:
        return build(at=at, **_read_fields(made, json.loads(body, parse_float=_no_float)))
    except KeyError as error:
        raise LedgerError(LedgerFault.TOO_NEW, f"{kind}: a word not known: {error}") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise LedgerError(LedgerFault.DAMAGED, f"{kind}: {error}") from error


def _hints(kind: type) -> dict[str, object]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _readers(kind: type) -> Mapping[str, Reader]:
    return _readers_once(kind)  # a type is hashable, whatever mypy holds of a dataclass


@cache
def _readers_once(kind: type) -> Mapping[str, Reader]:
    """How each field of the kind is read, and in which order all are written."""
    return {name: _reader(hint) for name, hint in _hints(kind).items()}


def _plain(value: object) -> Plain:
    match value:
        case None | bool() | int() | str():
            return value
        case Enum():
            return value.name
        case tuple():
            return [_plain(part) for part in value]
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in _readers(type(value))}
    raise TypeError(f"the ledger does not hold a {type(value).__name__}")


def _read_fields(kind: type, written: object) -> dict[str, object]:
    if not isinstance(written, dict):
        raise ValueError("not an object")
    readers = _readers(kind).items()
    return {name: read(written[name]) for name, read in readers if name in written and name != "at"}


def _reader(hint: object) -> Reader:
    """Reads what was written for a field of this type, or raises what `decode` explains."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:  # something, or None
        inner = _reader(arguments[0])
        return lambda written: None if written is None else inner(written)
    if origin is tuple:
        part = _reader(arguments[0])
        return lambda written: tuple(part(one) for one in _exactly(list, written))
    if isinstance(hint, type) and issubclass(hint, Enum):
        words = hint.__members__
        return lambda written: words[_exactly(str, written)]
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda written: hint(**_read_fields(hint, written))
    if not isinstance(hint, type):
        raise TypeError(f"the ledger does not hold {hint}")
    return lambda written: _exactly(hint, written)


def _exactly(kind: type[T], written: object) -> T:
    if type(written) is not kind:
        raise ValueError(f"{written!r} is not of {kind.__name__}")
    return written


def _no_float(written: str) -> float:
    raise ValueError(f"a fraction: {written}")
