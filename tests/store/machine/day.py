"""A day of a till: what is tried, whether it could be, and what must hold after each step."""

import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar

from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    Decided,
    Decision,
    Fact,
)
from pos_app.domain.charge.orphan import MoneyClaimed
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.polling import WATCH_FOR
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import (
    LineAdded,
    Sale,
)
from pos_app.store.sales import sales_json
from pos_app.store.verify import verify
from tests.store.machine.told import Told
from tests.store.shop import line, open_here, prepared

T = TypeVar("T")


class Day(RuleBasedStateMachine):
    """What was done is told to `told`, and what must come of it is asked of that."""

    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "till"
        self.ledger = self.run(open_here(self.folder, inline=True))
        self.told = Told()

    @staticmethod
    def run(what: Coroutine[object, object, T]) -> T:
        """Without a thread, each call is done when it returns: it never waits."""
        try:
            what.send(None)
        except StopIteration as done:
            result: T = done.value
            return result
        raise AssertionError("it waits")

    def teardown(self) -> None:
        self.close()
        self.place.cleanup()

    def close(self) -> None:
        self.run(self.ledger.close())
        report = verify(self.folder)
        assert report.findings == ()
        assert (report.sales, report.attempts) == (len(self.told.sales), len(self.told.attempts))

    def open_a_sale(self, filled: bool) -> Sale:
        name = f"sale-{len(self.told.sales) + 1}"
        sale = self.run(self.ledger.open_sale(name, "ARS", "ana"))
        assert sale.ticket_number == len(self.told.sales) + 1
        if filled:
            added = LineAdded(at=1, line=line(1))
            sale = self.run(self.ledger.change_sale(sale, added, "ana"))
        self.told.sales[name] = sale
        return sale

    def charge_it(self, sale: Sale, terminal: str) -> None:
        mine, everybody = self.told.attempts_of(sale), self.told.attempts.values()
        held = any(a.holds_terminal and a.prepared.terminal_id == terminal for a in everybody)
        lives = any(attempt.lives for attempt in mine)
        if not sale.total.minor:
            return
        told = prepared(sale, len(mine) + 1, terminal)
        try:
            attempt = self.run(self.ledger.prepare(told, "ana"))
        except AlreadyTaken:
            assert held or lives
        except SaleFrozen:
            assert sale.aside or not self.told.is_open(sale)
        else:
            assert self.told.is_open(sale)
            for hindrance in (held, lives, sale.aside):
                assert not hindrance
            self.told.attempts[told.external_reference] = attempt

    def tell(self, attempt: Attempt, fact: Fact) -> None:
        name = attempt.prepared.external_reference
        wanted = attempt.apply(fact)
        try:
            after = self.run(self.ledger.append(attempt, fact, "till"))
        except AlreadyTaken:
            assert self.told.is_taken(attempt, wanted)
            return
        except SaleFrozen:
            assert isinstance(fact, Decided)
            assert fact.what is Decision.APPLIED
            assert not self.told.may_apply(attempt)
            return
        assert after == wanted
        assert self.run(self.ledger.append(attempt, fact, "till")) == after
        self.told.attempts[name] = after
        for known in after.payments:
            if known not in attempt.payments and known.id in self.told.money:
                claimed = MoneyClaimed(at=1, sale_id=after.prepared.sale_id, by="", reason="")
                self.told.money[known.id] = self.told.money[known.id].apply(claimed)

    @rule()
    def restart(self) -> None:
        self.close()
        self.ledger = self.run(open_here(self.folder, inline=True))

    @invariant()
    def the_ledger_is_what_was_told(self) -> None:
        known = [self.told.attempts[name] for name in sorted(self.told.attempts)]
        left = [attempt for attempt in known if attempt.task or not attempt.settled]
        assert list(self.run(self.ledger.unfinished())) == left

    @invariant()
    def what_left_the_desk_is_found_again(self) -> None:
        cases, until = self.ledger.cases, int(WATCH_FOR * 1000)
        newest_last = sorted(self.told.sales.values(), key=lambda sale: sale.ticket_number)
        still = [sale for sale in newest_last if not self.told.is_over(sale)]
        desk = [sale for sale in still if not sale.aside]
        assert self.run(self.ledger.current_sale()) == (desk[-1] if desk else None)
        assert self.run(cases.kept(0))[0] == tuple(sale for sale in still if sale.aside)
        tasks = {name for name, orphan in self.told.money.items() if orphan.task}
        assert {each.payment.id for each in self.run(cases.orphans())} == tasks
        watched = {a.prepared.external_reference for a in self.run(cases.kept(-until))[2]}
        assert watched == {name for name, a in self.told.attempts.items() if a.watched}

    @invariant()
    def no_money_pays_twice_and_none_is_forgotten(self) -> None:  # I6, I7, I11
        payers = self.told.payers()
        assert len(payers) == len(set(payers))
        for told in sales_json(self.folder)["sales"]:
            sale = self.told.sales[told["id"]]
            paid = [attempt for attempt in self.told.attempts_of(sale) if attempt.paid_by]
            assert len(told["tenders"]) == len(paid) + len(sale.tenders) <= 1
            unpaid = told["status"] in ("open", "paying", "unsure", "cancelled")
            assert unpaid is not bool(told["tenders"])
        for attempt in self.told.attempts.values():
            assert attempt.task or not attempt.loose
            assert not (attempt.lives and attempt.outcome is Outcome.PAID)
