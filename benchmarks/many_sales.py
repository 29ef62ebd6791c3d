"""A ledger with as many sales as one likes: real ones, by the real book, in few transactions."""

import asyncio
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

from sqlalchemy import Connection

from benchmarks.figures import progress
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import Heard, PaymentsRead, Prepared, Sending
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.money import Money
from pos_app.domain.sale import Line, LineAdded, Sale
from pos_app.store.book import Book
from pos_app.store.connection import raw, to_write
from pos_app.store.files.folder import LEDGER
from pos_app.store.ledger import Ledger, open_ledger
from pos_app.store.schema import REVISION
from pos_app.store.verify import verify

T = TypeVar("T")
TILL, PERSON, TERMINAL = "CAJA01", "Ana", "PAX_A910__SMARTPOS9920017733"
EPOCH, BETWEEN = 1_700_000_000_000, 90_000  # milliseconds
AT_ONCE = 5_000  # sales in one transaction
AMOUNT = Money(183450, "ARS")


class OneTransaction:
    """Stands where the book stands: everything inside one transaction that is already begun."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self.known: dict[str, Attempt | Sale] = {}

    async def write(self, work: Callable[[Connection], T], *, urgent: bool = False) -> T:
        return work(self._db)

    def remember(self, subject: str, what: Attempt | Sale) -> None:
        if len(self.known) > 8:
            self.known.clear()
        self.known[subject] = what


def prepared(sale: Sale, terminal: str = TERMINAL) -> Prepared:
    """A charge of all that the sale costs."""
    return Prepared(
        at=sale.opened_at + 1_000,
        external_reference=f"{TILL}-{sale.ticket_number}",
        idempotency_key=f"key {sale.ticket_number}",
        sale_id=sale.id,
        ticket_number=sale.ticket_number,
        number=1,
        terminal_id=terminal,
        amount=sale.total,
        site="MLA",
        merchant_id="48110023",
        live=True,
    )


async def begin_sale(ledger: Ledger, number: int, at: int) -> Sale:
    """A sale with one line."""
    sale = await ledger.open_sale(f"sale {number}", AMOUNT.currency, PERSON)
    line = Line(f"line {number}", "", "", AMOUNT)
    return await ledger.change_sale(sale, LineAdded(at=at + 500, line=line), PERSON)


async def _sell(ledger: Ledger, number: int, at: int) -> None:
    """Charged, taken to the terminal, paid, and proved."""
    begun = await begin_sale(ledger, number, at)
    attempt = await ledger.prepare(prepared(begun), PERSON)
    intent, paid = f"intent-{number}", str(number)
    waiting = IntentReport(status=AttemptStatus.OPENED, intent_id=intent, amount=AMOUNT)
    closed = IntentReport(
        status=AttemptStatus.CLOSED, intent_id=intent, amount=AMOUNT, results=(paid,)
    )
    proof = Payment(
        id=paid,
        status=PaymentStatus.APPROVED,
        amount=AMOUNT,
        external_reference=attempt.prepared.external_reference,
    )
    for fact in (
        Sending(at=at + 1_001),
        Heard(at=at + 1_200, intent=waiting),
        Heard(at=at + 9_000, intent=closed),
        PaymentsRead(at=at + 9_200, payments=(proof,)),
    ):
        attempt = await ledger.append(attempt, fact, TILL)
    if not attempt.settled:
        raise ValueError(f"sale {number} is not over")


async def _fill(folder: Path, sales: int) -> None:
    await (await open_ledger(folder, "live", TILL, clock_ms=lambda: EPOCH)).close()
    engine = to_write(folder / LEDGER, busy_ms=0)
    with engine.connect() as db:
        for first in range(1, sales + 1, AT_ONCE):
            progress(f"writing sales from {first} of {sales}")
            raw(db).execute("BEGIN IMMEDIATE")
            for number in range(first, min(first + AT_ONCE, sales + 1)):
                at = EPOCH + number * BETWEEN
                book = cast("Book", OneTransaction(db))
                await _sell(Ledger(book, lambda at=at: at), number, at)  # type: ignore[misc]
            raw(db).execute("COMMIT")
    engine.dispose()
    await (await open_ledger(folder, "live", TILL, clock_ms=lambda: EPOCH)).close()


def folder_with(sales: int) -> Path:
    """A till's data folder with so many sales; made once, kept among the temporary files.

    Raises ValueError where what was made does not pass `verify`.
    """
    kept = Path(tempfile.gettempdir()) / f"pos-app-bench-{os.getuid()}"
    folder = kept / f"{sales}-sales-{REVISION}"
    if not folder.exists():
        new = Path(tempfile.mkdtemp(dir=_made(kept)))
        asyncio.run(_fill(new / "live", sales))
        progress("verifying them")
        if not (report := verify(new / "live")).whole or report.sales != sales:
            raise ValueError(f"not whole: {report.findings[:3]}")
        new.rename(folder)
    return folder


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder
