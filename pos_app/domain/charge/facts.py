"""What can be learnt about an attempt. Each fact is one event of the ledger."""

from dataclasses import dataclass
from enum import Enum

from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Units: `at` in milliseconds since the epoch, UTC."""

    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared(Fact):
    """The cashier pressed Charge: everything that will go on the wire, fixed for good (I14)."""

    external_reference: str
    idempotency_key: str
    sale_id: str
    ticket_number: int
    number: int  # of this attempt within its sale, from 1
    terminal_id: str
    amount: Money
    site: str
    merchant_id: str  # whose account the money must reach
    live: bool
    till_external_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending(Fact):
    """It is about to leave. On disk before the first byte does (I1).

    Units: `skew` in milliseconds, our clock less theirs; None: what is known of it may be wrong.
    """

    skew: int | None = 0


class Refusal(Enum):
    NOT_LEFT = "not left"
    BLOCKED = "blocked"  # something between the till and the provider answers in its place
    CLOCK = "clock"  # the computer's is wrong: no certificate is of its time
    INTERRUPTED = "interrupted"  # the program ended before it was sent
    BUSY = "terminal busy"
    NOT_READY = "terminal not ready"
    NO_TERMINAL = "no such terminal"
    AMOUNT = "amount"
    CREDENTIALS = "credentials"
    TOO_MANY = "too many requests"
    REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLeft(Fact):
    """Not one byte left the till: it may be tried again (F01)."""

    why: Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred(Fact):
    """The provider asked to wait, and did nothing (F08). Units: `wait` in milliseconds."""

    wait: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Fact):
    """Nothing was created, and it is certain."""

    why: Refusal
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost(Fact):
    """It was sent, and no answer came that can be trusted: the money may have moved."""

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard(Fact):
    """Mercado Pago's to say: the intent stands so."""

    intent: IntentReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed(Fact):
    """404 for an intent that was created: lag, or worse (F25)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentsRead(Fact):
    """Payments, read one by one by id. Units: `skew` in milliseconds, our clock less theirs.

    `missing`: ids that answered 404; `taken`: ids that pay another attempt already.
    """

    payments: tuple[Payment, ...]
    missing: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    skew: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Searched(Fact):
    """All payments that carry the attempt's reference, or none. A whole, well-formed answer."""

    payments: tuple[Payment, ...] = ()
    taken: tuple[str, ...] = ()
    skew: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAsked(Fact):
    """A wish. What became of it is what the provider then says."""

    by: str


class CancelAnswer(Enum):
    ACCEPTED = "accepted"
    TOO_LATE = "too late"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAnswered(Fact):
    answer: CancelAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class IdTaken(Fact):
    """The provider answered with an intent that belongs to another attempt (F15)."""

    intent_id: str


class Seen(Enum):
    """What a person saw on the terminal."""

    AMOUNT = "amount"  # it still shows this amount
    APPROVED = "approved"  # it says so, lists it among its last payments, or printed a slip
    IDLE = "idle"  # nothing of this charge, neither on its screen nor among its last payments


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSaid(Fact):
    """Somebody looked at the terminal. A witness, never a proof of money."""

    seen: Seen
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered(Fact):
    """The sale was paid another way while this lived: what it may still bring is surplus."""


class Decision(Enum):
    """What a supervisor decided where the provider's word is not enough, or came too late."""

    ATTESTED = "attested"  # the customer has paid, says a person: reported apart until proved
    WITHDRAWN = "withdrawn"  # and that was wrong
    APPLIED = "applied"  # money that came late pays its sale after all
    APART = "apart"  # the money does not pay this sale: it is to be given back
    NOTED = "noted"  # that Mercado Pago gave it back, or the customer disputes it


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided(Fact):
    what: Decision
    by: str
    reason: str


_BEFORE, _DURING = AttemptStatus.PREPARED, AttemptStatus.SENDING
# When a fact of sending has its turn. Out of it, it changes nothing: what has left, has left.
TURNS: dict[type[Fact], tuple[AttemptStatus, ...]] = {
    Sending: (_BEFORE,),
    Refused: (_BEFORE, _DURING),
    NotLeft: (_DURING,),
    Deferred: (_DURING,),
    Lost: (_BEFORE, _DURING),  # the program ended while it was held back
    IdTaken: (_DURING,),
}
