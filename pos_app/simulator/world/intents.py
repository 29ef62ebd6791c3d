"""Intents as the till knows them: created, read, cancelled."""

import uuid

from pos_app.simulator.envelopes import Refusal, bad_request, not_found
from pos_app.simulator.world.lives import Lives
from pos_app.simulator.world.records import Intent, Status, Terminal, World
from pos_app.simulator.world.terminals import Terminals


class Intents:
    """Every refusal is raised as Refusal."""

    def __init__(self, world: World, terminals: Terminals, lives: Lives) -> None:
        self._world, self._terminals, self._lives = world, terminals, lives

    def create_at_till(self, external_id: str, amount: int, body: dict[str, object]) -> Intent:
        """For the terminal that is linked to a till."""
        linked = self._terminals.of_till(external_id)
        if linked is None:
            raise Refusal(404, "pos_not_found", f"Point of sale {external_id} was not found")
        if not linked:
            raise Refusal(404, "not_found", f"No terminal is linked to {external_id}")
        return self._create(linked[0], amount, body)

    def create_on(self, terminal_id: str, amount: int, body: dict[str, object]) -> Intent:
        """For a terminal by its own id."""
        terminal = self._world.terminals.get(terminal_id)
        if terminal is None:
            raise Refusal(403, "104", "Forbidden Error checking device owner", kind="E2")
        return self._create(terminal, amount, body)

    def read(self, intent_id: str) -> tuple[Intent, Status]:
        """The intent and the status that this read sees, which may be the one before."""
        intent, options, now = self._known(intent_id), self._world.options, self._world.now
        if options.strict_rate and intent.last_read is not None and now - intent.last_read < 1_000:
            raise Refusal(429, "105", "too_many_requests", kind="E2", retry_after=1)
        intent.last_read = now
        stale = intent.reads < options.stale_reads and len(intent.history) > 1
        intent.reads += 1
        return intent, intent.history[-2 if stale else -1][1]

    def cancel(self, intent_id: str, external_id: str | None = None) -> None:
        """Only what no terminal has taken yet. `external_id`: of the till, in the long form."""
        linked = None if external_id is None else self._terminals.of_till(external_id)
        if external_id is not None and linked is None:
            raise Refusal(404, "pos_not_found", f"Point of sale {external_id} was not found")
        intent = self._known(intent_id)
        if linked is not None and intent.terminal_id not in [t.id for t in linked]:
            raise not_found("The intent does not exist")
        if intent.status is not Status.OPENED:
            raise Refusal(409, "101", "Payment intent is blocked by terminal", kind="E2")
        self._lives.move(intent, Status.CANCELED)

    def _known(self, intent_id: str) -> Intent:
        if intent_id not in self._world.intents:
            raise not_found("The intent does not exist")
        return self._world.intents[intent_id]

    def _create(self, terminal: Terminal, amount: int, body: dict[str, object]) -> Intent:
        world = self._world
        if terminal.mode != "PDV":
            status = world.options.standalone_status
            raise Refusal(status, "bad_request", "The device is not in PDV mode")
        low, high = world.options.limits or (world.site.smallest, world.site.largest)
        if amount < low:
            raise bad_request(f"operations[0].amount: must be at least {low} minor units")
        if high is not None and amount > high:
            raise bad_request(f"operations[0].amount: must be at most {high} minor units")
        if self._terminals.live_intent(terminal):
            raise Refusal(409, "conflict", "There is already a queued intent for the device")
        intent_id = str(uuid.UUID(int=world.rng.getrandbits(128), version=4))
        intent = Intent(intent_id, terminal.id, amount, body, world.now, [])
        intent.history.append((world.now, Status.OPENED))
        world.intents[intent_id] = intent
        world.intents_of.setdefault(intent.reference, []).append(intent)
        terminal.intent_id = intent_id
        self._lives.begin(intent)
        return intent
