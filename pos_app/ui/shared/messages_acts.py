"""Why what a person decided about money was not done, in sentences."""

from pos_app.domain.errors import ActRefusal, SupervisorFault
from pos_app.ui.shared.language import said

ACTS = {
    ActRefusal.NOTHING_THERE: said(
        "The till's book has nothing like that. Nothing was written. Go back and look again."
    ),
    ActRefusal.NOT_SENT: said(
        "The charge is just being sent. Nothing was set aside. Wait a moment and try again."
    ),
    ActRefusal.NOT_SAVED: said(
        "The last result is not saved yet. Nothing was set aside. Do not close the till."
    ),
    ActRefusal.ENDED: said("The charge has ended: there is nothing to set aside. Go on selling."),
    ActRefusal.CHARGE_LIVES: said(
        "A charge of this sale may still come through. Nothing was done. Set it aside, or wait "
        "until it ends."
    ),
    ActRefusal.LATE_MONEY: said(
        "Money came in late for this sale. Nothing was done. Decide first what it is for: see "
        "Unresolved above."
    ),
    ActRefusal.DESK_TAKEN: said(
        "There is a sale on the desk. The other one stays set aside. Finish the one on the desk "
        "first."
    ),
    ActRefusal.SALE_OVER: said(
        "That sale is over, or is not set aside. Nothing was done. Go back and look again."
    ),
    ActRefusal.AMOUNT_DIFFERS: said(
        "The money and the sale are not of the same amount. Nothing was done. Choose another sale, "
        "or make a sale of it."
    ),
    ActRefusal.TOO_LITTLE: said(
        "That is less than the sale costs. Nothing was taken. Type what the customer hands over."
    ),
    ActRefusal.NOTHING_TO_PAY: said("There is nothing to pay. Add something to the sale."),
    ActRefusal.CHANGED: said(
        "The till knows more by now, and that does not fit any more. Nothing was written. Look "
        "again at what it says."
    ),
}
SUPERVISOR = {
    SupervisorFault.NAME: said(
        "A supervisor decides this. Nothing was written. Type the supervisor's name."
    ),
    SupervisorFault.REASON: said(
        "The book needs a reason. Nothing was written. Type why it was decided."
    ),
    SupervisorFault.TOO_LONG: said(
        "The name and the reason may have 200 characters each. Nothing was written. Type less."
    ),
}
TOO_EARLY = said(
    "An idle terminal says nothing yet. Nothing was written. Look at it again in {seconds} s."
)
LATE_MONEY = said(
    "Money came in late for this sale. Nothing was sent. Decide first what it is for: see "
    "Unresolved above."
)
