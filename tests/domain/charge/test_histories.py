"""Random histories of an attempt: whatever is heard in whatever order, the ends are proved."""

from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

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
    Heard,
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
from pos_app.domain.charge.outcome import SETTLED, Outcome
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.standing import INTENT_GONE, SEARCH_MARGIN
from pos_app.domain.charge.status import ENDED_UNPAID
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.money import Money
from tests.domain.charge.making import (
    AMOUNT,
    APPROVED,
    INTENTS,
    NEW,
    OTHER_REFERENCE,
    PREPARED,
    REFERENCE,
    T0,
    report,
)

IDS = st.sampled_from(["p1", "p2", "p3"])
PAYMENTS = st.builds(
    replace,
    st.just(APPROVED),
    id=IDS,
    status=st.sampled_from([*PaymentStatus, PaymentStatus.APPROVED, PaymentStatus.REJECTED]),
    amount=st.sampled_from([AMOUNT, AMOUNT, AMOUNT, Money(1, "ARS"), Money(1834_50, "BRL"), None]),
    external_reference=st.sampled_from([REFERENCE, REFERENCE, "", OTHER_REFERENCE]),
    merchant_id=st.sampled_from(["1001", "1001", "", "2002"]),
    live=st.sampled_from([True, None, False]),
    created=st.sampled_from([T0 + 5_000, None, T0 - 9_000_000]),
    refunded=st.sampled_from([0, 0, 0, 100]),
)
SOME = st.lists(PAYMENTS, max_size=2).map(tuple)
HEARABLE = [row for row in S if row.rank in range(1, 6) or row is S.UNRECOGNIZED]
INTENT = st.builds(
    replace,
    st.just(report(S.OPENED)),
    status=st.sampled_from(HEARABLE),
    intent_id=st.sampled_from(["i1", "i1", "i1", "i2", ""]),
    external_reference=st.sampled_from([REFERENCE, REFERENCE, "", OTHER_REFERENCE]),
    amount=st.sampled_from([AMOUNT, AMOUNT, None, Money(1, "ARS")]),
    results=st.lists(IDS, max_size=2, unique=True).map(tuple),
)
TAKEN = st.sampled_from([(), (), ("p1",)])
AT = st.just(0)  # set when the history is told
FACT = st.one_of(
    st.builds(Sending, at=AT),
    st.builds(NotLeft, at=AT, why=st.just(Refusal.NOT_LEFT)),
    st.builds(Deferred, at=AT, wait=st.sampled_from([0, 5_000])),
    st.builds(Refused, at=AT, why=st.sampled_from(Refusal)),
    st.builds(Lost, at=AT, why=st.just("reset")),
    st.builds(IdTaken, at=AT, intent_id=st.just("i0")),
    st.builds(Heard, at=AT, intent=INTENT),
    st.builds(Heard, at=AT, intent=INTENT),
    st.builds(Missed, at=AT),
    st.builds(PaymentsRead, at=AT, payments=SOME, taken=TAKEN),
    st.builds(Searched, at=AT, payments=SOME, taken=TAKEN),
    st.builds(Searched, at=AT),
    st.builds(CancelAsked, at=AT, by=st.just("Ana")),
    st.builds(CancelAnswered, at=AT, answer=st.sampled_from(CancelAnswer)),
    st.builds(PersonSaid, at=AT, seen=st.sampled_from(Seen), by=st.just("Ana")),
    st.builds(
        Decided, at=AT, what=st.sampled_from(Decision), by=st.just("Sol"), reason=st.just("slip")
    ),
    st.builds(Covered, at=AT),
)
PAUSES = st.sampled_from([0, 200, 1_999, 2_000, 61_000, 301_000, INTENT_GONE])
BEGINNINGS = st.sampled_from(
    [
        (),
        (Sending(at=0), Lost(at=0, why="reset")),
        *((Sending(at=0), Heard(at=0, intent=report(word))) for word in HEARABLE),
        *((Sending(at=0), Heard(at=0, intent=report(word, "p1"))) for word in HEARABLE),
    ]
)


@st.composite
def histories(draw: st.DrawFn, pauses: st.SearchStrategy[int] = PAUSES) -> list[Fact]:
    now, told = T0, list[Fact]()
    for fact in [*draw(BEGINNINGS), *draw(st.lists(FACT, max_size=12))]:
        now += draw(pauses)
        told.append(replace(fact, at=now))
    return told


@dataclass
class Witness:
    """A second reading of the same history, kept apart from the attempt's own."""

    left: bool = False  # the request may have been received
    flying: bool = False
    sent_at: int = 0
    ended_at: int | None = None
    ended: S | None = None
    looked_at: int | None = None  # when somebody saw nothing on it, late enough to tell
    apart: bool = False

    def hears(self, fact: Fact, before: Attempt, after: Attempt) -> None:
        match fact:
            case PersonSaid(at=at, seen=seen) if before.may_be_seen:
                idle = seen is Seen.IDLE and at >= self.sent_at + 60_000
                self.looked_at = at if idle else None
            case Decided(what=Decision.APART) if after.decision is Decision.APART:
                self.apart = True
            case Sending(at=at) if before.status is S.PREPARED:
                self.flying, self.sent_at = True, at
            case NotLeft() | Deferred() | Refused() if self.flying:
                self.flying = False
            case Heard(at=at, intent=intent) if after.status is not before.status:
                self.left, self.flying = True, False
                if intent.status.final and after.status is intent.status:
                    self.ended_at, self.ended = at, intent.status
            case _ if self.flying and after.status is not S.SENDING:
                self.left, self.flying = True, False


