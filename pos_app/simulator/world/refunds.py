"""Money given back: by the till, on the terminal, or by the service itself."""

from pos_app.simulator.envelopes import Refusal, bad_request, not_found
from pos_app.simulator.world.records import Payment, Refund, World

_STATE = "The action requested is not valid for the current payment state"


class Refunds:
    """Source of the codes: Payments API, reference of refunds."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._keys: dict[str, tuple[int, int, int | None, Refund]] = {}

    def ask(self, payment: Payment, amount: int | None, key: str) -> tuple[Refund, bool]:
        """Give back `amount`, or all that is left; and whether this is news.

        The same key and request give the same refund again. Units: minor units.
        Raises Refusal: 409 for a key of another request, 423 while its first call is under way,
        else as the reference documents.
        """
        options, now = self._world.options, self._world.now
        at, asked_for, asked_amount, refund = self._keys.get(key, (0, 0, None, None))
        if refund and (options.key_life is None or now - at < options.key_life):
            if (asked_for, asked_amount) != (payment.id, amount):
                raise Refusal(409, "idempotency_key_already_used", "key of another request")
            if now - at < options.key_lock:
                raise Refusal(423, "locked", "a request with this key is under way", kind="E2")
            return refund, False
        self._check(payment, amount)
        refund = self._give(payment, payment.left if amount is None else amount, "collector")
        self._keys[key] = (now, payment.id, amount, refund)
        if options.balance is not None:
            options.balance -= refund.amount
        return refund, True

    def elsewhere(self, payment: Payment, source: str, amount: int | None = None) -> Refund:
        """`amount`, or all that is left, goes back, and not because the till asked.

        `source`: operator (on the terminal), collector (on the web), admin (the service itself).
        """
        asked = payment.left if amount is None else amount
        if payment.status != "approved" or not 0 < asked <= payment.left:
            raise bad_request(_STATE, 2063)
        return self._give(payment, asked, source)

    def _check(self, payment: Payment, amount: int | None) -> None:
        options = self._world.options
        if payment.status != "approved" or not payment.left:
            raise bad_request(_STATE, 2063)
        if self._world.now - (payment.approved or payment.created) > options.refund_window:
            raise not_found("The payment is too old to be refunded", 2024)
        asked = payment.left if amount is None else amount
        if asked <= 0:
            raise Refusal(401, "bad_request", "The amount must be positive", 4040)
        if asked > payment.left:
            raise bad_request("The amount is more than what is left to refund", 2085)
        if asked < payment.amount and not options.partial_refunds:
            raise not_found("Partial refunds are not supported for this payment", 3024)
        if options.balance is not None and asked > options.balance:
            error = "insufficient_money_for_refund"
            raise Refusal(428, error, "The balance is too low", error)

    def _give(self, payment: Payment, amount: int, source: str) -> Refund:
        world = self._world
        refund = Refund(
            world.new_number(1_730_000_000), payment.id, amount, "in_process", world.now, source
        )
        payment.refunds.append(refund)
        if world.options.refund_settles_after:
            world.agenda.after(
                world.options.refund_settles_after, lambda: self._settle(payment, refund)
            )
        else:
            self._settle(payment, refund)
        return refund

    def _settle(self, payment: Payment, refund: Refund) -> None:
        refund.status = "approved"
        whole = payment.refunded == payment.amount
        payment.status = "refunded" if whole else "approved"
        payment.detail = "refunded" if whole else "partially_refunded"
        payment.updated = self._world.now
