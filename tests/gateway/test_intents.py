"""The intents of the guide, and the payments made of them."""

import json
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.domain import errors as e
from pos_app.domain.charge.facts import CancelAnswer, Prepared
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.money import Money
from pos_app.gateway.capability import INTENTS
from pos_app.gateway.intents import PointGateway
from tests.gateway.conftest import OpenDoor
from tests.gateway.network.fault_server import Answer, FaultServer, raw, reply, reset

SAMPLES = Path(__file__).parent / "samples"
INTENT = "/instore-api/integrations/v1/intents"
GONE = reply(404, '{"message": "x", "error": "not_found", "status": 404, "cause": []}')
DONE = raw(b"HTTP/1.1 204 X\r\n\r\n", stays=True)


def _sample(name: str, status: int = 200) -> Answer:
    return reply(status, (SAMPLES / f"{name}.json").read_bytes())


def _stands(status: str) -> Answer:
    return reply(200, json.dumps({"id": "i1", "status": status}))


def test_the_capability_is_that_of_the_guide() -> None:
    assert INTENTS.cancel_while == {AttemptStatus.OPENED}
    assert INTENTS.cancel_is_immediate
    assert not INTENTS.idempotent_create
    assert (INTENTS.poll_floor, INTENTS.expires_after) == (1.0, 3600)
    assert PointGateway.capability is INTENTS


async def test_an_amount_is_offered_to_its_terminal(
    open_door: OpenDoor, prepared: Prepared
) -> None:
    async with FaultServer(_sample("intent_opened", 201)) as server:
        report = await PointGateway(open_door(server)).create_intent(prepared)
    (asked,) = server.heard
    assert (asked.method, asked.target) == ("POST", f"{INTENT}/point/PAX_A910__SMARTPOS9920017733")
    assert json.loads(asked.body) == json.loads((SAMPLES / "create_body.json").read_text())
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["x-idempotency-key"] == prepared.idempotency_key
    assert report.status is AttemptStatus.OPENED
    assert report.amount == prepared.amount
    assert report.external_reference == prepared.external_reference


async def test_an_amount_is_offered_to_its_till_where_one_is_known(
    open_door: OpenDoor, prepared: Prepared
) -> None:
    async with FaultServer(_sample("intent_opened", 201)) as server:
        gateway = PointGateway(open_door(server), by_till=True)
        await gateway.create_intent(prepared)
        await gateway.create_intent(replace(prepared, till_external_id=""))
    targets = [asked.target for asked in server.heard]
    assert targets == [f"{INTENT}/point/pos/CAJA01", f"{INTENT}/point/PAX_A910__SMARTPOS9920017733"]


async def test_a_terminal_with_no_proper_id_is_not_charged(
    open_door: OpenDoor, prepared: Prepared
) -> None:
    async with FaultServer(_sample("intent_opened", 201)) as server:
        gateway = PointGateway(open_door(server))
        with pytest.raises(e.RequestRefused):
            await gateway.create_intent(replace(prepared, terminal_id="../pos/CAJA02"))
        with pytest.raises(e.RequestRefused):
            await gateway.read_intent("i1/../../v1/payments", "ARS")
    assert server.accepted == 0


async def test_a_busy_terminal_says_so_f06(open_door: OpenDoor, prepared: Prepared) -> None:
    queued = '{"message": "There is already a queued intent for the device", "error": "2205"}'
    async with FaultServer(reply(409, queued)) as server:
        with pytest.raises(e.TerminalBusy) as caught:
            await PointGateway(open_door(server)).create_intent(prepared)
    assert not caught.value.maybe_done


async def test_an_intent_is_read_under_the_id_that_was_asked_for(open_door: OpenDoor) -> None:
    async with FaultServer(_sample("intent_closed")) as server:
        report = await PointGateway(open_door(server)).read_intent("i1", "ARS")
    assert server.heard[0].target == f"{INTENT}/i1/point"
    assert (report.intent_id, report.status) == ("i1", AttemptStatus.CLOSED)
    assert (report.amount, report.results) == (Money(183450, "ARS"), ("71234567890",))


