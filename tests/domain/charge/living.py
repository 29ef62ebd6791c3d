"""A provider that follows a script, and the loop that asks it, under a virtual clock."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    Deferred,
    Fact,
    Heard,
    Lost,
    Missed,
    NotLeft,
    PaymentsRead,
    Refusal,
    Refused,
    Searched,
    Sending,
)
from pos_app.domain.charge.next_step import Do, Pace, next_step
from pos_app.domain.charge.payment import Payment
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from tests.domain.charge.making import APPROVED, INTENTS, NEW, T0, report

Word = tuple[float, S | None]  # from this second on the provider says so; None is a 404
ROUND_TRIP = 180  # milliseconds


@dataclass
class World:
    """The provider and its terminal. Units: seconds since Charge was pressed.

    `words`: how the intent stands; `results`: named from CLOSED on; `payments`: each with the
    second from which it can be read and found; `sendings`: what becomes of each request.
    """

    words: list[Word] = field(default_factory=list)
    payments: list[tuple[float, Payment]] = field(default_factory=list)
    results: tuple[str, ...] = ()
    results_from: float = 0.0
    sendings: list[str] = field(default_factory=lambda: ["created"])
    silent: Callable[[float], bool] = lambda at: False
    wrong_amount: bool = False

    def readable(self, at: float) -> tuple[Payment, ...]:
        return tuple(payment for since, payment in self.payments if at >= since)

    def word(self, at: float) -> S | None:
        return [word for since, word in self.words if at >= since][-1]


@dataclass
class Told:
    attempt: Attempt = NEW
    steps: list[Do] = field(default_factory=list)
    written: int = 0
    end: float = 0.0

    @property
    def sent(self) -> int:
        return self.steps.count(Do.SEND)


def answer(do: Do, attempt: Attempt, world: World, now: int) -> Fact | None:
    at = (now - T0) / 1000
    if do is Do.ANNOUNCE:
        return Sending(at=now)
    if world.silent(at):
        return Lost(at=now, why="silence") if do is Do.SEND else None
    match do:
        case Do.SEND:
            return sending(world.sendings.pop(0), world, now)
        case Do.POLL:
            return polled(world, now, at)
        case Do.CANCEL:
            if world.word(at) is not S.OPENED:
                return CancelAnswered(at=now, answer=CancelAnswer.TOO_LATE)
            world.words.append((at, S.CANCELED))
            return CancelAnswered(at=now, answer=CancelAnswer.ACCEPTED)
        case Do.READ_PAYMENTS:
            known = {payment.id: payment for payment in world.readable(at)}
            read = tuple(known[id] for id in attempt.unread if id in known)
            missing = tuple(id for id in attempt.unread if id not in known)
            return PaymentsRead(at=now, payments=read, missing=missing)
    return Searched(at=now, payments=world.readable(at))


def sending(what: str, world: World, now: int) -> Fact:
    amount = Money(1, "ARS") if world.wrong_amount else APPROVED.amount
    return {
        "created": Heard(at=now, intent=replace(report(S.OPENED), amount=amount)),
        "lost": Lost(at=now, why="time-out"),
        "not left": NotLeft(at=now, why=Refusal.NOT_LEFT),
        "busy": Refused(at=now, why=Refusal.BUSY),
        "deferred": Deferred(at=now, wait=5_000),
    }[what]


def polled(world: World, now: int, at: float) -> Fact:
    word = world.word(at)
    if word is None:
        return Missed(at=now)
    results = world.results if word is S.CLOSED and at >= world.results_from else ()
    return Heard(at=now, intent=report(word, *results))


def live(world: World, *, presses: dict[float, Fact] | None = None, until: float = 4_000) -> Told:
    """Drive the loop as the till does: a step, its answer, the next step. Never more than one."""
    told, now, pace, pressed = Told(), T0, Pace(), dict(presses or {})
    while (step := next_step(told.attempt, now, pace, INTENTS)).do is not Do.NOTHING:
        for second in [s for s in pressed if T0 + s * 1000 <= now]:
            learn(told, replace(pressed.pop(second), at=now))
            step = next_step(told.attempt, now, pace, INTENTS)
        assert len(told.steps) < 5_000, "it spins"
        told.steps.append(step.do)
        now += round(step.after * 1000) + (0 if step.do is Do.ANNOUNCE else ROUND_TRIP)
        if now - T0 > until * 1000:
            break
        before, fact = told.attempt.status, answer(step.do, told.attempt, world, now)
        if fact is None:
            pace = pace._replace(silences=pace.silences + 1, asked=pace.asked + 1)
            continue
        learn(told, fact)
        pace = Pace() if told.attempt.status is not before else Pace(asked=pace.asked + 1)
    told.end = (now - T0) / 1000
    return told


def learn(told: Told, fact: Fact) -> None:
    after = told.attempt.apply(fact)
    told.written += after != told.attempt
    told.attempt = after
