"""Payments: read one, search many. Source: Payments API, reference of payments."""

import re
from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pos_app.simulator.backend import Backend
from pos_app.simulator.envelopes import bad_request, not_found
from pos_app.simulator.routes.replies import reply, whole
from pos_app.simulator.wire import iso, moment_of, units
from pos_app.simulator.world.payments import Query
from pos_app.simulator.world.records import Payment, Refund, World

_DAY = 86_400_000
_TIMES: dict[str, Callable[[Payment], int | None]] = {
    "date_created": lambda p: p.created,
    "date_approved": lambda p: p.approved,
    "date_last_updated": lambda p: p.updated,
    "money_release_date": lambda p: p.approved,
}
_RELATIVE = re.compile(r"NOW(?:-(\d{1,6})(DAYS?|HOURS?|MINUTES?))?")
_SPANS = {"D": _DAY, "H": 3_600_000, "M": 60_000}
_FEE = 328  # ten-thousandths of the amount


class PaymentRoutes:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self.routes = [
            Route("/v1/payments/search", self._search, methods=["GET"]),
            Route("/v1/payments/{payment}", self._read, methods=["GET"]),
        ]

    async def _read(self, request: Request) -> Response:
        return reply(payment_shown(payment_named(self._backend, request), self._backend.world))

    async def _search(self, request: Request) -> Response:
        world = self._backend.world
        query = _query(request, world)
        found, total = self._backend.payments.search(query)
        paging = {"total": total, "limit": query.limit, "offset": query.offset}
        return reply({"paging": paging, "results": [payment_shown(p, world) for p in found]})


def payment_named(backend: Backend, request: Request) -> Payment:
    """The payment of the path, if it can be read by now. Raises Refusal."""
    name = request.path_params["payment"]
    if not (name.isascii() and name.isdigit() and len(name) <= 18):
        raise bad_request("the payment id must be a number", 1)
    if (payment := backend.payments.readable(int(name))) is None:
        raise not_found("Payment not found", 2000)
    return payment


def _query(request: Request, world: World) -> Query:
    asked = request.query_params
    sort, criteria = asked.get("sort", "date_created"), asked.get("criteria", "desc")
    if sort not in _TIMES:
        raise bad_request(f"sort: {sort} is not a date of a payment", 1003)
    if criteria not in ("asc", "desc"):
        raise bad_request("criteria: must be asc or desc", 1004)
    limit = whole(request, "limit", 30, 10**9, 1)
    if limit > 1_000:
        raise bad_request("limit: too many rows", 1000)
    time, span = _span(request, world.now)
    wanted = {
        name: asked[name]
        for name in ("external_reference", "status", "store_id", "pos_id")
        if name in asked
    }

    def matches(payment: Payment) -> bool:
        at = time(payment)
        inside = span is None or (at is not None and span[0] <= at <= span[1])
        return inside and wanted == {n: v for n, v in _facts(payment, world).items() if n in wanted}

    return Query(
        matches,
        asked.get("external_reference"),
        lambda payment: _TIMES[sort](payment) or 0,
        newest_first=criteria == "desc",
        offset=whole(request, "offset", 0, 10**9, 1),
        limit=limit,
    )


def _span(
    request: Request, now: int
) -> tuple[Callable[[Payment], int | None], tuple[int, int] | None]:
    asked = request.query_params
    given = [name for name in ("range", "begin_date", "end_date") if name in asked]
    if not given:
        return _TIMES["date_created"], None
    if len(given) < 3 or asked["range"] not in _TIMES:
        raise bad_request("range, begin_date and end_date go together", 1)
    begin, end = (_moment(asked[name], now) for name in ("begin_date", "end_date"))
    if end < begin:
        raise bad_request("end_date is before begin_date", 1001)
    if end - begin > 365 * _DAY:
        raise bad_request("the range is longer than 365 days", 9062)
    return _TIMES[asked["range"]], (begin, end)


def _moment(text: str, now: int) -> int:
    if relative := _RELATIVE.fullmatch(text):
        count, unit = relative.groups(default="")
        return now - (int(count) * _SPANS[unit[0]] if count else 0)
    if (at := moment_of(text)) is None:
        raise bad_request(f"{text} is not a date with an offset", 1001)
    return at


def _facts(payment: Payment, world: World) -> dict[str, object]:
    terminal = world.terminals.get(payment.terminal_id)
    till, store = (terminal.pos_id, terminal.store_id) if terminal else (None, None)
    copied = world.options.copies_reference or not payment.intent_id
    return {
        "external_reference": (payment.reference or None) if copied else None,
        "status": payment.status,
        "pos_id": None if till is None else str(till),
        "store_id": None if store is None else str(store),
    }


def payment_shown(payment: Payment, world: World) -> dict[str, object]:
    """As the Payments API tells it: amounts are numbers in currency units."""
    places, card = world.site.decimals, payment.card
    return {
        "id": payment.id,
        "date_created": iso(payment.created),
        "date_approved": iso(payment.approved),
        "date_last_updated": iso(payment.updated),
        "date_of_expiration": None,
        "operation_type": "pos_payment" if payment.terminal_id else "regular_payment",
        "payment_method_id": card.method,
        "payment_type_id": card.type,
        **_facts(payment, world),
        "status_detail": payment.detail,
        "currency_id": world.site.currency,
        "description": payment.description or None,
        "live_mode": world.options.live_mode,
        "captured": payment.approved is not None,
        "collector_id": world.account.user_id,
        "payer": {"id": None, "email": None},
        "metadata": {},
        "authorization_code": payment.authorization_code,
        "transaction_amount": units(payment.amount, places),
        "transaction_amount_refunded": units(payment.refunded, places),
        "installments": card.installments,
        **_parts(payment, world),
        "card": {
            "id": None,
            "first_six_digits": card.first_six,
            "last_four_digits": card.last_four,
            "cardholder": {"name": "{}"},
        },
        "refunds": [refund_shown(refund, world) for refund in payment.refunds],
    }


def _parts(payment: Payment, world: World) -> dict[str, object]:
    """What the customer pays, what the seller gets, what the service keeps."""
    places = world.site.decimals
    fee = payment.amount * _FEE // 10_000 if payment.approved else 0
    net = payment.amount - fee if payment.approved else 0
    each = payment.amount // payment.card.installments
    return {
        "transaction_details": {
            "net_received_amount": units(net, places),
            "total_paid_amount": units(payment.amount, places),
            "installment_amount": units(each, places),
            "overpaid_amount": units(0, places),
        },
        "fee_details": [
            {"type": "mercadopago_fee", "amount": units(fee, places), "fee_payer": "collector"}
        ],
    }


def refund_shown(refund: Refund, world: World) -> dict[str, object]:
    """One refund, as its own route and the payment tell it."""
    return {
        "id": refund.id,
        "payment_id": refund.payment_id,
        "amount": units(refund.amount, world.site.decimals),
        "status": refund.status,
        "refund_mode": "standard",
        "date_created": iso(refund.created),
        "adjustment_amount": 0,
        "amount_refunded_to_payer": None,
        "source": [
            {
                "id": str(world.account.user_id),
                "name": world.account.nickname,
                "type": refund.source,
            }
        ],
        "reason": None,
        "unique_sequence_number": None,
        "metadata": {},
        "labels": [],
        "partition_details": [],
    }
