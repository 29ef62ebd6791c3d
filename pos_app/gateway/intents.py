"""Intents on Point terminals and the payments made of them: paths inside, domain values outside."""

import logging
from datetime import UTC, datetime, timedelta

from pos_app.domain.charge.facts import CancelAnswer, Prepared
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.errors import NoAnswer, NotFound, TooLateToCancel
from pos_app.gateway.address import About, call
from pos_app.gateway.capability import INTENTS
from pos_app.gateway.door import Door
from pos_app.gateway.pages import Pages, read_pages
from pos_app.gateway.wire import (
    AnyPaymentsPage,
    CreateBody,
    CreateReply,
    IntentReply,
    Nothing,
    PaymentReply,
    PaymentsPage,
)

_INTENTS = "/instore-api/integrations/v1/intents"
_SEARCH = "/v1/payments/search"
# New ones come last: pages do not shift under the reader.
_ORDER = {"sort": "date_created", "criteria": "asc"}
_MANY = Pages(rows=30, most=400)  # whole payments are large: 30 of them stay below a reply's cap
log = logging.getLogger("pos_app.gateway")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class PointGateway:
    """A method per endpoint. It repeats nothing: what is tried again is decided above."""

    capability = INTENTS

    def __init__(self, door: Door, *, by_till: bool = False) -> None:
        """`by_till`: offer amounts to a till's external id, where one is known."""
        self._door, self._by_till = door, by_till

    @property
    def skew(self) -> int:
        """Milliseconds: our clock less the provider's; 0 until known."""
        return self._door.skew

    async def create_intent(self, prepared: Prepared) -> IntentReport:
        """Offer the amount to its terminal. The one request here that can move money.

        The idempotency key is sent, and nothing relies on it: no reference names it for intents.
        """
        path = f"{_INTENTS}/point/{{device_id}}"
        create = call(About.CREATE, "POST", path, device_id=prepared.terminal_id)
        if self._by_till and (till := prepared.till_external_id):
            path = f"{_INTENTS}/point/pos/{{external_id}}"
            create = call(About.CREATE, "POST", path, external_id=till)
        key = {"X-Idempotency-Key": prepared.idempotency_key}
        body = CreateBody.of(prepared)
        reply = await self._door.send(create, CreateReply, body, headers=key)
        return reply.to_domain(prepared.amount.currency)

    async def read_intent(self, intent_id: str, currency: str) -> IntentReport:
        """How it stands, and the payments that were made of it."""
        return (await self._read(intent_id)).to_domain(currency, intent_id)

    async def cancel_intent(self, intent_id: str, till_external_id: str = "") -> CancelAnswer:
        """Ask for it to be taken back. What became of it is what the next read says.

        The reference and the guide name two paths: the second is tried where the first is not
        there and the intent still waits. LOST: the wish went out and no answer came.
        """
        ids = {"intent_id": intent_id}
        try:
            if await self._cancel(f"{_INTENTS}/{{intent_id}}/point", ids):
                return CancelAnswer.ACCEPTED
            status = AttemptStatus.read((await self._read(intent_id)).status)
            if status is AttemptStatus.CANCELED:
                return CancelAnswer.ACCEPTED
            if status is AttemptStatus.OPENED and till_external_id:
                ids["external_id"] = till_external_id
                if await self._cancel(f"{_INTENTS}/{{intent_id}}/point/pos/{{external_id}}", ids):
                    return CancelAnswer.ACCEPTED
            return CancelAnswer.TOO_LATE
        except TooLateToCancel:
            return CancelAnswer.TOO_LATE
        except (NoAnswer, NotFound):
            return CancelAnswer.LOST

    async def read_payment(self, payment_id: str) -> Payment:
        """The payment itself: the only proof of money. Another one's is no answer (F15)."""
        read = call(About.READ, "GET", "/v1/payments/{payment_id}", payment_id=payment_id)
        reply = await self._door.send(read, PaymentReply)
        if reply.id != payment_id:
            raise NoAnswer(f"{read.method} {read.template}: it is about another payment")
        return reply.to_domain()

    async def search_payments(self, external_reference: str) -> tuple[Payment, ...]:
        """Every payment that carries the reference: all of them, or NoAnswer."""
        query = {"external_reference": external_reference, **_ORDER}
        rows = await read_pages(self._door, call(About.PROOF, "GET", _SEARCH), PaymentsPage, query)
        ours = [row for row in rows if row.external_reference == external_reference]
        return tuple({row.id: row.to_domain() for row in ours}.values())

    async def payments_between(self, begin: int, end: int) -> tuple[Payment, ...]:
        """Every payment of the account that was made in that time and can be read, or NoAnswer.

        Units: milliseconds since the epoch, UTC; both ends belong to it.
        """
        query = {"range": "date_created", "begin_date": _date(begin), "end_date": _date(end)}
        search = call(About.READ, "GET", _SEARCH)
        rows = await read_pages(self._door, search, AnyPaymentsPage, query | _ORDER, _MANY)
        read = [row for row in rows if isinstance(row, PaymentReply)]
        if len(read) < len(rows):
            log.warning("%d payments of the account cannot be read", len(rows) - len(read))
        found = {row.id: row.to_domain() for row in read}
        return tuple(p for p in found.values() if p.created is None or begin <= p.created <= end)

    async def _read(self, intent_id: str) -> IntentReply:
        path = f"{_INTENTS}/{{intent_id}}/point"
        return await self._door.send(
            call(About.READ, "GET", path, intent_id=intent_id), IntentReply
        )

    async def _cancel(self, template: str, ids: dict[str, str]) -> bool:
        """False: this path, or the intent, is not there."""
        try:
            await self._door.send(call(About.CANCEL, "DELETE", template, **ids), Nothing)
        except NotFound:
            return False
        return True


def _date(at: int) -> str:
    """As the reference of the search spells it: milliseconds, and an offset."""
    return (_EPOCH + timedelta(milliseconds=at)).isoformat(timespec="milliseconds")
