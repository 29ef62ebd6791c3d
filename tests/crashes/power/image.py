"""One image of a disk after a power cut, opened by the real till: is all there that must be?"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from pos_app.domain.errors import LedgerError, TillError
from pos_app.store.copies.copying import prove
from pos_app.store.copies.kept import copies_in
from pos_app.store.files.folder import LEDGER
from pos_app.store.verify import Report, verify
from tests.crashes.power.till import Told, holds, open_till
from tests.store.shop import filled_sale, paid_by, prepared, tell

MORE = 8  # events of a sale that goes well


@dataclass(frozen=True)
class Expected:
    """What was acknowledged last before the cut, and what the call under way would have made."""

    last: Told | None
    coming: Told | None

    @property
    def closed(self) -> bool:
        """Nothing was under way: the till was closed, and its process gone."""
        return self.last is not None and self.last.closed and self.coming is None


@dataclass(frozen=True)
class Found:
    """Units: `lost` in acknowledged events. `wrong`: each broken promise, in words."""

    wrong: tuple[str, ...]
    lost: int = 0
    alarms: tuple[str, ...] = ()  # what verify says before the till has opened it
    anew: bool = False  # there was no ledger yet, and one was made
    held: Told | None = None
    backups: int = 0


async def examine(folder: Path, expected: Expected, *, thorough: bool) -> Found:
    """Start the till on it, compare, go on selling, close and verify. `thorough`: verify first."""
    wrong = [*_half_backups(folder)]
    alarms: tuple[str, ...] = ()
    anew = not (folder / LEDGER).exists()
    if (thorough or expected.closed) and not anew:
        report = verify(folder)
        alarms = tuple(dict.fromkeys(f"{f.place}: {f.what}" for f in report.findings))
        if expected.closed and not (report.whole and report.sealed):
            wrong.append(f"an orderly closing is not sealed: {'; '.join(alarms)}")
    try:
        ledger = await open_till(folder)
        held = await holds(ledger)
    except TillError as error:
        lost = expected.last.events if expected.last else 0
        return Found((*wrong, f"it does not open: {error!r}"), lost, alarms, anew)
    wrong += _differences(held, expected)
    lost = max(0, expected.last.events - held.events) if expected.last else 0
    try:
        if thorough:
            await ledger.note("after the cut", "", {}, "ana")
            wrong += _not_whole("while it is open", verify(folder), held.events + 1)
        sale = await filled_sale(ledger, "sale after the cut")
        attempt = await ledger.prepare(prepared(sale, terminal="PAX_A910__AFTER"), "ana")
        await tell(ledger, attempt, *paid_by(attempt, "payment after the cut"))
        await ledger.close()
    except TillError as error:
        wrong.append(f"it does not go on: {error!r}")
        await ledger.close()
    report = verify(folder)
    wrong += _not_whole("in the end", report, held.events + MORE + thorough)
    if not report.sealed:
        wrong.append("it does not close")
    return Found(tuple(wrong), lost, alarms, anew, held, len(copies_in(folder)))


def _half_backups(folder: Path) -> Iterator[str]:
    """What has a backup's name is whole (F55)."""
    for copy in copies_in(folder):
        try:
            prove(copy)
        except (LedgerError, DBAPIError, sqlite3.Error) as error:
            yield f"{copy.name} is no whole backup: {error}"


def _differences(held: Told, expected: Expected) -> Iterator[str]:
    allowed = [told for told in (expected.last, expected.coming) if told is not None]
    if any((t.events, t.rows, t.live) == (held.events, held.rows, held.live) for t in allowed):
        return
    counts = [told.events for told in allowed]
    if held.events not in counts:
        yield f"{held.events} events are there, and there must be {' or '.join(map(str, counts))}"
    else:
        yield f"the rows are neither as before nor as after the call under way; live: {held.live}"


def _not_whole(when: str, report: Report, events: int) -> Iterator[str]:
    for finding in report.findings:
        yield f"verify, {when}: {finding.place}: {finding.what}"
    if report.events != events:
        yield f"verify, {when}: {report.events} events, not {events}"
