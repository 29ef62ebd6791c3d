"""Facts on disk: what was written is what is read, in this release and the next."""

import json
from dataclasses import fields, replace
from enum import Enum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.charge.facts import Fact, Lost, Refusal, Refused, Sending
from pos_app.domain.charge.orphan import MoneyFact
from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.domain.money import DECIMALS, Money
from pos_app.domain.sale import SaleFact
from pos_app.store.codec import KINDS, AnyFact, decode, encode, kind_of

WHOLE = st.integers(-(2**62), 2**62)
MONEY = st.builds(Money, st.integers(-(10**15), 10**15), st.sampled_from(sorted(DECIMALS)))
st.register_type_strategy(int, WHOLE)
st.register_type_strategy(Money, MONEY)
FACTS = st.one_of(*(st.from_type(kind) for kind in KINDS.values()))
# What ledgers hold by now. A name here is never dropped: old files are full of them.
WRITTEN = {
    "CancelAnswered", "CancelAsked", "Covered", "Decided", "Deferred", "Heard", "IdTaken",
    "LineAdded", "LineRemoved", "Lost", "Missed", "MoneyAdopted", "MoneyApart", "MoneyClaimed",
    "MoneyFound", "MoneyRead", "NotLeft", "PaidCash", "PaymentsRead", "PersonSaid", "Prepared",
    "QuantitySet", "Refused", "SaleCancelled", "SaleOpened", "SaleSetAside", "SaleTakenUp",
    "Searched", "Sending",
}  # fmt: skip


@given(FACTS)
def test_every_fact_is_read_back_as_it_was_written(fact: AnyFact) -> None:
    assert decode(kind_of(fact), fact.at, encode(fact)) == fact


@given(FACTS)
def test_a_fact_is_written_in_one_way_only_and_without_fractions(fact: AnyFact) -> None:
    body = encode(fact)
    told = json.loads(body, parse_float=lambda written: pytest.fail(f"a fraction: {written}"))
    assert body == json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_every_fact_that_there_is_has_a_kind() -> None:
    roots = (Fact, SaleFact, MoneyFact)
    there_are = [kind for root in roots for kind in root.__subclasses__()]
    assert KINDS.keys() == {kind.__name__ for kind in there_are}


def test_no_kind_that_ledgers_hold_was_dropped() -> None:
    assert KINDS.keys() >= WRITTEN


def test_every_word_that_facts_use_is_kept_by_its_name() -> None:
    assert json.loads(encode(Refused(at=1, why=Refusal.BUSY)))["why"] == "BUSY"
    assert all(isinstance(member, Enum) for member in Refusal)


def test_what_a_later_release_added_is_passed_over() -> None:
    body = json.loads(encode(Lost(at=1, why="silence"))) | {"new": [1.5 and 1, {"deep": None}]}
    assert decode("Lost", 1, json.dumps(body)) == Lost(at=1, why="silence")


def test_what_an_earlier_release_left_out_is_as_if_it_were_empty() -> None:
    assert decode("Refused", 1, '{"why":"BUSY"}') == Refused(at=1, why=Refusal.BUSY)
    assert {field.name for field in fields(Refused)} > {"detail"}


@pytest.mark.parametrize(
    ("kind", "body", "fault"),
    [
        ("Teleported", "{}", LedgerFault.TOO_NEW),
        ("Refused", '{"why":"MOON"}', LedgerFault.TOO_NEW),
        ("Lost", "{}", LedgerFault.DAMAGED),
        ("Lost", '{"why":1}', LedgerFault.DAMAGED),
        ("Lost", '{"why":', LedgerFault.DAMAGED),
        ("Lost", "[]", LedgerFault.DAMAGED),
        ("Deferred", '{"wait":1.0}', LedgerFault.DAMAGED),
        ("Deferred", '{"wait":true}', LedgerFault.DAMAGED),
        ("Deferred", '{"wait":' + "[" * 100_000, LedgerFault.DAMAGED),
        ("PaymentsRead", '{"payments":[{"id":7}]}', LedgerFault.DAMAGED),
    ],
)
def test_what_cannot_be_a_fact_is_never_taken_for_one(
    kind: str, body: str, fault: LedgerFault
) -> None:
    with pytest.raises(LedgerError) as refused:
        decode(kind, 1, body)
    assert refused.value.fault is fault


def test_a_fraction_never_gets_into_the_ledger() -> None:
    with pytest.raises(TypeError):
        encode(replace(Lost(at=1, why=""), why=1.5))  # type: ignore[arg-type] # the mistake meant


def test_the_time_is_the_event_s_own() -> None:
    assert "at" not in json.loads(encode(Sending(at=5)))
