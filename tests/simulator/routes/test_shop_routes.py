"""The account, its stores, tills and terminals, as an integration sets them up."""

import httpx
import pytest

from tests.simulator.conftest import INTENTS, PLUS, SMART, STANDALONE, Shop, asked

_DEVICES = "/instore-api/point/v1/devices"
_PLACE: dict[str, object] = {
    "street_number": "1410",
    "street_name": "Alsina",
    "city_name": "Monserrat",
    "state_name": "Capital Federal",
    "latitude": -34.61,
    "longitude": -58.386,
}


async def test_a_token_says_whose_it_is(shop: Shop) -> None:
    me = (await shop.http.get("/users/me")).json()
    assert (me["id"], me["site_id"], me["nickname"]) == (48110023, "MLA", "SHOPSIM")


async def test_terminals_are_listed_with_the_types_of_the_wire(shop: Shop) -> None:
    listed = (await shop.http.get(_DEVICES)).json()
    assert listed["paging"] == {"total": 3, "offset": 0, "limit": 50}
    assert listed["devices"][0] == {
        "id": SMART,
        "operating_mode": "PDV",
        "pos_id": 61420077,
        "store_id": "58820114",
        "external_id": "SUC01",
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("limit=1&offset=1", [PLUS]),
        ("pos_id=61420078", [PLUS, STANDALONE]),
        ("store_id=58820114&limit=50", [SMART, PLUS, STANDALONE]),
        ("store_id=1", []),
        ("offset=3", []),
    ],
)
async def test_the_list_of_terminals_pages_and_filters(
    shop: Shop, query: str, expected: list[str]
) -> None:
    listed = (await shop.http.get(f"{_DEVICES}?{query}")).json()
    assert [terminal["id"] for terminal in listed["devices"]] == expected


@pytest.mark.parametrize("query", ["limit=51", "limit=x", "offset=-1", "pos_id=CAJA01"])
async def test_a_strange_page_of_terminals_is_refused(shop: Shop, query: str) -> None:
    assert (await shop.http.get(f"{_DEVICES}?{query}")).status_code == 400


async def test_a_terminal_changes_its_mode(shop: Shop) -> None:
    reply = await shop.http.patch(f"{_DEVICES}/{STANDALONE}", json={"operating_mode": "PDV"})
    assert (reply.status_code, reply.json()) == (200, {"operating_mode": "PDV"})
    assert (await shop.http.get(_DEVICES)).json()["devices"][2]["operating_mode"] == "PDV"


@pytest.mark.parametrize(
    ("terminal", "body", "status"),
    [
        (SMART, {"operating_mode": "KIOSK"}, 400),
        (SMART, {}, 400),
        ("SMARTPOS", {"operating_mode": "PDV"}, 400),
        ("PAX_A910__OTHER", {"operating_mode": "PDV"}, 403),
    ],
)
async def test_a_change_of_mode_that_cannot_be_is_refused(
    shop: Shop, terminal: str, body: dict[str, str], status: int
) -> None:
    reply = await shop.http.patch(f"{_DEVICES}/{terminal}", json=body)
    assert reply.status_code == status


async def test_nobody_signed_in_on_the_terminal_means_no_change_of_mode(shop: Shop) -> None:
    shop.backend.world.terminals[SMART].signed_in = False
    reply = await shop.http.patch(f"{_DEVICES}/{SMART}", json={"operating_mode": "STANDALONE"})
    assert reply.status_code == 403


async def _store(shop: Shop, **change: object) -> httpx.Response:
    body = {"name": "Norte", "external_id": "SUC02", "location": _PLACE} | change
    return await shop.http.post("/users/48110023/stores", json=body)


async def test_a_store_is_made_found_and_read(shop: Shop) -> None:
    hours = {"monday": [{"open": "09:00", "close": "20:00"}]}
    made = await _store(shop, business_hours=hours)
    assert made.status_code == 201
    store = made.json()
    assert isinstance(store["id"], str)
    assert store["business_hours"] == hours
    assert '"latitude":-34.61' in made.text
    found = await shop.http.get("/users/48110023/stores/search?external_id=SUC02")
    assert found.json()["results"] == [store]
    assert (await shop.http.get(f"/stores/{store['id']}")).json() == store
    assert (await shop.http.get("/stores/7")).status_code == 404
    everything = await shop.http.get("/users/48110023/stores/search?limit=1")
    assert everything.json()["paging"] == {"total": 2, "offset": 0, "limit": 1}


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"colour": "blue"}, "UNKNOWN_FIELD"),
        ({"name": ""}, "INVALID_NAME"),
        ({"external_id": "x" * 61}, "VALIDATION_ERROR"),
        ({"external_id": "SUC01"}, "VALIDATION_ERROR"),
        ({"business_hours": []}, "INVALID_BUSINESS_HOURS"),
        ({"business_hours": {"monday": [1, 2, 3, 4, 5]}}, "INVALID_BUSINESS_HOURS"),
        ({"business_hours": {"lunes": []}}, "INVALID_DAY"),
        ({"location": None}, "INVALID_LOCATION"),
        ({"location": _PLACE | {"latitude": "south"}}, "INVALID_LOCATION"),
        ({"location": _PLACE | {"street_number": 1410}}, "INVALID_STREET_NUMBER"),
        ({"location": _PLACE | {"street_name": ""}}, "INVALID_STREET_NAME"),
        ({"location": _PLACE | {"city_name": None}}, "INVALID_CITY_NAME"),
        ({"location": _PLACE | {"state_name": None}}, "INVALID_STATE_NAME"),
    ],
)
async def test_a_store_that_breaks_the_reference_is_refused(
    shop: Shop, change: dict[str, object], error: str
) -> None:
    reply = await _store(shop, **change)
    assert (reply.status_code, reply.json()["error"]) == (400, error)


