"""What the page of cases says and offers, as a function of the till's state. No Qt in here."""

from pos_app.domain.capability import Capability
from pos_app.domain.charge.doubt import Doubt, Task
from pos_app.domain.errors import CredentialsRefused, LedgerError, TillError
from pos_app.domain.sale import Sale
from pos_app.services.state import Case, News, Notice, TillState
from pos_app.ui.cases import messages as say
from pos_app.ui.cases.about import About, about, lasting, sale_of
from pos_app.ui.cases.acts import ASKING, desk_is_busy, is_disputed, offers_of
from pos_app.ui.cases.forms import form_of
from pos_app.ui.cases.looking import look_of
from pos_app.ui.cases.shown import (
    AT_ONCE,
    CaseRow,
    CasesScreen,
    Chosen,
    Form,
    FormScreen,
    Labels,
    Offer,
)
from pos_app.ui.cases.verdict import verdict_of
from pos_app.ui.charge.asking import cancel_is_possible
from pos_app.ui.charge.coach import CANCEL_THERE, give_back_steps, hand_of
from pos_app.ui.charge.details import TITLE, details_of, payment_rows
from pos_app.ui.sale import labels as sale_labels
from pos_app.ui.sale.shown import Tone as Weight
from pos_app.ui.shared.language import Words, plain, said
from pos_app.ui.shared.messages import explain, tell

ATTESTED_LONG = 24 * 3_600_000  # milliseconds; from then on it is an alarm

_TITLE = said("What a person has to see to")
_BACK = said("Back to the sale")
_LIST = said("What there is to see to")
_NAME, _REASON = said("Name of who decides"), said("Reason")
_NOTHING = said("There is nothing to see to. The till knows how every charge ended.")
_DONE = said("This is seen to. Choose another, or go back to the sale.")
_UNSAVED = said("Result not saved yet, do not close the till.")
_SURE = frozenset({News.DONE, News.PAID_ASIDE, News.SALE_DROPPED})


def render(
    state: TillState, api: Capability, selected: str, form: Form | None, now: int, words: Words
) -> CasesScreen:
    """`selected`: the name of a case. Units: `now` in milliseconds since the epoch, UTC."""
    cases = _newest_first(state)
    case = next((each for each in cases if each.name == selected), None)
    person = words(sale_labels.PERSON, person=plain(state.person)) if state.person else ""
    return CasesScreen(
        labels=_labels(words),
        window=f"{words(_TITLE)} · {plain(state.till)}",
        training=words(sale_labels.TRAINING, person=person) if state.training else "",
        notice=_notice(state, words),
        notice_tone=_weight(state),
        rows=tuple(_row(each, state, now, words) for each in cases),
        chosen=_chosen(case, state, api, form, now, words) if case else None,
        empty="" if case else words(_DONE if state.cases else _NOTHING),
    )


def _newest_first(state: TillState) -> list[Case]:
    return sorted(state.cases, key=lambda case: about(case, state).since, reverse=True)


def newest(state: TillState) -> str:
    """The name of the newest case; empty where there is none."""
    return next((case.name for case in _newest_first(state)), "")


def _labels(words: Words) -> Labels:
    return Labels(
        title=words(_TITLE),
        back=words(_BACK),
        list=words(_LIST),
        supervisor=words(_NAME),
        reason=words(_REASON),
        copy=words(said("Copy")),
        close=words(said("Close")),
    )


def _notice(state: TillState, words: Words) -> str:
    if state.stopped is not None:
        return explain(state.stopped, words, state.site.currency)
    return tell(state.notice, words, state.site.currency) if state.notice else ""


def _weight(state: TillState) -> Weight:
    match state.notice:
        case _ if state.stopped is not None:
            return Weight.ALARM
        case Notice(what=News() as news):
            return Weight.NEWS if news in _SURE else Weight.WARNING
        case Notice(what=LedgerError() | CredentialsRefused() | TillError(maybe_done=True)):
            return Weight.ALARM
    return Weight.WARNING


def _row(case: Case, state: TillState, now: int, words: Words) -> CaseRow:
    what, kind = about(case, state), kind_of(case, state, now)
    return CaseRow(
        name=case.name,
        tone=kind.tone,
        icon=kind.icon,
        title=words(kind.title),
        amount=what.money(words),
        where=what.where(words),
        age=f"{words.time(what.since)} · {lasting(now - what.since, words)}",
    )


