"""The catalogues: whole, compiled, and saying what the code asks them to say."""

import io
import re
import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from pos_app.domain.money import Money
from pos_app.ui.shared.language import CATALOGUES, said, speak

ROOT = Path(__file__).parents[3]
LOCALE = ROOT / "resources" / "locale"
NAMES = ["es", "es_MX", "pt_BR"]
WHOLE = ["es", "pt_BR"]

# Sentences that name money taken, or not taken, without saying which: each was read for that.
NO_CLAIM = {
    "Checking that nothing was charged",
    "We do not know yet if it was charged",
    "It ended without saying whether it was charged",
    "Look at the terminal: was it charged?",
    "The charge expired before anyone paid",
    "The same amount was just paid with this card. Look at Last payments before you send again.",
    "the account that was paid",
}


def sentences(*marks: str) -> set[str]:
    found = extract_from_dir(str(ROOT / "pos_app"), keywords=dict.fromkeys(marks))
    return {message for _, _, message, _, _ in found if isinstance(message, str)}


def catalogue(name: str) -> Catalog:
    with (LOCALE / name / "LC_MESSAGES" / "pos_app.po").open("rb") as file:
        return read_po(file)


def translated(name: str) -> dict[str, str]:
    return rows(catalogue(name))


def rows(read: Catalog) -> dict[str, str]:
    return {str(row.id): str(row.string) for row in read if row.id}


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


@pytest.mark.parametrize("name", WHOLE)
def test_every_sentence_of_the_code_is_translated_and_no_other(name: str) -> None:
    assert translated(name).keys() == sentences("said", "paid", "unpaid")
    assert all(translated(name).values())


def test_mexico_says_only_what_it_says_in_other_words() -> None:
    spanish = translated("es")
    assert translated("es_MX")
    for sentence, words in translated("es_MX").items():
        assert words
        assert words != spanish[sentence]


@pytest.mark.parametrize("name", NAMES)
def test_a_translation_has_the_placeholders_of_its_sentence_and_nothing_is_guessed(
    name: str,
) -> None:
    for row in catalogue(name):
        assert not row.fuzzy
        assert placeholders(str(row.string)) == placeholders(str(row.id)) or not row.id, row.id


@pytest.mark.parametrize("name", NAMES)
def test_what_is_read_at_the_start_is_what_was_translated(name: str) -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue(name))
    compiled.seek(0)
    with (LOCALE / name / "LC_MESSAGES" / "pos_app.mo").open("rb") as file:
        assert rows(read_mo(file)) == rows(read_mo(compiled)), "compile: see locale/README.md"


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("", r"\bpaid\b|\bwas charged|not charged"),
        ("es", r"\bcobrad[oa]|\bse cobró|\bse haya cobrado|\bpagaron"),
        ("pt_BR", r"\bfoi cobrad[oa]|^Pago\b|\bpagaram"),
    ],
)
def test_no_sentence_speaks_of_money_taken_without_being_marked(name: str, pattern: str) -> None:
    marked, unmarked = sentences("paid", "unpaid"), sentences("said")
    words = translated(name) if name else {sentence: sentence for sentence in marked | unmarked}
    spoken = {sentence for sentence, text in words.items() if re.search(pattern, text, re.I)}
    assert spoken & unmarked <= NO_CLAIM
    assert marked <= spoken


def test_what_is_marked_says_one_thing() -> None:
    assert not sentences("paid") & sentences("unpaid")
    assert not sentences("said") & (sentences("paid") | sentences("unpaid"))


def test_each_language_speaks_and_mexico_falls_back_to_spanish() -> None:
    charge, prepaid = said("Charge"), said("prepaid card")
    told = {locale: (speak(locale)(charge), speak(locale)(prepaid)) for locale in CATALOGUES}
    assert told == {
        "es_AR": ("Cobrar", "tarjeta prepaga"),
        "es_MX": ("Cobrar", "tarjeta prepagada"),
        "pt_BR": ("Cobrar", "cartão pré-pago"),
        "en_US": ("Charge", "prepaid card"),
    }


def test_a_value_that_looks_like_a_placeholder_is_only_a_value() -> None:
    assert speak("en_US")(said("Sale {number}"), number="{person}") == "Sale {person}"


def test_a_language_that_the_till_does_not_speak_is_refused() -> None:
    with pytest.raises(KeyError):
        speak("fr_FR")


def test_money_and_examples_are_written_as_the_language_writes_them() -> None:
    assert speak("es_MX").money(Money(1834_50, "MXN")) == "$1,834.50"
    assert speak("es_AR").example("CLP") == "1.834"
