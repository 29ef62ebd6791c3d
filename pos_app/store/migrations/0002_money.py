"""Money that comes late, twice, or without a sale; sales that are set aside; cash."""

from alembic import op

revision, down_revision = "0002", "0001"
GONE = ("payment", "tender", "line", "attempt", "sale")
TABLES = (
    """CREATE TABLE sale (
    id TEXT NOT NULL,
    ticket_number INTEGER NOT NULL,
    currency TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    total INTEGER NOT NULL,
    status TEXT NOT NULL,
    aside INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (ticket_number > 0),
    CHECK (total >= 0),
    CHECK (aside IN (0, 1)),
    CHECK (status IN ('open', 'paying', 'paid', 'part_paid', 'unsure', 'cancelled',
    'refunded', 'part_refunded')),
    UNIQUE (ticket_number)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE INDEX sale_aside ON sale (ticket_number) WHERE status NOT IN ('paid', 'cancelled',
    'refunded', 'part_refunded') AND aside = 1""",
    """CREATE INDEX sale_by_time ON sale (opened_at)""",
    """CREATE INDEX sale_open ON sale (ticket_number) WHERE status NOT IN ('paid', 'cancelled',
    'refunded', 'part_refunded') AND aside = 0""",
    """CREATE TABLE line (
    sale TEXT NOT NULL,
    id TEXT NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    price INTEGER NOT NULL,
    quantity INTEGER NOT NULL,
    PRIMARY KEY (sale, id),
    CHECK (quantity > 0),
    FOREIGN KEY(sale) REFERENCES sale (id)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE TABLE attempt (
    reference TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    sale TEXT NOT NULL,
    number INTEGER NOT NULL,
    terminal TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    intent_id TEXT NOT NULL,
    status TEXT NOT NULL,
    outcome TEXT NOT NULL,
    unsettled INTEGER NOT NULL,
    holds_terminal INTEGER NOT NULL,
    lives INTEGER NOT NULL,
    task TEXT NOT NULL,
    watch_until INTEGER NOT NULL,
    PRIMARY KEY (reference),
    CHECK (amount > 0),
    CHECK (outcome IN ('pending', 'paid', 'not_paid', 'unsure')),
    CHECK (unsettled = CASE WHEN outcome IN ('not_paid', 'paid') THEN 0 ELSE 1 END),
    CHECK (holds_terminal IN (0, unsettled)),
    CHECK (lives IN (0, unsettled)),
    UNIQUE (idempotency_key),
    FOREIGN KEY(sale) REFERENCES sale (id),
    UNIQUE (sale, number)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE UNIQUE INDEX one_on_a_terminal ON attempt (terminal) WHERE holds_terminal = 1""",
    """CREATE INDEX attempt_watched ON attempt (watch_until) WHERE watch_until > 0""",
    """CREATE INDEX attempt_left ON attempt (reference) WHERE task <> '' OR unsettled > lives""",
    """CREATE UNIQUE INDEX one_of_an_intent ON attempt (intent_id) WHERE intent_id <> ''""",
    """CREATE UNIQUE INDEX one_on_a_sale ON attempt (sale) WHERE lives = 1""",
    """CREATE TABLE tender (
    id TEXT NOT NULL,
    sale TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    payment TEXT NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('cash', 'card')),
    CHECK (amount > 0),
    FOREIGN KEY(sale) REFERENCES sale (id)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE INDEX tender_of_sale ON tender (sale)""",
    """CREATE UNIQUE INDEX bound_once ON tender (payment) WHERE payment <> ''""",
    """CREATE TABLE payment (
    attempt TEXT NOT NULL,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    refunded INTEGER NOT NULL,
    binds INTEGER NOT NULL,
    loose INTEGER NOT NULL,
    PRIMARY KEY (attempt, id),
    CHECK (binds IN (0, 1)),
    CHECK (loose IN (0, 1)),
    FOREIGN KEY(attempt) REFERENCES attempt (reference)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE INDEX payment_loose ON payment (id) WHERE loose = 1""",
    """CREATE TABLE orphan (
    payment TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    status TEXT NOT NULL,
    refunded INTEGER NOT NULL,
    found_at INTEGER NOT NULL,
    sale TEXT NOT NULL,
    task TEXT NOT NULL,
    PRIMARY KEY (payment)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE INDEX orphan_left ON orphan (found_at) WHERE task <> ''""",
)


def upgrade() -> None:
    """What only says what the events say is made anew; all of it is told again afterwards."""
    for name in GONE:
        op.drop_table(name)
    for statement in TABLES:
        op.get_bind().exec_driver_sql(statement)
