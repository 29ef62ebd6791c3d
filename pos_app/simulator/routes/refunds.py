"""Refunds: ask for one, list them, read one. Source: Payments API, reference of refunds."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pos_app.simulator.backend import Backend
from pos_app.simulator.envelopes import Refusal, bad_request, not_found
from pos_app.simulator.routes.payments import payment_named, refund_shown
from pos_app.simulator.routes.replies import known_only, object_of, reply
from pos_app.simulator.wire import minor_of_number

_ROOT = "/v1/payments/{payment}/refunds"


class RefundRoutes:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.routes = [
            Route(_ROOT, self._ask, methods=["POST"]),
            Route(_ROOT, self._list, methods=["GET"]),
            Route(_ROOT + "/{refund}", self._read, methods=["GET"]),
        ]

    async def _ask(self, request: Request) -> Response:
        key = request.headers.get("x-idempotency-key", "")
        if not key:
            raise bad_request("the header X-Idempotency-Key is required")
        body = await object_of(request) if await request.body() else {}
        known_only(body, "amount")
        payment = payment_named(self._backend, request)
        refund, news = self._backend.refunds.ask(payment, self._amount(body), key)
        return reply(refund_shown(refund, self._backend.world), 201 if news else 200)

    async def _list(self, request: Request) -> Response:
        payment = payment_named(self._backend, request)
        return reply([refund_shown(refund, self._backend.world) for refund in payment.refunds])

    async def _read(self, request: Request) -> Response:
        payment, wanted = payment_named(self._backend, request), request.path_params["refund"]
        for refund in payment.refunds:
            if str(refund.id) == wanted:
                return reply(refund_shown(refund, self._backend.world))
        raise not_found("Refund not found", 2032)

    def _amount(self, body: dict[str, object]) -> int | None:
        """Minor units, or None for all that is left."""
        if "amount" not in body:
            return None
        minor = minor_of_number(body["amount"], self._backend.world.site.decimals)
        if minor is None:
            raise Refusal(401, "bad_request", "The amount must be numeric", 4041)
        return minor