async def test_another_users_stores_are_not_ours(shop: Shop) -> None:
    for reply in (
        await shop.http.post("/users/7/stores", json={}),
        await shop.http.get("/users/7/stores/search"),
    ):
        assert reply.status_code == 403


async def _till(shop: Shop, **change: object) -> httpx.Response:
    body = {"name": "Caja 3", "external_id": "CAJA03", "external_store_id": "SUC01"} | change
    return await shop.http.post("/pos", json={k: v for k, v in body.items() if v is not None})


async def test_a_till_is_made_found_read_and_changed(shop: Shop) -> None:
    made = await _till(shop, external_id=None, fixed_amount=True, category=621102)
    till = made.json()
    assert made.status_code == 201
    assert isinstance(till["id"], int)
    assert (till["external_id"], till["store_id"]) == (None, "58820114")
    changed = await shop.http.put(f"/pos/{till['id']}", json={"external_id": "CAJA03"})
    assert changed.json()["external_id"] == "CAJA03"
    assert changed.json()["fixed_amount"] is True
    found = await shop.http.get("/pos?external_id=CAJA03&store_id=58820114")
    assert [result["id"] for result in found.json()["results"]] == [till["id"]]
    assert (await shop.http.get(f"/pos/{till['id']}")).json() == changed.json()
    assert (await shop.http.get("/pos/7")).status_code == 404
    assert (await shop.http.put("/pos/7", json={})).status_code == 404


async def test_a_new_till_takes_charges_once_a_terminal_is_linked_to_it(shop: Shop) -> None:
    till = (await _till(shop)).json()
    path = f"{INTENTS}/point/pos/CAJA03"
    assert (await shop.http.post(path, json=asked())).status_code == 404
    shop.backend.world.terminals[PLUS].pos_id = till["id"]
    assert (await shop.http.post(path, json=asked())).status_code == 201


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"colour": "blue"}, "UNKNOWN_FIELD_EXCEPTION"),
        ({"name": ""}, "INVALID_NAME"),
        ({"name": "x" * 46}, "NAME_TOO_LONG"),
        ({"fixed_amount": "yes"}, "INVALID_FIXED_AMOUNT"),
        ({"category": "food"}, "INVALID_CATEGORY"),
        ({"external_id": "CAJA-03"}, "INVALID_EXTERNAL_ID"),
        ({"external_id": "CAJA01"}, "INVALID_EXTERNAL_ID"),
        ({"external_id": "x" * 40}, "EXTERNAL_ID_TOO_LONG"),
        ({"external_store_id": "SUC99"}, "INEXISTENT_EXTERNAL_STORE_ID"),
        ({"external_store_id": 7}, "INVALID_EXTERNAL_STORE_ID"),
        ({"external_store_id": None}, "INVALID_STORE_ID"),
        ({"store_id": 7}, "INVALID_STORE_ID"),
    ],
)
async def test_a_till_that_breaks_the_reference_is_refused(
    shop: Shop, change: dict[str, object], error: str
) -> None:
    reply = await _till(shop, **change)
    assert (reply.status_code, reply.json()["error"]) == (400, error)


async def test_a_till_belongs_to_one_store(shop: Shop) -> None:
    other = (await _store(shop)).json()
    reply = await _till(shop, store_id=int(other["id"]))
    assert reply.json()["error"] == "EXTERNAL_STORE_ID_NOT_MATCH"
    assert (await shop.http.post("/pos")).json()["error"] == "MISSING_BODY"


async def test_two_stores_may_do_without_an_external_id(shop: Shop) -> None:
    for _ in range(2):
        body = {"name": "Sur", "location": _PLACE}
        assert (await shop.http.post("/users/48110023/stores", json=body)).status_code == 201
