"""Any facts in any order, closed and opened at any time: the ledger is what the events fold to."""

import asyncio
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    CancelAsked,
    Fact,
    Lost,
    Missed,
    PaymentsRead,
    Refusal,
    Refused,
    Searched,
    Sending,
)
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import LineAdded, LineRemoved, QuantitySet, Sale, SaleCancelled
from pos_app.store.verify import verify
from tests.store.shop import heard, line, open_here, payment, prepared

T = TypeVar("T")
NUMBERS = st.integers(1, 4)
TIMES = st.integers(0, 5_000_000)
STATUSES = [s for s in S if s.rank is not None and not s.word.startswith("(")]


class TillDay(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name) / "till"
        self.ledger = self.run(open_here(self.folder))
        self.sales: dict[str, Sale] = {}
        self.attempts: dict[str, Attempt] = {}

    @staticmethod
    def run(what: Coroutine[object, object, T]) -> T:
        return asyncio.run(what)

    def teardown(self) -> None:
        self.run(self.ledger.close())
        assert verify(self.folder).findings == ()
        self.place.cleanup()

    @rule()
    def open_a_sale(self) -> None:
        name = f"sale-{len(self.sales) + 1}"
        self.sales[name] = self.run(self.ledger.open_sale(name, "ARS", "ana"))
        assert self.sales[name].ticket_number == len(self.sales)

    @precondition(lambda self: self.sales)
    @rule(data=st.data(), number=NUMBERS, act=st.sampled_from(["add", "set", "remove", "cancel"]))
    def change_a_sale(self, data: st.DataObject, number: int, act: str) -> None:
        sale = self.sales[data.draw(st.sampled_from(sorted(self.sales)))]
        facts = {
            "add": LineAdded(at=1, line=line(len(sale.lines) + 100 * number)),
            "set": QuantitySet(at=1, line_id=f"line-{number * 100}", quantity=number),
            "remove": LineRemoved(at=1, line_id=f"line-{number * 100}"),
            "cancel": SaleCancelled(at=1),
        }
        try:
            after = self.run(self.ledger.change_sale(sale, facts[act], "ana"))
            assert after == sale.apply(facts[act])
            self.sales[sale.id] = after
        except SaleFrozen:
            busy = [a for a in self.attempts.values() if a.prepared.sale_id == sale.id]
            assert sale.cancelled or any(not a.settled or a.proof for a in busy)

    @precondition(lambda self: self.sales)
    @rule(data=st.data(), terminal=st.sampled_from(["PAX_A910__1", "PAX_A910__2"]))
    def charge(self, data: st.DataObject, terminal: str) -> None:
        sale = self.sales[data.draw(st.sampled_from(sorted(self.sales)))]
        mine = [a for a in self.attempts.values() if a.prepared.sale_id == sale.id]
        held = any(a.holds_terminal and a.prepared.terminal_id == terminal
                   for a in self.attempts.values())  # fmt: skip
        live = any(not a.settled for a in mine)
        if not sale.total.minor:
            return
        told = prepared(sale, len(mine) + 1, terminal)
        try:
            attempt = self.run(self.ledger.prepare(told, "ana"))
            assert not held
            assert not live
            self.attempts[told.external_reference] = attempt
        except AlreadyTaken:
            assert held or live
        except SaleFrozen:
            assert sale.cancelled or any(a.proof for a in mine)

    @precondition(lambda self: self.attempts)
    @rule(data=st.data(), at=TIMES, status=st.sampled_from(STATUSES), number=NUMBERS)
    def learn(self, data: st.DataObject, at: int, status: S, number: int) -> None:
        attempt = self.attempts[data.draw(st.sampled_from(sorted(self.attempts)))]
        paid = data.draw(st.sampled_from(PaymentStatus))
        read = (payment(attempt, f"payment-{number}", paid),)
        facts: list[Fact] = [
            heard(attempt, status, "", *[f"payment-{number}"][: number % 2], at=at),
            heard(attempt, status, f"intent-{number}", at=at),
            PaymentsRead(at=at, payments=read, skew=number),
            Searched(at=at, payments=read[: number % 2]),
            Refused(at=at, why=Refusal.BUSY),
            *(Sending(at=at), Lost(at=at, why="silence"), Missed(at=at)),
            CancelAsked(at=at, by="ana"),
            CancelAnswered(at=at, answer=CancelAnswer.TOO_LATE),
        ]
        fact = data.draw(st.sampled_from(facts))
        reference = attempt.prepared.external_reference
        try:
            after = self.run(self.ledger.append(attempt, fact, "till"))
            assert after == attempt.apply(fact)
            assert self.run(self.ledger.append(attempt, fact, "till")) == after
            self.attempts[reference] = after
        except AlreadyTaken:
            others = [a for a in self.attempts.values() if a is not attempt]
            wanted = attempt.apply(fact)
            assert any(
                (a.intent_id and a.intent_id == wanted.intent_id)
                or (a.proof and wanted.proof and a.proof.id == wanted.proof.id)
                for a in others
            ) or self._holds_again(attempt, wanted, others)

    @staticmethod
    def _holds_again(before: Attempt, after: Attempt, others: list[Attempt]) -> bool:
        """A word that came late would take back a terminal that another attempt holds by now."""
        taken = {a.prepared.terminal_id for a in others if a.holds_terminal}
        return not before.holds_terminal and after.prepared.terminal_id in taken

    @rule()
    def restart(self) -> None:
        self.run(self.ledger.close())
        self.ledger = self.run(open_here(self.folder))

    @invariant()
    def the_ledger_is_what_was_told(self) -> None:
        live = [self.attempts[r] for r in sorted(self.attempts) if not self.attempts[r].settled]
        assert list(self.run(self.ledger.unfinished())) == live
        report = verify(self.folder)
        assert report.findings == ()
        assert (report.sales, report.attempts) == (len(self.sales), len(self.attempts))


TestTillDay = TillDay.TestCase
TestTillDay.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
