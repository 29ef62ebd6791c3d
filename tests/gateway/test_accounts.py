"""Account, terminals, shops and tills: what a till is set up with."""

import json
from pathlib import Path

import pytest

from pos_app.domain import errors as e
from pos_app.domain.account import Account, Shop, Till
from pos_app.domain.terminal import Mode
from pos_app.gateway.accounts import AccountGateway, Place
from tests.gateway.conftest import OpenDoor
from tests.gateway.network.fault_server import Answer, FaultServer, reply

SAMPLES = Path(__file__).parent / "samples"
ACCOUNT = Account("48110023", "MLA")
SHOP = Shop("58820114", "Casa Central", "SUC01")


def _sample(name: str, status: int = 200) -> Answer:
    return reply(status, (SAMPLES / f"{name}.json").read_bytes())


async def test_a_token_says_whose_it_is(open_door: OpenDoor) -> None:
    async with FaultServer(_sample("users_me")) as server:
        account = await AccountGateway(open_door(server)).read_account()
    assert account == Account("48110023", "MLA", "KIOSCO CENTRAL")


async def test_a_revoked_token_is_told_from_a_lost_network_f10(open_door: OpenDoor) -> None:
    async with FaultServer(reply(403, '{"code": "unauthorized", "message": "x"}')) as server:
        with pytest.raises(e.CredentialsRefused):
            await AccountGateway(open_door(server)).read_account()


async def test_terminals_come_with_the_till_they_are_tied_to(open_door: OpenDoor) -> None:
    async with FaultServer(_sample("devices"), _sample("pos_list")) as server:
        smart, plus = await AccountGateway(open_door(server)).list_terminals()
    assert [asked.target for asked in server.heard] == [
        "/instore-api/point/v1/devices?limit=50&offset=0",
        "/pos?limit=50&offset=0",
    ]
    assert (smart.mode, smart.pos_id, smart.till_external_id) == (Mode.PDV, "61420077", "CAJA01")
    assert (plus.mode, plus.pos_id, plus.till_external_id) == (Mode.STANDALONE, "61420078", "")


async def test_terminals_are_listed_though_tills_are_not(open_door: OpenDoor) -> None:
    async with FaultServer(_sample("devices"), reply(500)) as server:
        terminals = await AccountGateway(open_door(server)).list_terminals()
    assert [terminal.till_external_id for terminal in terminals] == ["", ""]


@pytest.mark.parametrize(
    ("said", "mode"),
    [
        ("PDV", Mode.PDV),
        ("pdv", Mode.PDV),
        ("STANDALONE", Mode.STANDALONE),
        ("KIOSK", Mode.UNDEFINED),
        (None, Mode.UNDEFINED),
        (3, Mode.UNDEFINED),
    ],
)
async def test_a_terminal_says_which_mode_it_took(
    said: object, mode: Mode, open_door: OpenDoor
) -> None:
    async with FaultServer(reply(200, json.dumps({"operating_mode": said}))) as server:
        taken = await AccountGateway(open_door(server)).set_mode("PAX_A910__S1", Mode.PDV)
    (asked,) = server.heard
    assert (asked.method, asked.target) == ("PATCH", "/instore-api/point/v1/devices/PAX_A910__S1")
    assert json.loads(asked.body) == {"operating_mode": "PDV"}
    assert taken is mode


async def test_a_terminal_that_nobody_signed_in_on_is_not_ready_f21(open_door: OpenDoor) -> None:
    said = '{"message": "user not logged into the device", "error": "x", "status": 403}'
    async with FaultServer(reply(403, said)) as server:
        with pytest.raises(e.TerminalNotReady):
            await AccountGateway(open_door(server)).set_mode("PAX_A910__S1", Mode.PDV)


async def test_shops_are_listed_and_made(open_door: OpenDoor) -> None:
    place = Place("Alsina", "1410", "Monserrat", "Capital Federal", -34.61, -58.386)
    async with FaultServer(_sample("stores"), _sample("store", 201)) as server:
        gateway = AccountGateway(open_door(server))
        assert await gateway.list_shops(ACCOUNT) == (SHOP,)
        assert await gateway.create_shop(ACCOUNT, "Casa Central", "SUC01", place) == SHOP
    listed, made = server.heard
    assert listed.target == "/users/48110023/stores/search?limit=50&offset=0"
    assert (made.method, made.target) == ("POST", "/users/48110023/stores")
    assert json.loads(made.body) == {
        "name": "Casa Central",
        "external_id": "SUC01",
        "location": {
            "street_name": "Alsina",
            "street_number": "1410",
            "city_name": "Monserrat",
            "state_name": "Capital Federal",
            "latitude": -34.61,
            "longitude": -58.386,
            "reference": "",
        },
    }


async def test_tills_are_listed_made_and_named(open_door: OpenDoor) -> None:
    till = Till("61420077", "Caja 1", "58820114", "CAJA01")
    answers = _sample("pos_list"), _sample("pos", 201), _sample("pos")
    async with FaultServer(*answers) as server:
        gateway = AccountGateway(open_door(server))
        assert (await gateway.list_tills(SHOP))[0] == till
        assert await gateway.create_till("Caja 1", "CAJA01", SHOP) == till
        assert await gateway.name_till("61420077", "CAJA01") == till
    listed, made, named = server.heard
    assert listed.target == "/pos?store_id=58820114&limit=50&offset=0"
    assert json.loads(made.body) == {
        "name": "Caja 1",
        "external_id": "CAJA01",
        "store_id": 58820114,
        "fixed_amount": True,
    }
    assert (named.method, named.target) == ("PUT", "/pos/61420077")
    assert json.loads(named.body) == {"external_id": "CAJA01"}


async def test_a_till_whose_making_got_no_answer_may_be_there_f05(open_door: OpenDoor) -> None:
    async with FaultServer(reply(504)) as server:
        with pytest.raises(e.NoAnswer) as caught:
            await AccountGateway(open_door(server)).create_till("Caja 1", "CAJA01", SHOP)
    assert caught.value.maybe_done