async def test_an_intent_that_answers_to_another_id_says_so_f15(open_door: OpenDoor) -> None:
    async with FaultServer(reply(200, '{"id": "i2", "status": "CLOSED"}')) as server:
        assert (await PointGateway(open_door(server)).read_intent("i1", "ARS")).intent_id == "i2"


async def test_an_intent_that_is_not_there_is_not_found_f25(open_door: OpenDoor) -> None:
    async with FaultServer(GONE) as server:
        with pytest.raises(e.NotFound):
            await PointGateway(open_door(server)).read_intent("i1", "ARS")


FIRST, SECOND = f"DELETE {INTENT}/i1/point", f"DELETE {INTENT}/i1/point/pos/CAJA01"
LOOK = f"GET {INTENT}/i1/point"


@pytest.mark.parametrize(
    ("answers", "till", "said", "asked"),
    [
        ([DONE], "CAJA01", CancelAnswer.ACCEPTED, [FIRST]),
        ([reply(200, "{}")], "", CancelAnswer.ACCEPTED, [FIRST]),
        ([reply(409, "{}")], "CAJA01", CancelAnswer.TOO_LATE, [FIRST]),
        ([reply(400, "{}")], "CAJA01", CancelAnswer.TOO_LATE, [FIRST]),
        ([reply(422)], "CAJA01", CancelAnswer.TOO_LATE, [FIRST]),
        ([GONE, _stands("OPENED"), DONE], "CAJA01", CancelAnswer.ACCEPTED, [FIRST, LOOK, SECOND]),
        (
            [reply(405), _stands("OPENED"), DONE],
            "CAJA01",
            CancelAnswer.ACCEPTED,
            [FIRST, LOOK, SECOND],
        ),
        ([GONE, _stands("OPENED"), GONE], "CAJA01", CancelAnswer.TOO_LATE, [FIRST, LOOK, SECOND]),
        (
            [GONE, _stands("OPENED"), reply(409)],
            "CAJA01",
            CancelAnswer.TOO_LATE,
            [FIRST, LOOK, SECOND],
        ),
        ([GONE, _stands("OPENED"), reply(500)], "CAJA01", CancelAnswer.LOST, [FIRST, LOOK, SECOND]),
        ([GONE, _stands("OPENED")], "", CancelAnswer.TOO_LATE, [FIRST, LOOK]),
        ([GONE, _stands("ON_TERMINAL")], "CAJA01", CancelAnswer.TOO_LATE, [FIRST, LOOK]),
        ([GONE, _stands("CANCELED")], "CAJA01", CancelAnswer.ACCEPTED, [FIRST, LOOK]),
        ([GONE, GONE], "CAJA01", CancelAnswer.LOST, [FIRST, LOOK]),
        ([GONE, reply(503)], "CAJA01", CancelAnswer.LOST, [FIRST, LOOK]),
        ([reply(500)], "CAJA01", CancelAnswer.LOST, [FIRST]),
        ([reset()], "CAJA01", CancelAnswer.LOST, [FIRST]),
        ([reply(302, "", Location="/x")], "CAJA01", CancelAnswer.LOST, [FIRST]),
    ],
)
async def test_a_cancel_is_a_wish_on_two_paths_f34(
    answers: list[Answer], till: str, said: CancelAnswer, asked: list[str], open_door: OpenDoor
) -> None:
    async with FaultServer(*answers) as server:
        assert await PointGateway(open_door(server)).cancel_intent("i1", till) is said
    assert [f"{heard.method} {heard.target}" for heard in server.heard] == asked


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (reply(401), e.CredentialsRefused),
        (reply(403), e.CredentialsRefused),
        (reply(429, "{}"), e.TooManyRequests),
        (reply(423, "{}"), e.TooManyRequests),
    ],
)
async def test_a_cancel_that_was_not_heard_out_raises(
    answer: Answer, kind: type[e.TillError], open_door: OpenDoor
) -> None:
    async with FaultServer(answer) as server:
        with pytest.raises(kind):
            await PointGateway(open_door(server)).cancel_intent("i1", "CAJA01")


async def test_a_cancel_that_never_left_raises_f01(open_door: OpenDoor) -> None:
    async with FaultServer(reply(200)) as server:
        door = open_door(server)
    with pytest.raises(e.NotSent):
        await PointGateway(door).cancel_intent("i1", "CAJA01")


