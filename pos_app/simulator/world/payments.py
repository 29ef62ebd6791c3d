"""Payments: made at a terminal, read and searched by the till."""

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.simulator.world.records import Card, Intent, Payment, World


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for, in which order, and which page of it."""

    matches: Callable[[Payment], bool]
    reference: str | None
    sort: Callable[[Payment], int]
    newest_first: bool = True
    offset: int = 0
    limit: int = 30


class Payments:
    def __init__(self, world: World) -> None:
        self._world = world

    def make(self, intent: Intent, card: Card, status: str, detail: str) -> Payment:
        """What the customer's card has just made of an intent."""
        named = intent.reference, str(intent.body["description"])
        payment = self.take(intent.amount, intent.terminal_id, card, status, detail, named)
        payment.intent_id = intent.id
        return payment

    def take(
        self,
        amount: int,
        terminal_id: str,
        card: Card,
        status: str = "approved",
        detail: str = "accredited",
        named: tuple[str, str] = ("", ""),
    ) -> Payment:
        """Money without an intent. `named`: its reference and description. Units: minor units."""
        world, (reference, description) = self._world, named
        approved = status == "approved"
        payment = Payment(
            id=world.new_number(98_217_700_000),
            intent_id="",
            terminal_id=terminal_id,
            reference=reference,
            description=description,
            amount=amount,
            status=status,
            detail=detail,
            created=world.now,
            updated=world.now,
            approved=world.now if approved else None,
            card=card,
            authorization_code=f"{world.rng.randrange(1_000_000):06}" if approved else None,
        )
        world.payments[payment.id] = payment
        if reference:
            world.payments_of.setdefault(reference, []).append(payment)
        return payment

    def readable(self, payment_id: int) -> Payment | None:
        """The payment, if it is there and old enough to be read."""
        payment = self._world.payments.get(payment_id)
        return payment if payment and self._aged(payment, self._world.options.payment_lag) else None

    def search(self, query: Query) -> tuple[list[Payment], int]:
        """One page of what the index holds by now, and how many there are in all."""
        lag, world = self._world.options.search_lag, self._world
        if query.reference is None:
            among = list(world.payments.values())
        else:
            among = world.payments_of.get(query.reference, [])
        found = [p for p in among if self._aged(p, lag) and query.matches(p)]
        found.sort(key=query.sort, reverse=query.newest_first)
        return found[query.offset : query.offset + query.limit], len(found)

    def mark(self, payment_id: int, status: str, detail: str) -> None:
        """Something befalls a payment: a dispute, a chargeback, a review."""
        payment = self._world.payments[payment_id]
        payment.status, payment.detail = status, detail
        payment.updated = self._world.now
        if status == "approved" and payment.approved is None:
            payment.approved = self._world.now

    def _aged(self, payment: Payment, lag: int) -> bool:
        return payment.created + lag <= self._world.now
