"""What people say, and money that comes or goes late, change what the panel says."""

from pos_app.domain.charge.facts import Decision, Seen
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.ui.charge.messages import Moment
from pos_app.ui.charge.moment import moment_of
from tests.domain.charge.making import APPROVED, INTENTS, LOST, T0, read, searched, sent, standing
from tests.ui.charge.looking import seen
from tests.ui.charge.moments import AT
from tests.ui.charge.stories import decided, ended, looked


def moment(attempt_at: Moment) -> str:
    return seen(AT[attempt_at]).headline


def test_what_somebody_saw_is_said_before_what_the_provider_did_not_say() -> None:
    for what, expected in (
        (Seen.AMOUNT, "The terminal still shows it"),
        (Seen.APPROVED, "Approved there, not found here yet"),
        (Seen.IDLE, "Searching once more"),
    ):
        for start in (sent().apply(LOST), standing(S.CONFIRMATION_REQUIRED)):
            panel = seen(start.apply(looked(what)))
            assert panel.headline == expected
            assert "goods" in panel.hint


def test_an_idle_terminal_and_a_clean_search_say_that_nothing_was_charged() -> None:  # I13
    panel = seen(AT[Moment.IDLE])
    assert panel.outcome == "not_paid"
    assert panel.headline == "Nothing was charged"
    assert "idle" in panel.happened


def test_money_that_comes_after_the_end_holds_the_goods_and_calls_a_supervisor() -> None:  # F73
    panel = seen(AT[Moment.LATE])
    assert panel.headline == "Money came in after it was over"
    assert "F7" in panel.hint


def test_late_money_that_was_applied_is_paid() -> None:
    late = ended(S.CANCELED).apply(searched(300_000, APPROVED))
    applied = late.apply(decided(Decision.APPLIED))
    assert applied.outcome is Outcome.PAID
    assert moment_of(applied, INTENTS, T0 + 500_000) is Moment.PAID


def test_what_was_attested_is_never_called_paid_until_it_is_proved() -> None:  # I18
    attested = AT[Moment.ATTESTED]
    panel = seen(attested)
    assert panel.headline == "Settled on a person's word"
    assert "goods may be handed over" in panel.hint
    assert moment(Moment.DENIED) == "A person's word, and no payment found"
    proved = attested.apply(searched(500_000, APPROVED))
    assert moment_of(proved, INTENTS, T0 + 500_000) is Moment.PAID


def test_a_payment_that_went_back_is_not_shown_as_simply_paid() -> None:
    assert moment(Moment.PAID_BACK) == "It was paid, and money has gone back"
    noted = AT[Moment.PAID_BACK].apply(decided(Decision.NOTED))
    assert moment_of(noted, INTENTS, T0 + 500_000) is Moment.PAID
    closed = standing(S.CLOSED, APPROVED.id, at=9_000).apply(read(9_500, APPROVED))
    assert moment_of(closed, INTENTS, T0 + 10_000) is Moment.PAID
