"""Intents: both creates, the read, both forms of DELETE."""

# Source: guide "Crear y administrar intents en dispositivos Point", and the reference behind it.

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pos_app.simulator.backend import Backend
from pos_app.simulator.envelopes import Refusal, bad_request
from pos_app.simulator.routes.replies import known_only, object_of, reply, text
from pos_app.simulator.wire import minor_of_text
from pos_app.simulator.world.records import Intent, Status
from pos_app.simulator.world.site import Site

_ROOT = "/instore-api/integrations/v1/intents"


class IntentRoutes:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.routes = [
            Route(_ROOT + "/point/pos/{till}", self._create_at_till, methods=["POST"]),
            Route(_ROOT + "/point/{terminal}", self._create_on, methods=["POST"]),
            Route(_ROOT + "/{intent}/point", self._read, methods=["GET"]),
            Route(_ROOT + "/{intent}/point", self._delete, methods=["DELETE"]),
            Route(_ROOT + "/{intent}/point/pos/{till}", self._delete_at_till, methods=["DELETE"]),
        ]

    async def _create_at_till(self, request: Request) -> Response:
        amount, body = _asked(await object_of(request), self._backend.world.site)
        intents = self._backend.intents
        intent = intents.create_at_till(request.path_params["till"], amount, body)
        return reply(self._shown(intent, intent.status), 201)

    async def _create_on(self, request: Request) -> Response:
        amount, body = _asked(await object_of(request), self._backend.world.site)
        intent = self._backend.intents.create_on(request.path_params["terminal"], amount, body)
        return reply(self._shown(intent, intent.status), 201)

    async def _read(self, request: Request) -> Response:
        return reply(self._shown(*self._backend.intents.read(request.path_params["intent"])))

    async def _delete(self, request: Request) -> Response:
        if not self._backend.options.delete_by_intent:
            raise Refusal(405, "method_not_allowed", "Method Not Allowed")
        self._backend.intents.cancel(request.path_params["intent"])
        return Response(status_code=204)

    async def _delete_at_till(self, request: Request) -> Response:
        path = request.path_params
        self._backend.intents.cancel(path["intent"], path["till"])
        return Response(status_code=204)

    def _shown(self, intent: Intent, status: Status) -> dict[str, object]:
        shown: dict[str, object] = {"id": intent.id, "status": status, **intent.body}
        if status is Status.CLOSED:
            asked = intent.body["operations"]
            results = [{"id": number, "source": "PAYMENT"} for number in intent.payments]
            if isinstance(asked, list):
                shown["operations"] = [operation | {"results": results} for operation in asked]
        return shown


def _asked(body: dict[str, object], site: Site) -> tuple[int, dict[str, object]]:
    """The amount in minor units, and the body as it will be echoed. Raises Refusal."""
    known_only(body, "external_reference", "description", "operations", "enabler_configuration")
    text(body, "external_reference", 100)
    text(body, "description", 255)
    operations = body.get("operations")
    if not isinstance(operations, list) or len(operations) != 1:
        raise bad_request("operations: must be a list of exactly one")
    operation = operations[0]
    if not isinstance(operation, dict):
        raise bad_request("operations[0]: must be an object")
    known_only(operation, "type", "amount")
    if operation.get("type") != "PURCHASE":
        raise bad_request("operations[0].type: must be PURCHASE")
    amount = operation.get("amount")
    minor = minor_of_text(amount, site.decimals) if isinstance(amount, str) else None
    if minor is None:
        raise bad_request("operations[0].amount: must be a text such as 12.47")
    if "enabler_configuration" in body:
        _check_enabler(body["enabler_configuration"], site)
    return minor, body


def _check_enabler(enabler: object, site: Site) -> None:
    if not isinstance(enabler, dict):
        raise bad_request("enabler_configuration: must be an object")
    ticket = ["ticket_number"] if site.takes_ticket_number else []
    known_only(enabler, "device_payment_mode", "print_on_terminal", *ticket)
    if enabler.get("device_payment_mode", "CARD") != "CARD":
        raise bad_request("enabler_configuration.device_payment_mode: must be CARD")
    if "ticket_number" in enabler:
        text(enabler, "ticket_number", 100)
    printed = enabler.get("print_on_terminal", [])
    if not isinstance(printed, list) or any(item != "SELLER_TICKET" for item in printed):
        raise bad_request("enabler_configuration.print_on_terminal: only SELLER_TICKET")
