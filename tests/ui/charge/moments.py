"""A charge at every moment of its life, and tills in any state, for the tests of the page."""

from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from pos_app.domain.account import Account
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import (
    CancelAnswer,
    CancelAnswered,
    CancelAsked,
    Decided,
    Decision,
    Deferred,
    Fact,
    Heard,
    IdTaken,
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
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import (
    CredentialsRefused,
    LedgerError,
    LedgerFault,
    NoAnswer,
    NotSent,
    TillError,
    TooManyRequests,
)
from pos_app.domain.money import Money
from pos_app.domain.sale import Line, Sale
from pos_app.domain.site import SITES
from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.state import Following, News, Notice, TillState
from pos_app.ui.charge.messages import Moment
from pos_app.ui.shared.language import CATALOGUES, Sentence, Words, speak
from tests.domain.charge.making import (
    AMOUNT,
    APPROVED,
    LOST,
    NEW,
    REJECTED,
    T0,
    folded,
    heard,
    read,
    report,
    searched,
    sent,
    standing,
)
from tests.ui.charge.stories import cancelled_by_us, closed_with, decided, ended, looked

SPOKEN = {locale: speak(locale) for locale in CATALOGUES}
HOUR = 3_700_000
SMART, PLUS, PRO_2, NEWER = (
    "PAX_A910__SMARTPOS1423437733",
    "INGENICO_MOVE2500__ING-ARG-14886780",
    "GERTEC_MP35P__8701012151238699",
    "ACME_X1__0000000000004321",
)
HOSTILE = "<b>Internal error</b> at com.acme.Charge: token APP_USR-123"


@dataclass(frozen=True)
class Listening(Words):
    """Speaks, and remembers what it said."""

    spoken: list[Sentence] = field(default_factory=list)

    def __call__(self, sentence: Sentence, **values: str | int) -> str:
        self.spoken.append(sentence)
        return Words.__call__(self, sentence, **values)


def listening(locale: str) -> Listening:
    return Listening(locale, SPOKEN[locale].catalogue)


_WRONG = Heard(at=T0 + 1_000, intent=replace(report(S.OPENED), amount=Money(5_00, "ARS")))
_OTHERS = replace(APPROVED, merchant_id="2002")
_MUCH = replace(APPROVED, amount=Money(9_999_00, "ARS"))
_CLOSED = standing(S.CLOSED, APPROVED.id, at=9_000)
_LOST = sent().apply(LOST)
_LATE = ended(S.CANCELED).apply(searched(300_000, APPROVED))
_ATTESTED = standing(S.CONFIRMATION_REQUIRED).apply(decided(Decision.ATTESTED))

AT = {
    Moment.PREPARING: NEW,
    Moment.RETRYING: folded(NotLeft(at=T0 + 900, why=Refusal.NOT_LEFT), start=sent()),
    Moment.DEFERRED: folded(Deferred(at=T0 + 900, wait=60_000), start=sent()),
    Moment.SENDING: sent(),
    Moment.OPENED: standing(S.OPENED),
    Moment.CANCELLING: cancelled_by_us(standing(S.OPENED)),
    Moment.CANCEL_OPEN: cancelled_by_us(standing(S.OPENED), CancelAnswer.LOST),
    Moment.ON_TERMINAL: standing(S.ON_TERMINAL),
    Moment.TOO_LATE: cancelled_by_us(standing(S.ON_TERMINAL), CancelAnswer.TOO_LATE),
    Moment.PROCESSING: standing(S.PROCESSING),
    Moment.PROCESSED: standing(S.PROCESSED),
    Moment.UNUSUAL: standing(S.UNRECOGNIZED),
    Moment.VERIFYING: _CLOSED,
    Moment.REVIEW: closed_with(PaymentStatus.IN_PROCESS),
    Moment.CHECKING_CANCELLED: standing(S.CANCELED),
    Moment.CHECKING_EXPIRED: standing(S.EXPIRED),
    Moment.CHECKING_FAILED: standing(S.ERROR),
    Moment.UNKNOWN: sent().apply(LOST),
    Moment.VANISHED: folded(
        Missed(at=T0 + 3_000), Missed(at=T0 + 64_000), start=standing(S.OPENED)
    ),
    Moment.FOREIGN: sent().apply(IdTaken(at=T0 + 1_000, intent_id="i9")),
    Moment.CONFIRM: standing(S.CONFIRMATION_REQUIRED),
    Moment.NO_PAYMENT: _CLOSED.apply(searched(320_000)),
    Moment.AMOUNTS_DIFFER: _CLOSED.apply(read(9_500, _MUCH)),
    Moment.MISMATCH: _CLOSED.apply(read(9_500, _OTHERS)),
    Moment.WRONG_AMOUNT: sent().apply(_WRONG),
    Moment.DISPUTED: closed_with(PaymentStatus.IN_MEDIATION),
    Moment.SEEN_AMOUNT: _LOST.apply(looked(Seen.AMOUNT)),
    Moment.SEEN_APPROVED: _LOST.apply(looked(Seen.APPROVED)),
    Moment.SEEN_IDLE: _LOST.apply(looked(Seen.IDLE)),
    Moment.LATE: _LATE,
    Moment.ATTESTED: _ATTESTED,
    Moment.DENIED: _ATTESTED.apply(searched(HOUR)),
    Moment.PAID: _CLOSED.apply(read(9_500, APPROVED)),
    Moment.PAID_FIRST: cancelled_by_us(standing(S.OPENED), CancelAnswer.TOO_LATE)
    .apply(heard(9_000, S.CLOSED, APPROVED.id))
    .apply(read(9_500, APPROVED)),
    Moment.PAID_TWICE: _CLOSED.apply(read(9_500, APPROVED, replace(APPROVED, id="99"))),
    Moment.PAID_BACK: _CLOSED.apply(read(9_500, APPROVED)).apply(
        read(90_000, replace(APPROVED, status=PaymentStatus.REFUNDED, refunded=1834_50))
    ),
    Moment.DECLINED: closed_with(PaymentStatus.REJECTED),
    Moment.GIVEN_BACK: closed_with(PaymentStatus.REFUNDED),
    Moment.UNPAID: closed_with(PaymentStatus.CANCELLED),
    Moment.CANCELLED: ended(S.CANCELED),
    Moment.EXPIRED: ended(S.EXPIRED),
    Moment.FAILED: ended(S.ERROR),
    Moment.GONE: sent().apply(LOST).apply(searched(HOUR)),
    Moment.IDLE: folded(looked(Seen.IDLE), searched(81_000), start=_LOST),
    Moment.APART: _LATE.apply(decided(Decision.APART)),
    Moment.NOT_CREATED: sent().apply(Refused(at=T0 + 900, why=Refusal.BUSY)),
}
REFUSED = {why: sent().apply(Refused(at=T0 + 900, why=why)) for why in Refusal}
EVERY = [*AT.values(), *REFUSED.values()]

TROUBLES: list[TillError | None] = [
    None,
    NoAnswer(HOSTILE),
    NotSent(HOSTILE),
    CredentialsRefused(HOSTILE),
    TooManyRequests(HOSTILE),
    LedgerError(LedgerFault.TROUBLE, HOSTILE),
    TillError(HOSTILE),
]


def on(terminal_id: str, attempt: Attempt) -> Attempt:
    return replace(attempt, prepared=replace(attempt.prepared, terminal_id=terminal_id))


SALE = Sale(
    "s1", 417, "ARS", T0 - 60_000, (Line("l1", "", "", AMOUNT), Line("l2", "7790", "Yerba", AMOUNT))
)
READY = TillState(
    till="Caja 1",
    person="Ana",
    site=SITES["MLA"],
    ready=True,
    sale=replace(SALE, lines=SALE.lines[:1]),
    terminals=(Terminal(SMART, Mode.PDV), Terminal(PLUS, Mode.PDV)),
    chosen=SMART,
    account=Account("1001", "MLA"),
)
_SALES = [
    None,
    SALE,
    READY.sale,
    replace(SALE, lines=()),
    replace(SALE, cancelled=True),
    replace(SALE, lines=(Line("l", "", "x", Money(1, "ARS")),)),
    replace(SALE, lines=(Line("l", "", "x", Money(10**12, "ARS")),)),
]


def facts() -> st.SearchStrategy[Fact]:
    """Anything that may be learnt, in any order."""
    at = st.integers(T0, T0 + HOUR)
    payments = st.lists(
        st.builds(
            replace,
            st.sampled_from([APPROVED, REJECTED, _MUCH, _OTHERS]),
            id=st.sampled_from(["1", "2"]),
            status=st.sampled_from(PaymentStatus),
        ),
        max_size=2,
    ).map(tuple)
    words = [row for row in S if row.rank in range(1, 6) or row is S.UNRECOGNIZED]
    reports = st.builds(
        lambda word, results: report(word, *results),
        st.sampled_from(words),
        st.lists(st.sampled_from(["1", "2"]), max_size=2, unique=True),
    )
    return st.one_of(
        st.builds(Heard, at=at, intent=reports),
        st.builds(PaymentsRead, at=at, payments=payments),
        st.builds(Searched, at=at, payments=payments),
        st.builds(Missed, at=at),
        st.builds(CancelAsked, at=at, by=st.just("ana")),
        st.builds(CancelAnswered, at=at, answer=st.sampled_from(CancelAnswer)),
        st.just(LOST),
        st.builds(Refused, at=at, why=st.sampled_from(Refusal)),
        st.builds(IdTaken, at=at, intent_id=st.just("i9")),
        st.just(_WRONG),
        st.just(Sending(at=T0)),
        st.builds(NotLeft, at=at, why=st.sampled_from(Refusal)),
        st.builds(Deferred, at=at, wait=st.just(2_000)),
        st.builds(PersonSaid, at=at, seen=st.sampled_from(Seen), by=st.just("Ana")),
        st.builds(
            Decided, at=at, what=st.sampled_from(Decision), by=st.just("Sol"), reason=st.just("x")
        ),
    )


def attempts() -> st.SearchStrategy[Attempt]:
    told = st.lists(facts(), max_size=6).map(lambda some: folded(*some, start=sent()))
    model = st.sampled_from([SMART, PLUS, PRO_2, NEWER])
    return st.builds(on, model, st.one_of(st.sampled_from(EVERY), told))


def followings() -> st.SearchStrategy[Following]:
    return st.builds(
        Following,
        attempts(),
        st.sampled_from(TROUBLES),
        st.integers(0, T0 + HOUR),
        st.booleans(),
    )


def states() -> st.SearchStrategy[TillState]:
    """Any till, likely to be one that may charge."""
    usually = st.sampled_from([True, True, True, True, False])
    modes = st.sampled_from([Mode.PDV, Mode.PDV, Mode.PDV, *Mode])
    terminals = st.builds(
        lambda one, two, some: (Terminal(SMART, one), Terminal(PLUS, two))[:some],
        modes,
        modes,
        st.sampled_from([2, 2, 1, 0]),
    )
    held = st.dictionaries(st.sampled_from([SMART, PLUS]), st.just(standing(S.OPENED)), max_size=1)
    return st.builds(
        TillState,
        till=st.just("Caja 1"),
        person=st.sampled_from(["Ana", "", "A\u202ena"]),
        training=st.booleans(),
        ready=usually,
        stopped=st.sampled_from([None, None, None, LedgerError(LedgerFault.DAMAGED, HOSTILE)]),
        sale=st.sampled_from(_SALES),
        following=st.one_of(st.none(), followings()),
        terminals=terminals,
        chosen=st.sampled_from([SMART, SMART, PLUS, ""]),
        held=st.one_of(st.just({}), held),
        account=st.sampled_from([READY.account, READY.account, None]),
        other_merchant=usually.map(lambda usual: not usual),
        network=st.sampled_from([None, None, *TROUBLES]),
        notice=st.one_of(
            st.none(),
            st.builds(Notice, st.sampled_from([*News, *filter(None, TROUBLES)]), st.just("118")),
        ),
    )
