"""Asks of a case what it offers, and all that it says."""

from pos_app.ui.cases.shown import Act, Chosen


def acts(shown: Chosen) -> list[Act]:
    """The next step first."""
    return [offer.act for offer in (shown.next, *shown.offers) if offer]


def said(shown: Chosen) -> str:
    return " ".join((shown.headline, *shown.verdict, shown.hint, *shown.steps))
