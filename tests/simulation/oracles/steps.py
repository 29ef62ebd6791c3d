"""Held against every byte a till sends, every event it writes and every state it shows."""

import json
from collections import defaultdict, deque
from dataclasses import dataclass, field
from decimal import Decimal

import httpx

from pos_app.domain.errors import TillError
from pos_app.services.state import Following, TillState
from tests.simulation.engine.disk import Event
from tests.simulation.engine.till import Till, Watcher
from tests.simulation.engine.trace import Trace
from tests.simulation.oracles.paid import why_not_paid
from tests.simulation.oracles.rows import BECOMES, MEANS
from tests.simulation.oracles.screens import Screens
from tests.simulation.oracles.unpaid import why_not_unpaid

MOST_LEFT, IN_SECONDS = 40, 10.0  # requests of one till
APART = 1_000 - 5  # milliseconds between two questions about one charge, rounded
_ATTEMPT = "SELECT status, outcome, amount, terminal FROM attempt WHERE reference = ?"
_LEAVES = (
    "SELECT a.status, a.amount = s.total, s.status, a.idempotency_key,"
    " (SELECT count(*) FROM attempt o WHERE o.sale = a.sale AND o.reference <> a.reference"
    "  AND o.outcome <> 'not_paid'),"
    " (SELECT count(*) FROM attempt o WHERE o.terminal = a.terminal"
    "  AND o.reference <> a.reference AND o.holds_terminal = 1), a.amount, a.terminal"
    " FROM attempt a JOIN sale s ON s.id = a.sale WHERE a.reference = ?"
)


@dataclass
class Known:
    """An attempt, as its till's disk has told of it so far."""

    till: str
    status: str
    outcome: str
    amount: object
    facts: list[tuple[str, int, dict[str, object]]] = field(default_factory=list)


