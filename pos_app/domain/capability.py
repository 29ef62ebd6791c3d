"""What a generation of the API can do: read by the screen, the poller and the loop."""

from dataclasses import dataclass

from pos_app.domain.charge.status import AttemptStatus


@dataclass(frozen=True, slots=True)
class Capability:
    """Units: `poll_floor`, seconds between two questions about one attempt, send to send;
    `expires_after`, seconds until an untouched intent expires."""

    name: str
    cancel_while: frozenset[AttemptStatus]
    cancel_is_immediate: bool
    idempotent_create: bool
    search_by_reference: bool
    partial_refunds: bool
    poll_floor: float
    expires_after: int
