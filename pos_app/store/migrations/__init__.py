"""How an older ledger is brought to today's tables, or a spoilt one mended. Imported on need."""

from collections.abc import Sequence
from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext, MigrationStep
from alembic.script import ScriptDirectory

from pos_app.store.connection import beside_kept, is_quiet, raw, to_write
from pos_app.store.copies.copying import put_copy
from pos_app.store.files import seal
from pos_app.store.proof.rebuild import rebuild

STEPS = Path(__file__).parent


def upgrade(ledger: Path, now: int, steps: Sequence[Path] = (STEPS,)) -> None:
    """Take all steps that are missing, in one transaction, after a proved copy was put aside.

    A step makes tables; what stands in them is then told again from the events.

    Units: `now` in milliseconds since the epoch, UTC; it names the copy.

    Raises:
        LedgerError: DAMAGED, the copy is not whole; nothing was changed.
    """
    copy = ledger.with_name(f"before-{now}-{ledger.name}")
    put_copy(ledger, copy, still=is_quiet(ledger))
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
        with beside_kept(ledger):  # the seal is gone
            engine.dispose()
