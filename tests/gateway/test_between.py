"""Every payment of a span of time, whoever took it: all of them, or none is said."""

import json
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest

from pos_app.domain import errors as e
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.gateway.door import Door
from pos_app.gateway.in_process import in_process
from pos_app.gateway.intents import PointGateway
from pos_app.gateway.secret import Secret
from pos_app.simulator.backend import TOKEN, Backend
from pos_app.simulator.clock import VirtualClock
from pos_app.simulator.door import simulated
from pos_app.simulator.faults import ConnectionDropped, Edit, Truncate
from pos_app.simulator.worlds import seeded_shop
from tests.gateway.conftest import OpenDoor
from tests.gateway.network.fault_server import Answer, FaultServer, reply

NOON = round(datetime(2026, 3, 2, 12, tzinfo=UTC).timestamp() * 1000)
HOUR = 3_600_000
SMART = "PAX_A910__SMARTPOS9920017733"


def _row(number: int, **more: object) -> object:
    said = {"id": number, "status": "approved", "date_created": "2026-03-02T08:30:00.000-04:00"}
    return said | {"currency_id": "ARS", "transaction_amount": 10} | more


def _page(rows: list[object], total: object) -> Answer:
    return reply(200, json.dumps({"results": rows, "paging": {"total": total}}))


async def _between(open_door: OpenDoor, *pages: Answer) -> tuple[tuple[Payment, ...], list[str]]:
    async with FaultServer(*pages) as server:
        found = await PointGateway(open_door(server)).payments_between(NOON, NOON + HOUR)
    return found, [asked.target for asked in server.heard]


async def test_the_span_is_spelt_with_an_offset_and_percent_signs(open_door: OpenDoor) -> None:
    _, (target,) = await _between(open_door, _page([], 0))
    assert target == (
        "/v1/payments/search?range=date_created&begin_date=2026-03-02T12%3A00%3A00.000%2B00%3A00"
        "&end_date=2026-03-02T13%3A00%3A00.000%2B00%3A00&sort=date_created&criteria=asc"
        "&limit=30&offset=0"
    )


@pytest.mark.parametrize(
    ("pos_id", "read"), [("61420077", "61420077"), (61420077, "61420077"), (None, "")]
)
async def test_the_till_of_a_payment_is_text_however_it_is_spelt(
    pos_id: object, read: str, open_door: OpenDoor
) -> None:
    (payment,), _ = await _between(open_door, _page([_row(1, pos_id=pos_id)], 1))
    assert payment.pos_id == read


async def test_what_was_made_at_another_time_is_left_out_though_it_was_told(
    open_door: OpenDoor,
) -> None:
    rows = [
        _row(1, date_created="2026-03-02T08:00:00.000-04:00"),  # the first moment of it
        _row(2, date_created="2026-03-02T09:00:00.001-04:00"),
        _row(3, date_created="2026-03-02T07:59:59.999-04:00"),
        _row(4, date_created="not a date"),  # it may be of this time: it is not lost
    ]
    found, _ = await _between(open_door, _page(rows, 4))
    assert [payment.id for payment in found] == ["1", "4"]


async def test_a_payment_that_cannot_be_read_hides_none_beside_it(
    open_door: OpenDoor,
) -> None:  # I5
    rows = [_row(1), {"id": 2}, _row(3, transaction_amount_refunded="10.005"), _row(4)]
    found, _ = await _between(open_door, _page(rows, 4))
    assert [payment.id for payment in found] == ["1", "4"]


async def test_a_day_of_many_payments_is_read_to_its_end(open_door: OpenDoor) -> None:
    pages = [_page([_row(n) for n in range(at, at + 30)], 1200) for at in range(0, 1200, 30)]
    found, asked = await _between(open_door, *pages)
    assert len(found) == 1200
    offsets = [parse_qs(urlsplit(target).query)["offset"] for target in asked]
    assert offsets == [[str(at)] for at in range(0, 1200, 30)]


async def test_thirty_payments_with_all_their_fields_are_no_flood(open_door: OpenDoor) -> None:
    rows = [_row(n, charges_details=["x" * 8_000]) for n in range(30)]
    found, _ = await _between(open_door, _page(rows, 30))
    assert len(found) == 30


@pytest.mark.parametrize(
    "pages",
    [
        [_page([_row(1)], 2), _page([], 2)],
        [_page([_row(n) for n in range(30)], 60), reply(500)],
        [_page([_row(n) for n in range(30)], 99_999)],  # never ends
        [_page([_row(1), "?"], 2)],
        [reply(200, '{"paging": {"total": 0}}')],
        [reply(200, "<html>")],
    ],
)
async def test_a_list_that_is_not_whole_is_no_list(
    pages: list[Answer], open_door: OpenDoor
) -> None:
    with pytest.raises(e.NoAnswer) as caught:
        await _between(open_door, *pages)
    assert not caught.value.maybe_done


# Held against the simulated service, which reads the contract for itself.


@pytest.fixture
def world() -> Backend:
    return seeded_shop("MLA", VirtualClock(NOON))


@pytest.fixture
def gateway(world: Backend, house: AsyncExitStack) -> PointGateway:
    network = in_process(simulated(world), ConnectionDropped)
    door = Door("http://127.0.0.1", Secret(TOKEN), training=True, transport=network)
    house.push_async_callback(door.close)
    return PointGateway(door)


async def test_money_without_a_sale_is_found_among_what_was_paid_online(
    world: Backend, gateway: PointGateway
) -> None:
    typed = world.type_on_terminal(SMART, 183_450)
    for number in range(95):
        world.pay_online(1_000 + number)
    found = await gateway.payments_between(NOON, NOON + HOUR)
    assert len(found) == 96
    (ours,) = [payment for payment in found if payment.pos_id]
    assert (ours.id, ours.pos_id) == (str(typed.id), "61420077")
    assert (ours.external_reference, ours.status) == ("", PaymentStatus.APPROVED)
    assert ours.amount is not None
    assert ours.amount.minor == 183_450
    assert world.truth.nameless() == (typed,)


async def test_a_payment_at_the_edge_of_the_span_belongs_to_it(
    world: Backend, gateway: PointGateway
) -> None:
    world.type_on_terminal(SMART, 500)
    assert len(await gateway.payments_between(NOON, NOON)) == 1
    assert await gateway.payments_between(NOON + 1, NOON + HOUR) == ()
    assert await gateway.payments_between(NOON - HOUR, NOON - 1) == ()


async def test_what_befell_a_payment_elsewhere_is_told_f35(
    world: Backend, gateway: PointGateway
) -> None:
    first, second, third, fourth = (world.type_on_terminal(SMART, 10_000) for _ in range(4))
    world.refund_on_terminal(first.id)
    world.refund_on_web(second.id, 2_500)
    world.dispute(third.id)
    world.charge_back(fourth.id)
    found = await gateway.payments_between(NOON, NOON + HOUR)
    assert [(p.status.word, p.refunded) for p in found] == [
        ("refunded", 10_000),
        ("approved", 2_500),
        ("in_mediation", 0),
        ("charged_back", 0),
    ]


@pytest.mark.parametrize("fault", [Truncate(40), Edit("paging.total", 99), Edit("results", None)])
async def test_a_page_that_is_damaged_spoils_the_whole_list(
    fault: Truncate | Edit, world: Backend, gateway: PointGateway
) -> None:
    for _ in range(40):
        world.pay_online(1_000)
    world.faults.add(fault, path="/v1/payments/search", nth=2, times=None)
    with pytest.raises(e.NoAnswer):
        await gateway.payments_between(NOON, NOON + HOUR)
