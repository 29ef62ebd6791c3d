"""The ledger's file, read with nothing of the till's own: rows, and what they may never say."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

SOLD = {"paid", "refunded", "part_refunded"}
OVER = {"CLOSED", "CANCELED", "EXPIRED", "ERROR", "CONFIRMATION_REQUIRED", "(not created)"}
Row = dict[str, str | int]


class Reading:
    """All rows of one moment."""

    def __init__(self, folder: Path) -> None:
        with closing(sqlite3.connect(f"file:{folder / 'ledger.sqlite'}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            db.execute("BEGIN")
            names = ("event", "sale", "line", "attempt", "tender", "payment", "orphan")
            tables = {
                name: [dict(r) for r in db.execute(f"SELECT * FROM {name}")] for name in names
            }
        self.events, self.sales, self.lines = tables["event"], tables["sale"], tables["line"]
        self.attempts, self.tenders = tables["attempt"], tables["tender"]
        self.payments, self.orphans = tables["payment"], tables["orphan"]
        self.by_reference = {str(row["reference"]): row for row in self.attempts}

    def facts(self, subject: str, *kinds: str) -> list[Row]:
        """What was written about it, the oldest first, `body` read."""
        about = sorted((e for e in self.events if e["subject"] == subject), key=lambda e: e["seq"])
        return [e | json.loads(e["body"]) for e in about if e["kind"] in kinds or not kinds]

    def attempts_of(self, sale_id: object) -> list[Row]:
        return [row for row in self.attempts if row["sale"] == sale_id]

    def tenders_of(self, sale_id: object) -> list[Row]:
        return [row for row in self.tenders if row["sale"] == sale_id]

    def owner(self, payment_id: str) -> Row | None:
        """The attempt that knows of this payment."""
        found = (row for row in self.payments if row["id"] == payment_id)
        return next((self.by_reference[str(row["attempt"])] for row in found), None)

    def orphan(self, payment_id: str) -> Row | None:
        return next((row for row in self.orphans if row["payment"] == payment_id), None)

    def pays(self, payment_id: str) -> bool:
        return any(row["payment"] == payment_id for row in self.tenders)

    def is_written_off(self, payment_id: str) -> bool:
        """A person said of the money that no sale of this till is to have it."""
        owner = self.owner(payment_id)
        subjects = (payment_id, f"payment {payment_id}", str(owner["reference"]) if owner else "-")
        kinds = {e["kind"] for e in self.events if e["subject"] in subjects}
        words = [f for s in subjects for f in self.facts(s, "Decided")]
        return "MoneyApart" in kinds or any(f["what"] in ("APART", "NOTED") for f in words)

    def broken(self) -> Iterator[str]:
        """What is wrong in the file by itself (I2, I3, I7, I11, I14, I16)."""
        yield from self._chain()
        yield from self._once()
        for sale in self.sales:
            yield from self._sale(sale)
        for attempt in self.attempts:
            yield from self._attempt(attempt)

    def _chain(self) -> Iterator[str]:
        events = sorted(self.events, key=lambda e: e["seq"])
        if [e["seq"] for e in events] != list(range(1, len(events) + 1)):
            yield "I16: an event is missing"
        before = "0" * 64
        for event in events:
            if event["previous"] != before:
                yield f"I17: event {event['seq']} does not follow"
            before = event["hash"]

    def _once(self) -> Iterator[str]:
        asked = [json.loads(e["body"]) for e in self.events if e["kind"] == "Prepared"]
        once: dict[str, list[object]] = {
            "I2 reference": [body["external_reference"] for body in asked],
            "I2 key": [body["idempotency_key"] for body in asked],
            "I3 terminal": [a["terminal"] for a in self.attempts if a["holds_terminal"]],
            "I3 sale": [a["sale"] for a in self.attempts if a["lives"]],
            "I11 tender": [t["payment"] for t in self.tenders if t["payment"]],
            "I11 bound": [p["id"] for p in self.payments if p["binds"]],
            "ticket": [s["ticket_number"] for s in self.sales],
        }
        for what, found in once.items():
            yield from (f"{what}: {each} {n} times" for each, n in Counter(found).items() if n > 1)

    def _sale(self, sale: Row) -> Iterator[str]:
        tenders, attempts = self.tenders_of(sale["id"]), self.attempts_of(sale["id"])
        lines = [row for row in self.lines if row["sale"] == sale["id"]]
        if sum(int(row["price"]) * int(row["quantity"]) for row in lines) != sale["total"]:
            yield f"I7: the lines of {sale} are not its total"
        if sale["status"] in SOLD and [t["amount"] for t in tenders] != [sale["total"]]:
            yield f"I7: {sale} is paid with {tenders}"
        if sale["status"] not in SOLD and tenders:
            yield f"I7: {sale} is not paid, with {tenders}"
        paid = {a["reference"] for a in attempts if a["outcome"] == "paid"}
        by_card = {t["id"] for t in tenders if t["kind"] == "card"}
        adopted = {str(o["payment"]) for o in self.orphans if o["sale"] == sale["id"]}
        attested = {a["reference"] for a in attempts if a["task"] in ("attested", "denied")}
        if not paid <= by_card or not by_card <= paid | adopted | attested:
            yield f"I4: {sale} with {tenders}, and paid are {paid}"

    def _attempt(self, attempt: Row) -> Iterator[str]:
        facts = self.facts(str(attempt["reference"]))
        first = facts[0]
        fixed = (first["terminal_id"], first["amount"]["minor"], first["sale_id"])  # type: ignore[index]  # read from JSON
        if first["kind"] != "Prepared" or fixed != (
            attempt["terminal"],
            attempt["amount"],
            attempt["sale"],
        ):
            yield f"I14: {attempt} was prepared as {first}"
        sent = [f for f in facts if f["kind"] == "Sending"]
        back = [f for f in facts if f["kind"] in ("NotLeft", "Deferred")]
        if len(sent) > len(back) + 1:
            yield f"{attempt['reference']} was sent again without having come back"


@dataclass
class Memory:
    """What was read before, and may not be otherwise now (I12, I16)."""

    hashes: dict[object, object] = field(default_factory=dict)
    outcomes: dict[str, object] = field(default_factory=dict)
    words: dict[str, object] = field(default_factory=dict)
    sold: dict[str, object] = field(default_factory=dict)
    payers: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def broken(self, now: Reading) -> Iterator[str]:
        seen = {e["seq"]: e["hash"] for e in now.events}
        if any(seen.get(seq) != hash_ for seq, hash_ in self.hashes.items()):
            yield "I16: an event was changed or is gone"
        self.hashes = seen
        for reference, attempt in now.by_reference.items():
            yield from self._attempt(reference, attempt)
        if gone := self.outcomes.keys() - now.by_reference.keys():
            yield f"I16: {gone} are gone"
        for sale in now.sales:
            yield from self._sale(str(sale["id"]), str(sale["status"]))

    def _attempt(self, reference: str, now: Row) -> Iterator[str]:
        was, is_now = self.outcomes.get(reference), now["outcome"]
        if was == "paid" and is_now != "paid":
            yield f"I12: {reference} was paid, and is {is_now}"
        if was == "not_paid" and is_now not in ("not_paid", "unsure", "paid"):
            yield f"I12: {reference} was not paid, and is {is_now}"
        if was == "not_paid" == is_now and now["lives"]:
            yield f"I12: {reference} lives again"
        word = self.words.get(reference)
        if word in OVER and word != now["status"]:
            yield f"I12: {reference} was {word}, and is {now['status']}"
        self.outcomes[reference], self.words[reference] = is_now, now["status"]

    def _sale(self, sale_id: str, status: str) -> Iterator[str]:
        was = self.sold.get(sale_id)
        if (was in SOLD) != (status in SOLD) and was in SOLD:
            yield f"I12: sale {sale_id} was {was}, and is {status}"
        if was == "cancelled" != status:
            yield f"I12: sale {sale_id} was cancelled, and is {status}"
        self.sold[sale_id] = status