def kind_of(case: Case, state: TillState, now: int) -> say.Kind:
    """The words of its task, or better ones where more is known."""
    attempt = case.following.attempt if case.following else None
    if case.task is Task.ATTESTED and attempt and now - attempt.decided_at >= ATTESTED_LONG:
        return say.ATTESTED_LONG
    if case.task is Task.UNPAID and case.sale and desk_is_busy(state, case.sale):
        return say.UNPAID_BUSY
    if case.task is Task.LATE and attempt:
        if case.settled or attempt.covered:
            return say.LATE_FOR_SETTLED
        return say.LATE_AND_WRONG if attempt.proof is None else say.KINDS[Task.LATE]
    return _doubt_of(case) if case.task is Task.RESOLVE else say.KINDS[case.task]


def _doubt_of(case: Case) -> say.Kind:
    attempt = case.following.attempt if case.following else None
    if attempt is None or attempt.may_be_seen:
        told = attempt is not None and attempt.seen is not None
        return say.TOLD if told else say.KINDS[Task.RESOLVE]
    if is_disputed(attempt):
        return say.DISPUTED
    if Doubt.MISMATCH in attempt.doubts:
        return say.MISMATCH
    return say.WRONG_AMOUNT if Doubt.WRONG_AMOUNT in attempt.noted else say.READING


def _chosen(
    case: Case, state: TillState, api: Capability, form: Form | None, now: int, words: Words
) -> Chosen:
    what, kind = about(case, state), kind_of(case, state, now)
    following = case.following
    first, offers = offers_of(case, state, api, now, words)
    every = (first, *offers) if first else offers
    back = case.task is Task.RETURN
    steps = give_back_steps(what.terminal) if back else ()
    attested = following.attempt.decided_at if following else now
    return Chosen(
        name=case.name,
        tone=kind.tone,
        icon=kind.icon,
        headline=words(kind.headline, time=lasting(now - attested, words)),
        amount=what.money(words),
        where=f"{what.where(words)} · {words.time(what.since)}",
        verdict=verdict_of(case, state, api, now, words),
        hint=_hint(case, kind, api, now, words),
        alarm=words(_UNSAVED) if following and following.unsaved else "",
        steps=tuple(f"{at}. {words(step)}" for at, step in enumerate(steps, 1)),
        look=look_of(following, now, words) if following and case.task in ASKING else None,
        next=first,
        offers=offers,
        form=_form(form, every, case, what, state, words),
        details_title=words(TITLE),
        details=_details(case, words),
    )


def _hint(case: Case, kind: say.Kind, api: Capability, now: int, words: Words) -> str:
    """Where a charge that is under way is to be stopped, the model says how."""
    attempt = case.following.attempt if case.following else None
    if case.task is not Task.ASIDE or attempt is None:
        return words(kind.hint)
    if cancel_is_possible(attempt, api, now) or not attempt.status.holds_terminal:
        return words(kind.hint)
    return f"{words(kind.hint)} {words(CANCEL_THERE[hand_of(attempt.prepared.terminal_id)])}"


def _form(
    form: Form | None,
    offers: tuple[Offer, ...],
    case: Case,
    what: About,
    state: TillState,
    words: Words,
) -> FormScreen | None:
    """Gone as soon as what it would do is not offered any more."""
    if form is None or form.act in AT_ONCE:
        return None
    meant = [o for o in offers if (o.act, o.target) == (form.act, form.target) and o.button.enabled]
    kept = [state.sale, *(each.sale for each in state.cases)]
    sales: dict[str, Sale] = {sale.id: sale for sale in kept if sale}
    return form_of(form, meant[0], case, what, sales.get(form.target), words) if meant else None


def _details(case: Case, words: Words) -> tuple[tuple[str, str], ...]:
    if case.orphan is not None:
        return tuple(payment_rows(case.orphan.payment, words))
    return details_of(case.following, words) if case.following else ()


def next_selected(selected: str, before: tuple[Case, ...], state: TillState) -> str:
    """The case to show now: the same, or what became of its sale; empty once it is seen to."""
    if selected in {case.name for case in state.cases}:
        return selected
    sale = next((sale_of(case) for case in before if case.name == selected), "")
    heirs = [case.name for case in state.cases if sale and sale_of(case) == sale]
    return heirs[0] if heirs else selected
