"""The ledger's file against what truly happened at the provider."""

from collections.abc import Iterator
from decimal import Decimal

import httpx

from pos_app.simulator.backend import Backend
from pos_app.simulator.wire import read
from pos_app.simulator.world.records import Payment
from tests.services.explorer.ledger_file import SOLD, Reading, Row

MINUTE, SETTLED, HOUR_PAST = 60_000, 10_000, 3_700_000  # milliseconds (I13)


def on_leaving(request: httpx.Request, book: Reading, world: Backend, idle: set[str]) -> list[str]:
    """A request for money is about to leave: what must be on disk by now, and true.

    `idle`: charges that a person called idle: what they bring is not this one's fault.
    """
    body = read(request.content)
    assert isinstance(body, dict)
    reference = str(body["external_reference"])
    row, facts = book.by_reference.get(reference), book.facts(reference)
    if row is None or facts[-1]["kind"] != "Sending":
        return [f"I1: {reference} leaves, and the book says {facts[-1:]}"]
    prepared, wrong = facts[0], []
    total = next(s["total"] for s in book.sales if s["id"] == row["sale"])
    asked = Decimal(str(_amount(body)))
    if asked * 100 != row["amount"] or row["amount"] != total:
        wrong.append(f"I14: {reference} asks for {asked}, of a sale of {total}")
    if request.headers["x-idempotency-key"] != prepared["idempotency_key"]:
        wrong.append(f"I2: {reference} leaves with another key")
    if str(row["terminal"]) not in request.url.path:
        wrong.append(f"{reference} leaves for {request.url.path}")
    for other in book.attempts:
        name = str(other["reference"])
        if name != reference and name not in idle and other["sale"] == row["sale"]:
            wrong += [f"{reference} leaves {why}" for why in _lives(name, world)]
    return wrong


def _amount(body: dict[str, object]) -> object:
    """Wherever it stands: the one value that is called so."""
    for name, value in body.items():
        inside = value if isinstance(value, list) else [value]
        found = [_amount(each) for each in inside if isinstance(each, dict)]
        if name == "amount" or (found and found[0] is not None):
            return value if name == "amount" else found[0]
    return None


def _lives(reference: str, world: Backend) -> Iterator[str]:
    """Why the same sale may not be charged a second time (I3, I6)."""
    if any(not intent.status.final for intent in world.truth.intents(reference)):
        yield f"while {reference} lives"
    if any(not payment.refunded for payment in world.truth.approved(reference)):
        yield f"though {reference} has brought money"


def against_truth(book: Reading, world: Backend) -> Iterator[str]:
    """At any moment (I1, I2, I4, I6)."""
    for reference in book.by_reference:
        done = [r for r in world.truth.creates(reference) if r.acted and r.status in (201, None)]
        if len(done) > 1 or len({r.body for r in world.truth.creates(reference)}) > 1:
            yield f"I2: {reference} was asked for more than once"
    for intent in world.world.intents.values():
        if intent.reference not in book.by_reference:
            yield f"I1: the book does not know of {intent.reference}"
    for tender in book.tenders:
        if tender["kind"] == "card" and tender["payment"]:
            yield from _tender(tender, book, world)
    yield from _not_seen_to(book)


def _not_seen_to(book: Reading) -> Iterator[str]:
    for row in book.payments:
        if row["status"] == "approved" and not row["refunded"] and not row["binds"]:
            yield from _loose(str(row["id"]), book)
    for row in book.orphans:
        name = str(row["payment"])
        if not (row["task"] or row["sale"] or row["refunded"] or book.is_written_off(name)):
            yield f"I6: nobody sees to {row}"


def _tender(tender: Row, book: Reading, world: Backend) -> Iterator[str]:
    payment = world.world.payments.get(int(tender["payment"]))
    if payment is None or payment.approved is None or payment.amount != tender["amount"]:
        yield f"I4: {tender} of {payment}"
        return
    attempt = book.by_reference.get(str(tender["id"]))
    if attempt is None and tender["id"] != tender["payment"]:
        yield f"I4: {tender} is nobody's"
    if attempt is not None and payment.reference not in ("", attempt["reference"]):
        yield f"I4: {tender} of another charge: {payment}"


def _loose(payment_id: str, book: Reading) -> Iterator[str]:
    owner = book.owner(payment_id)
    assert owner is not None
    seen_to = owner["task"] or owner["outcome"] in ("pending", "unsure")
    if not (seen_to or book.pays(payment_id) or book.is_written_off(payment_id)):
        yield f"I6: nobody sees to payment {payment_id} of {owner}"


def may_be_called_unpaid(book: Reading, world: Backend, reference: str) -> bool:
    """I13: what is needed before a charge that was sent may be called unpaid."""
    sent = [int(f["at"]) for f in book.facts(reference, "Sending")]
    refused = book.facts(reference, "Refused")
    arrived = [r for r in world.truth.creates(reference) if r.acted]
    intents = world.truth.intents(reference)
    if not sent or not (arrived or intents):
        return True
    asked = [r for r in world.truth.requests if r.method == "GET" and r.status == 200]
    searched = [r.at for r in asked if reference in r.query]
    ids = {str(payment) for intent in intents for payment in intent.payments}
    read_ = [r.at for r in asked if r.path.rsplit("/", 1)[-1] in ids]
    idle = [f for f in book.facts(reference, "PersonSaid") if f["seen"] == "IDLE"]
    attested = any(
        int(f["at"]) >= sent[-1] + MINUTE and any(at >= int(f["at"]) + SETTLED for at in searched)
        for f in idle
    )
    old = any(at >= sent[-1] + HOUR_PAST for at in searched)
    final = bool(intents) and all(i.status.final for i in intents) and bool(searched or read_)
    return attested or old or final or bool(refused and not intents)


def at_the_end(book: Reading, world: Backend) -> Iterator[str]:
    """All is well again, and people have done what was theirs to do (I5, I6, I23)."""
    for attempt in book.attempts:
        if attempt["outcome"] not in ("paid", "not_paid") and not _seen_to(attempt, book):
            yield f"I23: {attempt} has no end"
        if attempt["task"]:
            yield f"I23: {attempt} is left over"
    yield from (f"I23: {row} is left over" for row in book.orphans if row["task"])
    for payment in world.truth.payments():
        ours = payment.reference in book.by_reference
        if payment.approved is not None and payment.terminal_id and (ours or not payment.reference):
            yield from _money(payment, book)
    for sale in book.sales:
        if sale["status"] not in (*SOLD, "cancelled"):
            yield f"I23: {sale} is left open"


def _seen_to(attempt: Row, book: Reading) -> bool:
    """Late money that was given back leaves its charge unsure, and nobody has to see to it."""
    words = {f["what"] for f in book.facts(str(attempt["reference"]), "Decided")}
    return not attempt["lives"] and not attempt["task"] and bool(words & {"APART", "NOTED"})


def _money(payment: Payment, book: Reading) -> Iterator[str]:
    name = str(payment.id)
    back = payment.refunded >= payment.amount
    if book.owner(name) is None and book.orphan(name) is None and not back:
        yield f"I5: nobody knows of {payment}"
    if not (back or book.pays(name) or book.is_written_off(name)):
        yield f"I6: {payment} pays nothing, and was not given back"
