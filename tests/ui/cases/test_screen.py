"""What the page says of each kind of case, and the one next step that it offers."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.standing import Task
from pos_app.domain.errors import LedgerError, LedgerFault, NoAnswer, SupervisorNeeded
from pos_app.services.state import Case, Following, News, Notice, TillState
from pos_app.ui.cases.acts import fits
from pos_app.ui.cases.screen import newest, next_selected, render
from pos_app.ui.cases.shown import Act, Chosen
from pos_app.ui.sale.shown import Tone as Weight
from pos_app.ui.shared.colours import Tone
from tests.domain.charge.making import INTENTS, LOST, T0, sent
from tests.ui.cases.examples import (
    ASIDE,
    EXAMPLES,
    FOUND,
    NAME,
    RESOLVE,
    UNPAID,
    Example,
    chosen,
    of,
    page,
    till,
)
from tests.ui.charge.moments import HOSTILE, NEWER, PLUS, PRO_2, SMART, SPOKEN, listening, on


def acts(shown: Chosen) -> list[Act]:
    """The next step first."""
    return [offer.act for offer in (shown.next, *shown.offers) if offer]


def said(shown: Chosen) -> str:
    return " ".join((shown.headline, *shown.verdict, shown.hint, *shown.steps))


# Every kind, in every language.


@pytest.mark.parametrize("locale", SPOKEN)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_case_says_what_is_known_what_to_do_and_what_can_be_done(
    name: str, locale: str
) -> None:  # I23
    shown, row = chosen(name, locale), page(EXAMPLES[name], locale).rows[0]
    assert 0 < len(row.title) <= 32
    assert 0 < len(shown.headline) <= 60
    assert shown.verdict
    assert 0 < len(shown.hint) <= 190
    assert shown.next or shown.look, "there is always a next step"
    assert shown.next is None or shown.next.button.enabled
    for offer in (shown.next, *shown.offers):
        assert offer is None or 0 < len(offer.button.text) <= 40
    assert "{" not in repr(shown)
    for text in (row.title, shown.headline, *shown.verdict, shown.hint):
        assert "error" not in text.lower()


def test_the_examples_are_of_every_task() -> None:
    assert {example.case.task for example in EXAMPLES.values()} == set(Task)


@pytest.mark.parametrize("locale", SPOKEN)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_claims_of_the_money_only_what_is_proved(name: str, locale: str) -> None:
    words, example = listening(locale), EXAMPLES[name]
    render(till(example), INTENTS, example.case.name, None, T0 + example.after, words)
    claims = {sentence.claims for sentence in words.spoken} - {None}
    cases = (example.case, *example.others)
    proved = {case.following.attempt.outcome for case in cases if case.following}
    proved |= {Outcome.NOT_PAID for case in cases if case.task is Task.UNPAID}
    assert claims <= proved


def test_no_two_tasks_look_alike_and_none_is_told_by_colour_alone() -> None:
    rows = {e.case.task: page(e).rows[0] for e in EXAMPLES.values() if not e.others}
    assert len({row.icon for row in rows.values()}) == len(rows)
    assert len({row.title for row in rows.values()}) == len(rows)


def test_what_somebody_else_wrote_is_no_markup_and_turns_no_amount_around() -> None:  # S22 S24
    trap = "\u202e<b>Sol</b>\u202c\n"
    attempt = replace(EXAMPLES["attested"].case.following.attempt, decided_by=trap, reason=trap)  # type: ignore[union-attr]  # it has one
    shown = page(Example(of(attempt, Task.ATTESTED), 500_000)).chosen
    assert shown is not None
    for line in (*shown.verdict, *(text for row in shown.details for text in row)):
        assert line.isprintable()


# Not known yet.


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


# Late, twice, back.


def test_late_money_is_applied_or_given_back() -> None:  # F73
    shown = chosen("late")
    assert shown.tone is Tone.DECLINED
    assert acts(shown) == [Act.APPLY, Act.APART, Act.CHECK_AGAIN]
    assert "Sale 417 is not settled." in shown.verdict


def test_late_money_for_a_sale_that_is_settled_only_goes_back() -> None:
    shown = chosen("late, settled")
    assert acts(shown) == [Act.APART, Act.CHECK_AGAIN]
    assert "give this money back" in shown.hint


def test_late_money_that_does_not_match_cannot_settle_the_sale() -> None:
    shown = chosen("late, of another amount")
    assert acts(shown) == [Act.APART, Act.CHECK_AGAIN]
    assert shown.amount == "$9,999.00"


def test_of_two_payments_the_second_goes_back() -> None:  # F31
    shown = chosen("twice")
    assert shown.headline == "It was paid more than once"
    assert "0123" in shown.verdict[0]
    assert "7788" in shown.verdict[1]
    assert acts(shown)[0] is Act.APART


def test_giving_back_is_told_step_by_step_for_the_model_and_the_till_notices() -> None:
    attempt, money = chosen("to return"), chosen("to return, no sale")
    assert "Activity on this Point" in attempt.steps[0]
    assert "Menu > Last payments" in money.steps[0], "by the till that its terminal is tied to"
    for shown in (attempt, money):
        assert "Mercado Pago app" in shown.steps[-1]
        assert "by itself" in shown.hint
        assert acts(shown)[0] is Act.CHECK_AGAIN


def test_a_payment_whose_terminal_is_not_known_is_given_back_on_either() -> None:
    example = EXAMPLES["to return, no sale"]
    state = replace(till(example), terminals=())
    shown = render(state, INTENTS, example.case.name, None, T0, SPOKEN["en_US"]).chosen
    assert shown is not None
    assert "Menu > Last payments, or More options" in shown.steps[0]
    assert shown.where.startswith("No sale · 1")


def test_money_that_went_back_elsewhere_is_noted() -> None:
    shown = chosen("gone")
    assert "$300.00 of it has gone back." in said(shown)
    assert acts(shown)[0] is Act.NOTE


# A person's word.


def test_a_persons_word_is_shown_as_one_with_name_and_reason() -> None:  # I18
    shown = chosen("attested")
    assert shown.headline == "Settled on a person's word, not proved yet"
    assert any("Sol decided it" in l and "The slip was shown" in l for l in shown.verdict)  # noqa: E741 - a line
    assert acts(shown) == [Act.CHECK_AGAIN, Act.WITHDRAW]
    assert shown.tone is Tone.SET_ASIDE


def test_after_a_day_without_proof_it_is_an_alarm() -> None:
    example = replace(EXAMPLES["attested"], after=400_000 + 24 * 3_600_000)
    shown = page(example).chosen
    assert shown is not None
    assert shown.tone is Tone.DECLINED
    assert shown.headline == "Attested for 24 h, and still not proved"
    before = page(replace(example, after=example.after - 1)).chosen
    assert before is not None
    assert before.tone is Tone.SET_ASIDE


def test_a_word_that_the_provider_denies_is_withdrawn() -> None:
    shown = chosen("denied")
    assert acts(shown) == [Act.WITHDRAW, Act.CHECK_AGAIN]
    assert "knows of no payment" in said(shown)


def test_only_decisions_that_would_change_something_are_offered() -> None:
    for example in EXAMPLES.values():
        shown, following = page(example).chosen, example.case.following
        assert shown is not None
        if following is None:
            continue
        now = T0 + example.after
        offered = {Act.APPLY: Decision.APPLIED, Act.ATTEST: Decision.ATTESTED}
        offered |= {Act.APART: Decision.APART, Act.WITHDRAW: Decision.WITHDRAWN}
        for act in acts(shown):
            assert act not in offered or fits(following.attempt, offered[act], now)


# Set aside, and money without a sale.


def test_a_charge_that_was_set_aside_is_cancelled_here_while_the_api_lets_it() -> None:
    assert acts(chosen("aside, opened")) == [
        Act.CANCEL,
        Act.CHECK_AGAIN,
        Act.TAKE_UP,
        Act.PAY_CASH,
    ]
    taken = chosen("aside")
    assert Act.CANCEL not in acts(taken)
    assert "red key" in taken.hint


def test_a_sale_that_is_proved_unpaid_is_opened_again_paid_in_cash_or_dropped() -> None:
    shown = chosen("unpaid")
    assert acts(shown) == [Act.TAKE_UP, Act.PAY_CASH, Act.DROP]
    assert "keeps watching for late money" in said(shown)


def test_it_is_not_opened_again_while_the_desk_is_in_use() -> None:
    shown = chosen("unpaid, desk taken")
    assert acts(shown)[0] is Act.PAY_CASH
    held = next(offer for offer in shown.offers if offer.act is Act.TAKE_UP)
    assert (held.button.enabled, held.button.reason) == (False, "desk in use")
    assert "Finish the sale on the desk first" in shown.hint


def test_money_without_a_sale_can_be_a_sale_go_back_or_be_none_of_ours() -> None:
    assert acts(chosen("money")) == [Act.MAKE_SALE, Act.GIVE_BACK, Act.FOREIGN]


def test_a_sale_that_costs_the_same_is_proposed_for_it() -> None:
    shown = chosen("money for a sale")
    assert shown.next is not None
    assert (shown.next.act, shown.next.target) == (Act.ADOPT, ASIDE.id)
    assert "Sale 417 costs the same" in said(shown)
    desk = page(Example(FOUND, sale=replace(ASIDE, id="s9", ticket_number=418, aside=False)))
    assert desk.chosen is not None
    assert desk.chosen.next is not None
    assert desk.chosen.next.button.text == "Use it for sale 418"


def test_a_sale_whose_charge_may_still_live_takes_no_other_money() -> None:  # I3
    shown = page(Example(FOUND, others=(RESOLVE,))).chosen
    assert shown is not None
    assert Act.ADOPT not in acts(shown)


# The list, and what is beside it.


def test_the_list_is_newest_first_with_amount_sale_terminal_and_time() -> None:
    screen = page(EXAMPLES["lost, and money of that amount"])
    assert [row.name for row in screen.rows] == [FOUND.name, NAME]
    assert screen.rows[1].where == "Sale 417 · Point Smart 7733"
    assert screen.rows[1].age.endswith("95 s")
    assert newest(till(EXAMPLES["lost, and money of that amount"])) == FOUND.name


@pytest.mark.parametrize(
    ("after", "age"),
    [(119_000, "119 s"), (120_000, "2 min"), (7_300_000, "2 h"), (200_000_000, "2 days")],
)
def test_how_long_is_told_in_the_unit_that_says_enough(after: int, age: str) -> None:
    assert page(replace(EXAMPLES["lost"], after=after)).rows[0].age.endswith(f"· {age}")


def test_with_nothing_to_see_to_the_page_says_so_in_words() -> None:
    screen = render(TillState(), INTENTS, "", None, T0, SPOKEN["es_AR"])
    assert screen.chosen is None
    assert screen.empty
    assert screen.rows == ()


def test_a_case_that_was_seen_to_does_not_hand_its_place_to_the_next() -> None:
    state = till(EXAMPLES["unpaid"])
    screen = render(state, INTENTS, "another", None, T0, SPOKEN["en_US"])
    assert screen.chosen is None
    assert screen.empty.startswith("This is seen to.")


def test_what_became_of_the_sale_is_followed() -> None:
    before = (RESOLVE, FOUND)
    assert next_selected(NAME, before, replace(TillState(), cases=before)) == NAME
    assert next_selected(NAME, before, replace(TillState(), cases=(FOUND, UNPAID))) == UNPAID.name
    assert next_selected(NAME, before, replace(TillState(), cases=(FOUND,))) == NAME
    assert next_selected(FOUND.name, before, replace(TillState(), cases=(RESOLVE,))) == FOUND.name


def test_a_notice_is_as_loud_as_what_it_tells() -> None:
    told = {
        Notice(News.DONE): Weight.NEWS,
        Notice(News.LATE_MONEY): Weight.WARNING,
        Notice(SupervisorNeeded()): Weight.WARNING,
        Notice(LedgerError(LedgerFault.DISK_FULL)): Weight.ALARM,
    }
    for notice, weight in told.items():
        state = replace(till(EXAMPLES["lost"]), notice=notice)
        screen = render(state, INTENTS, NAME, None, T0, SPOKEN["en_US"])
        assert screen.notice
        assert screen.notice_tone is weight
    stopped = replace(TillState(), stopped=LedgerError(LedgerFault.DAMAGED))
    assert "damaged" in render(stopped, INTENTS, "", None, T0, SPOKEN["en_US"]).notice


def test_training_cannot_be_missed_here_either() -> None:
    assert page(EXAMPLES["lost"], training=True).training.startswith("TRAINING")
    assert page(EXAMPLES["lost"]).training == ""


def test_the_servers_text_is_never_shown() -> None:  # S23
    case = Case(NAME, Task.RESOLVE, Following(sent().apply(LOST), NoAnswer(HOSTILE), T0))
    shown = repr(page(Example(case)))
    for piece in ("<b>", "com.acme", "APP_USR", "Internal"):
        assert piece not in shown


def test_a_look_is_no_use_where_the_money_is_known_or_the_charge_is_over() -> None:
    for name in ("late", "twice", "attested", "another amount came", "disputed", "gone"):
        assert chosen(name).look is None
    answers = chosen("lost").look
    assert answers is not None
    assert [answer.seen for answer in answers.answers] == list(Seen)
