"""Faults by name: which are armed, which struck whom, and the tables that they are drawn from."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from pos_app.simulator.faults import (
    CutOff,
    Delay,
    Drip,
    Drop,
    Edit,
    Fault,
    Faults,
    Header,
    Pad,
    Remove,
    Rule,
    Truncate,
    page,
    refusal,
)

CREATE, INTENT, PAYMENT = "*/intents/point/*", "*/intents/*/point*", "/v1/payments/[0-9]*"
SEARCH, DEVICES, ME = "/v1/payments/search", "*/devices*", "/users/me"
ANY = (CREATE, INTENT, PAYMENT, SEARCH, DEVICES, ME)
READS = (INTENT, PAYMENT, SEARCH, DEVICES, ME)


@dataclass(frozen=True, slots=True)
class Cut:
    """On the way there. `arrives`: seconds after it left; None is never. `left`: bytes did."""

    arrives: float | None = None
    left: bool = True
    blocked: bool = False  # by something that is not Mercado Pago: a false certificate


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of trouble: where it may strike, and how hard it is drawn."""

    name: str
    where: tuple[str, ...]
    draw: Callable[[random.Random], Fault | Cut]
    method: str = "*"


def _same(fault: Fault | Cut) -> Callable[[random.Random], Fault | Cut]:
    return lambda rng: fault


# What tells no lie about money: a refusal is never sent for what was carried out.
KINDS = (
    Kind("refused", ANY, _same(Cut(left=False))),
    Kind("false certificate", ANY, _same(Cut(left=False, blocked=True))),
    Kind("lost before", ANY, _same(Cut())),
    Kind("late", (CREATE,), lambda rng: Cut(arrives=rng.choice((1.5, 16, 40, 59, 61, 150, 300)))),
    Kind("late question", READS, lambda rng: Cut(arrives=rng.choice((3, 14, 70)))),
    Kind("answer lost", ANY, _same(Drop(after_effect=True))),
    Kind("dropped there", ANY, _same(Drop(after_effect=False))),
    Kind("slow answer", ANY, lambda rng: Delay(rng.choice((4_000, 14_000, 40_000)))),
    Kind("slow effect", ANY, lambda rng: Delay(rng.choice((4_000, 20_000, 90_000)), False)),
    Kind("502 after", ANY, _same(page(502, after_effect=True))),
    Kind("503 before", ANY, _same(page(503))),
    Kind("500 after", ANY, _same(refusal(500, after_effect=True))),
    Kind("429", ANY, lambda rng: refusal(429, retry_after=rng.choice((None, 1, 7, 60)))),
    Kind("429 page after", ANY, _same(page(429, after_effect=True))),
    Kind("401", ANY, _same(refusal(401))),
    Kind("403", ANY, _same(refusal(403))),
    Kind("404", ANY, _same(refusal(404))),
    Kind("409", (CREATE,), _same(refusal(409))),
    Kind("400", (CREATE,), _same(refusal(400, message="operations[0].amount: not so"))),
    Kind("redirect", ANY, _same(page(302))),
    Kind("truncated", ANY, lambda rng: Truncate(rng.randrange(60))),
    Kind("cut off", ANY, lambda rng: CutOff(rng.randrange(60))),
    Kind("drip", ANY, lambda rng: Drip(rng.choice((20, 300, 2_000)))),
    Kind("huge", ANY, _same(Pad(300_000))),
    Kind("zipped", ANY, _same(Header("content-encoding", "gzip"))),
    Kind("no id", (CREATE,), _same(Remove("id"))),
    Kind("foreign id", (CREATE,), _same(Edit("id", "00000000-0000-4000-8000-000000000000"))),
    Kind("foreign reference", (CREATE, INTENT), _same(Edit("external_reference", "OTHER-1-1-Z"))),
    Kind("no reference", (CREATE, INTENT), _same(Remove("external_reference"))),
    Kind("other amount", (CREATE, INTENT), _same(Edit("operations.0.amount", "1.00"))),
    Kind("odd amount", (CREATE, INTENT), _same(Edit("operations.0.amount", "1e3"))),
    Kind("new word", (CREATE, INTENT), _same(Edit("status", "NEWER"))),
    Kind("null status", (INTENT,), _same(Edit("status", None))),
    Kind("number for status", (INTENT,), _same(Edit("status", 7))),
    Kind("no results", (INTENT,), _same(Remove("operations.0.results"))),
    Kind("other payment amount", (PAYMENT,), _same(Edit("transaction_amount", 1))),
    Kind("other collector", (PAYMENT,), _same(Edit("collector_id", 1))),
    Kind("other currency", (PAYMENT,), _same(Edit("currency_id", "BRL"))),
    Kind("payment of a word", (PAYMENT,), _same(Edit("status", "newer"))),
    Kind("search half read", (SEARCH,), _same(Edit("paging.total", 400))),
    Kind("wrong date", ANY, _same(Header("date", "Mon, 02 Mar 2020 10:00:00 GMT"))),
)
BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(slots=True)
class Armed(Rule):
    name: str = ""


class Luck(Faults):
    """In the place of the simulator's list of faults: it tells which kind struck which request."""

    def __init__(self, struck: Callable[[str, str, str], None]) -> None:
        super().__init__()
        self._struck = struck
        self.cuts: list[tuple[Armed, Cut]] = []

    def arm(self, name: str, where: str, rng: random.Random, nth: int, times: int | None) -> None:
        """Let this kind of trouble strike `times` requests from the nth on."""
        kind = BY_NAME[name]
        self.strike_with(kind.draw(rng), name, kind.method, where, nth, times)

    def strike_with(
        self,
        fault: Fault | Cut,
        name: str,
        method: str,
        where: str,
        nth: int = 1,
        times: int | None = 1,
    ) -> None:
        if isinstance(fault, Cut):
            rule = Armed(Drop(), method, where, nth, times, name=name)
            self.cuts.append((rule, fault))
        else:
            self.rules.append(Armed(fault, method, where, nth, times, name=name))

    def calm(self) -> None:
        self.rules.clear()
        self.cuts.clear()

    def cut(self, method: str, path: str) -> Cut | None:
        """What befalls this request on its way there, if anything."""
        for rule, cut in self.cuts:
            if rule.strikes(method, path):
                self.cuts = [each for each in self.cuts if not each[0].spent]
                self._struck(rule.name, method, path)
                return cut
        return None

    def take(self, method: str, path: str) -> list[Fault]:
        struck = [rule for rule in self.rules if rule.strikes(method, path)]
        self.rules = [rule for rule in self.rules if not rule.spent]
        for rule in struck:
            self._struck(getattr(rule, "name", "fault"), method, path)
        return [rule.fault for rule in struck]
