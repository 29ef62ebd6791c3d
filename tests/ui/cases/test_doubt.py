"""A charge of which nobody knows: what is known, what is asked, what the answers lead to."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.doubt import Task
from pos_app.services.state import Following
from pos_app.ui.cases.shown import Act
from tests.domain.charge.making import LOST, T0, sent
from tests.ui.cases.asking import acts, said
from tests.ui.cases.examples import (
    EXAMPLES,
    FOUND,
    RESOLVE,
    Example,
    chosen,
    of,
    page,
)
from tests.ui.charge.moments import NEWER, PLUS, PRO_2, SMART, on


def test_a_lost_charge_says_what_was_asked_and_when_and_asks_for_eyes() -> None:  # F02 I23
    shown = chosen("lost")
    assert shown.headline == "We do not know yet if it was charged"
    assert "It was sent, and no answer came" in shown.verdict[0]
    assert shown.verdict[1].endswith("knows of no payment for this charge (asked 12 s ago).")
    assert shown.look is not None
    assert shown.look.question == "What does Point Smart 7733 show?"
    assert shown.next is None, "the pictures are the next step"
    assert acts(shown) == [Act.CHECK_AGAIN, Act.ATTEST, Act.TAKE_UP, Act.PAY_CASH]


def test_before_a_minute_an_idle_terminal_tells_nothing_and_the_seconds_are_counted() -> None:
    for after, enabled, reason in (
        (37_000, False, "in 23 s"),
        (59_500, False, "in 1 s"),
        (60_000, True, ""),
    ):
        look = page(replace(EXAMPLES["lost"], after=after)).chosen.look  # type: ignore[union-attr]  # there is one
        assert look is not None
        amount, approved, idle = (answer.button for answer in look.answers)
        assert (idle.enabled, idle.reason) == (enabled, reason)
        assert amount.enabled
        assert approved.enabled


@pytest.mark.parametrize(
    ("terminal", "path"),
    [
        (SMART, "More options > Activity on this Point"),
        (PLUS, "Menu > Last payments"),
        (PRO_2, "Menu > Last payments"),
        (NEWER, "Menu > Last payments, or More options > Activity on this Point"),
    ],
)
def test_where_the_list_of_payments_is_depends_on_the_model(terminal: str, path: str) -> None:
    shown = page(Example(of(on(terminal, sent().apply(LOST)), Task.RESOLVE))).chosen
    assert shown is not None
    assert shown.look is not None
    assert shown.look.path.endswith(path)


def test_each_answer_says_what_follows() -> None:
    still = chosen("still shown").look
    assert still is not None
    assert "Let the customer finish" in still.follows
    assert "red key" in still.follows
    approved = chosen("approved there").look
    assert approved is not None
    assert "Do not charge again" in approved.follows
    assert "a supervisor can attest it" in approved.follows
    idle = chosen("idle there").look
    assert idle is not None
    assert idle.follows.startswith("Noted. In 5 s the till searches once more")
    assert [answer.given for answer in idle.answers] == [False, False, True]
    later = page(replace(EXAMPLES["idle there"], after=101_000)).chosen
    assert later is not None
    assert later.look is not None
    assert "is searching once more" in later.look.follows


def test_an_answer_counts_only_when_mercado_pago_can_be_asked() -> None:
    shown = chosen("idle, cut off")
    assert shown.look is not None
    assert shown.look.follows.endswith("as soon as it reaches Mercado Pago again.")
    assert "cannot reach Mercado Pago now" in shown.verdict[-1]


def test_who_looked_and_what_was_seen_is_part_of_the_verdict() -> None:
    shown = chosen("still shown")
    assert any(line.startswith("Ana, ") and "shows this amount" in line for line in shown.verdict)
    assert any(label == "Seen" for label, _ in shown.details)


def test_money_of_that_amount_that_no_sale_claims_is_shown_beside_the_doubt() -> None:
    shown = chosen("lost, and money of that amount")
    assert "debit card Visa ···· 0123: maybe this." in shown.verdict[-1]
    offer = shown.offers[0]
    assert (offer.act, offer.target) == (Act.SHOW, FOUND.name)
    assert acts(chosen("lost"))[0] is not Act.SHOW


def test_money_that_came_before_or_of_another_amount_is_not() -> None:
    assert FOUND.orphan is not None
    for change in ({"created": T0 - 3_600_000}, {"amount": None}):
        payment = replace(FOUND.orphan.payment, **change)
        other = replace(FOUND, orphan=replace(FOUND.orphan, payment=payment))
        shown = page(Example(RESOLVE, others=(other,))).chosen
        assert shown is not None
        assert not any("maybe this" in line for line in shown.verdict)


def test_a_payment_that_does_not_match_is_for_a_supervisor() -> None:  # F30
    shown = chosen("another amount came")
    assert shown.headline == "A payment came in that does not match"
    assert "its amount or currency" in said(shown)
    assert shown.look is None
    assert acts(shown)[0] is Act.APART
    assert shown.next is not None
    assert "9,999.00" in shown.next.button.text


def test_a_dispute_is_not_settled_by_giving_back() -> None:
    shown = chosen("disputed")
    assert "dispute" in shown.hint
    assert acts(shown)[0] is Act.CHECK_AGAIN


def test_what_is_not_on_disk_yet_is_decided_by_nobody() -> None:  # F48
    case = replace(RESOLVE, following=replace(RESOLVE.following or Following(sent()), unsaved=True))
    shown = page(Example(case)).chosen
    assert shown is not None
    assert "do not close" in shown.alarm
    assert not any(answer.button.enabled for answer in shown.look.answers if shown.look)  # type: ignore[union-attr]  # there is one
    offered = {offer.act for offer in shown.offers if offer.button.enabled}
    assert offered <= {Act.CHECK_AGAIN, Act.TAKE_UP, Act.PAY_CASH}
