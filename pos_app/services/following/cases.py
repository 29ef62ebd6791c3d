"""What a person has to see to, and which terminals are held, as functions of what is known."""

from collections.abc import Iterable, Iterator, Mapping

from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.services.following.inbox import Kept
from pos_app.services.state import Case, Following, News

_AT_WORK = frozenset(
    {S.ON_TERMINAL, S.PROCESSING, S.PROCESSED, S.CLOSED, S.ERROR, S.CONFIRMATION_REQUIRED}
)


def cases_of(following: Mapping[str, Following], kept: Kept, shown: str) -> tuple[Case, ...]:
    """All of them, the newest first. `shown`: the reference of the attempt on the panel."""
    dated = [*_charges(following, kept, shown), *_sales(following, kept), *_orphans(kept)]
    return tuple(case for _, case in sorted(dated, key=lambda row: (-row[0], row[1].name)))


def _charges(
    following: Mapping[str, Following], kept: Kept, shown: str
) -> Iterator[tuple[int, Case]]:
    aside = {sale.id: sale for sale in kept.aside}
    for reference, each in following.items():
        attempt, task = each.attempt, each.attempt.task
        if task is None and not attempt.settled and reference != shown:
            task = Task.ASIDE  # it lives, or holds its terminal, and no page shows it
        if task is not None:
            sale_id = attempt.prepared.sale_id
            over = attempt.covered or kept.due.get(sale_id) != attempt.prepared.amount
            settled = over if attempt.task is not None else attempt.covered
            case = Case(reference, task, each, sale=aside.get(sale_id), settled=settled)
            yield attempt.prepared.at, case


def _sales(following: Mapping[str, Following], kept: Kept) -> Iterator[tuple[int, Case]]:
    """Those that were set aside, and that no charge can pay any more."""
    attempts = [each.attempt for each in following.values()]
    busy = {a.prepared.sale_id for a in attempts if a.outcome is not Outcome.NOT_PAID}
    for sale in kept.aside:
        if sale.id not in busy:
            yield sale.opened_at, Case(sale.id, Task.UNPAID, sale=sale)


def _orphans(kept: Kept) -> Iterator[tuple[int, Case]]:
    for orphan in kept.orphans:
        if orphan.task is not None:
            yield orphan.found_at, Case(orphan.payment.id, orphan.task, orphan=orphan)


def maybe_held(following: Mapping[str, Following], kept: Kept) -> dict[str, Attempt]:
    """The newest of ours, by terminal, that is over for us and was never seen to end there."""
    attempts = {a.prepared.external_reference: a for a in kept.ended}
    attempts |= {reference: each.attempt for reference, each in following.items()}
    unseen = (a for a in attempts.values() if _may_be_there(a) and kept.read_at < a.gone_at)
    return {a.prepared.terminal_id: a for a in sorted(unseen, key=lambda a: a.sent_at)}


def _may_be_there(attempt: Attempt) -> bool:
    left = bool(attempt.tries) and attempt.refusal is None
    over = not attempt.holds_terminal and attempt.outcome is not Outcome.PAID
    return left and over and not attempt.status.final


def last_seen(before: Mapping[str, int], attempts: Iterable[Attempt]) -> dict[str, int]:
    """When a charge of ours was last seen to move on each terminal."""
    seen = dict(before)
    for attempt in attempts:
        if attempt.status in _AT_WORK:
            terminal = attempt.prepared.terminal_id
            seen[terminal] = max(seen.get(terminal, 0), attempt.since)
    return seen


def news_of(was: Attempt | None, now: Attempt, is_aside: bool) -> News | None:
    """What is worth a line to who is selling to the next customer by now."""
    if now.task in (Task.LATE, Task.SURPLUS) and (was is None or was.task is not now.task):
        return News.LATE_MONEY
    if is_aside and now.settled and was is not None and not was.settled:
        return News.PAID_ASIDE if now.outcome is Outcome.PAID else News.UNPAID_ASIDE
    return None
