"""Replies that are nearly right: read as far as they make sense, and no further."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.facts import Prepared
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.money import Money
from pos_app.gateway import wire


def _intent(**fields: object) -> IntentReport:
    return wire.IntentReply.model_validate(fields).to_domain("ARS", "i1")


def _payment(**fields: object) -> Payment:
    known: dict[str, object] = {"id": 7, "status": "approved", "currency_id": "ARS"}
    return wire.PaymentReply.model_validate(known | fields).to_domain()


@pytest.mark.parametrize(
    ("said", "status", "word"),
    [
        ("on_terminal", AttemptStatus.ON_TERMINAL, ""),
        (" CANCELED ", AttemptStatus.CANCELED, ""),
        ("CANCELLED", AttemptStatus.UNRECOGNIZED, "CANCELLED"),
        ("(not created)", AttemptStatus.UNRECOGNIZED, "(not created)"),
        ("FINISHED", AttemptStatus.UNRECOGNIZED, "FINISHED"),
        (None, AttemptStatus.UNRECOGNIZED, ""),
        (7, AttemptStatus.UNRECOGNIZED, "7"),
        (True, AttemptStatus.UNRECOGNIZED, "True"),
        (["CLOSED"], AttemptStatus.UNRECOGNIZED, "['CLOSED']"),
        ({"a": 1}, AttemptStatus.UNRECOGNIZED, "{'a': 1}"),
        ("CLOSED\x00", AttemptStatus.UNRECOGNIZED, "CLOSED\ufffd"),
        ("X" * 90, AttemptStatus.UNRECOGNIZED, "X" * 40),
    ],
)
def test_a_status_nobody_knows_is_a_word_and_never_final_f26(
    said: object, status: AttemptStatus, word: str
) -> None:
    report = _intent(status=said)
    assert (report.status, report.word) == (status, word)


def test_a_reply_without_a_status_is_not_final_f26() -> None:
    assert not _intent().status.final


@pytest.mark.parametrize(
    ("amount", "minor"),
    [
        ("12.47", 1247),
        ("12.4", 1240),
        ("12", 1200),
        (12, 1200),
        (Decimal("12.47"), 1247),
        (Decimal("0.29"), 29),
        (Decimal("12.4700"), 1247),
        ("12,47", None),
        ("1e3", None),
        (Decimal("1E+3"), None),
        ("NaN", None),
        ("", None),
        ("12.475", None),
        ("12.470000000000000000000000000000000000001", None),
        ("99999999999999999", None),
    ],
)
def test_an_amount_is_exact_or_odd(amount: object, minor: int | None) -> None:
    report = _intent(operations=[{"amount": amount}])
    assert report.amount == (None if minor is None else Money(minor, "ARS"))
    assert report.amount_is_odd is (minor is None)
    assert _payment(transaction_amount=amount).amount == report.amount


def test_no_amount_is_not_an_odd_one() -> None:
    silent: list[object] = [None, [], [{}], [{"amount": None}]]
    for operations in silent:
        report = _intent(operations=operations)
        assert (report.amount, report.amount_is_odd) == (None, False)


def test_two_operations_are_not_what_we_asked_for() -> None:
    assert _intent(operations=[{"amount": "5.00"}, {"amount": "5.00"}]).amount_is_odd


def test_results_count_once_in_any_status_and_only_if_payments() -> None:
    rows = [{"id": 1, "source": "PAYMENT"}, {"id": "1"}, {"id": 2, "source": "payment"}]
    rows.append({"id": 3, "source": "PAYOUT"})
    report = _intent(status="CONFIRMATION_REQUIRED", operations=[{"results": rows}])
    assert report.results == ("1", "2")


@pytest.mark.parametrize("id", ["", "../me", "1/2", "a b", None, True, 1.5, {}, "9" * 129])
def test_an_id_that_could_not_be_asked_for_is_no_reply_f11(id: object) -> None:
    with pytest.raises(ValueError, match="id"):
        wire.CreateReply.model_validate({"id": id, "status": "OPENED"})
    with pytest.raises(ValueError, match="id"):
        _intent(operations=[{"results": [{"id": id}]}])
    with pytest.raises(ValueError, match="id"):
        _payment(id=id)


def test_a_refund_that_cannot_be_read_does_not_pass_for_none() -> None:
    assert _payment(transaction_amount_refunded=Decimal("5.5")).refunded == 550
    for said in ("all", Decimal("0.001"), "1e2"):
        with pytest.raises(ValueError, match="PaymentReply"):
            _payment(transaction_amount_refunded=said)


@pytest.mark.parametrize("currency", ["USD", "", None, "ars"])
def test_an_amount_of_an_unknown_currency_is_no_amount_f30(currency: object) -> None:
    payment = _payment(
        currency_id=currency, transaction_amount="5.00", transaction_amount_refunded=1
    )
    assert (payment.amount, payment.refunded) == (None, 0)


def test_pesos_of_chile_have_no_cents() -> None:
    assert _payment(currency_id="CLP", transaction_amount=1500).amount == Money(1500, "CLP")
    assert _payment(currency_id="CLP", transaction_amount=Decimal("1500.5")).amount is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("1970-01-01T00:00:00.000Z", 0),
        ("2026-03-02T11:42:06.000-04:00", 1772466126000),
        ("2026-03-02T15:42:06+00:00", 1772466126000),
        ("2026-03-02T11:42:06", None),
        ("0001-01-01T00:00:00+14:00", -62135647200000),
        ("9999-12-31T23:59:59-14:00", 253402351199000),
        ("yesterday", None),
        ("", None),
        (None, None),
        (1772466126, None),
    ],
)
def test_a_time_without_an_offset_is_no_time(text: object, moment: int | None) -> None:
    assert _payment(date_created=text).created == moment


@pytest.mark.parametrize(
    "fields",
    [
        {"status_detail": "JUAN PEREZ 30111222"},
        {"payment_method_id": ["visa"]},
        {"payment_type_id": {"a": 1}},
        {"authorization_code": "4507990000004417"},
        {"card": {"last_four_digits": "4507990000004417"}},
        {"card": None},
        {"installments": "3"},
        {"installments": None},
    ],
)
def test_what_may_not_be_kept_is_dropped_and_stops_no_sale_s30(fields: dict[str, object]) -> None:
    assert _payment(**fields) == _payment()


def test_an_environment_that_is_no_yes_or_no_is_no_reply_f30() -> None:
    assert _payment(live_mode=None).live is None
    with pytest.raises(ValueError, match="live_mode"):
        _payment(live_mode="true")


def test_brazil_gets_no_ticket_number_and_its_own_word(prepared: Prepared) -> None:
    brazil = replace(prepared, site="MLB", amount=Money(100, "BRL"))
    sent = json.loads(wire.CreateBody.of(brazil).model_dump_json(exclude_none=True))
    assert "ticket_number" not in sent["enabler_configuration"]
    assert sent["description"] == "Venda 000417"
    assert sent["operations"] == [{"type": "PURCHASE", "amount": "1.00"}]


def test_an_error_quotes_nothing_of_what_it_met() -> None:
    with pytest.raises(ValueError, match="live_mode") as caught:
        _payment(live_mode="somebody@example.com")
    assert "somebody" not in str(caught.value)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
FIELDS = st.sampled_from(
    ["id", "status", "operations", "amount", "results", "transaction_amount", "currency_id"]
)


@given(st.dictionaries(FIELDS, JSON | st.just("ARS") | st.just("CLOSED")))
def test_any_json_is_a_report_or_refused_f26(fields: dict[str, object]) -> None:
    try:
        report = wire.IntentReply.model_validate(fields).to_domain("ARS", "i1")
    except ValueError:
        return
    known = str(fields.get("status")).strip().upper()
    assert not report.status.final or report.status.word == known


@given(st.dictionaries(FIELDS, JSON | st.just("ARS") | st.just("approved")))
def test_any_json_is_a_payment_or_refused_f26(fields: dict[str, object]) -> None:
    try:
        payment = wire.PaymentReply.model_validate(fields).to_domain()
    except ValueError:
        return
    assert payment.id
