"""The fixed words of the sale page."""

from pos_app.ui.sale.shown import Labels
from pos_app.ui.shared.language import Words, said

PERSON = said("{person}, cashier")
TICKET = said("Sale {number}")
TRAINING = said("TRAINING · no money moves · {person}")
UNRESOLVED = said("Unresolved: {count}")
EMPTY = said("Scan or search a product, or type an amount.")
FREE_AMOUNT = said("Various")

OPENING = said("Opening the till's book")
LOCKED = said("Locked while the charge is under way")
OVER = said("This sale is closed. The next product begins a new one.")
DROPPED = said("This sale was dropped")

CHARGE = said("Charge")
STOPPED = said("The till is stopped")
LIVE = said("A charge is under way")
UNSAVED = said("The last result is not saved yet")
CLOSED = said("This sale is closed")
NOTHING = said("Add something to the sale")
CASH = said("Cash")
TOTAL = said("Total")
CLOSE = said("Close")
NO_TERMINAL = said("No terminal found")
SWITCH = said("Switch to PDV mode")
HOLDS = said("See what holds it")

NEW_SALE = said("New sale")
NEW_SALE_EMPTY = said("The sale is empty")

_KEYS = said(
    "F1 keys   F2 search   F3 quantity   + more   - less   F6 set aside   F7 unresolved   "
    "F8 cash   F9 charge   Esc back"
)

CONNECTED = said("Connected")
CONNECTING = said("Connecting…")
OFFLINE = said("No connection")
OFFLINE_LIVE = said("No connection: the terminal can still take the payment")
BLOCKED = said("Network blocks Mercado Pago")
SILENT = said("Mercado Pago does not answer")
SIGNED_OUT = said("Signed out of Mercado Pago")
SLOW = said("Mercado Pago is slow")
CLOCK_OFF = said("The computer's clock is wrong: Mercado Pago cannot be reached. Set it right.")
CLOCK_WRONG = said("The computer's clock is wrong by {minutes} min. Set it right.")
STILL_OPEN = said("{till} · open charges: {count}")


def labels_of(words: Words) -> Labels:
    return Labels(
        search=words(said("Search or scan")),
        amount=words(said("Amount")),
        add_amount=words(said("Add")),
        total=words(TOTAL),
        terminal=words(said("Terminal")),
        remove=words(said("Remove")),
        more=words(said("One more")),
        less=words(said("One less")),
        keys=words(_KEYS),
        lines=words(said("Lines of the sale")),
        products=words(said("Products")),
        quantity=words(said("Quantity")),
        copy=words(said("Copy")),
        close=words(CLOSE),
        terminals=words(said("Terminals")),
    )
