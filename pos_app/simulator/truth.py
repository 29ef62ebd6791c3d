"""What has really happened by now, for those who check the till: read only."""

from collections import deque
from dataclasses import dataclass

from pos_app.simulator.wire import BadJson, read
from pos_app.simulator.world.records import Intent, Payment, World

_KEPT = 200_000  # requests, so that a simulator left running for weeks does not grow for ever


@dataclass(slots=True)
class Request:
    """One that came in. Units: milliseconds since the epoch, UTC."""

    at: int
    method: str
    path: str
    query: str
    body: bytes
    request_id: str
    acted: bool = False  # it was carried out, whatever came back
    status: int | None = None  # of the answer; None when there was none

    @property
    def creates(self) -> str | None:
        """The external reference of the intent that it asks for, if that is what it does."""
        if self.method != "POST" or "/intents/point/" not in self.path:
            return None
        try:
            body = read(self.body)
        except BadJson:
            return None
        reference = body.get("external_reference") if isinstance(body, dict) else None
        return reference if isinstance(reference, str) else None


class Truth:
    def __init__(self, world: World) -> None:
        self._world = world
        self.requests: deque[Request] = deque(maxlen=_KEPT)
        self._creates: dict[str, list[Request]] = {}

    def heard(self, request: Request) -> None:
        """A request has come in."""
        self.requests.append(request)
        if reference := request.creates:
            self._creates.setdefault(reference, []).append(request)

    def creates(self, reference: str) -> tuple[Request, ...]:
        """Every request to create an intent with that reference, carried out or not."""
        return tuple(self._creates.get(reference, ()))

    def intents(self, reference: str) -> tuple[Intent, ...]:
        """With their whole histories of (time, status)."""
        self._world.agenda.run()
        return tuple(self._world.intents_of.get(reference, ()))

    def approved(self, reference: str) -> tuple[Payment, ...]:
        """Every payment that took money for that reference, given back since or not."""
        self._world.agenda.run()
        made = self._world.payments_of.get(reference, ())
        return tuple(p for p in made if p.approved is not None)

    def nameless(self) -> tuple[Payment, ...]:
        """Every payment that took money on a terminal and carries no reference: typed there."""
        self._world.agenda.run()
        here = (p for p in self._world.payments.values() if p.terminal_id and not p.reference)
        return tuple(p for p in here if p.approved is not None)

    def payments(self) -> tuple[Payment, ...]:
        """All of them, whatever became of them."""
        self._world.agenda.run()
        return tuple(self._world.payments.values())
