"""A forger who mends the chain is found by what the events then say."""

import json
from asyncio import run
from pathlib import Path

import pytest

from pos_app.store import journal
from pos_app.store.codec import canonical
from pos_app.store.verify import report_text, verify
from tests.store.proof.forger import Forgery, rechain
from tests.store.shop import make_ledger


@pytest.fixture
def closed(folder: Path) -> Path:
    run(make_ledger(folder))
    return folder


def drop_a_proof(events: list[journal.Event]) -> None:
    del events[-1]


def charge_twice(events: list[journal.Event]) -> None:
    """The second sale's attempt is prepared before the first one's has ended (I3)."""
    second = next(event for event in events if event.kind == "Prepared" and "000002" in event.body)
    opened = [event for event in events if event.subject == "sale-2"]
    for event in (second, *reversed(opened)):
        events.remove(event)
        events.insert(5, event)


def charge_more(events: list[journal.Event]) -> None:  # I14
    at = next(at for at, event in enumerate(events) if event.kind == "Prepared")
    body = json.loads(events[at].body)
    body["amount"]["minor"] += 1
    events[at] = events[at]._replace(body=canonical(body))


def skip_a_ticket(events: list[journal.Event]) -> None:  # I19
    at = next(at for at, event in enumerate(events) if event.kind == "SaleOpened")
    events[at] = events[at]._replace(body=events[at].body.replace(":1}", ":7}"))


def bind_twice(events: list[journal.Event]) -> None:  # I11
    for at, event in enumerate(events):
        events[at] = event._replace(body=event.body.replace("payment-2", "payment-1"))


def use_a_key_twice(events: list[journal.Event]) -> None:  # I2
    for at, event in enumerate(events):
        events[at] = event._replace(
            body=event.body.replace("key of CAJA01-000002", "key of CAJA01-000001")
        )


def tell_of_nobody(events: list[journal.Event]) -> None:
    events.append(events[-1]._replace(subject="nobody"))


def speak_unknown_words(events: list[journal.Event]) -> None:
    events.append(events[-1]._replace(kind="Teleported"))


def of_kind(events: list[journal.Event], kind: str) -> int:
    return next(at for at, event in enumerate(events) if event.kind == kind)


def forget_a_claim(events: list[journal.Event]) -> None:  # I4
    del events[of_kind(events, "MoneyClaimed")]


def claim_for_another(events: list[journal.Event]) -> None:  # I6
    at = of_kind(events, "MoneyClaimed")
    events[at] = events[at]._replace(body=events[at].body.replace("sale-5", "sale-2"))


def adopt_what_pays_already(events: list[journal.Event]) -> None:  # I11
    for at, event in enumerate(events):
        if event.kind.startswith("Money"):
            names = event._replace(subject=event.subject.replace("payment 77", "payment payment-1"))
            events[at] = names._replace(body=event.body.replace('"77"', '"payment-1"'))


def take_cash_twice(events: list[journal.Event]) -> None:  # I7
    events.append(events[of_kind(events, "PaidCash")])


def take_cash_for_what_the_card_paid(events: list[journal.Event]) -> None:  # I7
    events.append(events[of_kind(events, "PaidCash")]._replace(subject="sale-1"))


def take_cash_beside_a_charge(events: list[journal.Event]) -> None:  # I6
    events[:] = [event for event in events if event.kind != "SaleSetAside"]


def sell_more_after_it_was_paid(events: list[journal.Event]) -> None:  # I14
    events.append(events[of_kind(events, "LineAdded")])


def pay_with_late_money_unasked(events: list[journal.Event]) -> None:
    del events[of_kind(events, "Decided")]


FORGERIES: dict[str, tuple[Forgery, str]] = {
    "a proof is gone": (drop_a_proof, "CAJA01-000003"),
    "two held a terminal": (charge_twice, "(I3)"),
    "another amount": (charge_more, "(I14)"),
    "a ticket is missing": (skip_a_ticket, "(I19)"),
    "a payment pays twice": (bind_twice, "payment payment-1"),
    "a key is used twice": (use_a_key_twice, "the key"),
    "a fact about nobody": (tell_of_nobody, "out of place"),
    "a kind unknown": (speak_unknown_words, "not known"),
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forger_who_mends_the_chain_is_found_by_what_the_events_say(
    closed: Path, forgery: str
) -> None:  # I2 to I4, I11, I14, I16, I19
    forge, expected = FORGERIES[forgery]
    rechain(closed, forge)
    assert expected in report_text(verify(closed))


HARD: dict[str, tuple[Forgery, str]] = {
    "adopted and not claimed": (forget_a_claim, "(I4)"),
    "claimed by another sale": (claim_for_another, "(I6)"),
    "a payment that is adopted too": (adopt_what_pays_already, "payment payment-1 is of"),
    "cash twice": (take_cash_twice, "over"),
    "cash for what the card paid": (take_cash_for_what_the_card_paid, "(I4, I7)"),
    "cash beside a charge": (take_cash_beside_a_charge, "(I6, I7, I14)"),
    "more after it was paid": (sell_more_after_it_was_paid, "(I6, I7, I14)"),
    "nobody applied it": (pay_with_late_money_unasked, "sale sale-6"),
}


@pytest.mark.parametrize("forgery", HARD)
def test_a_forger_of_a_hard_day_is_found_too(
    hard_day: Path, forgery: str
) -> None:  # I4, I6, I7, I11, I14
    forge, expected = HARD[forgery]
    rechain(hard_day, forge)
    assert expected in report_text(verify(hard_day))


def test_a_hard_day_is_whole(hard_day: Path) -> None:
    assert verify(hard_day).findings == ()
