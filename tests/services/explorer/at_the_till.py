"""What the cashier does, and who sees to what is left."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from pos_app.domain.charge.facts import Decision
from pos_app.domain.money import Money
from tests.services.explorer.people import BY, PLENTY, TERMINALS, WHY
from tests.services.explorer.town import LULLS, NTH, Act, Town
from tests.services.shop import SMART


class Cashier(Town):
    @rule(minor=st.sampled_from([1_500, 183_450]), lull=LULLS)
    def add_a_line(self, minor: int, lull: float) -> None:
        self.act(lambda: self.shop.add(minor), lull)

    @rule(lull=LULLS)
    def remove_a_line(self, lull: float) -> None:
        sale = self.shop.now.sale
        if sale is not None and sale.lines:
            self.act(lambda: self.shop.house.desk.remove_line(sale.lines[-1].id), lull)

    @rule(terminal=st.sampled_from(TERMINALS), presses=st.integers(1, 2), lull=LULLS)
    def charge(self, terminal: str, presses: int, lull: float) -> None:
        def press() -> None:
            self.shop.house.checkout.choose_terminal(terminal)
            for _ in range(presses):
                self.shop.charge()

        self.act(press, lull)

    @rule(minor=st.sampled_from([1_500, 183_450]), lull=LULLS)
    def sell(self, minor: int, lull: float) -> None:
        """What is done most, in one go: a new sale, and its charge on the free terminal."""

        def press() -> None:
            self.shop.add(minor)
            free = [each for each in TERMINALS if each not in self.shop.now.held]
            self.shop.house.checkout.choose_terminal(free[0] if free else SMART)
            self.shop.charge()

        self.act(press, lull)

    @rule(what=st.sampled_from(["cancel", "aside", "new", "close", "again"]), lull=LULLS)
    def press_a_key(self, what: str, lull: float) -> None:
        house = self.shop.house
        keys: dict[str, Act] = {
            "cancel": house.checkout.cancel,
            "aside": house.resolver.set_aside,
            "new": house.desk.new_sale,
            "close": house.desk.close_panel,
            "again": house.checkout.look_again,
        }
        self.act(keys[what], lull)

    @rule(lull=LULLS, enough=st.booleans())
    def pay_in_cash(self, enough: bool, lull: float) -> None:
        paid = Money(PLENTY if enough else 1, "ARS")
        self.act(lambda: self.shop.house.checkout.pay_cash(paid), lull)


class Supervisor(Town):
    @property
    def reference(self) -> str:
        """Of the charge on the panel."""
        now = self.shop.now.following
        return now.attempt.prepared.external_reference if now else ""

    def name(self, nth: int) -> str:
        names = [self.reference] * bool(self.reference) + [c.name for c in self.shop.now.cases]
        return names[nth % len(names)] if names else "nothing"

    def sale_id(self, nth: int) -> str:
        sales = [case.sale.id for case in self.shop.now.cases if case.sale]
        return sales[nth % len(sales)] if sales else ""

    @precondition(lambda self: self.name(0) != "nothing")
    @rule(nth=NTH, lull=LULLS)
    def look_at_the_terminal(self, nth: int, lull: float) -> None:
        self.act(lambda: self.people.look(self.name(nth)), lull)

    @precondition(lambda self: self.name(0) != "nothing")
    @rule(nth=NTH, what=st.sampled_from(Decision), lull=LULLS)
    def decide(self, nth: int, what: Decision, lull: float) -> None:
        self.act(lambda: self.shop.house.resolver.decide(self.name(nth), what, BY, WHY), lull)

    @precondition(lambda self: self.shop.now.cases)
    @rule(nth=NTH, into=NTH, lull=LULLS)
    def adopt(self, nth: int, into: int, lull: float) -> None:
        sale_id = self.sale_id(into) if into else ""
        self.act(lambda: self.shop.house.resolver.adopt(self.name(nth), sale_id, BY, WHY), lull)

    @precondition(lambda self: self.shop.now.cases)
    @rule(nth=NTH, back=st.booleans(), lull=LULLS)
    def put_apart(self, nth: int, back: bool, lull: float) -> None:
        act = self.shop.house.resolver.put_apart
        self.act(lambda: act(self.name(nth), BY, WHY, back), lull)

    @precondition(lambda self: self.sale_id(0))
    @rule(nth=NTH, what=st.sampled_from(["up", "drop", "cash"]), lull=LULLS)
    def see_to_a_sale(self, nth: int, what: str, lull: float) -> None:
        resolver, sale_id = self.shop.house.resolver, self.sale_id(nth)
        acts: dict[str, Act] = {
            "up": lambda: resolver.take_up(sale_id),
            "drop": lambda: resolver.drop(sale_id),
            "cash": lambda: resolver.pay_cash(sale_id, Money(PLENTY, "ARS")),
        }
        self.act(acts[what], lull)

    @precondition(lambda self: self.shop.now.cases)
    @rule(nth=NTH, lull=LULLS)
    def ask_for_an_end(self, nth: int, lull: float) -> None:
        self.act(lambda: self.shop.house.resolver.cancel(self.name(nth)), lull)
