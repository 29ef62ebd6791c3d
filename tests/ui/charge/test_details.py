"""What is folded under the panel, and what never leaves the log."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.errors import (
    NoAnswer,
)
from pos_app.services.state import Following
from pos_app.ui.charge.messages import Moment
from pos_app.ui.sale.panel import panel_of
from tests.domain.charge.making import INTENTS, REFERENCE, T0, standing
from tests.ui.charge.looking import SOON, seen, texts
from tests.ui.charge.moments import (
    AT,
    HOSTILE,
    SPOKEN,
    followings,
)


def test_a_payment_that_does_not_match_names_the_field_that_differs() -> None:  # F30
    differs = {text for label, text in seen(AT[Moment.MISMATCH]).details if label == "Differs"}
    assert differs == {"the account that was paid"}
    amounts = seen(AT[Moment.AMOUNTS_DIFFER], locale="es_AR")
    assert amounts.headline == "Los importes difieren: no entregues"
    assert "supervisor" in amounts.hint


@given(followings(), st.sampled_from(sorted(SPOKEN)))
def test_the_servers_text_is_never_shown(following: Following, locale: str) -> None:  # S23
    attempt = replace(following.attempt, word=HOSTILE)
    bad = tuple(
        replace(p, detail=HOSTILE, method=HOSTILE, authorization_code=HOSTILE, last_four=HOSTILE)
        for p in attempt.payments
    )
    told = replace(following, attempt=replace(attempt, payments=bad))
    shown = " ".join(texts(panel_of(told, INTENTS, SOON, SPOKEN[locale])))
    for piece in ("<b>", "com.acme", "APP_USR", "Internal"):
        assert piece not in shown


def test_of_a_failed_request_only_its_status_and_its_number_are_shown() -> None:
    number = "0f8fad5b-d9cb-469f-a165-70867728950e"
    detail = f"GET /intents/{{id}}: HTTP 503, x-request-id {number}: {HOSTILE}"
    panel = seen(Following(standing(S.OPENED), NoAnswer(detail), heard_at=T0))
    details = dict(panel.details)
    assert details["Last request"] == f"HTTP 503 {number}"
    assert details["Reference"] == REFERENCE
    assert details["Charge id"] == "i1"


def test_what_people_saw_and_decided_is_kept_with_their_names() -> None:  # I18
    seen_row = dict(seen(AT[Moment.SEEN_IDLE]).details)["Seen"]
    assert seen_row.endswith(" · Ana · the terminal shows nothing of it")
    assert dict(seen(AT[Moment.ATTESTED]).details)["Decided"].endswith(
        " · Sol · The slip was shown"
    )


def test_money_that_went_back_is_told_with_its_payment() -> None:
    assert dict(seen(AT[Moment.PAID_BACK]).details)["Given back"] == "$1,834.50"
