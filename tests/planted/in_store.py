"""Bugs in what is on the disk, and when."""

from tests.planted.plant import Bug, Edit, bug

_LEDGER, _BOOK, _FOLDS = "store.ledger", "store.book", "store.folds"
_CONNECTION, _JOURNAL, _PROJECTIONS = "store.connection", "store.journal", "store.projections"
_CASES = "store.cases"

BUGS = (
    bug(
        "a step is not one transaction",
        "I16 F45",
        _CONNECTION,
        '        yield\n        driver.execute("COMMIT")\n',
        '        driver.execute("COMMIT")\n        yield\n        driver.execute("BEGIN")\n'
        '        driver.execute("COMMIT")\n',
    ),
    Bug(
        "what the disk refused is remembered as written",
        "I19 F49",
        (
            Edit(
                "pos_app.store.book",
                "            fault = fault_of(error)\n            self.known.clear()\n",
                "            fault = fault_of(error)\n",
            ),
            Edit(
                "pos_app.store.book",
                "        self.known.clear()\n        self._let_go()\n",
                "        self._let_go()\n",
            ),
        ),
    ),
    bug(
        "the tables do not follow the events",
        "I16",
        _FOLDS,
        "        projections.write(db, before, after)\n",
        "        if before is None:\n            projections.write(db, before, after)\n",
    ),
    bug(
        "facts are not written down",
        "I16",
        _FOLDS,
        "        journal.append_fact(db, fact, actor, name)\n",
        "        if before is None:\n            journal.append_fact(db, fact, actor, name)\n",
    ),
    Bug(
        "cash leaves a living charge as it was",
        "I7",
        (
            Edit(
                "pos_app.store.ledger",
                "        for left in self._attempts(db, _UNSETTLED, given.id):\n",
                "        for left in self._attempts(db, _UNSETTLED, given.id)[:0]:\n",
            ),
            Edit(
                "pos_app.services.charges",
                "            if drive.attempt.prepared.sale_id == sale_id:\n",
                "            if False:\n",
            ),
        ),
    ),
    Bug(
        "a terminal is asked while another charge of ours is there",
        "I3 F18",
        (
            Edit(
                "pos_app.services.checkout",
                "        if terminal.id in now.held:\n",
                "        if False:\n",
            ),
            Edit(
                "pos_app.store.schema",
                '_only_one("one_on_a_terminal", attempt.c.terminal, "holds_terminal = 1")  # I3\n',
                "",
            ),
        ),
    ),
    bug(
        "what is left to do is not there after a restart",
        "I23 F45",
        _LEDGER,
        "as_text(_LIVE.union(select(attempt.c.reference).where(LEFT)))",
        "as_text(_LIVE)",
    ),
    Bug(
        "a sale is charged while a charge of it lives",
        "I3",
        (
            Edit(
                "pos_app.store.ledger",
                "        if not of.on_desk or of.total != prepared.amount.minor:\n",
                "        if of.total != prepared.amount.minor:\n",
            ),
            Edit(
                "pos_app.services.board",
                "        if self.shown and self.outcome() is None:\n",
                "        if False:\n",
            ),
            Edit(
                "pos_app.store.schema",
                '_only_one("one_on_a_sale", attempt.c.sale, "lives = 1")  # I3\n',
                "",
            ),
        ),
    ),
    bug(
        "late money pays a sale that is paid",
        "I7",
        _LEDGER,
        "            check_applies(db, given)\n",
        "            pass\n",
        "tests/store/cases/test_late.py",
    ),
    bug(
        "one payment pays two",
        "I11",
        _LEDGER,
        "    return tuple(sorted(pay))",
        "    return tuple(sorted(pay))[:0]",
        "tests/store/test_ledger.py",
    ),
    bug(
        "money that was found is on no list",
        "I5",
        _CASES,
        "orphan.c.task != text(\"''\")",
        "orphan.c.task == text(\"''\")",
        "tests/store/cases/test_found.py",
    ),
    bug(
        "what was undecided is not there after a restart",
        "I23 F45",
        _LEDGER,
        "        found = sorted(names(db, _UNFINISHED))\n",
        "        found = sorted(names(db, _UNFINISHED))[1:]\n",
        "crash",
    ),
)
