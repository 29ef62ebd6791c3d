"""Terminals: the list, and the mode of one. Source: reference of the in-store API, devices."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pos_app.simulator.backend import Backend
from pos_app.simulator.envelopes import Refusal, bad_request
from pos_app.simulator.routes.replies import object_of, reply, whole
from pos_app.simulator.world.records import Terminal

_ROOT = "/instore-api/point/v1/devices"
_LARGEST_ID = 10**18 - 1


class TerminalRoutes:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.routes = [
            Route(_ROOT, self._list, methods=["GET"]),
            Route(_ROOT + "/{terminal}", self._switch, methods=["PATCH"]),
        ]

    async def _list(self, request: Request) -> Response:
        offset = whole(request, "offset", 0, _LARGEST_ID)
        limit = whole(request, "limit", 50, 50)
        store = request.query_params.get("store_id")
        pos = whole(request, "pos_id", -1, _LARGEST_ID)
        found = [
            terminal
            for terminal in self._backend.world.terminals.values()
            if (store is None or store == str(terminal.store_id)) and pos in (-1, terminal.pos_id)
        ]
        page = [self._shown(terminal) for terminal in found[offset : offset + limit]]
        paging = {"total": len(found), "offset": offset, "limit": limit}
        return reply({"devices": page, "paging": paging})

    async def _switch(self, request: Request) -> Response:
        terminal_id = request.path_params["terminal"]
        mode = (await object_of(request)).get("operating_mode")
        if mode not in ("PDV", "STANDALONE"):
            raise bad_request("operating_mode: must be PDV or STANDALONE")
        if "__" not in terminal_id:
            raise bad_request("device id has an incorrect format")
        terminal = self._backend.world.terminals.get(terminal_id)
        if terminal is None:
            raise Refusal(403, "104", "Forbidden Error checking device owner", kind="E2")
        if not terminal.signed_in:
            raise Refusal(403, "forbidden", "user is not logged into the device")
        terminal.mode = str(mode)
        self._backend.lives.attend(terminal)
        return reply({"operating_mode": mode})

    def _shown(self, terminal: Terminal) -> dict[str, object]:
        """`pos_id` is a number here and a text in payments; `external_id` is the store's."""
        shown: dict[str, object] = {"id": terminal.id, "operating_mode": terminal.mode}
        if terminal.pos_id is not None:
            shown["pos_id"] = terminal.pos_id
        if terminal.store_id is not None:
            shown["store_id"] = str(terminal.store_id)
            shown["external_id"] = self._backend.world.stores[terminal.store_id].external_id
        return shown
