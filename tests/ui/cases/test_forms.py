"""What an act asks before it is done: who and why, or how much cash."""

import pytest

from pos_app.ui.cases.shown import AT_ONCE, UNSIGNED, Act, Form, FormScreen
from tests.ui.cases.examples import ASIDE, EXAMPLES, chosen, page

SIGNED = {
    Act.ATTEST: ("lost", "", "Settle $1,834.50 as attested"),
    Act.WITHDRAW: ("attested", "", "Withdraw the attested $1,834.50"),
    Act.APPLY: ("late", "", "Apply $1,834.50 to sale 417"),
    Act.APART: ("twice", "", "Put $1,834.50 apart to give it back"),
    Act.NOTE: ("gone", "", "Note what became of $1,834.50"),
    Act.ADOPT: ("money for a sale", ASIDE.id, "Use $1,834.50 for sale 417"),
    Act.MAKE_SALE: ("money", "", "Make a sale of $1,834.50"),
    Act.GIVE_BACK: ("money", "", "Put $1,834.50 apart to give it back"),
    Act.FOREIGN: ("money", "", "Take $1,834.50 off this list"),
}


def asked(name: str, form: Form, locale: str = "en_US") -> FormScreen:
    shown = chosen(name, locale, form).form
    assert shown is not None
    return shown


def test_every_act_is_done_at_once_or_asks_who_and_why_or_once_more() -> None:
    assert {*SIGNED} | AT_ONCE | UNSIGNED == set(Act)


@pytest.mark.parametrize("act", SIGNED)
def test_a_supervisors_act_needs_a_name_and_a_reason_and_says_what_it_does(act: Act) -> None:  # I18
    name, target, button = SIGNED[act]
    for who, why, missing in (
        ("", "", "Type who decides it."),
        (" \t", "x", "Type who decides it."),
        ("Sol", " ", "Say why."),
        ("Sol", "The slip", ""),
    ):
        form = asked(name, Form(act, target, who, why))
        assert form.signed
        assert form.reasons
        assert form.confirm.text == button
        assert (form.confirm.enabled, form.confirm.reason) == (not missing, missing)


def test_dropping_a_sale_asks_once_more() -> None:
    form = asked("unpaid", Form(Act.DROP, ASIDE.id))
    assert not form.signed
    assert form.danger
    assert form.confirm.text == "Drop sale 417, $1,834.50"
    assert form.confirm.enabled


@pytest.mark.parametrize(
    ("typed", "enabled", "change"),
    [
        ("", True, "$\u00a00,00"),
        ("1834,50", True, "$\u00a00,00"),
        ("2.000", True, "$\u00a0165,50"),
        ("1000", False, "$\u00a0834,50"),  # is missing
        ("abc", False, ""),
        ("1,834.50", False, ""),
    ],
)
def test_cash_is_typed_in_the_shops_language_and_too_little_is_not_taken(
    typed: str, enabled: bool, change: str
) -> None:
    form = asked("unpaid", Form(Act.PAY_CASH, ASIDE.id, received=typed), "es_AR")
    assert form.confirm.enabled is enabled
    assert form.confirm.enabled or form.confirm.reason
    assert form.change.partition(": ")[2] == change


def test_cash_for_a_sale_whose_card_charge_is_unclear_says_so() -> None:  # 5.4-7
    unclear = asked("lost", Form(Act.PAY_CASH, ASIDE.id))
    assert unclear.explains.startswith("Card charge $1,834.50 unconfirmed: it will be checked.")
    assert asked("unpaid", Form(Act.PAY_CASH, ASIDE.id)).explains == ""


def test_a_form_goes_as_soon_as_what_it_would_do_is_not_offered_any_more() -> None:
    assert chosen("late, settled", form=Form(Act.APPLY, "", "Sol", "x")).form is None
    assert chosen("unpaid, desk taken", form=Form(Act.TAKE_UP, ASIDE.id)).form is None
    assert chosen("money", form=Form(Act.ADOPT, ASIDE.id, "Sol", "x")).form is None
    assert page(EXAMPLES["lost"], form=None).chosen is not None
