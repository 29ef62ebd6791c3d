"""The account, its stores and its tills. Source: references of stores and of points of sale."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pos_app.simulator.backend import Backend
from pos_app.simulator.envelopes import Refusal, not_found
from pos_app.simulator.routes.replies import object_of, reply, whole
from pos_app.simulator.wire import Number, iso
from pos_app.simulator.world.records import Store, Till, World

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_STORE_FIELDS = ("name", "external_id", "business_hours", "location")
_TILL_FIELDS = (
    "name", "external_id", "store_id", "external_store_id", "fixed_amount", "category", "url"
)  # fmt: skip
_LARGEST_ID = 10**18 - 1


class ShopRoutes:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.routes = [
            Route("/users/me", self._me, methods=["GET"]),
            Route("/users/{user}/stores", self._create_store, methods=["POST"]),
            Route("/users/{user}/stores/search", self._search_stores, methods=["GET"]),
            Route("/stores/{store}", self._read_store, methods=["GET"]),
            Route("/pos", self._create_till, methods=["POST"]),
            Route("/pos", self._search_tills, methods=["GET"]),
            Route("/pos/{till}", self._read_till, methods=["GET"]),
            Route("/pos/{till}", self._change_till, methods=["PUT"]),
        ]

    async def _me(self, request: Request) -> Response:
        account, site = self._backend.account, self._backend.world.site
        return reply(
            {
                "id": account.user_id,
                "nickname": account.nickname,
                "email": f"{account.nickname.lower()}@example.com",
                "site_id": site.id,
                "tags": ["normal"],
            }
        )

    async def _create_store(self, request: Request) -> Response:
        self._only_own(request)
        world, body = self._backend.world, await object_of(request)
        _check_store(body, world)
        hours, location = body.get("business_hours"), body["location"]
        store = Store(
            world.new_number(58_820_000),
            str(body["name"]),
            _text_or_none(body.get("external_id")),
            world.now,
            location if isinstance(location, dict) else {},
            hours if isinstance(hours, dict) else None,
        )
        world.stores[store.id] = store
        return reply(_store_shown(store), 201)

    async def _search_stores(self, request: Request) -> Response:
        self._only_own(request)
        wanted = request.query_params.get("external_id")
        stores = self._backend.world.stores.values()
        found = [_store_shown(s) for s in stores if wanted in (None, s.external_id)]
        return _page(request, list(found))

    async def _read_store(self, request: Request) -> Response:
        name, stores = request.path_params["store"], self._backend.world.stores
        store = next((s for s in stores.values() if str(s.id) == name), None)
        if store is None:
            raise not_found("Store not found")
        return reply(_store_shown(store))

    async def _create_till(self, request: Request) -> Response:
        world = self._backend.world
        if not await request.body():
            raise _wrong("MISSING_BODY", "the body is missing")
        body = await object_of(request)
        _check_till(body, world, None)
        till = Till(world.new_number(61_420_000), "", None, None, world.now, world.now)
        self._fill(till, body)
        world.tills[till.id] = till
        return reply(_till_shown(till, world), 201)

    async def _search_tills(self, request: Request) -> Response:
        world, asked = self._backend.world, request.query_params
        external_id, store = asked.get("external_id"), asked.get("store_id")
        found = [
            _till_shown(till, world)
            for till in world.tills.values()
            if external_id in (None, till.external_id) and store in (None, str(till.store_id))
        ]
        return _page(request, found)

    async def _read_till(self, request: Request) -> Response:
        return reply(_till_shown(self._till(request), self._backend.world))

    async def _change_till(self, request: Request) -> Response:
        till, body = self._till(request), await object_of(request)
        kept: dict[str, object] = {"name": till.name, "external_id": till.external_id}
        _check_till(kept | body, self._backend.world, till)
        self._fill(till, body)
        till.updated = self._backend.world.now
        return reply(_till_shown(till, self._backend.world))

    def _fill(self, till: Till, body: dict[str, object]) -> None:
        till.name = str(body.get("name", till.name))
        till.external_id = _text_or_none(body.get("external_id", till.external_id))
        till.fixed_amount = bool(body.get("fixed_amount", till.fixed_amount))
        category = body.get("category", till.category)
        till.category = category if isinstance(category, int) else None
        if store := _store_asked(body, self._backend.world):
            till.store_id = store.id

    def _till(self, request: Request) -> Till:
        name = request.path_params["till"]
        for till in self._backend.world.tills.values():
            if str(till.id) == name:
                return till
        raise not_found("Point of sale not found")

    def _only_own(self, request: Request) -> None:
        if request.path_params["user"] != str(self._backend.account.user_id):
            raise Refusal(403, "forbidden", "the token is of another user")


def _wrong(error: str, message: str) -> Refusal:
    return Refusal(400, error, message, error)


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(value)


def _page(request: Request, found: list[dict[str, object]]) -> Response:
    offset = whole(request, "offset", 0, _LARGEST_ID)
    limit = whole(request, "limit", 50, 100)
    paging = {"total": len(found), "offset": offset, "limit": limit}
    return reply({"paging": paging, "results": found[offset : offset + limit]})


def _check_store(body: dict[str, object], world: World) -> None:
    if unknown := [name for name in body if name not in _STORE_FIELDS]:
        raise _wrong("UNKNOWN_FIELD", unknown[0])
    if not isinstance(body.get("name"), str) or not body["name"]:
        raise _wrong("INVALID_NAME", "name: is required")
    external_id = body.get("external_id")
    if external_id is not None and not (
        isinstance(external_id, str) and 1 <= len(external_id) <= 60
    ):
        raise _wrong("VALIDATION_ERROR", "external_id: 1 to 60 characters")
    if external_id and any(store.external_id == external_id for store in world.stores.values()):
        raise _wrong("VALIDATION_ERROR", "external_id: is taken")
    if "business_hours" in body:
        _check_hours(body["business_hours"])
    _check_location(body.get("location"))


def _check_location(location: object) -> None:
    if not isinstance(location, dict):
        raise _wrong("INVALID_LOCATION", "location: is required")
    for name in ("street_number", "street_name", "city_name", "state_name"):
        if not isinstance(location.get(name), str) or not location[name]:
            raise _wrong(f"INVALID_{name.upper()}", f"location.{name}: is required")
    for name in ("latitude", "longitude"):
        if not isinstance(location.get(name), int | Number):
            raise _wrong("INVALID_LOCATION", f"location.{name}: must be a number")


def _check_hours(hours: object) -> None:
    if not isinstance(hours, dict):
        raise _wrong("INVALID_BUSINESS_HOURS", "business_hours: must be an object")
    for day, spans in hours.items():
        if day not in _DAYS:
            raise _wrong("INVALID_DAY", day)
        if not isinstance(spans, list) or len(spans) > 4:
            raise _wrong("INVALID_BUSINESS_HOURS", f"{day}: at most four")


def _store_asked(body: dict[str, object], world: World) -> Store | None:
    """The store that a till is to belong to. Raises Refusal."""
    number, external_id = body.get("store_id"), body.get("external_store_id")
    by_number = world.stores.get(number) if isinstance(number, int) else None
    if number is not None and by_number is None:
        raise _wrong("INVALID_STORE_ID", "store_id: no such store")
    if external_id is None:
        return by_number
    if not isinstance(external_id, str):
        raise _wrong("INVALID_EXTERNAL_STORE_ID", "external_store_id: must be a text")
    store = next((s for s in world.stores.values() if s.external_id == external_id), None)
    if store is None:
        raise _wrong("INEXISTENT_EXTERNAL_STORE_ID", "external_store_id: no such store")
    if by_number is not None and by_number is not store:
        raise _wrong("EXTERNAL_STORE_ID_NOT_MATCH", "store_id and external_store_id differ")
    return store


def _check_till(body: dict[str, object], world: World, till: Till | None) -> None:
    if unknown := [name for name in body if name not in _TILL_FIELDS]:
        raise _wrong("UNKNOWN_FIELD_EXCEPTION", unknown[0])
    name = body.get("name")
    if not isinstance(name, str) or not name:
        raise _wrong("INVALID_NAME", "name: is required")
    if len(name) > 45:
        raise _wrong("NAME_TOO_LONG", "name: at most 45 characters")
    if not isinstance(body.get("fixed_amount", False), bool):
        raise _wrong("INVALID_FIXED_AMOUNT", "fixed_amount: must be true or false")
    category = body.get("category")
    if category is not None and (isinstance(category, bool) or not isinstance(category, int)):
        raise _wrong("INVALID_CATEGORY", "category: must be a number")
    _check_external_id(body.get("external_id"), world, till)
    if _store_asked(body, world) is None and till is None:
        raise _wrong("INVALID_STORE_ID", "store_id or external_store_id: is required")


def _check_external_id(external_id: object, world: World, till: Till | None) -> None:
    if external_id is None:
        return
    if not isinstance(external_id, str) or not re.fullmatch("[A-Za-z0-9]+", external_id):
        raise _wrong("INVALID_EXTERNAL_ID", "external_id: only letters and digits")
    if len(external_id) >= 40:
        raise _wrong("EXTERNAL_ID_TOO_LONG", "external_id: shorter than 40 characters")
    others = [other for other in world.tills.values() if other is not till]
    if any(other.external_id == external_id for other in others):
        raise _wrong("INVALID_EXTERNAL_ID", "external_id: is taken")


def _store_shown(store: Store) -> dict[str, object]:
    place = store.location
    line = f"{place.get('street_name')} {place.get('street_number')}, {place.get('city_name')}"
    location = {
        "address_line": line,
        "latitude": place.get("latitude"),
        "longitude": place.get("longitude"),
        "reference": place.get("reference"),
        "city": place.get("city_name"),
    }
    shown: dict[str, object] = {
        "id": str(store.id),
        "name": store.name,
        "date_creation": iso(store.created),
        "external_id": store.external_id,
        "location": location,
    }
    return (
        shown if store.business_hours is None else {**shown, "business_hours": store.business_hours}
    )


def _till_shown(till: Till, world: World) -> dict[str, object]:
    store = world.stores.get(till.store_id or 0)
    return {
        "id": till.id,
        "name": till.name,
        "external_id": till.external_id,
        "store_id": str(store.id) if store else None,
        "external_store_id": store.external_id if store else None,
        "fixed_amount": till.fixed_amount,
        "category": till.category,
        "user_id": world.account.user_id,
        "status": "active",
        "date_created": iso(till.created),
        "date_last_updated": iso(till.updated),
    }
