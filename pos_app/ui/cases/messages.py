"""What each kind of case is called, and what to do about it: one row a kind."""

from typing import NamedTuple

from pos_app.domain.charge.doubt import Task
from pos_app.ui.shared.colours import Tone
from pos_app.ui.shared.language import Sentence, paid, said, unpaid


class Kind(NamedTuple):
    """`title`: in the list. `headline`: over the verdict. `hint`: what to do now."""

    tone: Tone
    icon: str
    title: Sentence
    headline: Sentence
    hint: Sentence


_CHARGED = said("Charged, or not?")
_HOLD = said("Hold the goods and do not charge again. A supervisor decides what this money is for.")
KINDS = {
    Task.RESOLVE: Kind(
        Tone.UNKNOWN,
        "circle-question-mark",
        _CHARGED,
        said("We do not know yet if it was charged"),
        said("Hold the goods, look at the terminal, and say here what it shows."),
    ),
    Task.LATE: Kind(
        Tone.DECLINED,
        "triangle-alert",
        said("Money that came late"),
        said("Money came in after the charge was over"),
        said(
            "Apply it to the sale if the customer has the goods or waits for them. If not, give "
            "it back."
        ),
    ),
    Task.SURPLUS: Kind(
        Tone.DECLINED,
        "copy",
        said("More than one payment"),
        paid("It was paid more than once"),
        said("One payment is enough: give the rest back to the customer."),
    ),
    Task.RETURN: Kind(
        Tone.ON_TERMINAL,
        "history",
        said("To be given back"),
        said("This money must be given back"),
        said("Give it back in one of these ways. The till notices by itself, and closes this."),
    ),
    Task.ATTESTED: Kind(
        Tone.SET_ASIDE,
        "eye",
        said("Settled on a person's word"),
        said("Settled on a person's word, not proved yet"),
        said("The goods may leave. Do not charge again: the till keeps looking for the payment."),
    ),
    Task.DENIED: Kind(
        Tone.DECLINED,
        "search",
        said("Attested, and not found"),
        said("Attested, but Mercado Pago knows of no payment"),
        said(
            "Look for it in the Mercado Pago app, with the slip. If it is not there, withdraw it "
            "and ask the customer."
        ),
    ),
    Task.GONE: Kind(
        Tone.DECLINED,
        "minus",
        said("Money that went back"),
        paid("It was paid, and money has gone back"),
        said("Find out why before more goods leave. Then note it: that closes this."),
    ),
    Task.ASIDE: Kind(
        Tone.SET_ASIDE,
        "archive",
        said("Set aside, still under way"),
        said("Set aside: the charge is still under way"),
        said("Let the customer finish, or cancel it. Until then nobody charges this sale again."),
    ),
    Task.ORPHAN: Kind(
        Tone.ON_TERMINAL,
        "credit-card",
        said("Money without a sale"),
        said("A payment that no sale claims"),
        said("Find out whose it is, then say here what it is for."),
    ),
    Task.UNPAID: Kind(
        Tone.CANCELLED,
        "receipt",
        unpaid("Not charged: sale set aside"),
        unpaid("Nothing was charged for this sale"),
        said("Open it again to charge it, take cash for it, or drop it."),
    ),
}

# The same task, where more is known.
MISMATCH = KINDS[Task.RESOLVE]._replace(
    headline=said("A payment came in that does not match"), hint=_HOLD
)
DISPUTED = KINDS[Task.RESOLVE]._replace(
    headline=said("The payment is disputed"),
    hint=said("Hold the goods and do not charge again. See the dispute in the Mercado Pago app."),
)
TOLD = KINDS[Task.RESOLVE]._replace(hint=said("Hold the goods until this is clear."))
WRONG_AMOUNT = KINDS[Task.RESOLVE]._replace(
    headline=said("The terminal has another amount"),
    hint=said("The customer must not pay. Cancel it on the terminal and call the supervisor."),
)
READING = KINDS[Task.RESOLVE]._replace(
    hint=said("Hold the goods: the till is asking for the payment. Check again, or wait.")
)
LATE_FOR_SETTLED = KINDS[Task.LATE]._replace(
    hint=said("The sale is settled another way: give this money back to the customer.")
)
LATE_AND_WRONG = KINDS[Task.LATE]._replace(
    hint=said("It does not match the charge, so it cannot settle the sale: give it back.")
)
ATTESTED_LONG = KINDS[Task.ATTESTED]._replace(
    tone=Tone.DECLINED,
    icon="clock",
    headline=said("Attested for {time}, and still not proved"),
    hint=said(
        "Look for it in the Mercado Pago app, with the slip. If it is not there, withdraw it and "
        "ask the customer."
    ),
)
UNPAID_BUSY = KINDS[Task.UNPAID]._replace(
    hint=said("Finish the sale on the desk first, then open this one; or take cash, or drop it.")
)
