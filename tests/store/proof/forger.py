"""Somebody who knows SQL, and how the chain of events is made."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from pos_app.store import journal
from pos_app.store.files import seal
from pos_app.store.files.folder import LEDGER
from pos_app.store.schema import START

Forgery = Callable[[list[journal.Event]], None]
_VERBS = ("update", "delete", "insert")


def rechain(folder: Path, forge: Forgery) -> None:
    """Change the events, and mend the chain behind them."""
    with closing(sqlite3.connect(folder / LEDGER)) as tool:
        events = [journal.Event(*row) for row in tool.execute("SELECT * FROM event ORDER BY seq")]
        forge(events)
        named = "SELECT sql FROM sqlite_master WHERE name = ?"
        triggers = [tool.execute(named, (f"event_{verb}",)).fetchone()[0] for verb in _VERBS]
        for verb in _VERBS:
            tool.execute(f"DROP TRIGGER event_{verb}")
        tool.execute("DELETE FROM event")
        previous = START
        for seq, event in enumerate(events, 1):
            linked = event._replace(seq=seq, previous=previous)
            previous = linked.true_hash
            row = linked._replace(hash=previous)
            tool.execute("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        for trigger in triggers:
            tool.execute(trigger)
        tool.commit()
    seal.announce(folder / LEDGER)
