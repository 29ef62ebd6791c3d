"""The recorded samples, read field for field."""

import json
from pathlib import Path

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
        pos_id="61420077",
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
