"""The tables. What happened is written once; the database itself refuses to change it."""

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    and_,
    event,
    text,
)

from pos_app.domain.charge.outcome import SETTLED, Outcome
from pos_app.domain.sale import SaleStatus, TenderKind

REVISION = "0002"  # of the tables below; migrations/ brings older files here
START = "0" * 64  # what the first event follows

metadata = MetaData()
Whole = BigInteger().with_variant(Integer, "sqlite")


def _words(column: str, words: list[str]) -> str:
    return f"{column} IN ({', '.join(repr(word) for word in words)})"


_SETTLED = _words("outcome", sorted(outcome.value for outcome in SETTLED))
SALE_IS_OPEN = text("status NOT IN ('paid', 'cancelled', 'refunded', 'part_refunded')")
ON_DESK = and_(SALE_IS_OPEN, text("aside = 0"))
ASIDE = and_(SALE_IS_OPEN, text("aside = 1"))
LIVES = text("lives = 1")
LEFT = text("task <> '' OR unsettled > lives")  # what is not over, though it does not live


def _table(name: str, *parts: Column[int] | Column[str] | CheckConstraint) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True)


def _keyed(name: str, *parts: Column[int] | Column[str] | CheckConstraint) -> Table:
    """A table whose rows lie in the order of a key that is a text."""
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=False)


def _whole(name: str, unique: bool = False) -> Column[int]:
    return Column(name, Whole, nullable=False, unique=unique or None)


def _text(name: str, unique: bool = False, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, nullable=False, unique=unique or None, primary_key=primary_key)


def _of(name: str, parent: str, primary_key: bool = False) -> Column[str]:
    return Column(name, Text, ForeignKey(parent), nullable=False, primary_key=primary_key)


happened = _table(
    "event",
    Column("seq", Whole, primary_key=True, autoincrement=False),
    _whole("at"),  # UTC, milliseconds since the epoch
    _text("actor"),
    _text("kind"),
    _text("subject"),  # an attempt's reference, a sale's id, "payment" and its id
    _text("body"),  # canonical JSON
    _text("previous"),
    _text("hash"),  # of the previous hash and this row
)
Index("event_of_subject", happened.c.subject, happened.c.seq)

sale = _keyed(
    "sale",
    _text("id", primary_key=True),
    _whole("ticket_number", unique=True),
    _text("currency"),
    _whole("opened_at"),
    _whole("total"),
    _text("status"),
    _whole("aside"),
    CheckConstraint("ticket_number > 0"),
    CheckConstraint("total >= 0"),
    CheckConstraint("aside IN (0, 1)"),
    CheckConstraint(_words("status", [status.value for status in SaleStatus])),
)
Index("sale_open", sale.c.ticket_number, sqlite_where=ON_DESK, postgresql_where=ON_DESK)
Index("sale_aside", sale.c.ticket_number, sqlite_where=ASIDE, postgresql_where=ASIDE)
Index("sale_by_time", sale.c.opened_at)

line = _keyed(
    "line",
    _of("sale", "sale.id", primary_key=True),
    _text("id", primary_key=True),
    _whole("position"),
    _text("code"),
    _text("name"),
    _whole("price"),
    _whole("quantity"),
    CheckConstraint("quantity > 0"),
)
attempt = _keyed(
    "attempt",
    _text("reference", primary_key=True),  # I2
    _text("idempotency_key", unique=True),  # I2
    _of("sale", "sale.id"),
    _whole("number"),
    _text("terminal"),
    _whole("amount"),
    _text("currency"),
    _text("intent_id"),  # empty: none is known
    _text("status"),
    _text("outcome"),
    _whole("unsettled"),
    _whole("holds_terminal"),
    _whole("lives"),  # it blocks a second charge of its sale
    _text("task"),  # what a person has to see to; empty: nothing
    _whole("watch_until"),  # milliseconds since the epoch, UTC; 0: it is not watched
    CheckConstraint("amount > 0"),
    CheckConstraint(_words("outcome", [outcome.value for outcome in Outcome])),
    CheckConstraint(f"unsettled = CASE WHEN {_SETTLED} THEN 0 ELSE 1 END"),
    CheckConstraint("holds_terminal IN (0, unsettled)"),
    CheckConstraint("lives IN (0, unsettled)"),
)
attempt.append_constraint(UniqueConstraint(attempt.c.sale, attempt.c.number))


