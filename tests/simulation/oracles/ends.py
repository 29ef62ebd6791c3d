"""At the end of a run: every book against what truly happened, and against itself."""

from dataclasses import dataclass

from pos_app.simulator.world.records import Payment
from pos_app.store.verify import verify
from tests.simulation.engine.till import Till
from tests.simulation.engine.world import World
from tests.simulation.oracles import history
from tests.simulation.oracles.paid import Facts
from tests.simulation.oracles.steps import Known, Steps

_ATTEMPTS = "SELECT reference, sale, amount, status, outcome, intent_id, terminal FROM attempt"
_PAYMENTS = "SELECT id, binds, status FROM payment WHERE attempt = ?"
_SALES = (
    "SELECT s.id, s.status, s.total, (SELECT coalesce(sum(amount), 0) FROM tender"
    " WHERE sale = s.id), (SELECT coalesce(sum(price * quantity), 0) FROM line WHERE sale = s.id)"
    ", s.aside FROM sale s"
)
_NOT_OVER = ("open", "paying", "unsure", "part_paid")
_BACK = ("REFUNDED", "CHARGED_BACK", "IN_MEDIATION")


@dataclass(frozen=True, slots=True)
class Told:
    """An attempt as its book has it."""

    reference: str
    sale: str
    amount: int
    status: str
    outcome: str
    intent_id: str
    terminal: str


class Ends:
    def __init__(self, world: World, steps: Steps, tills: tuple[Till, ...]) -> None:
        self._world, self._steps, self._tills = world, steps, tills
        self._fail = world.trace.fail

    def check(self, *, deep: bool) -> None:
        """`deep`: also by the till's own command, of the whole file."""
        self._world.backend.advance()
        references: set[str] = set()
        for till in self._tills:
            intents: dict[str, str] = {}
            for row in till.life.disk.ask(_ATTEMPTS):
                told = Told(*row)  # type: ignore[arg-type]  # as the table has them
                references.add(told.reference)
                self._attempt(till, told)
                if told.intent_id and intents.setdefault(told.intent_id, told.reference) != (
                    told.reference
                ):
                    self._fail("I11", f"{told.intent_id} is of two attempts")
            self._sales(till)
            if deep:
                for finding in verify(till.folder).findings:
                    self._fail("verify", f"{till.name}: {finding.place}: {finding.what}")
        self._strangers(references)
        history.check(self._world, self._steps.attempts)

    def _strangers(self, references: set[str]) -> None:
        for intent in self._world.backend.world.intents.values():
            if intent.reference not in references:
                self._fail("I1", f"no book knows of {intent.reference}")

    def _attempt(self, till: Till, told: Told) -> None:
        truth, reference = self._world.backend.truth, told.reference
        approved = truth.approved(reference)
        rows = {str(row[0]): row[1] for row in till.life.disk.ask(_PAYMENTS, reference)}
        bound = [payment for payment in approved if rows.get(str(payment.id))]
        if told.outcome == "paid":
            if len(bound) != 1 or sum(map(bool, rows.values())) != 1:
                self._fail("wrongly paid", f"{reference}: nobody paid it")  # I4
            elif bound[0].amount != told.amount:
                self._fail("wrongly paid", f"{reference}: {bound[0].amount}, not {told.amount}")
        elif any(rows.values()):
            self._fail("I11", f"{reference} is {told.outcome}, and a payment is bound to it")
        self._found(till, told, approved, rows)
        if len(truth.intents(reference)) > 1:
            self._fail("doubled", f"{reference} has become two intents")
        known = self._steps.attempts.get(reference)
        if known is None or (known.status, known.outcome) != (told.status, told.outcome):
            self._fail("I16", f"{reference}: {told} is not what was written: {known}")
        elif bound:
            self._gone(till, str(bound[0].id), reference, known)

    def _gone(self, till: Till, payment: str, reference: str, known: Known) -> None:
        """F35: that the money of a sale went back is told, until somebody has noted it."""
        since = _since_back(known.facts, payment)
        noted = any(kind == "Decided" and body["what"] == "NOTED" for kind, _, body in since)
        if since and not noted and not self._is_told(till, reference, payment):
            self._fail("F35", f"{reference}: {payment} went back, and nobody is told")

    def _found(
        self, till: Till, told: Told, approved: tuple[Payment, ...], rows: dict[str, object]
    ) -> None:
        """I5, I6: money that came in is bound, or somebody is told of it."""
        for payment in approved:
            if rows.get(str(payment.id)) or not payment.left:
                continue
            if str(payment.id) not in rows:
                self._fail("lost", f"{told.reference}: {payment.id} is not in the book")
            elif not self._is_told(till, told.reference, str(payment.id)):
                where = "doubled" if told.outcome == "paid" else "lost"
                self._fail(where, f"{told.reference}: nobody is told of {payment.id}")

    def _is_told(self, till: Till, reference: str, payment: str) -> bool:
        """A case names it: nothing was decided, or it has not gone back yet."""
        return any(case.name in (reference, payment) for case in till.state.cases)

    def _sales(self, till: Till) -> None:
        listed = {case.sale.id for case in till.state.cases if case.sale}
        for sale, status, total, tendered, lines, aside in till.life.disk.ask(_SALES):
            if lines != total:
                self._fail("I7", f"sale {sale}: its lines are {lines}, not {total}")
            paid = status in ("paid", "refunded", "part_refunded")
            if paid != (tendered == total and bool(tendered)):
                self._fail("I7", f"sale {sale} is {status}: {tendered} of {total}")
            if status in ("open", "cancelled") and tendered:
                self._fail("I7", f"sale {sale} is {status}: {tendered} of {total}")
            if aside and status in _NOT_OVER and sale not in listed:
                self._fail("I23", f"sale {sale} stands aside, and nobody is told")


def _since_back(facts: Facts, payment: str) -> Facts:
    """From the first report on that this payment went back."""
    for number, (kind, _, body) in enumerate(facts):
        if kind in ("PaymentsRead", "Searched"):
            for told in body["payments"]:  # type: ignore[attr-defined]  # a list, as it is written
                if told["id"] == payment and told["status"] in _BACK:
                    return facts[number:]
    return []
