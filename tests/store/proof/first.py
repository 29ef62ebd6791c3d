"""A ledger of today put back into the tables of the first release."""

import shutil
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

from pos_app.store.files import seal
from pos_app.store.files.folder import LEDGER
from pos_app.store.projections import TABLES

KEPT = ("event", "about", "product", "setting")


def put_back(folder: Path) -> None:
    """The events as they are; nothing in the tables that are told again from them."""
    ledger, new = folder / LEDGER, folder / "first"
    with closing(sqlite3.connect(new, isolation_level=None)) as db:
        for statement in import_module("pos_app.store.migrations.0001_first").TABLES:
            db.execute(statement)
        db.execute(
            "CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) )"
        )
        db.execute("INSERT INTO alembic_version VALUES ('0001')")
        db.execute("ATTACH ? AS today", (str(ledger),))
        for name in KEPT:
            db.execute(f"INSERT INTO {name} SELECT * FROM today.{name}")
    shutil.move(new, ledger)
    seal.announce(ledger)


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that is told from the events."""
    with closing(sqlite3.connect(folder / LEDGER)) as db:
        return {
            table.name: sorted(db.execute(f"SELECT * FROM {table.name}").fetchall())
            for table in TABLES
        }


def events(folder: Path) -> list[tuple[object, ...]]:
    """Read only: whoever may write takes what lies beside the ledger away when it closes."""
    with closing(sqlite3.connect(f"file:{folder / LEDGER}?mode=ro", uri=True)) as db:
        return db.execute("SELECT * FROM event ORDER BY seq").fetchall()
