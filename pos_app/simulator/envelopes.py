"""The shapes in which Mercado Pago says no."""

# Source: the five error envelopes seen in its reference and in replies of the live service.

from typing import Literal

Kind = Literal["E1", "E2", "E3", "E4"]


def envelope(
    kind: Kind, status: int, error: str, message: str, code: int | str | None = None
) -> dict[str, object]:
    """The body of an error: E1 classic, E2 Point, E3 Orders, E4 the gateway in front."""
    if kind == "E4":
        return {"code": error, "message": message}
    if kind == "E3":
        return {"errors": [{"code": error, "message": message}]}
    cause = [] if code is None else [{"code": code, "description": message, "data": None}]
    return {"message": message, "error": error, "status": status, "cause": cause}


class Refusal(Exception):
    """A request that the simulated service answers with an error."""

    def __init__(
        self,
        status: int,
        error: str,
        message: str,
        code: int | str | None = None,
        kind: Kind = "E1",
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.body = envelope(kind, status, error, message, code)
        self.headers = {} if retry_after is None else {"Retry-After": str(retry_after)}


def bad_request(message: str, code: int | str | None = None) -> Refusal:
    return Refusal(400, "bad_request", message, code)


def not_found(message: str, code: int | str | None = None) -> Refusal:
    return Refusal(404, "not_found", message, code)
