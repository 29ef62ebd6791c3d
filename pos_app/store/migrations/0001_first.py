"""The first tables."""

from alembic import op

revision, down_revision = "0001", None
TABLES = (
    """CREATE TABLE event (
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (seq)
)
    STRICT""",
    """CREATE INDEX event_of_subject ON event (subject, seq)""",
    """CREATE TRIGGER event_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT,
    'events are never changed'); END""",
    """CREATE TRIGGER event_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT,
    'events are never deleted'); END""",
    """CREATE TRIGGER event_insert BEFORE INSERT ON event WHEN NEW.seq <> (SELECT
    coalesce(max(seq), 0) + 1 FROM event) OR NEW.previous <>
coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1),
    '0000000000000000000000000000000000000000000000000000000000000000') BEGIN SELECT
    RAISE(ABORT, 'events are added in order'); END""",
    """CREATE TABLE sale (
    id TEXT NOT NULL,
    ticket_number INTEGER NOT NULL,
    currency TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    total INTEGER NOT NULL,
    status TEXT NOT NULL,
    PRIMARY KEY (id),
    CHECK (ticket_number > 0),
    CHECK (total >= 0),
    CHECK (status IN ('open', 'paying', 'paid', 'part_paid', 'unsure', 'cancelled',
    'refunded', 'part_refunded')),
    UNIQUE (ticket_number)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE INDEX sale_by_time ON sale (opened_at)""",
    """CREATE INDEX sale_open ON sale (ticket_number) WHERE status NOT IN ('paid', 'cancelled',
    'refunded', 'part_refunded')""",
    """CREATE TABLE product (
    id INTEGER NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    price INTEGER NOT NULL,
    currency TEXT NOT NULL,
    sold INTEGER NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (code)
)
    STRICT""",
    """CREATE INDEX product_by_sales ON product (sold DESC, id)""",
    """CREATE VIRTUAL TABLE product_search USING fts5(name, code,
    tokenize='unicode61 remove_diacritics 2', prefix='1 2 3')""",
    """CREATE TABLE setting (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key")
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE TABLE about (
    id INTEGER NOT NULL,
    environment TEXT NOT NULL,
    till TEXT NOT NULL,
    created INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (id = 1),
    CHECK (environment IN ('live', 'training'))
)
    STRICT""",
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
    PRIMARY KEY (reference),
    CHECK (amount > 0),
    CHECK (outcome IN ('pending', 'paid', 'not_paid', 'unsure')),
    CHECK (unsettled = CASE WHEN outcome IN ('not_paid', 'paid') THEN 0 ELSE 1 END),
    CHECK (holds_terminal IN (0, unsettled)),
    UNIQUE (idempotency_key),
    FOREIGN KEY(sale) REFERENCES sale (id),
    UNIQUE (sale, number)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE UNIQUE INDEX one_of_an_intent ON attempt (intent_id) WHERE intent_id <> ''""",
    """CREATE UNIQUE INDEX one_on_a_sale ON attempt (sale) WHERE unsettled = 1""",
    """CREATE UNIQUE INDEX one_on_a_terminal ON attempt (terminal) WHERE holds_terminal = 1""",
    """CREATE TABLE tender (
    id TEXT NOT NULL,
    sale TEXT NOT NULL,
    kind TEXT NOT NULL,
    amount INTEGER NOT NULL,
    PRIMARY KEY (id),
    CHECK (kind IN ('card')),
    CHECK (amount > 0),
    FOREIGN KEY(sale) REFERENCES sale (id)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE INDEX tender_of_sale ON tender (sale)""",
    """CREATE TABLE payment (
    attempt TEXT NOT NULL,
    id TEXT NOT NULL,
    status TEXT NOT NULL,
    binds INTEGER NOT NULL,
    PRIMARY KEY (attempt, id),
    CHECK (binds IN (0, 1)),
    FOREIGN KEY(attempt) REFERENCES attempt (reference)
)
    WITHOUT ROWID,
    STRICT""",
    """CREATE UNIQUE INDEX bound_once ON payment (id) WHERE binds = 1""",
)


def upgrade() -> None:
    for statement in TABLES:
        op.get_bind().exec_driver_sql(statement)
