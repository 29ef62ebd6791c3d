"""The live panel: what it says at every moment, and what it never says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.doubt import Doubt
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import (
    CredentialsRefused,
    LedgerError,
    LedgerFault,
    NoAnswer,
    TooManyRequests,
)
from pos_app.services.state import Following
from pos_app.ui.charge.messages import Moment
from pos_app.ui.charge.moment import moment_of
from pos_app.ui.sale.panel import panel_of
from pos_app.ui.sale.shown import End, Look, Tone
from tests.domain.charge.making import APPROVED, INTENTS, LOST, T0, read, sent, standing
from tests.ui.charge.looking import seen, texts
from tests.ui.charge.moments import (
    AT,
    EVERY,
    HOUR,
    NEWER,
    PLUS,
    PRO_2,
    SMART,
    SPOKEN,
    TROUBLES,
    followings,
    listening,
    on,
)


def test_the_examples_are_every_moment_that_there_is() -> None:
    for moment, attempt in AT.items():
        assert moment_of(attempt, INTENTS, T0 + 6_000) is moment
    assert set(AT) == set(Moment)


@pytest.mark.parametrize("locale", SPOKEN)
@pytest.mark.parametrize("terminal", [SMART, PLUS, PRO_2, NEWER])
def test_every_moment_says_what_happens_and_what_to_do_and_it_fits(
    locale: str, terminal: str
) -> None:  # I23
    for attempt in EVERY:
        for now in (T0 + 6_000, T0 + 12_000, T0 + 35_000, T0 + 95_000, T0 + HOUR):
            panel = seen(on(terminal, attempt), now, locale)
            assert 0 < len(panel.headline) <= 44, panel.headline
            assert 0 < len(panel.hint) <= 140, panel.hint
            assert len(panel.happened) <= 90, panel.happened
            for button in (panel.cancel, panel.check_again):
                assert len(button.text) <= 24, button.text
                assert button.enabled or (button.reason and len(button.reason) <= 60), button
            assert len(panel.steps) == 4
            assert 0 <= panel.step < 4
            assert "{" not in "".join(texts(panel))


@given(followings(), st.sampled_from(sorted(SPOKEN)), st.integers(0, HOUR))
def test_paid_is_said_where_it_is_proved_and_nowhere_else_and_so_is_not_charged(
    following: Following, locale: str, later: int
) -> None:
    words = listening(locale)
    panel = panel_of(following, INTENTS, T0 + later, words)
    outcome = following.attempt.outcome
    claims = {sentence.claims for sentence in words.spoken} - {None}
    assert claims == ({outcome} if outcome in (Outcome.PAID, Outcome.NOT_PAID) else set())
    assert (panel.look is Look.APPROVED) == (outcome is Outcome.PAID)
    assert (panel.end is End.DONE) == (outcome is Outcome.PAID)
    assert (panel.look is Look.UNKNOWN) == (outcome is Outcome.UNSURE)
    assert panel.outcome == outcome.value


@given(followings(), st.sampled_from(sorted(SPOKEN)), st.integers(-HOUR, HOUR))
def test_whatever_is_learnt_the_panel_has_words_and_a_next_step_for_it(
    following: Following, locale: str, later: int
) -> None:  # I23; a clock that is set back breaks nothing (F41)
    panel = panel_of(following, INTENTS, T0 + later, SPOKEN[locale])
    assert panel.headline
    assert panel.hint
    assert panel.happened
    assert panel.elapsed_seconds >= 0
    assert "error" not in panel.headline.lower()


def test_a_paid_charge_shows_the_amount_and_how_it_was_paid() -> None:
    card = replace(APPROVED, kind="debit_card", method="debvisa", last_four="4242")
    closed = standing(S.CLOSED, APPROVED.id, at=9_000)
    panel = seen(closed.apply(read(9_500, card)), locale="es_AR")
    assert panel.headline == "Cobrado"
    assert panel.step == 3
    assert panel.happened.endswith("$\u00a01.834,50 · tarjeta de débito Visa ···· 4242")
    assert panel.elapsed_seconds == 9
    assert panel.elapsed == "0:09"


def test_an_unclear_charge_holds_the_goods() -> None:  # F02 F29 F32
    for attempt in (a for a in EVERY if a.outcome is Outcome.UNSURE):
        hint = seen(attempt).hint.lower()
        assert "goods" in hint or "must not pay" in hint
        assert any(label == "Last payments" for label, _ in seen(attempt).details)


def test_two_payments_are_an_alarm_until_one_is_given_back() -> None:  # F31
    panel = seen(AT[Moment.PAID_TWICE])
    assert panel.warning_tone is Tone.ALARM
    assert "Two payments" in panel.warning
    assert Doubt.SURPLUS in AT[Moment.PAID_TWICE].doubts


def test_a_lost_connection_warns_that_the_terminal_can_still_be_paid() -> None:  # F22
    live = seen(Following(standing(S.ON_TERMINAL), NoAnswer()))
    assert live.warning.startswith("Connection lost. The terminal can still take the payment.")
    assert "Do not charge again" in live.warning
    assert live.headline == "The customer is paying"
    done = seen(Following(AT[Moment.VERIFYING], NoAnswer()))
    assert "Do not charge again" in done.warning
    assert "still take" not in done.warning
    assert seen(Following(AT[Moment.PAID], NoAnswer())).warning == ""


def test_a_refused_token_and_a_busy_provider_warn_without_touching_the_charge() -> None:  # F23 F24
    live = standing(S.ON_TERMINAL)
    assert "supervisor" in seen(Following(live, CredentialsRefused())).warning
    assert "less often" in seen(Following(live, TooManyRequests())).warning
    assert seen(Following(live, TooManyRequests())).headline == seen(live).headline


def test_a_result_that_is_not_on_disk_asks_not_to_close_the_till() -> None:  # F48
    live = standing(S.ON_TERMINAL)
    full = LedgerError(LedgerFault.DISK_FULL)
    for following in (Following(live, unsaved=True), Following(live, full)):
        panel = seen(following)
        assert "do not close" in panel.warning
        assert panel.warning_tone is Tone.ALARM


def test_the_time_since_charge_was_pressed_stands_still_at_the_end() -> None:
    assert seen(standing(S.OPENED), T0 + 75_900).elapsed == "1:15"
    assert seen(AT[Moment.DECLINED], T0 + HOUR).elapsed_seconds == 9


def test_a_status_says_the_apis_word_and_ours_in_brackets() -> None:
    assert seen(standing(S.ON_TERMINAL)).status == "ON_TERMINAL"
    assert seen(sent().apply(LOST)).status == "(unknown)"
    assert seen(standing(S.UNRECOGNIZED)).status == "(unrecognized)"
    assert ("New word", "REVIEWING") in seen(standing(S.UNRECOGNIZED)).details


def test_every_trouble_leaves_the_words_of_the_moment_alone() -> None:
    for attempt in EVERY:
        for trouble in TROUBLES:
            panel = seen(Following(attempt, trouble))
            assert (panel.headline, panel.hint) == (seen(attempt).headline, seen(attempt).hint)
