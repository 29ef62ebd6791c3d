"""I13: what must have been learnt before an attempt that may have been sent counts as unpaid."""

from tests.simulation.oracles.rows import (
    ENDED_UNPAID,
    GONE,
    LOOK_AFTER,
    MOVED,
    NOT_CREATED,
    SEARCH_MARGIN,
    SETTLE,
)

ROUNDED = 5  # milliseconds
UNNOTICED = 15_000  # milliseconds that the clocks of two lives may differ: less is jitter
Facts = list[tuple[str, int, dict[str, object]]]


def why_not_unpaid(facts: Facts, status: str) -> str:
    """Why it must not be called unpaid yet; empty if it may. `facts` end with the one that did."""
    kind, at, body = facts[-1]
    if kind == "Decided":
        return ""
    if status == NOT_CREATED:
        return _was_sent(facts)
    if kind not in ("Searched", "PaymentsRead") and (status, kind) != ("CLOSED", "Heard"):
        return f"by {kind}"
    if any(_of(payment, "status") in MOVED for payment in _list(body, "payments")):
        return "a payment is there"
    if status == "CLOSED" and (named := _named(facts)):
        return _not_refused(named, facts)
    if kind != "Searched" and status not in ENDED_UNPAID:
        return "without a search"
    if status in ENDED_UNPAID:
        searched = max((each[1] for each in facts if each[0] == "Searched"), default=0)
        heard = max((t for k, t, b in facts if k == "Heard" and _word(b) == status), default=at)
        return "" if searched >= heard + SEARCH_MARGIN - ROUNDED else "no search after the margin"
    return _open_end(facts, at, by_time=status != "CLOSED")


def _open_end(facts: Facts, at: int, *, by_time: bool) -> str:
    """Its last word leaves it open: only time, or a person's look, ends it."""
    sent = max((t for k, t, _ in facts if k == "Sending"), default=facts[0][1])
    looks = [t for k, t, b in facts if k == "PersonSaid" and b.get("seen") == "IDLE"]
    if any(t >= sent + LOOK_AFTER - UNNOTICED and at >= t + SETTLE - ROUNDED for t in looks):
        return ""
    return "" if by_time and at >= sent + GONE - UNNOTICED else "too early"


def _was_sent(facts: Facts) -> str:
    """It may be that nothing was created only where the last sending was answered so."""
    last = next((k for k, _, _ in reversed(facts) if k in _TELLING), "")
    return "it may have arrived" if last in ("Sending", "Lost", "IdTaken", "Heard") else ""


_TELLING = ("Sending", "Lost", "IdTaken", "Heard", "NotLeft", "Deferred", "Refused")


def _named(facts: Facts) -> set[str]:
    """The payments that the intent itself has told of."""
    return {
        str(result)
        for kind, _, body in facts
        if kind == "Heard" and isinstance(intent := body.get("intent"), dict)
        for result in _list(intent, "results")
    }


def _not_refused(named: set[str], facts: Facts) -> str:
    read = {
        str(_of(payment, "id"))
        for kind, _, body in facts
        if kind in ("PaymentsRead", "Searched")
        for payment in _list(body, "payments")
        if _of(payment, "status") not in MOVED
    }
    return "" if named <= read else f"not read as refused: {sorted(named - read)}"


def _word(body: dict[str, object]) -> str:
    intent = body.get("intent")
    return str(intent.get("status")) if isinstance(intent, dict) else ""


def _list(body: dict[str, object], name: str) -> list[object]:
    found = body.get(name)
    return found if isinstance(found, list) else []


def _of(value: object, name: str) -> object:
    return value.get(name) if isinstance(value, dict) else None
