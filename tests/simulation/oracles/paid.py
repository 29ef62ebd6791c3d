"""I4: what must have been reported before an attempt counts as paid, told a second time."""

from collections.abc import Iterator

Facts = list[tuple[str, int, dict[str, object]]]
Report = dict[str, object]


def why_not_paid(facts: Facts) -> str:
    """Why it must not be called paid yet; empty if it may. `facts` begin with its preparing."""
    prepared, results = facts[0][2], _results(facts)
    refuted = {str(told["id"]) for told, _ in _reports(facts) if _went_back(told)}
    last = ""
    for told, taken in _reports(facts):
        last = _why_not(told, prepared, results)
        if not last and str(told["id"]) not in refuted | taken:
            return ""
    return f"no report of a payment proves it: {last or 'it went back, or is taken'}"


def _why_not(told: Report, prepared: dict[str, object], results: set[str]) -> str:
    reference = told["external_reference"]
    if told["status"] != "APPROVED":
        return f"it is {told['status']}"
    if told["amount"] != prepared["amount"]:
        return f"it is of {told['amount']}"
    if reference != prepared["external_reference"] and (reference or told["id"] not in results):
        return f"it is of {reference!r}"
    if prepared["merchant_id"] and told["merchant_id"] not in ("", prepared["merchant_id"]):
        return f"it is the account {told['merchant_id']}'s"
    return "it is a rehearsal" if prepared["live"] and told["live"] is False else ""


def _went_back(told: Report) -> bool:
    return bool(told["refunded"]) or told["status"] in ("REFUNDED", "CHARGED_BACK")


def _reports(facts: Facts) -> Iterator[tuple[Report, set[str]]]:
    """Each, and which payments pay another by then."""
    for kind, _, body in facts:
        if kind in ("PaymentsRead", "Searched"):
            payments, taken = body["payments"], body["taken"]
            assert isinstance(payments, list)
            assert isinstance(taken, list)
            for told in payments:
                yield told, set(taken)


def _results(facts: Facts) -> set[str]:
    """The payments that the intent itself has named."""
    named: set[str] = set()
    for kind, _, body in facts:
        intent = body.get("intent")
        if kind == "Heard" and isinstance(intent, dict):
            named |= set(intent["results"])
    return named