def _only_one(name: str, column: Column[str], where: str) -> None:
    rule = text(where)
    Index(name, column, unique=True, sqlite_where=rule, postgresql_where=rule)


_only_one("one_on_a_terminal", attempt.c.terminal, "holds_terminal = 1")  # I3
_only_one("one_on_a_sale", attempt.c.sale, "lives = 1")  # I3
_only_one("one_of_an_intent", attempt.c.intent_id, "intent_id <> ''")
_WATCHED = text("watch_until > 0")
Index("attempt_left", attempt.c.reference, sqlite_where=LEFT, postgresql_where=LEFT)
Index("attempt_watched", attempt.c.watch_until, sqlite_where=_WATCHED, postgresql_where=_WATCHED)

tender = _keyed(
    "tender",
    _text("id", primary_key=True),  # an attempt's reference; a payment's id where it was adopted
    _of("sale", "sale.id"),
    _text("kind"),
    _whole("amount"),
    _text("payment"),  # that pays it; empty for cash
    CheckConstraint(_words("kind", [kind.value for kind in TenderKind])),
    CheckConstraint("amount > 0"),
)
Index("tender_of_sale", tender.c.sale)
_only_one("bound_once", tender.c.payment, "payment <> ''")  # I11

payment = _keyed(
    "payment",
    _of("attempt", "attempt.reference", primary_key=True),
    _text("id", primary_key=True),
    _text("status"),  # the API's word; empty: named by the intent, and not read yet
    _whole("refunded"),  # what of it is known to have gone back
    _whole("binds"),  # it is what pays the attempt
    _whole("loose"),  # it came in with the attempt, and does not pay it
    CheckConstraint("binds IN (0, 1)"),
    CheckConstraint("loose IN (0, 1)"),
)
_LOOSE = text("loose = 1")
Index("payment_loose", payment.c.id, sqlite_where=_LOOSE, postgresql_where=_LOOSE)

orphan = _keyed(
    "orphan",
    _text("payment", primary_key=True),
    _whole("amount"),
    _text("currency"),  # empty: not an amount that the till knows
    _text("status"),
    _whole("refunded"),
    _whole("found_at"),
    _text("sale"),  # that has it; empty: none
    _text("task"),
)
_TO_DO = text("task <> ''")
Index("orphan_left", orphan.c.found_at, sqlite_where=_TO_DO, postgresql_where=_TO_DO)

product = _table(
    "product",
    Column("id", Whole, primary_key=True),
    _text("code", unique=True),
    _text("name"),
    _whole("price"),
    _text("currency"),
    _whole("sold"),
)
Index("product_by_sales", product.c.sold.desc(), product.c.id)

setting = _keyed("setting", _text("key", primary_key=True), _text("value"))
about = _table(
    "about",
    Column("id", Whole, primary_key=True),
    _text("environment"),
    _text("till"),
    _whole("created"),
    CheckConstraint("id = 1"),
    CheckConstraint("environment IN ('live', 'training')"),
)
version = Table(
    "alembic_version",
    metadata,
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

_FOLLOWS = f"""NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM event) OR NEW.previous <>
coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), '{START}')"""


def _with(table: Table, statement: str) -> None:
    """Make what only SQLite spells so together with the table."""
    ddl = DDL(statement)  # type: ignore[no-untyped-call] # SQLAlchemy leaves this one untyped
    event.listen(table, "after_create", ddl.execute_if(dialect="sqlite"))


for _verb, _rule, _when in (
    ("UPDATE", "never changed", ""),
    ("DELETE", "never deleted", ""),
    ("INSERT", "added in order", f"WHEN {_FOLLOWS} "),
):
    _stop = f"BEGIN SELECT RAISE(ABORT, 'events are {_rule}'); END"
    _with(happened, f"CREATE TRIGGER event_{_verb.lower()} BEFORE {_verb} ON event {_when}{_stop}")
_with(
    product,
    "CREATE VIRTUAL TABLE product_search USING fts5(name, code, "
    "tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')",
)
