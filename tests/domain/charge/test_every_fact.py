"""Every fact in every status: nothing raises, nothing settles by mistake, nothing goes back."""

from dataclasses import replace
from itertools import product

import pytest

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    CancelAsked,
    Covered,
    Decided,
    Decision,
    Deferred,
    Fact,
    IdTaken,
    Lost,
    Missed,
    NotLeft,
    PaymentsRead,
    PersonSaid,
    Refusal,
    Refused,
    Searched,
    Seen,
    Sending,
)
from pos_app.domain.charge.next_step import Do, Pace, next_step
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from tests.domain.charge.making import (
    APPROVED,
    INTENTS,
    LOST,
    NEW,
    PREPARED,
    REJECTED,
    T0,
    heard,
    sent,
    standing,
)

AT = T0 + 60_000
HEARABLE = [row for row in S if row.rank in range(1, 6) or row is S.UNRECOGNIZED]
STANDINGS = {
    S.PREPARED: NEW,
    S.SENDING: sent(),
    S.UNKNOWN: sent().apply(LOST),
    S.NOT_CREATED: sent().apply(Refused(at=T0, why=Refusal.BUSY)),
    **{word: standing(word) for word in HEARABLE},
}
OF_SENDING = [
    Sending(at=AT),
    NotLeft(at=AT, why=Refusal.NOT_LEFT),
    Deferred(at=AT, wait=1_000),
    Refused(at=AT, why=Refusal.BUSY),
    Lost(at=AT, why="time-out"),
    IdTaken(at=AT, intent_id="i0"),
]
FACTS: list[Fact] = [
    *OF_SENDING,
    *(heard(60_000, word, "p1") for word in HEARABLE),
    Missed(at=AT),
    *(
        PaymentsRead(at=AT, payments=(replace(APPROVED, status=status),), missing=("p1",))
        for status in PaymentStatus
    ),
    Searched(at=AT),
    Searched(at=AT, payments=(APPROVED,), taken=(APPROVED.id,), skew=-5),
    CancelAsked(at=AT, by="Ana"),
    *(CancelAnswered(at=AT, answer=answer) for answer in CancelAnswer),
    *(PersonSaid(at=AT, seen=seen, by="Ana") for seen in Seen),
    *(Decided(at=AT, what=what, by="Sol", reason="slip") for what in Decision),
    Covered(at=AT),
]
PACES = [Pace(), Pace(asked=1), Pace(asked=2, silences=9), Pace(hold=30.0, slow=2.0)]


def test_every_row_of_the_state_table_can_be_stood_in() -> None:
    assert set(STANDINGS) == set(S)
    assert all(attempt.status is status for status, attempt in STANDINGS.items())


@pytest.mark.parametrize("status", S)
def test_any_fact_may_come_at_any_time(status: S) -> None:
    before = STANDINGS[status]
    for fact in FACTS:
        after = before.apply(fact)
        assert after.rank >= before.rank  # F27
        assert not before.status.final or after.status is before.status
        assert set(before.results) <= set(after.results)
        for pace, later in product(PACES, (0, 500, 3_700_001)):
            step = next_step(after, AT + later, pace, INTENTS)
            assert (step.do is Do.NOTHING) is after.settled
            assert 0 <= step.after <= (3_600 if after.late else 60)


@pytest.mark.parametrize("status", S)
def test_two_facts_in_any_order_raise_nothing(status: S) -> None:
    for first, second in product(FACTS, FACTS):
        after = STANDINGS[status].apply(first).apply(second)
        assert after.outcome in Outcome
        assert after.doubts >= after.noted
        assert not (after.settled and after.holds_terminal)


UNPAID = [
    STANDINGS[S.NOT_CREATED],
    standing(S.CANCELED).apply(Searched(at=AT)),
    standing(S.CLOSED, REJECTED.id).apply(Searched(at=AT, payments=(REJECTED,))),
]


def test_what_is_paid_stays_paid() -> None:  # I12
    paid = standing(S.CLOSED, APPROVED.id).apply(PaymentsRead(at=AT, payments=(APPROVED,)))
    for fact in FACTS:
        after = paid.apply(fact)
        assert (after.outcome, after.paid_by) == (Outcome.PAID, APPROVED.id)
        assert after.status is S.CLOSED
        assert not after.holds_terminal


@pytest.mark.parametrize("ended", UNPAID, ids=str)
def test_what_ended_unpaid_learns_of_nothing_but_money(ended: Attempt) -> None:  # I12, F33
    for fact in FACTS:
        after = ended.apply(fact)
        assert (after.status, after.ended) == (ended.status, True)
        assert not after.lives
        assert not after.holds_terminal
        assert after.outcome is (Outcome.UNSURE if after.has_money else Outcome.NOT_PAID)
        assert (after.task is Task.LATE) is after.has_money
        learns = isinstance(fact, PaymentsRead | Searched | Covered)
        assert learns or after is ended


@pytest.mark.parametrize("status", sorted(set(S) - {S.PREPARED, S.SENDING}, key=str))
def test_what_has_left_is_not_taken_back_by_a_fact_of_sending(status: S) -> None:  # I12, I13
    before = STANDINGS[status]
    for fact in OF_SENDING:
        after = before.apply(fact)
        assert (after.status, after.outcome, after.tries) == (status, before.outcome, before.tries)


def test_a_charge_is_announced_once_and_sent_once() -> None:  # I1
    assert sent().apply(Sending(at=AT)) == sent()
    for fact in OF_SENDING:
        if isinstance(fact, NotLeft | Deferred | IdTaken):
            assert NEW.apply(fact) == NEW


def test_money_found_before_the_answer_came_shows_that_it_left() -> None:
    for start in (NEW, sent()):
        found = start.apply(PaymentsRead(at=AT, payments=(REJECTED,)))
        assert found.status is S.UNKNOWN
        assert found.apply(Refused(at=AT, why=Refusal.BUSY)).outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    "found", [PaymentsRead(at=AT, payments=(REJECTED,)), heard(60_000, S.ERROR)]
)
def test_money_found_for_a_charge_never_sent_is_given_its_hour_too(found: Fact) -> None:  # I13
    odd = NEW.apply(found).apply(Searched(at=AT + 100))
    assert odd.outcome is not Outcome.NOT_PAID


@pytest.mark.parametrize("status", S)
def test_the_beginning_of_another_attempt_is_a_mistake_in_the_program(status: S) -> None:
    if STANDINGS[status].settled:
        return
    with pytest.raises(TypeError):
        STANDINGS[status].apply(PREPARED)
