"""The switches of the simulated world; the defaults are the well-behaved service."""

from dataclasses import dataclass, field

HOUR = 3_600_000


@dataclass(slots=True)
class Delays:
    """How long a status lasts. Units: milliseconds."""

    opened: int = 1_000  # until a terminal takes the intent
    on_terminal: int = 3_000  # until the customer has paid, in auto-play
    processing: int = 2_000
    processed: int = 500
    reversed: int = 2_000  # from CLOSED, for the amount that is approved and then taken back
    shown: int = 4_000  # how long a terminal shows how it ended


@dataclass(slots=True)
class Options:
    """Units: milliseconds, minor units."""

    auto_play: bool = False  # somebody at the terminal, whom the amount tells what to do
    delays: Delays = field(default_factory=Delays)
    limits: tuple[int, int | None] | None = None  # instead of the site's own
    decline_closes: bool = True  # or the terminal lets the customer try again
    copies_reference: bool = True  # the payment carries the intent's external reference
    live_mode: bool = True
    standalone_status: int = 400  # answered to a create for a terminal that is not in PDV mode
    delete_by_intent: bool = True  # the short form of DELETE exists
    on_terminal_expires: bool = True
    expires_after: int = HOUR
    stale_reads: int = 0  # reads that still see the status before the last one
    payment_lag: int = 0  # until a payment can be read
    search_lag: int = 0  # until a payment can be found
    strict_rate: bool = False  # 429 above one read a second of one intent
    latency: int = 0  # of every round trip
    partial_refunds: bool = True
    refund_settles_after: int = 0  # in_process until then
    refund_window: int = 180 * 24 * HOUR
    key_lock: int = 0  # 423 to the repeat of a key so soon
    key_life: int | None = None  # how long a key is remembered; 0 is not at all, None is for ever
    balance: int | None = None  # what refunds may take; None is plenty
    webhook_copies: int = 1
    webhook_jitter: int = 0  # the most that one is late by, so that they come out of order
