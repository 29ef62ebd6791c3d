"""How an older ledger is brought to today's tables, or a spoilt one mended. Imported on need."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.store import journal
from pos_app.store.connection import is_quiet, raw, to_read, to_write
from pos_app.store.files import disk, seal
from pos_app.store.proof.rebuild import rebuild

STEPS = Path(__file__).parent


def upgrade(ledger: Path, now: int, steps: Sequence[Path] = (STEPS,)) -> None:
    """Take all steps that are missing, in one transaction, after a proved copy was put aside.

    A step makes tables; what stands in them is then told again from the events.

    Units: `now` in milliseconds since the epoch, UTC; it names the copy.

    Raises:
        LedgerError: DAMAGED, the copy is not whole; nothing was changed.
    """
    _put_copy_aside(ledger, ledger.with_name(f"before-{now}-{ledger.name}"))
    script = ScriptDirectory(STEPS, version_locations=steps)

    def missing(heads: tuple[str, ...], _: MigrationContext) -> list[MigrationStep]:
        found = reversed(list(script.iterate_revisions("heads", heads or "base")))
        return [MigrationStep.upgrade_from_script(script.revision_map, step) for step in found]

    engine = to_write(ledger, busy_ms=0)
    try:
        with engine.begin() as db:
            raw(db).execute("BEGIN IMMEDIATE")
            context = MigrationContext.configure(db, opts={"fn": missing})
            with Operations.context(context):
                seal.remove(ledger)
                context.run_migrations()
            rebuild(db)
    finally:
        engine.dispose()


def _put_copy_aside(ledger: Path, copy: Path) -> None:
    new = copy.with_name(copy.name + ".new")
    disk.write_whole(new, b"")
    source = to_read(ledger, still=is_quiet(ledger))
    try:
        with source.connect() as db, closing(sqlite3.connect(new)) as target:
            raw(db).backup(target)
            target.execute("PRAGMA journal_mode=DELETE")  # one file, complete in itself
        _prove(new)
    except BaseException:
        new.unlink()
        raise
    finally:
        source.dispose()
    disk.put_in_place(new, copy)


def _prove(copy: Path) -> None:
    engine = to_read(copy, still=True)
    try:
        with engine.connect() as db:
            told = raw(db).execute("PRAGMA integrity_check(1)").fetchone()[0]
            wrong = "" if told == "ok" else str(told)
            tables = raw(db).execute("SELECT 1 FROM sqlite_master WHERE name = 'event'").fetchone()
            for place, what in journal.breaks(db) if tables else ():
                wrong = wrong or f"event {place} {what}"
    finally:
        engine.dispose()
    if wrong:
        raise LedgerError(LedgerFault.DAMAGED, wrong)
    with copy.open("rb+") as file:
        disk.sync(file)
