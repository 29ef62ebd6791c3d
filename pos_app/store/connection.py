"""How the ledger's file is opened, to write or to read, and what SQLite's refusals mean."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import ClauseElement, Connection, Engine, create_engine, event
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from pos_app.domain.errors import AlreadyTaken, LedgerError, LedgerFault, TillError
from pos_app.store.files import wal

# FULL: an acknowledged commit survives a power cut; the tests fail if this is ever loosened.
# SQLite before 3.51.3 can corrupt a file when two connections write or checkpoint it at the very
# same moment. Here one process holds the lock, and one connection of it writes; all others are
# opened mode=ro and can do neither. Source: sqlite.org/wal.html, "The WAL-Reset Bug".
_TO_WRITE = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA fullfsync=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",  # so that REPLACE does not pass the triggers by
    "PRAGMA cell_size_check=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA mmap_size=0",
    "PRAGMA cache_size=-16000",
)
_TO_READ = (
    "PRAGMA query_only=ON",
    "PRAGMA cell_size_check=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA mmap_size=0",
)
_FAULTS = {
    sqlite3.SQLITE_READONLY: LedgerFault.READ_ONLY,
    sqlite3.SQLITE_PERM: LedgerFault.READ_ONLY,
    sqlite3.SQLITE_FULL: LedgerFault.DISK_FULL,
    sqlite3.SQLITE_CORRUPT: LedgerFault.DAMAGED,
    sqlite3.SQLITE_NOTADB: LedgerFault.DAMAGED,
}
_NAMED = sqlite.dialect(paramstyle="named")
_TAKEN = {sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY}


def to_write(ledger: Path, busy_ms: int) -> Engine:
    """Units: `busy_ms`, how long to wait for another program to let go of the file."""
    return _engine(ledger, "rw", _TO_WRITE, busy_ms)


def to_read(ledger: Path, *, still: bool) -> Engine:
    """Never writes, not even a file beside it: it works beside an open till, and hinders none.

    `still`: all is in the one file and nobody changes it (`is_quiet`, and the lock is ours, or the
    reader looks again afterwards).
    """
    engine = _engine(ledger, "ro&immutable=1" if still else "ro", _TO_READ, busy_ms=5_000)
    event.listen(engine, "begin", lambda db: db.exec_driver_sql("BEGIN"))
    return engine


def leave_complete(db: Connection) -> None:
    """Bring all into the one file, and let it say that nothing belongs beside it.

    Raises:
        LedgerError: TROUBLE, something stays beside it.
    """
    told = raw(db).execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    if told != "delete":
        raise LedgerError(LedgerFault.TROUBLE, f"it stays in the mode {told}")


def is_quiet(ledger: Path) -> bool:
    """Is all in the one file?"""
    beside = wal.path_of(ledger)
    return not beside.exists() or beside.stat().st_size == 0


def keep_beside(ledger: Path) -> Engine:
    """A reader: while it has the ledger open, nobody who closes it takes away what lies beside it.

    SQLite removes the write-ahead file with the last connection, unless that one only reads.
    """
    engine = to_read(ledger, still=False)
    try:
        raw(engine.connect()).execute("SELECT count(*) FROM sqlite_master").fetchall()
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def beside_kept(ledger: Path) -> Iterator[None]:
    """Meanwhile nothing is taken away; where there can be no reader, it is as without."""
    keeper: Engine | None = None
    with suppress(DBAPIError, sqlite3.Error):
        keeper = keep_beside(ledger)
    try:
        yield
    finally:
        if keeper is not None:
            keeper.dispose()


def finish_rolling_back(ledger: Path) -> None:
    """What a power cut left half done in the one file is undone: only who may write can do that.

    Such is a change of the journal's mode, at an upgrade or a closing. Afterwards it can be read.
    """
    if not ledger.with_name(ledger.name + "-journal").exists():
        return
    engine = _engine(ledger, "rw", (), busy_ms=0)
    try:
        with engine.connect() as db:
            raw(db).execute("SELECT count(*) FROM sqlite_master").fetchall()
    finally:
        with beside_kept(ledger):
            engine.dispose()


def _engine(ledger: Path, mode: str, pragmas: tuple[str, ...], busy_ms: int) -> Engine:
    uri = f"{ledger.absolute().as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            uri, uri=True, timeout=busy_ms / 1000, isolation_level=None, check_same_thread=False
        )
        for pragma in pragmas:
            connection.execute(pragma)
        return connection

    return create_engine("sqlite://", creator=connect, poolclass=StaticPool)


def raw(db: Connection) -> sqlite3.Connection:
    """The driver's own connection, for what must run outside a transaction."""
    connection = db.connection.driver_connection
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError("not a connection to SQLite")
    return connection


@contextmanager
def transaction(db: Connection) -> Iterator[None]:
    """All that is written inside, or nothing.

    Begun and ended by the driver, as what is written at every step is run by it (`as_text`):
    SQLAlchemy's own way costs more time than SQLite's work, and a commit is waited for.
    """
    driver = raw(db)
    driver.execute("BEGIN IMMEDIATE")
    try:
        yield
        driver.execute("COMMIT")
    except BaseException:
        if driver.in_transaction:
            driver.execute("ROLLBACK")
        raise


def as_text(statement: ClauseElement, *columns: str) -> str:
    """The statement as the driver takes it, its values by name."""
    return str(statement.compile(dialect=_NAMED, column_keys=columns or None))


def names(db: Connection, query: str, of: Mapping[str, str | int] | None = None) -> list[str]:
    """The first column of all that the query, written `as_text`, finds."""
    return [row[0] for row in raw(db).execute(query, of or {})]


def fault_of(error: DBAPIError | sqlite3.Error) -> TillError | ValueError:
    """What the shop must know of it. ValueError: our own rows broke a rule of the tables."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorcode", 0)
    if code in _TAKEN:
        return AlreadyTaken(str(cause))
    if code & 0xFF == sqlite3.SQLITE_CONSTRAINT or isinstance(cause, sqlite3.ProgrammingError):
        return ValueError(str(cause))
    undecoded = isinstance(cause, sqlite3.OperationalError) and not code
    cut_short = code == sqlite3.SQLITE_IOERR_SHORT_READ or undecoded
    fault = _FAULTS.get(code & 0xFF, LedgerFault.DAMAGED if cut_short else LedgerFault.TROUBLE)
    return LedgerError(fault, str(cause))


def sqlite_version() -> str:
    return sqlite3.sqlite_version
