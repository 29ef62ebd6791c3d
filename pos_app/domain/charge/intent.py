"""How an intent stands, as Mercado Pago reports it."""

from dataclasses import dataclass

from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentReport:
    """An empty reference, no amount: the reply did not say. `results`: ids of its payments."""

    status: AttemptStatus
    intent_id: str
    word: str = ""  # as it came, where the row is UNRECOGNIZED
    external_reference: str = ""
    amount: Money | None = None
    amount_is_odd: bool = False  # an amount was said, and it is none of our currency
    results: tuple[str, ...] = ()
