"""What to do at the terminal, by its model, the seconds and the reason."""

import pytest

from pos_app.domain.charge.facts import Refusal
from pos_app.domain.charge.payment import PaymentStatus
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.ui.charge.coach import give_back_steps
from pos_app.ui.sale.shown import End, Look
from tests.domain.charge.making import T0, standing
from tests.ui.charge.looking import seen
from tests.ui.charge.moments import (
    NEWER,
    PLUS,
    PRO_2,
    REFUSED,
    SMART,
    SPOKEN,
    on,
)
from tests.ui.charge.stories import closed_with


@pytest.mark.parametrize("terminal", [SMART, PLUS, PRO_2, NEWER])
def test_the_hint_changes_while_no_terminal_takes_the_charge(terminal: str) -> None:
    attempt = on(terminal, standing(S.OPENED, at=0))
    hints = [seen(attempt, T0 + at * 1000).hint for at in (0, 9, 10, 29, 30, 89, 90, 3_000)]
    assert hints[0::2] == hints[1::2], "they change at 10, 30 and 90 s, and not before"
    assert len(set(hints)) == 4
    assert "cancel here" in hints[4]
    assert "PDV" in hints[4]
    assert "another terminal" in hints[6]


def test_the_hint_names_the_keys_of_the_model() -> None:
    opened, taken = standing(S.OPENED, at=0), standing(S.ON_TERMINAL)
    for keyed in (PLUS, PRO_2):
        assert "green key" in seen(on(keyed, opened)).hint
        assert "red key" in seen(on(keyed, taken)).hint
        assert "lower-right" not in seen(on(keyed, taken)).hint
    assert "tap CHARGE" in seen(on(SMART, opened), T0 + 1_000).hint
    assert "lower-right button" in seen(on(SMART, taken)).hint
    assert "red key" not in seen(on(SMART, taken)).hint
    newer = seen(on(NEWER, taken)).hint
    assert "red key" in newer
    assert "lower-right button" in newer


@pytest.mark.parametrize(
    ("detail", "word"),
    [
        ("cc_rejected_insufficient_amount", "funds"),
        ("cc_rejected_bad_filled_security_code", "data"),
        ("cc_rejected_call_for_authorize", "call the bank"),
        ("cc_rejected_card_disabled", "not active"),
        ("cc_amount_rate_limit_exceeded", "limit"),
        ("cc_rejected_high_risk", "safety"),
        ("cc_rejected_duplicated_payment", "same amount"),
        ("cc_rejected_max_attempts", "Too many tries"),
        ("cc_rejected_other_reason", "without a reason"),
        ("a_reason_of_next_year", "without a reason"),
    ],
)
def test_a_declined_card_says_the_banks_reason_in_words(detail: str, word: str) -> None:  # F28
    panel = seen(closed_with(PaymentStatus.REJECTED, detail=detail))
    assert word in panel.hint
    assert panel.look is Look.DECLINED
    assert detail not in panel.headline + panel.hint + panel.happened
    assert ("Reason", detail) in panel.details


@pytest.mark.parametrize("why", Refusal)
def test_a_charge_that_was_not_created_says_so_and_what_to_do(why: Refusal) -> None:  # F01 F06-F10
    others = [seen(REFUSED[other]).headline for other in Refusal if other is not why]
    panel = seen(REFUSED[why])
    assert panel.headline not in others
    assert panel.end is End.FAILED
    assert "nothing was charged" in f"{panel.headline} {panel.hint}".lower()


@pytest.mark.parametrize(
    ("terminal", "part"),
    [
        (SMART, "Activity on this Point"),
        (PLUS, "Give charge back"),
        (PRO_2, "press the green key"),
        (NEWER, "or More options > Activity on this Point"),
        ("", "or More options > Activity on this Point"),
    ],
)
def test_giving_back_is_told_for_the_model_and_for_the_app(terminal: str, part: str) -> None:
    steps = [SPOKEN["en_US"](step) for step in give_back_steps(terminal)]
    assert part in " ".join(steps)
    assert steps[-1].startswith("Or in the Mercado Pago app")
