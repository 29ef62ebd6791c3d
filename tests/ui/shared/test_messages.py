"""Every error and every piece of news has a sentence of its own, in every language."""

from collections.abc import Iterator

import pytest

from pos_app.domain.errors import (
    ActRefusal,
    ActRefused,
    AmountFault,
    AmountNotUnderstood,
    AmountOutOfRange,
    ChargeRefusal,
    ChargeRefused,
    LedgerError,
    LedgerFault,
    LookTooEarly,
    NoAnswer,
    NotSent,
    RequestRefused,
    SettingsError,
    SupervisorFault,
    SupervisorNeeded,
    TillError,
    TooManyRequests,
)
from pos_app.domain.money import Money
from pos_app.services.state import News, Notice
from pos_app.ui.shared.language import CATALOGUES, speak
from pos_app.ui.shared.messages import explain, tell
from tests.ui.charge.moments import HOSTILE, listening

SPOKEN = {locale: speak(locale) for locale in CATALOGUES}
LOW, HIGH = Money(5_00, "ARS"), Money(4_000_000_00, "ARS")
BUILT: dict[type[TillError], list[TillError]] = {
    AmountNotUnderstood: [AmountNotUnderstood(fault) for fault in AmountFault],
    AmountOutOfRange: [AmountOutOfRange(LOW, HIGH), AmountOutOfRange(LOW, None)],
    NotSent: [NotSent(HOSTILE), NotSent(HOSTILE, blocked=True)],
    NoAnswer: [NoAnswer(HOSTILE), NoAnswer(HOSTILE, maybe_done=True)],
    TooManyRequests: [TooManyRequests(HOSTILE), TooManyRequests(HOSTILE, wait=2.5)],
    RequestRefused: [RequestRefused(HOSTILE), RequestRefused(HOSTILE, about_amount=True)],
    LedgerError: [LedgerError(fault, HOSTILE) for fault in LedgerFault],
    ChargeRefused: [ChargeRefused(why, HOSTILE) for why in ChargeRefusal],
    ActRefused: [ActRefused(why, HOSTILE) for why in ActRefusal],
    SupervisorNeeded: [SupervisorNeeded(why) for why in SupervisorFault],
    LookTooEarly: [LookTooEarly(17)],
    SettingsError: [
        SettingsError("settings.json", HOSTILE),
        SettingsError("settings.json", HOSTILE, too_new=True),
    ],
}


def family(kind: type[TillError]) -> Iterator[type[TillError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from family(child)


def every_error() -> list[TillError]:
    kinds = [kind for kind in family(TillError) if kind.__module__.startswith("pos_app.")]
    return [error for kind in kinds for error in BUILT.get(kind) or [kind(HOSTILE)]]


@pytest.mark.parametrize("locale", SPOKEN)
def test_no_two_errors_share_a_sentence_and_none_is_without(locale: str) -> None:
    told = [explain(error, SPOKEN[locale]) for error in every_error()]
    assert len(told) == len(set(told))
    for sentence in told:
        assert 30 <= len(sentence) <= 180, sentence
        assert sentence.count(".") >= 2 or ": " in sentence, "what happened, and what to do"
        assert "{" not in sentence


@pytest.mark.parametrize("locale", SPOKEN)
def test_no_explanation_shows_the_servers_text_or_claims_a_sale_was_paid_or_not(
    locale: str,
) -> None:  # S23
    words = listening(locale)
    for error in every_error():
        assert "acme" not in explain(error, words)
    assert {sentence.claims for sentence in words.spoken} == {None}


@pytest.mark.parametrize("locale", SPOKEN)
def test_every_piece_of_news_has_a_sentence_that_names_what_it_is_about(locale: str) -> None:
    told = [tell(Notice(news, "118"), SPOKEN[locale]) for news in News]
    assert len(set(told)) == len(News)
    of_all = (News.BACK_FROM_SLEEP, News.MONEY_FOUND, News.DONE)
    named = (tell(Notice(news, "118"), SPOKEN[locale]) for news in News if news not in of_all)
    assert all("118" in sentence for sentence in named)


def test_an_amount_out_of_range_names_both_ends_as_the_shop_writes_them() -> None:
    error = AmountOutOfRange(LOW, HIGH)
    assert "de $\u00a05,00 a $\u00a04.000.000,00" in explain(error, SPOKEN["es_AR"])
    assert "from $5.00 to $4,000,000.00" in explain(error, SPOKEN["en_US"])


def test_an_amount_that_was_not_understood_is_shown_how_to_be_typed() -> None:
    error = AmountNotUnderstood(AmountFault.SEPARATORS)
    assert "1.834,00" in explain(error, SPOKEN["pt_BR"], "BRL")
    assert "1,834.00" in explain(error, SPOKEN["es_MX"], "MXN")
    whole = explain(AmountNotUnderstood(AmountFault.DECIMALS), SPOKEN["es_AR"], "CLP")
    assert whole.endswith("1.834.")


def test_a_wait_that_was_asked_for_is_told_in_whole_seconds() -> None:  # F08
    assert "Wait 3 s" in explain(TooManyRequests(wait=2.5), SPOKEN["en_US"])


def test_an_answer_that_was_lost_is_never_called_a_failure() -> None:  # F02
    told = explain(NoAnswer(maybe_done=True), SPOKEN["en_US"])
    assert "may have been done" in told
    assert "Look at the terminal" in told


def test_a_fault_of_our_own_is_told_without_its_text() -> None:  # F59
    told = explain(RuntimeError(HOSTILE), SPOKEN["en_US"])
    assert "No charge is lost" in told
    assert "acme" not in told
