"""The shop's language: sentences marked for translation, and who speaks them."""

import time
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations

from pos_app.domain.amount_text import SYMBOLS, write_amount
from pos_app.domain.charge.outcome import Outcome
from pos_app.domain.money import DECIMALS, Money
from pos_app.ui.shared.resources import resource

# Where each language looks for a sentence, in this order; English is what the sentences are in.
CATALOGUES = {"es_AR": ("es",), "es_MX": ("es_MX", "es"), "pt_BR": ("pt_BR",), "en_US": ()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is English, and the key of the catalogues. `claims`: what it says about the money.

    Only a sentence can be spoken: so text from elsewhere cannot reach the screen by mistake.
    """

    text: str
    claims: Outcome | None = None


def said(text: str) -> Sentence:
    """It claims nothing about the money."""
    return Sentence(text)


def paid(text: str) -> Sentence:
    """It says that the money was taken: spoken only where the outcome is PAID."""
    return Sentence(text, Outcome.PAID)


def unpaid(text: str) -> Sentence:
    """It says that no money was taken: spoken only where the outcome is NOT_PAID."""
    return Sentence(text, Outcome.NOT_PAID)


@dataclass(frozen=True, slots=True)
class Words:
    """Speaks one language."""

    locale: str
    catalogue: NullTranslations

    def __call__(self, sentence: Sentence, **values: str | int) -> str:
        return self.catalogue.gettext(sentence.text).format(**values)

    def money(self, amount: Money) -> str:
        return write_amount(amount, self.locale)

    def example(self, currency: str) -> str:
        """An amount as this language types it: "1.834,00"."""
        amount = self.money(Money(1834 * 10 ** DECIMALS[currency], currency))
        return amount.removeprefix(SYMBOLS[currency]).strip()

    def time(self, at: int) -> str:
        """The time of day in the shop. Units: `at` in milliseconds since the epoch, UTC."""
        return time.strftime("%H:%M:%S", time.localtime(at // 1000))


def plain(name: str) -> str:
    """A name without control or direction marks: it cannot reach the amounts beside it (S24)."""
    return name if name.isprintable() else "".join(c if c.isprintable() else " " for c in name)


def speak(locale: str) -> Words:
    """Who speaks this language.

    Raises:
        KeyError: a language that the till does not speak.
        OSError: its catalogue is missing: the installation is damaged.
    """
    spoken = NullTranslations()
    for name in CATALOGUES[locale]:
        spoken.add_fallback(_read(name))
    return Words(locale, spoken)


def _read(name: str) -> GNUTranslations:
    with resource(f"locale/{name}/LC_MESSAGES/pos_app.mo").open("rb") as file:
        return GNUTranslations(file)
