"""The commands that read a ledger; one of them mends it where it is asked to."""

import asyncio
import json
import sys

from pos_app.commands import BOOKS, Asked
from pos_app.config import Settings, from_process
from pos_app.domain.errors import LedgerError
from pos_app.services.clock import SystemClock
from pos_app.store.files.folder import LEDGER
from pos_app.store.ledger import open_ledger
from pos_app.store.sales import SalesJson, sales_json
from pos_app.store.verify import report_json, report_text
from pos_app.store.verify import verify as verify_folder


def verify(asked: Asked) -> int:
    """Print what was found; 1 if the ledger is not whole."""
    settings = _settings(asked.book)
    report = verify_folder(settings.folder)
    if asked.mend and not report.whole and (settings.folder / LEDGER).exists():
        try:
            asyncio.run(_mend(settings))
        except LedgerError as error:
            print(f"pos-app: not mended: {error.detail}", file=sys.stderr)
        report = verify_folder(settings.folder)
    print(report_json(report) if asked.json else report_text(report))
    return 0 if report.whole else 1


async def _mend(settings: Settings) -> None:
    """Its tables are told again from its events, once a copy was put aside. Raises LedgerError."""
    environment = "training" if settings.training else "live"
    now = SystemClock().now
    book = await open_ledger(settings.folder, environment, settings.till, clock_ms=now, mend=True)
    await book.close()


def sales(asked: Asked) -> int:
    """Print the sales; 1 if there is no ledger that can be read."""
    try:
        found = sales_json(_settings(asked.book).folder, asked.since)
    except LedgerError as error:
        print(f"pos-app: {error.detail}", file=sys.stderr)
        return 1
    print(json.dumps(found, ensure_ascii=False, indent=1) if asked.json else _text(found))
    return 0


def _settings(book: str) -> Settings:
    """The book that was asked for; else the environment's; else the first that there is."""
    settings = from_process(book)
    if book or settings.training or settings.folder.exists():
        return settings
    there = (name for name in BOOKS if (settings.data_dir / name).exists())
    return from_process(next(there, settings.book))


def _text(found: SalesJson) -> str:
    """A line a sale, and one for each of its attempts."""
    lines: list[str] = []
    for sale in found["sales"]:
        total = f"{sale['currency']} {sale['total']}"
        lines.append(f"{sale['ticket_number']:>6}  {sale['status']:<14}{total}")
        for attempt in sale["attempts"]:
            paid = f" payment {', '.join(attempt['payment_ids'])}" if attempt["payment_ids"] else ""
            ended = f"{attempt['outcome']} ({attempt['status']})"
            lines.append(f"        {attempt['external_reference']}  {ended}{paid}")
    return "\n".join(lines) if lines else "There are no sales yet."
