"""Money that came late, twice, or without a sale, and a person's word: what can be decided."""

from dataclasses import replace

from pos_app.domain.charge.facts import Decision
from pos_app.ui.cases.acts import fits
from pos_app.ui.cases.screen import render
from pos_app.ui.cases.shown import Act
from pos_app.ui.shared.colours import Tone
from tests.domain.charge.making import INTENTS, T0
from tests.ui.cases.asking import acts, said
from tests.ui.cases.examples import (
    ASIDE,
    EXAMPLES,
    FOUND,
    RESOLVE,
    Example,
    chosen,
    page,
    till,
)
from tests.ui.charge.moments import SPOKEN

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
