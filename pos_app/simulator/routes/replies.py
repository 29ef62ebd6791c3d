"""Replies and bodies: JSON out, JSON objects in, numbers of a page."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from pos_app.simulator.envelopes import Refusal, bad_request
from pos_app.simulator.wire import BadJson, read, write


def reply(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    return Response(write(value), status, headers, media_type="application/json")


async def refused(_: Request, error: Exception) -> Response:
    """The answer to a request that raised Refusal."""
    if not isinstance(error, Refusal):
        raise error
    return reply(error.body, error.status, error.headers)


async def object_of(request: Request) -> dict[str, object]:
    """The JSON object of the body. Raises Refusal when it is none."""
    try:
        body = read(await request.body())
    except BadJson as error:
        raise bad_request(f"the body is not JSON: {error}") from error
    if not isinstance(body, dict):
        raise bad_request("the body must be a JSON object")
    return body


def text(body: Mapping[str, object], name: str, longest: int) -> str:
    """A text of 1 to `longest` characters. Raises Refusal."""
    value = body.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= longest:
        raise bad_request(f"{name}: must be a text of 1 to {longest} characters")
    return value


def known_only(body: Mapping[str, object], *names: str) -> None:
    """Raises Refusal for a field that the reference does not have."""
    for name in body:
        if name not in names:
            raise bad_request(f"{name}: unknown field")


def whole(request: Request, name: str, default: int, largest: int, code: int | None = None) -> int:
    """A whole number of the query, 0 to `largest`. Raises Refusal."""
    value = request.query_params.get(name)
    if value is None:
        return default
    if not (value.isascii() and value.isdigit() and len(value) <= 18 and int(value) <= largest):
        raise bad_request(f"{name}: must be a whole number up to {largest}", code)
    return int(value)
