"""Any acts and facts in any order, closed and opened at any time: the book keeps its promises."""

from typing import TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from pos_app.domain.charge.facts import (
    Covered,
    Decision,
)
from pos_app.domain.charge.orphan import MoneyApart, MoneyFound, MoneyRead, Orphan
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import AlreadyTaken, SaleFrozen
from pos_app.domain.sale import (
    MoneyAdopted,
    PaidCash,
)
from tests.store.machine.day import Day
from tests.store.machine.facts import fact_of_sale, facts_of_an_end, facts_of_attempt
from tests.store.shop import ars

T = TypeVar("T")
NUMBERS = st.integers(1, 4)
TIMES = st.integers(0, 5_000_000)
STATUSES = [s for s in S if s.rank is not None and not s.word.startswith("(")]
MOST = 5  # sales
TERMINALS = ["PAX_A910__1", "PAX_A910__2"]


def pick(data: st.DataObject, among: dict[str, T]) -> T:
    return among[data.draw(st.sampled_from(sorted(among)))]


class TillDay(Day):
    @initialize(charged=st.booleans())
    def begin_the_day(self, charged: bool) -> None:
        for terminal in TERMINALS:
            sale = self.open_a_sale(filled=True)
            if charged:
                self.charge_it(sale, terminal)

    @precondition(lambda self: len(self.told.sales) < MOST)
    @rule(filled=st.booleans())
    def open_another(self, filled: bool) -> None:
        self.open_a_sale(filled)

    @precondition(lambda self: self.told.sales)
    @rule(
        data=st.data(),
        number=NUMBERS,
        act=st.sampled_from(["add", "add", "set", "remove", "cancel", "aside", "up"]),
    )
    def change_a_sale(self, data: st.DataObject, number: int, act: str) -> None:
        sale = pick(data, self.told.sales)
        fact = fact_of_sale(act, sale, number)
        try:
            after = self.run(self.ledger.change_sale(sale, fact, "ana"))
        except SaleFrozen:
            assert not self.told.takes(sale, act)
            return
        assert self.told.takes(sale, act)
        assert after == sale.apply(fact)
        self.told.sales[sale.id] = after

    @precondition(lambda self: self.told.sales)
    @rule(data=st.data())
    def pay_cash(self, data: st.DataObject) -> None:
        sale = pick(data, self.told.sales)
        fact = PaidCash(at=1, amount=sale.total, received=sale.total)
        try:
            after = self.run(self.ledger.pay_cash(sale, fact, "ana"))
        except SaleFrozen:
            assert not self.told.takes(sale, "cash") or not sale.lines
            return
        assert self.told.takes(sale, "cash")
        assert self.run(self.ledger.pay_cash(sale, fact, "ana")) == after
        self.told.sales[sale.id] = after
        for attempt in self.told.attempts_of(sale):
            if not attempt.settled:
                covered = attempt.apply(Covered(at=1))
                self.told.attempts[attempt.prepared.external_reference] = covered

    @precondition(lambda self: self.told.sales)
    @rule(data=st.data(), terminal=st.sampled_from(TERMINALS))
    def charge(self, data: st.DataObject, terminal: str) -> None:
        self.charge_it(pick(data, self.told.sales), terminal)

    @precondition(lambda self: self.told.attempts)
    @rule(data=st.data(), at=TIMES, status=st.sampled_from(STATUSES), number=NUMBERS)
    def learn(self, data: st.DataObject, at: int, status: S, number: int) -> None:
        attempt = pick(data, self.told.attempts)
        paid = data.draw(st.sampled_from(PaymentStatus))
        facts = facts_of_attempt(attempt, at, status, number, paid)
        self.tell(attempt, data.draw(st.sampled_from(facts)))

    @precondition(lambda self: self.told.attempts)
    @rule(data=st.data(), number=NUMBERS, what=st.sampled_from(Decision))
    def end_and_decide(self, data: st.DataObject, number: int, what: Decision) -> None:
        """It expires, unpaid as far as anybody knows; money comes, or not; somebody decides."""
        name = pick(data, self.told.attempts).prepared.external_reference
        facts = facts_of_an_end(self.told.attempts[name], number, what)
        for fact in facts[: data.draw(st.integers(1, len(facts)))]:
            self.tell(self.told.attempts[name], fact)

    @rule(
        number=NUMBERS,
        status=st.sampled_from([PaymentStatus.APPROVED, *PaymentStatus]),
        minor=st.sampled_from([1000, 1000, 2000]),
    )
    def find_money(self, number: int, status: PaymentStatus, minor: int) -> None:
        found = Payment(id=f"payment-{number}", status=status, amount=ars(minor))
        fact = MoneyFound(at=len(self.told.money), payment=found)
        try:
            orphan = self.run(self.ledger.cases.find_money(fact, "till"))
        except AlreadyTaken:
            assert found.id not in self.told.money
            assert self.told.is_owned(found.id)
            return
        assert found.id in self.told.money or not self.told.is_owned(found.id)
        assert orphan == self.told.money.setdefault(found.id, Orphan.begin(fact))

    @precondition(lambda self: self.told.money)
    @rule(data=st.data(), status=st.sampled_from(PaymentStatus), to_return=st.booleans())
    def tell_of_money(self, data: st.DataObject, status: PaymentStatus, to_return: bool) -> None:
        name = pick(data, self.told.money).payment.id
        orphan = self.told.money[name]
        read = MoneyRead(at=1, payment=Payment(id=name, status=status, amount=ars(1000)))
        apart = MoneyApart(at=1, by="sol", reason="so", to_return=to_return)
        fact = data.draw(st.sampled_from([read, apart]))
        after = self.run(self.ledger.cases.tell_money(orphan, fact, "ana"))
        assert after == orphan.apply(fact)
        self.told.money[name] = after

    @precondition(lambda self: self.told.money and self.told.sales)
    @rule(data=st.data())
    def adopt(self, data: st.DataObject) -> None:
        sale = pick(data, self.told.sales)
        name = pick(data, self.told.money).payment.id
        fact = MoneyAdopted(at=1, payment_id=name, amount=sale.total, by="sol", reason="so")
        found = self.told.money[name].payment
        sound = found.status is PaymentStatus.APPROVED and found.amount == sale.total
        try:
            after = self.run(self.ledger.cases.adopt(sale, fact, "ana"))
        except AlreadyTaken:
            assert self.told.is_owned(name)
            return
        except SaleFrozen:
            assert not (self.told.takes(sale, "adopt") and sound and sale.lines)
            return
        assert self.told.takes(sale, "adopt")
        assert sound
        assert not self.told.is_owned(name)
        self.told.sales[sale.id] = after
        self.told.money[name] = self.run(
            self.ledger.cases.find_money(MoneyFound(at=1, payment=found), "till")
        )
        assert self.told.money[name].sale_id == sale.id


TestTillDay = TillDay.TestCase
# Told as it was found: to make it small takes longer than a test may.
TestTillDay.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, phases=[Phase.reuse, Phase.generate]
)