async def test_a_payment_is_read_by_its_id(open_door: OpenDoor) -> None:
    async with FaultServer(_sample("payment_approved")) as server:
        payment = await PointGateway(open_door(server)).read_payment("71234567890")
    assert server.heard[0].target == "/v1/payments/71234567890"
    assert (payment.status, payment.amount) == (PaymentStatus.APPROVED, Money(183450, "ARS"))


async def test_a_payment_that_is_not_there_yet_is_not_found_f29(open_door: OpenDoor) -> None:
    missing = '{"message": "x", "error": "not_found", "cause": [{"code": 2000}]}'
    async with FaultServer(reply(404, missing)) as server:
        with pytest.raises(e.NotFound):
            await PointGateway(open_door(server)).read_payment("1")


async def test_a_refund_that_makes_no_sense_is_no_answer(open_door: OpenDoor) -> None:
    odd = (
        '{"id": 1, "status": "approved", "currency_id": "ARS", "transaction_amount_refunded": "?"}'
    )
    async with FaultServer(reply(200, odd)) as server:
        with pytest.raises(e.NoAnswer):
            await PointGateway(open_door(server)).read_payment("1")


# Search.

REFERENCE = "CAJA01-000417-1-K3J7Q2"


def _page(ids: range, total: object, reference: str = REFERENCE) -> Answer:
    rows = [{"id": id, "status": "rejected", "external_reference": reference} for id in ids]
    return reply(200, json.dumps({"results": rows, "paging": {"total": total}}))


async def _search(door_of: OpenDoor, *answers: Answer) -> tuple[list[str], list[str]]:
    async with FaultServer(*answers) as server:
        found = await PointGateway(door_of(server)).search_payments(REFERENCE)
    return [payment.id for payment in found], [asked.target for asked in server.heard]


async def test_payments_are_found_by_our_reference(open_door: OpenDoor) -> None:
    found, asked = await _search(open_door, _sample("payments_search"))
    assert found == ["71234567891", "71234567890"]
    assert asked == [
        f"/v1/payments/search?external_reference={REFERENCE}"
        "&sort=date_created&criteria=asc&limit=50&offset=0"
    ]


async def test_a_search_that_ignores_the_reference_finds_nothing_of_ours(
    open_door: OpenDoor,
) -> None:
    found, _ = await _search(open_door, _page(range(9), 9, REFERENCE + "X"))
    assert found == []


async def test_every_page_is_read(open_door: OpenDoor) -> None:
    pages = _page(range(50), 101), _page(range(50, 100), 101), _page(range(100, 101), 101)
    found, asked = await _search(open_door, *pages)
    assert len(found) == 101
    assert [target[-10:] for target in asked] == ["0&offset=0", "&offset=50", "offset=100"]


async def test_a_payment_on_two_pages_counts_once(open_door: OpenDoor) -> None:
    found, _ = await _search(open_door, _page(range(50), 60), _page(range(45, 55), 60))
    assert len(found) == 55


async def test_pages_without_a_total_end_with_a_short_one(open_door: OpenDoor) -> None:
    found, asked = await _search(open_door, _page(range(50), None), _page(range(50, 53), None))
    assert (len(found), len(asked)) == (53, 2)
    found, asked = await _search(open_door, reply(200, '{"results": []}'))
    assert (found, len(asked)) == ([], 1)


@pytest.mark.parametrize(
    "answers",
    [
        [_page(range(0), 3)],  # says three, shows none
        [_page(range(50), 60), _page(range(0), 60)],
        [_page(range(50), 9999)],  # never ends
        [_page(range(50), 60), reply(500)],
        [reply(200, "{}")],
        [reply(200, '{"results": null, "paging": {"total": 0}}')],
        [reply(200, '{"results": [], "paging": {"total": -1}}')],
        [reply(200, '{"results": [{"status": "approved"}], "paging": {"total": 1}}')],
    ],
)
async def test_a_search_that_is_not_whole_is_no_search_i13(
    answers: list[Answer], open_door: OpenDoor, house: AsyncExitStack
) -> None:
    with pytest.raises(e.NoAnswer):
        await _search(open_door, *answers)
