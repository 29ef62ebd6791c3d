"""The recorded samples, and the replies that are nearly right."""

import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.account import Account, Shop, Till
from pos_app.domain.charge.facts import Prepared
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.money import Money
from pos_app.domain.terminal import Mode, Model
from pos_app.gateway import wire, wire_places
from pos_app.gateway.replies import strict_json

SAMPLES = Path(__file__).parent / "samples"


def _sample(name: str) -> object:
    return strict_json((SAMPLES / f"{name}.json").read_bytes())


def _intent(**fields: object) -> IntentReport:
    return wire.IntentReply.model_validate(fields).to_domain("ARS", "i1")


def _payment(**fields: object) -> Payment:
    known: dict[str, object] = {"id": 7, "status": "approved", "currency_id": "ARS"}
    return wire.PaymentReply.model_validate(known | fields).to_domain()


def test_a_created_intent_is_read() -> None:
    report = wire.CreateReply.model_validate(_sample("intent_opened")).to_domain("ARS")
    assert report == IntentReport(
        status=AttemptStatus.OPENED,
        intent_id="5b0e2a64-1f0c-4f5e-8a77-94c1de0f3b21",
        external_reference="CAJA01-000417-1-K3J7Q2",
        amount=Money(183450, "ARS"),
    )


def test_a_closed_intent_names_its_payments_and_needs_no_id() -> None:
    report = wire.IntentReply.model_validate(_sample("intent_closed")).to_domain("ARS", "i1")
    assert report.status is AttemptStatus.CLOSED
    assert report.intent_id == "i1"
    assert report.results == ("71234567890",)


def test_what_we_send_is_what_the_reference_asks_for(prepared: Prepared) -> None:
    sent = wire.CreateBody.of(prepared).model_dump_json(exclude_none=True)
    assert json.loads(sent) == json.loads((SAMPLES / "create_body.json").read_text())


def test_an_approved_payment_is_read_and_nobody_is_named_in_it_s30() -> None:
    payment = wire.PaymentReply.model_validate(_sample("payment_approved")).to_domain()
    assert payment == Payment(
        id="71234567890",
        status=PaymentStatus.APPROVED,
        amount=Money(183450, "ARS"),
        detail="accredited",
        external_reference="CAJA01-000417-1-K3J7Q2",
        merchant_id="48110023",
        live=True,
        created=1772466126250,
        refunded=0,
        method="debvisa",
        kind="debit_card",
        instalments=1,
        last_four="4417",
        authorization_code="301299",
    )
    assert not {"30111222", "450799", "somebody"} & set(repr(payment).split("'"))


def test_a_rejected_payment_is_read_with_its_reason_f28() -> None:
    payment = wire.PaymentReply.model_validate(_sample("payment_rejected")).to_domain()
    assert (payment.id, payment.status) == ("71234567891", PaymentStatus.REJECTED)
    assert payment.detail == "cc_rejected_insufficient_amount"
    assert (payment.last_four, payment.authorization_code, payment.refunded) == ("", "", 0)


def test_a_page_of_payments_is_read() -> None:
    page = wire.PaymentsPage.model_validate(_sample("payments_search"))
    assert ([row.id for row in page.results], page.total) == (["71234567891", "71234567890"], 2)


def test_account_terminals_shops_and_tills_are_read() -> None:
    account = wire_places.AccountReply.model_validate(_sample("users_me")).to_domain()
    assert account == Account("48110023", "MLA", "KIOSCO CENTRAL")
    devices = wire_places.DevicesPage.model_validate(_sample("devices")).results
    smart, plus = (row.to_terminal({"61420077": "CAJA01"}) for row in devices)
    assert (smart.mode, smart.model, smart.till_external_id) == (Mode.PDV, Model.SMART, "CAJA01")
    assert (plus.mode, plus.model, plus.till_external_id) == (Mode.STANDALONE, Model.PLUS, "")
    assert wire_places.ModeReply.model_validate(_sample("device_mode")).to_domain() is Mode.PDV
    shop = wire_places.StoreReply.model_validate(_sample("store")).to_domain()
    assert shop == Shop("58820114", "Casa Central", "SUC01")
    assert wire_places.StoresPage.model_validate(_sample("stores")).results[0].to_domain() == shop
    till = Till("61420077", "Caja 1", "58820114", "CAJA01")
    assert wire_places.PosReply.model_validate(_sample("pos")).to_domain() == till
    first, second = wire_places.PosPage.model_validate(_sample("pos_list")).results
    assert first.to_domain() == till
    assert second.to_domain() == Till("61420078", "Caja 2", "58820114", "")


def test_every_sample_has_its_source_named() -> None:
    table = (SAMPLES / "README.md").read_text()
    assert all(path.name in table for path in SAMPLES.glob("*.json"))


# Replies that are nearly right (F26).


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
    for operations in (None, [], [{}], [{"amount": None}]):
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
    [
        "id",
        "status",
        "operations",
        "amount",
        "results",
        "transaction_amount",
        "currency_id",
        "card",
        "date_created",
        "transaction_amount_refunded",
        "external_reference",
        "installments",
        "paging",
    ]
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
