"""A computer's clock that is moved while a charge lives: waits are measured by the provider's."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.attempt import DEFERRED_MOST, SKEW_ERROR, SKEW_NOTED
from pos_app.domain.charge.facts import CancelAsked, Deferred, PersonSaid, Seen, Sending
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.standing import INTENT_GONE, LOOK_AFTER, SEARCH_MARGIN, SETTLE
from pos_app.domain.charge.status import AttemptStatus as S
from tests.domain.charge.making import APPROVED, LOST, T0, folded, searched, standing

AHEAD = 2 * 3_600_000  # milliseconds
UNKNOWN = folded(Sending(at=T0, skew=500), LOST)


def test_a_clock_put_ahead_does_not_end_a_charge_before_its_hour() -> None:  # F41, I13
    early = UNKNOWN.apply(replace(searched(30_000 + AHEAD), skew=500 + AHEAD))
    assert early.outcome is Outcome.UNSURE
    assert early.sent_at == T0 + AHEAD + SKEW_ERROR
    hour = early.apply(replace(searched(INTENT_GONE + AHEAD + SKEW_ERROR), skew=500 + AHEAD))
    assert hour.outcome is Outcome.NOT_PAID


def test_a_clock_put_ahead_does_not_make_a_look_count_sooner() -> None:  # F41, I13
    looked = folded(
        replace(searched(20_000 + AHEAD), skew=500 + AHEAD),
        PersonSaid(at=T0 + AHEAD + LOOK_AFTER - 1, seen=Seen.IDLE, by="Ana"),
        replace(searched(AHEAD + LOOK_AFTER + SETTLE), skew=500 + AHEAD),
        start=UNKNOWN,
    )
    assert looked.outcome is Outcome.UNSURE


def test_a_look_before_the_clock_was_known_to_be_moved_is_asked_for_again() -> None:  # F41, I13
    looked = folded(
        PersonSaid(at=T0 + AHEAD + 5_000, seen=Seen.IDLE, by="Ana"),
        replace(searched(AHEAD + 16_000), skew=500 + AHEAD),
        start=UNKNOWN,
    )
    assert (looked.seen, looked.outcome) == (None, Outcome.UNSURE)


def test_a_clock_put_back_makes_the_hour_begin_again() -> None:  # F41, I13
    back = UNKNOWN.apply(replace(searched(30_000 - AHEAD), skew=500 - AHEAD))
    assert back.sent_at == T0 + 30_000 - AHEAD
    hour = back.apply(replace(searched(INTENT_GONE - AHEAD), skew=500 - AHEAD))
    assert hour.outcome is Outcome.UNSURE


def test_a_skew_that_was_measured_wrong_once_ends_no_charge() -> None:  # F42, I13
    slept = UNKNOWN.apply(replace(searched(60_000), skew=500 + AHEAD))  # the reply slept with us
    again = slept.apply(replace(searched(64_000), skew=500))
    assert again.apply(replace(searched(70_000), skew=500)).outcome is Outcome.UNSURE


def test_a_clock_of_which_nothing_was_known_makes_the_waits_begin_again() -> None:  # F41, I13
    first = folded(Sending(at=T0), LOST, replace(searched(2_000), skew=AHEAD))
    assert (first.sent_at, first.skew) == (T0 + 2_000, AHEAD)


def test_a_reply_that_lies_about_the_time_hides_no_clock_that_is_put_ahead() -> None:  # F41, I13
    years = 6 * 365 * 24 * 3_600_000
    lied = UNKNOWN.apply(replace(searched(4_000), skew=500 + years))
    assert lied.sent_at == T0 + 4_000  # a wait begins again, and never in the future
    ahead = replace(searched(INTENT_GONE + 30_000), skew=500 + INTENT_GONE)
    assert lied.apply(ahead).outcome is Outcome.UNSURE


def test_where_the_clocks_have_parted_the_waits_begin_at_the_first_reply() -> None:  # F42, I13
    parted = folded(Sending(at=T0, skew=None), LOST, searched(INTENT_GONE + 9_000))
    assert (parted.outcome, parted.sent_at) == (Outcome.UNSURE, T0 + INTENT_GONE + 9_000)
    over = parted.apply(searched(2 * INTENT_GONE + 9_000))
    assert over.outcome is Outcome.NOT_PAID


@pytest.mark.parametrize("skew", [6 * 365 * 24 * 3_600_000, -AHEAD])
def test_a_wait_before_sending_again_stays_short_whatever_the_clock(skew: int) -> None:  # F41
    held = folded(Sending(at=T0), Deferred(at=T0, wait=7_000), replace(searched(8_000), skew=skew))
    assert held.status is S.PREPARED
    assert held.not_before <= T0 + 8_000 + DEFERRED_MOST


def test_the_jitter_of_replies_moves_nothing() -> None:
    jittered = UNKNOWN.apply(replace(searched(2_000), skew=500 + SKEW_NOTED))
    assert jittered.sent_at == T0


def test_a_payment_is_dated_by_the_clock_as_it_is_now() -> None:  # F41
    made = replace(APPROVED, created=T0 + 4_000)
    paid = UNKNOWN.apply(replace(searched(30_000 + AHEAD, made), skew=500 + AHEAD))
    assert paid.outcome is Outcome.PAID


def test_a_wish_that_waited_for_its_turn_shortens_no_margin() -> None:  # I13
    cancelled = standing(S.CANCELED, at=5_000).apply(CancelAsked(at=T0 + 4_000, by="Ana"))
    assert cancelled.since == T0 + 5_000
    assert cancelled.apply(searched(5_000 + SEARCH_MARGIN - 1)).outcome is Outcome.PENDING
