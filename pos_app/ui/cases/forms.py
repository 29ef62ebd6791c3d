"""What an act asks before it is done: who decides and why, or how much cash came in."""

from typing import NamedTuple

from pos_app.domain.money import Money
from pos_app.domain.sale import Sale
from pos_app.services.state import Case
from pos_app.ui.cases.about import About
from pos_app.ui.cases.shown import UNSIGNED, Act, Form, FormScreen, Offer
from pos_app.ui.sale.cash import cash_screen
from pos_app.ui.sale.shown import Button
from pos_app.ui.shared.language import Sentence, Words, said


class Asked(NamedTuple):
    explains: Sentence
    confirm: Sentence
    reasons: tuple[Sentence, ...] = ()


_BY_HAND = said("Typed on the terminal by hand")
_NO_TILL = said("The till was closed or cut off")
_OTHER_WAY = said("Settled another way")
_NOT_WANTED = said("Not wanted any more")
_UNCONFIRMED = said("Card charge {amount} unconfirmed: it will be checked.")
_ONE_GOES_BACK = said("If it came in after all, one of the two goes back.")
_WHO, _WHY = said("Type who decides it."), said("Say why.")
_ASKED = {
    Act.ATTEST: Asked(
        said(
            "Only where the slip, or the terminal's own list, says approved. The sale is reported "
            "apart until Mercado Pago proves it."
        ),
        said("Settle {amount} as attested"),
        (
            said("The terminal printed the slip"),
            said("The terminal lists it"),
            said("The customer's bank shows it"),
        ),
    ),
    Act.WITHDRAW: Asked(
        said("The sale is open again, and nothing settles it. The till goes on looking."),
        said("Withdraw the attested {amount}"),
        (said("It is not in the Mercado Pago app"), said("It was attested by mistake")),
    ),
    Act.APPLY: Asked(
        said("The money that came late settles the sale. Nothing more is charged for it."),
        said("Apply {amount} to sale {number}"),
        (
            said("The customer has the goods"),
            said("The customer waits for the goods"),
        ),
    ),
    Act.APART: Asked(
        said("This money does not settle the sale. It stays on the list until it has gone back."),
        said("Put {amount} apart to give it back"),
        (_OTHER_WAY, _NOT_WANTED, said("The card was used twice")),
    ),
    Act.NOTE: Asked(
        said("It leaves this list. The book keeps what you say here."),
        said("Note what became of {amount}"),
        (
            said("Given back at the customer's wish"),
            said("The customer disputes it"),
            said("Given back by mistake"),
        ),
    ),
    Act.ADOPT: Asked(
        said("This payment settles the sale. Nothing more is charged for it."),
        said("Use {amount} for sale {number}"),
        (_BY_HAND, _NO_TILL),
    ),
    Act.MAKE_SALE: Asked(
        said("A new sale of this amount goes into the book, settled by this payment."),
        said("Make a sale of {amount}"),
        (_BY_HAND, _NO_TILL),
    ),
    Act.GIVE_BACK: Asked(
        said("It belongs to no sale. It stays on the list until it has gone back."),
        said("Put {amount} apart to give it back"),
        (said("Nobody knows whose it is"), said("It was typed twice"), _NOT_WANTED),
    ),
    Act.FOREIGN: Asked(
        said("It leaves this list, and nothing is given back from here."),
        said("Take {amount} off this list"),
        (said("It belongs to another till"), said("It is not of this shop")),
    ),
    Act.DROP: Asked(
        said("No charge of it is open. It leaves the list, and nothing is sold."),
        said("Drop sale {number}, {amount}"),
    ),
}


def form_of(
    form: Form, offer: Offer, case: Case, what: About, sale: Sale | None, words: Words
) -> FormScreen:
    """`sale`: that an offer means, where it is not the case's own."""
    if form.act is Act.PAY_CASH and sale is not None:
        return _cash(form, offer, case, sale, words)
    asked = _ASKED[form.act]
    number = sale.ticket_number if sale else what.ticket
    values = {"amount": what.money(words), "number": "?" if number is None else number}
    signed = form.act not in UNSIGNED
    missing = _WHO if not form.supervisor.strip() else _WHY if not form.reason.strip() else None
    reason = words(missing) if signed and missing else ""
    return FormScreen(
        act=form.act,
        target=form.target,
        title=offer.button.text,
        explains=words(asked.explains),
        confirm=Button(words(asked.confirm, **values), enabled=not reason, reason=reason),
        close=words(said("Not now")),
        danger=offer.danger,
        signed=signed,
        reasons=tuple(words(each) for each in asked.reasons),
    )


def _cash(form: Form, offer: Offer, case: Case, sale: Sale, words: Words) -> FormScreen:
    shown = cash_screen(sale.total, form.received, words)
    return FormScreen(
        act=form.act,
        target=form.target,
        title=f"{offer.button.text} · {shown.total}",
        explains=_unclear(case, words),
        confirm=shown.confirm,
        close=words(said("Not now")),
        received=shown.received,
        exact=shown.exact,
        notes=shown.notes,
        change=f"{shown.change_name}: {shown.change}" if shown.change else "",
    )


def _unclear(case: Case, words: Words) -> str:
    """A card charge of the sale that may still bring money."""
    if case.following is None or not case.following.attempt.lives:
        return ""
    amount: Money = case.following.attempt.prepared.amount
    return f"{words(_UNCONFIRMED, amount=words.money(amount))} {words(_ONE_GOES_BACK)}"