class Steps(Watcher):
    """`attempts` by reference, of all tills; `heads`, by till, the last event on its disk."""

    def __init__(self, trace: Trace, screens: Screens) -> None:
        self._trace, self._screens = trace, screens
        self.attempts: dict[str, Known] = {}
        self.heads: dict[str, int] = {}
        self._sent: dict[str, tuple[str, str, bytes]] = {}
        self._keys: dict[str, str] = {}
        self._last_shown: dict[str, str] = {}
        self._ended_on_screen: dict[str, str] = {}
        self._left: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=MOST_LEFT))
        self._asked: dict[str, int] = {}

    def broke(self, till: Till, error: BaseException) -> None:
        self._trace.fail("F59", f"{till.name}: a task ended by {error!r}")

    # What is on the disk.

    def wrote(self, till: Till, event: Event) -> None:
        before = self.heads.get(till.name, 0)
        if event.seq != before + 1:
            self._trace.fail("I16", f"{till.name}: event {event.seq} after {before}")
        self.heads[till.name] = event.seq
        self._trace.count(f"event: {event.kind}")
        row = next(iter(till.life.disk.ask(_ATTEMPT, event.subject)), None)
        if row is None:
            return
        status, outcome, amount = str(row[0]), str(row[1]), row[2]
        wrong = till.clock.now() - till.world.clock.now()
        fact = (event.kind, event.at - wrong, json.loads(event.body))  # at its true time
        known = self.attempts.get(event.subject)
        if known is None:
            if till.life.disk.full:
                self._trace.fail("I20", f"{event.subject} begins on a disk that is full")
            self.attempts[event.subject] = Known(till.name, status, outcome, amount, [fact])
            return
        known.facts.append(fact)
        self._turned(event, known, status, outcome)
        if amount != known.amount:
            self._trace.fail("I14", f"{event.subject}: {known.amount} became {amount}")
        known.status, known.outcome = status, outcome

    def _turned(self, event: Event, known: Known, status: str, outcome: str) -> None:
        trace = self._trace
        if status != known.status:
            trace.count(f"turn: {known.status} -> {status}")
            if status not in BECOMES.get(known.status, ()):
                trace.fail("I12", f"{event.subject}: {known.status} became {status}")
            if status != "(unknown)" and _is_of_another(event):
                trace.fail("F15", f"{event.subject}: {status}, by what is said of another charge")
        if outcome != known.outcome:
            trace.count(f"outcome: {known.outcome} -> {outcome}")
            if outcome not in MEANS[known.outcome]:
                trace.fail("I12", f"{event.subject}: {known.outcome} became {outcome}")
            if outcome == "not_paid" and (why := why_not_unpaid(known.facts, status)):
                trace.fail("I13", f"{event.subject}: {status}: {why}")
            if outcome == "paid" and event.kind != "Decided" and (why := why_not_paid(known.facts)):
                trace.fail("I4", f"{event.subject}: {why}")

    # What leaves.

    def leaves(self, till: Till, request: httpx.Request) -> None:
        self._keeps_pace(till)
        self._asks_seldom(till, request)
        if request.method != "POST" or "/intents/point/" not in request.url.path:
            return
        body, key = request.content, request.headers.get("x-idempotency-key", "")
        reference = str(json.loads(body)["external_reference"])
        row = next(iter(till.life.disk.ask(_LEAVES, reference)), None)
        fail = self._trace.fail
        if row is None or row[:3] != ("(sending)", 1, "paying") or row[3] != key:
            fail("I1", f"{reference} leaves, and on the disk is {row}")
        elif row[4] or row[5]:
            fail("I3", f"{reference} leaves beside another that lives: {row}")
        elif not request.url.path.endswith(str(row[7])) or _minor(body) != row[6]:
            fail("I14", f"{reference} leaves as something else than {row[6]} on {row[7]}")
        if till.life.disk.failed:
            fail("I20", f"{reference} leaves, and the last write failed")
        asked = (till.name, key, body)
        if self._sent.setdefault(reference, asked) != asked:
            fail("I2", f"{reference} was sent before, as something else")
        if self._keys.setdefault(key, reference) != reference:
            fail("I2", f"{reference} and {self._keys[key]} have one key")

    def _keeps_pace(self, till: Till) -> None:
        """A till that asks in a circle is a fault, whatever it learns."""
        now, times = till.world.loop.time(), self._left[f"{till.name} {till.life.number}"]
        times.append(now)
        if len(times) == MOST_LEFT and now - times[0] < IN_SECONDS:
            times.clear()
            self._trace.fail("pace", f"{till.name}: {MOST_LEFT} requests in {IN_SECONDS} s")

    def _asks_seldom(self, till: Till, request: httpx.Request) -> None:
        """F24: a charge is asked about once a second; what a cancel did is looked at at once."""
        about = f"{till.name} {till.life.number} {request.url.path}"
        if not about.endswith("/point"):
            return
        now = till.world.clock.now()
        if request.method == "GET" and now - self._asked.get(about, 0) < APART:
            self._trace.fail("pace", f"{about} is asked about twice in a second")
        self._asked[about] = now if request.method == "GET" else 0

    # What is shown.

    def shown(self, till: Till, state: TillState) -> None:
        following, trouble = state.following, state.notice and state.notice.what
        for error in (following and following.trouble, trouble, state.stopped):
            if type(error) is TillError:  # a fault of ours, that something had to catch
                self._trace.fail("F59", f"{till.name} shows {error!r}")
        if following is not None:
            self._settled(till, following)
        line = _line(state)
        if self._last_shown.get(till.name) != line:
            self._last_shown[till.name] = line
            self._trace.add(f"{till.name} shows {line}")
            self._screens.see(state, till.house.capability, till.clock.now(), self._trace)

    def _settled(self, till: Till, following: Following) -> None:
        """I19: an end is on the disk before it is shown; what was shown as paid stays so."""
        attempt, outcome = following.attempt, following.attempt.outcome.value
        reference = attempt.prepared.external_reference
        before = self._ended_on_screen.get(reference)
        if before == outcome or not attempt.settled:
            return
        self._ended_on_screen[reference] = outcome
        row = next(iter(till.life.disk.ask(_ATTEMPT, reference)), None)
        if row is None or row[1] != outcome:
            self._trace.fail("I19", f"{reference} is shown as {outcome}; on the disk is {row}")
        if before == "paid":
            self._trace.fail("I12", f"{reference} was shown as paid, and is {outcome}")


def _minor(body: bytes) -> int:
    (operation,) = json.loads(body)["operations"]
    return int(Decimal(operation["amount"]) * 100)


def _is_of_another(event: Event) -> bool:
    intent = json.loads(event.body).get("intent")
    named = intent["external_reference"] if isinstance(intent, dict) else ""
    return named not in ("", event.subject)


def _line(state: TillState) -> str:
    following = state.following
    panel = "no panel"
    if following is not None:
        attempt = following.attempt
        doubts = ",".join(sorted(doubt.name for doubt in attempt.doubts))
        panel = f"{attempt.status.word} {attempt.outcome.value} [{doubts}]"
        panel += f" {type(following.trouble).__name__}" if following.trouble else ""
        panel += " unsaved" if following.unsaved else ""
    sale = f"{state.sale.ticket_number} {state.sale.total.minor}" if state.sale else "no sale"
    notice = f" notice {state.notice.what!r}" if state.notice else ""
    held = ",".join(sorted(state.held))
    tasks = f" tasks {state.unresolved}" if state.unresolved else ""
    network = f" network {type(state.network).__name__}" if state.network else ""
    return f"{sale} | {panel} | held {held}{tasks}{network}{notice}"
