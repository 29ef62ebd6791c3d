"""What the page says of each kind of case, whatever it is, and the list beside it."""

from dataclasses import replace

import pytest

from pos_app.domain.charge.doubt import Task
from pos_app.domain.charge.facts import Seen
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.errors import LedgerError, LedgerFault, NoAnswer, SupervisorNeeded
from pos_app.services.state import Case, Following, News, Notice, TillState
from pos_app.ui.cases.screen import newest, next_selected, render
from pos_app.ui.sale.shown import Tone as Weight
from tests.domain.charge.making import INTENTS, LOST, T0, sent
from tests.ui.cases.examples import (
    EXAMPLES,
    FOUND,
    NAME,
    RESOLVE,
    UNPAID,
    Example,
    chosen,
    of,
    page,
    till,
)
from tests.ui.charge.moments import HOSTILE, SPOKEN, listening


@pytest.mark.parametrize("locale", SPOKEN)
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_case_says_what_is_known_what_to_do_and_what_can_be_done(
    name: str, locale: str
) -> None:  # I23
    shown, row = chosen(name, locale), page(EXAMPLES[name], locale).rows[0]
    assert 0 < len(row.title) <= 32
    assert 0 < len(shown.headline) <= 60
    assert shown.verdict
    assert 0 < len(shown.hint) <= 190
    assert shown.next or shown.look, "there is always a next step"
    assert shown.next is None or shown.next.button.enabled
    for offer in (shown.next, *shown.offers):
        assert offer is None or 0 < len(offer.button.text) <= 40
    assert "{" not in repr(shown)
    for text in (row.title, shown.headline, *shown.verdict, shown.hint):
        assert "error" not in text.lower()


def test_the_examples_are_of_every_task() -> None:
    assert {example.case.task for example in EXAMPLES.values()} == set(Task)


@pytest.mark.parametrize("locale", SPOKEN)
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_page_claims_of_the_money_only_what_is_proved(name: str, locale: str) -> None:
    words, example = listening(locale), EXAMPLES[name]
    render(till(example), INTENTS, example.case.name, None, T0 + example.after, words)
    claims = {sentence.claims for sentence in words.spoken} - {None}
    cases = (example.case, *example.others)
    proved = {case.following.attempt.outcome for case in cases if case.following}
    proved |= {Outcome.NOT_PAID for case in cases if case.task is Task.UNPAID}
    assert claims <= proved


def test_no_two_tasks_look_alike_and_none_is_told_by_colour_alone() -> None:
    rows = {e.case.task: page(e).rows[0] for e in EXAMPLES.values() if not e.others}
    assert len({row.icon for row in rows.values()}) == len(rows)
    assert len({row.title for row in rows.values()}) == len(rows)


def test_what_somebody_else_wrote_is_no_markup_and_turns_no_amount_around() -> None:  # S22 S24
    trap = "\u202e<b>Sol</b>\u202c\n"
    attempt = replace(EXAMPLES["attested"].case.following.attempt, decided_by=trap, reason=trap)  # type: ignore[union-attr]  # it has one
    shown = page(Example(of(attempt, Task.ATTESTED), 500_000)).chosen
    assert shown is not None
    for line in (*shown.verdict, *(text for row in shown.details for text in row)):
        assert line.isprintable()


# The list, and what is beside it.


def test_the_list_is_newest_first_with_amount_sale_terminal_and_time() -> None:
    screen = page(EXAMPLES["lost, and money of that amount"])
    assert [row.name for row in screen.rows] == [FOUND.name, NAME]
    assert screen.rows[1].where == "Sale 417 · Point Smart 7733"
    assert screen.rows[1].age.endswith("95 s")
    assert newest(till(EXAMPLES["lost, and money of that amount"])) == FOUND.name


@pytest.mark.parametrize(
    ("after", "age"),
    [(119_000, "119 s"), (120_000, "2 min"), (7_300_000, "2 h"), (200_000_000, "2 days")],
)
def test_how_long_is_told_in_the_unit_that_says_enough(after: int, age: str) -> None:
    assert page(replace(EXAMPLES["lost"], after=after)).rows[0].age.endswith(f"· {age}")


def test_with_nothing_to_see_to_the_page_says_so_in_words() -> None:
    screen = render(TillState(), INTENTS, "", None, T0, SPOKEN["es_AR"])
    assert screen.chosen is None
    assert screen.empty
    assert screen.rows == ()


def test_a_case_that_was_seen_to_does_not_hand_its_place_to_the_next() -> None:
    state = till(EXAMPLES["unpaid"])
    screen = render(state, INTENTS, "another", None, T0, SPOKEN["en_US"])
    assert screen.chosen is None
    assert screen.empty.startswith("This is seen to.")


def test_what_became_of_the_sale_is_followed() -> None:
    before = (RESOLVE, FOUND)
    assert next_selected(NAME, before, replace(TillState(), cases=before)) == NAME
    assert next_selected(NAME, before, replace(TillState(), cases=(FOUND, UNPAID))) == UNPAID.name
    assert next_selected(NAME, before, replace(TillState(), cases=(FOUND,))) == NAME
    assert next_selected(FOUND.name, before, replace(TillState(), cases=(RESOLVE,))) == FOUND.name


def test_a_notice_is_as_loud_as_what_it_tells() -> None:
    told = {
        Notice(News.DONE): Weight.NEWS,
        Notice(News.LATE_MONEY): Weight.WARNING,
        Notice(SupervisorNeeded()): Weight.WARNING,
        Notice(LedgerError(LedgerFault.DISK_FULL)): Weight.ALARM,
    }
    for notice, weight in told.items():
        state = replace(till(EXAMPLES["lost"]), notice=notice)
        screen = render(state, INTENTS, NAME, None, T0, SPOKEN["en_US"])
        assert screen.notice
        assert screen.notice_tone is weight
    stopped = replace(TillState(), stopped=LedgerError(LedgerFault.DAMAGED))
    assert "damaged" in render(stopped, INTENTS, "", None, T0, SPOKEN["en_US"]).notice


def test_training_cannot_be_missed_here_either() -> None:
    assert page(EXAMPLES["lost"], training=True).training.startswith("TRAINING")
    assert page(EXAMPLES["lost"]).training == ""


def test_the_servers_text_is_never_shown() -> None:  # S23
    case = Case(NAME, Task.RESOLVE, Following(sent().apply(LOST), NoAnswer(HOSTILE), T0))
    shown = repr(page(Example(case)))
    for piece in ("<b>", "com.acme", "APP_USR", "Internal"):
        assert piece not in shown


def test_a_look_is_no_use_where_the_money_is_known_or_the_charge_is_over() -> None:
    for name in ("late", "twice", "attested", "another amount came", "disputed", "gone"):
        assert chosen(name).look is None
    answers = chosen("lost").look
    assert answers is not None
    assert [answer.seen for answer in answers.answers] == list(Seen)