def believed(payment: Payment, attempt: Attempt) -> bool:
    """V, read again from the rule: only what could never be wrong here."""
    return (
        payment.status is PaymentStatus.APPROVED
        and payment.amount == AMOUNT
        and payment.external_reference != OTHER_REFERENCE
        and (payment.external_reference == REFERENCE or payment.id in attempt.results)
        and payment.merchant_id != "2002"
        and payment.live is not False
        and payment.created != T0 - 9_000_000
        and payment.refunded == 0
        and payment.id not in attempt.taken
    )


def check_unpaid(fact: Fact, attempt: Attempt, witness: Witness) -> None:  # I13
    if witness.apart:  # a person decided; the money is on the list until it has gone back
        kept = {PaymentStatus.APPROVED, PaymentStatus.IN_MEDIATION}  # the bank has the others
        there = any(payment.status in kept for payment in attempt.payments)
        assert (attempt.task is Task.RETURN) is there
        return
    assert not any(payment.status.counts for payment in attempt.payments)
    if attempt.status is S.NOT_CREATED:
        assert not witness.left
        return
    assert not attempt.unread
    assert isinstance(fact, Searched | PaymentsRead)
    looked = witness.looked_at
    if looked is not None and attempt.clean_at == fact.at >= looked + 10_000:
        return
    if witness.ended in ENDED_UNPAID:
        assert witness.ended_at is not None
        assert fact.at >= witness.ended_at + SEARCH_MARGIN
    elif witness.ended is S.CLOSED:
        assert attempt.results
    else:
        assert witness.ended is None
        assert fact.at >= witness.sent_at + INTENT_GONE


def check_settled(before: Attempt, after: Attempt) -> None:  # I12
    """Paid stays paid; unpaid is left for late money alone, and that for a person's word."""
    assert after.status is before.status
    if before.outcome is Outcome.PAID:
        assert (after.outcome, after.paid_by) == (Outcome.PAID, before.paid_by)
        return
    back = before.decision is Decision.APART and after.decision is Decision.APPLIED
    assert after.outcome is not Outcome.PAID or back
    assert after.ended or back
    assert after.outcome is not Outcome.UNSURE or after.task is Task.LATE


@given(histories())
def test_no_history_ends_in_a_way_that_is_not_proved(history: list[Fact]) -> None:
    attempt, witness = NEW, Witness()  # I4, I12, I13, I14, F27
    for fact in history:
        before, attempt = attempt, attempt.apply(fact)
        witness.hears(fact, before, attempt)
        if before.settled:
            check_settled(before, attempt)
            continue
        assert attempt.rank >= before.rank
        assert attempt.prepared is PREPARED
        if attempt.outcome is Outcome.PAID:
            assert attempt.proof is not None
            assert believed(attempt.proof, attempt)
        elif attempt.outcome is Outcome.NOT_PAID:
            check_unpaid(fact, attempt, witness)


@given(histories(st.sampled_from([-86_400_000, -5_000, 0, 1_999, 2_000, 61_000])))
def test_a_clock_that_jumps_back_proves_nothing(history: list[Fact]) -> None:  # F41, I13
    attempt, ended, clean = NEW, False, True
    for fact in history:
        before, attempt = attempt, attempt.apply(fact)
        if not before.status.final and attempt.status.final:
            ended, clean = True, False
        clean = clean or (isinstance(fact, Searched) and not attempt.moving)
        if attempt.outcome is Outcome.NOT_PAID and attempt.status is not S.NOT_CREATED:
            assert clean if ended else attempt.status is S.UNKNOWN


@given(histories(), st.integers(0, 9), st.integers(0, 9), st.integers(-(10**9), 10**9))
def test_whatever_happened_there_is_a_question_left_or_an_end(
    history: list[Fact], asked: int, silences: int, later: int
) -> None:  # I23
    attempt = NEW
    for fact in history:
        attempt = attempt.apply(fact)
    now = history[-1].at if history else T0
    step = next_step(attempt, now + later, Pace(asked=asked, silences=silences), INTENTS)
    assert (step.do is Do.NOTHING) is (attempt.outcome in SETTLED)
    assert 0 <= step.after <= (3_600 if attempt.late else 60)
    assert not (step.do in {Do.POLL, Do.CANCEL} and not attempt.intent_id)
    assert not (step.do is Do.READ_PAYMENTS and not attempt.unread)
    assert (step.do is Do.SEND) is (attempt.status is S.SENDING)
    assert (step.do is Do.ANNOUNCE) <= (attempt.status is S.PREPARED)


@given(histories())
def test_the_same_facts_make_the_same_attempt(history: list[Fact]) -> None:  # I16
    first = second = NEW
    for fact in history:
        first = first.apply(fact)
    for fact in history:  # only what changed something was written down
        second = second if second.apply(fact) == second else second.apply(fact)
    assert first == second
