"""To cancel, to look again: offered where it can work."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.facts import CancelAnswer, CancelAsked
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import (
    NoAnswer,
)
from pos_app.services.state import Following
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.panel import panel_of
from pos_app.ui.sale.shown import Look
from tests.domain.charge.making import INTENTS, T0, standing
from tests.ui.charge.looking import EN, SOON, seen
from tests.ui.charge.moments import (
    AT,
    EVERY,
    HOUR,
    followings,
)
from tests.ui.charge.stories import cancelled_by_us


@given(followings(), st.integers(0, HOUR))
def test_cancel_is_offered_exactly_where_the_api_allows_it(
    following: Following, later: int
) -> None:
    attempt, now = following.attempt, T0 + later
    accepted = attempt.cancel_answer is CancelAnswer.ACCEPTED
    just_now = accepted and now - (attempt.cancel_asked_at or 0) < 10_000
    waiting = attempt.cancel_pending or just_now
    wanted = attempt.status in INTENTS.cancel_while and not attempt.settled and not waiting
    assert panel_of(following, INTENTS, now, EN).cancel.enabled is wanted


@pytest.mark.parametrize("status", S)
def test_another_generation_of_the_api_moves_the_cancel_button(status: S) -> None:
    attempt = replace(standing(S.OPENED), status=status)
    api = replace(INTENTS, cancel_while=frozenset({status}))
    panel = panel_of(Following(attempt), api, SOON, EN)
    assert panel.cancel.enabled is not attempt.settled
    if status is S.ON_TERMINAL:
        assert "ask to cancel here" in panel.hint


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (S.ON_TERMINAL, "Cancela en la terminal"),
        (S.PROCESSING, "El banco está respondiendo"),
        (S.PROCESSED, "El banco está respondiendo"),
        (S.CLOSED, "Ya terminó: confirmando"),
    ],
)
def test_a_cancel_that_cannot_work_is_grey_with_its_reason_beside_it(
    status: S, reason: str
) -> None:
    cancel = seen(standing(status), locale="es_AR").cancel
    assert cancel.visible
    assert not cancel.enabled
    assert cancel.reason == reason


def test_check_again_is_offered_where_the_till_cannot_say_how_it_stands() -> None:
    unclear = (
        S.UNKNOWN,
        S.CLOSED,
        S.CANCELED,
        S.EXPIRED,
        S.ERROR,
        S.CONFIRMATION_REQUIRED,
        S.UNRECOGNIZED,
    )
    for attempt in EVERY:
        wanted = attempt.status in unclear and not attempt.settled
        assert seen(attempt).check_again.enabled is wanted
        assert seen(Following(attempt, NoAnswer())).check_again.enabled is not attempt.settled


def test_where_nothing_can_be_cancelled_no_hint_offers_it() -> None:
    api = replace(INTENTS, cancel_while=frozenset())
    for now in (T0 + 1_000, T0 + 40_000, T0 + HOUR):
        panel = panel_of(Following(standing(S.OPENED, at=0)), api, now, EN)
        assert "here" not in panel.hint
        assert not panel.cancel.enabled


def test_a_cancel_is_a_wish_until_the_provider_says_so() -> None:  # F34
    asked = cancelled_by_us(standing(S.OPENED), CancelAnswer.ACCEPTED)
    assert seen(asked, T0 + 5_000, "es_AR").headline == "Cancelando…"
    late = seen(asked, T0 + 20_000, "es_AR")
    assert late.headline == "Todavía no se canceló"
    assert late.cancel.enabled
    assert seen(AT[Moment.CHECKING_CANCELLED]).headline == "Checking that nothing was charged"
    assert seen(AT[Moment.CANCELLED], locale="es_AR").headline == "Cancelado, no se cobró nada"


def test_the_race_of_a_cancel_is_told_as_it_ended() -> None:
    assert seen(AT[Moment.TOO_LATE]).headline == "Too late to cancel here"
    paid = seen(AT[Moment.PAID_FIRST], locale="es_AR")
    assert paid.headline == "Pagaron justo antes de cancelar"
    assert paid.look is Look.APPROVED


def test_asking_to_cancel_again_waits_for_the_answer() -> None:
    asked = standing(S.OPENED).apply(CancelAsked(at=T0 + 4_000, by="ana"))
    cancel = seen(asked).cancel
    assert not cancel.enabled
    assert cancel.reason == "Cancel was asked: waiting for the answer"
