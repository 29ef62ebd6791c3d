"""Every error and piece of news in a sentence: what happened, whether money moved, what to do."""

from pos_app.domain.errors import (
    ActRefused,
    AlreadyTaken,
    AmountFault,
    AmountNotUnderstood,
    AmountOutOfRange,
    ChargeRefusal,
    ChargeRefused,
    CredentialsRefused,
    LedgerError,
    LedgerFault,
    LookTooEarly,
    NoAnswer,
    NotFound,
    NotSent,
    RequestRefused,
    SaleFrozen,
    SettingsError,
    SupervisorNeeded,
    TerminalBusy,
    TerminalNotReady,
    TillError,
    TooLateToCancel,
    TooManyRequests,
    UnknownCode,
)
from pos_app.domain.most import MOST_LINES, MOST_OF_ONE
from pos_app.services.state import News, Notice
from pos_app.ui.shared.language import Sentence, Words, said
from pos_app.ui.shared.messages_acts import ACTS, LATE_MONEY, SUPERVISOR, TOO_EARLY

# They tell of what was asked last, not of the charge on the panel: none of these sentences says
# that a sale was charged, or that it was not.
_AMOUNTS = {
    AmountFault.EMPTY: said("Type an amount, such as {example}. Nothing was added."),
    AmountFault.NOT_A_NUMBER: said(
        "That is not an amount. Nothing was added. Type digits only, such as {example}."
    ),
    AmountFault.SEPARATORS: said(
        "That amount can be read in two ways. Nothing was added. Type it like {example}."
    ),
    AmountFault.DECIMALS: said(
        "That amount has too many decimals. Nothing was added. Type it like {example}."
    ),
    AmountFault.NOT_POSITIVE: said(
        "The amount must be more than zero. Nothing was added. Type it like {example}."
    ),
    AmountFault.TOO_LARGE: said(
        "That amount is too large for any terminal. Nothing was added. Check the digits."
    ),
}
_LEDGER = {
    LedgerFault.OPEN_ELSEWHERE: said(
        "The till is already open on this computer. No money moved. Use that window, or close it "
        "first."
    ),
    LedgerFault.READ_ONLY: said(
        "The till's book cannot be written: its folder is read-only. Nothing can be charged. Give "
        "this user the right to write there, then open the till again."
    ),
    LedgerFault.DAMAGED: said(
        "The till's book is damaged. Nothing can be charged, and nothing was erased. Call the "
        "supervisor: it is restored from a backup copy."
    ),
    LedgerFault.TOO_NEW: said(
        "A newer version of the till wrote this book. Nothing can be charged, and nothing was "
        "changed. Update the till, then open it again."
    ),
    LedgerFault.OTHER_ENVIRONMENT: said(
        "This book belongs to the other mode, training or real sales: they are never mixed. "
        "Nothing can be charged. Open the till with its own folder."
    ),
    LedgerFault.DISK_FULL: said(
        "The disk is full: charges are off, and nothing was sent. Make room on the disk, then try "
        "again."
    ),
    LedgerFault.SHARED_FOLDER: said(
        "The till's folder is on a network or is synchronized with a cloud: the book would not be "
        "safe there. Nothing can be charged. Move it to this computer's own disk."
    ),
    LedgerFault.TROUBLE: said(
        "The disk did not answer well: it is not known whether that was saved. Nothing new is "
        "charged. Do not close the till, and call the supervisor."
    ),
}
_REFUSALS = {
    ChargeRefusal.NOTHING_TO_CHARGE: said("There is nothing to charge. Add something to the sale."),
    ChargeRefusal.NO_TERMINAL: said("Choose the terminal first. Nothing was sent."),
    ChargeRefusal.NOT_IN_PDV: said(
        "The terminal is not in PDV mode. Nothing was sent. Switch it, restart it and try again."
    ),
    ChargeRefusal.TERMINAL_HELD: said(
        "The terminal still holds another charge. Nothing was sent. Finish or cancel that one "
        "first."
    ),
    ChargeRefusal.SALE_HELD: said(
        "This sale has a charge under way. No second one was sent. Wait until it ends."
    ),
    ChargeRefusal.NO_ACCOUNT: said(
        "Mercado Pago has not said yet whose account this is. Nothing was sent. Try again in a "
        "moment."
    ),
    ChargeRefusal.OTHER_MERCHANT: said(
        "This till is signed in with another Mercado Pago account than its book's. Nothing was "
        "sent. Call the supervisor."
    ),
    ChargeRefusal.SIGN_IN: said(
        "The till is signed out of Mercado Pago. Nothing was sent. Call the supervisor."
    ),
    ChargeRefusal.NOT_SAVED: said(
        "The last result is not saved yet. Nothing new was sent. Do not close the till."
    ),
    ChargeRefusal.LATE_MONEY: LATE_MONEY,
}
_OTHERS: dict[type[TillError], Sentence] = {
    CredentialsRefused: said(
        "Signed out of Mercado Pago: it refused the till. That request did nothing. Call the "
        "supervisor to sign in again."
    ),
    NotFound: said(
        "Mercado Pago does not find it. Nothing was sent. Check whether the terminal is still "
        "linked."
    ),
    TerminalBusy: said(
        "The terminal still holds another charge. That request did nothing. Finish or cancel what "
        "it shows, then try again."
    ),
    TerminalNotReady: said(
        "The terminal is not ready. That request did nothing. Sign in on it, and check that it is "
        "on and in PDV mode."
    ),
    TooLateToCancel: said(
        "Too late to cancel here: the terminal has the charge, and the customer can still pay. "
        "Cancel it on the terminal."
    ),
    AlreadyTaken: said(
        "The book already holds one like that. No second one was sent. Wait for the first to end."
    ),
    SaleFrozen: said(
        "This sale cannot be changed now: a charge is under way, or it is over, or it is full "
        "({lines} lines, {pieces} of each). Nothing was changed."
    ),
}
_BLOCKED = said(
    "The network blocks Mercado Pago. Nothing was sent. Check the network, and this computer's "
    "date and time."
)
_NOT_SENT = said("No connection. Nothing was sent. Check the network cable or the Wi-Fi.")
_SILENT = said(
    "Mercado Pago does not answer. Asking moved no money. The till tries again by itself."
)
_MAYBE = said(
    "No answer came, and it may have been done all the same. Look at the terminal before you try "
    "again."
)
_SLOW = said("Mercado Pago is busy. That request did nothing. Wait a moment and try again.")
_SLOW_FOR = said("Mercado Pago is busy. That request did nothing. Wait {seconds} s and try again.")
_BAD_AMOUNT = said(
    "The terminal does not take this amount. That request did nothing. Change the amount."
)
_REFUSED = said(
    "Mercado Pago did not accept that. That request did nothing. Try again; if it happens again, "
    "call the supervisor."
)
_SETTINGS = said(
    "{path} cannot be used as it is. No money moved. Correct it or remove it, then open the till "
    "again."
)
_NEWER_SETTINGS = said(
    "{path} was written by a newer version of the till. No money moved. Update the till."
)
_UNKNOWN_CODE = said("“{code}” is not in the catalogue. Nothing was added.")
_RANGE = said("The terminal takes from {low} to {high}. Nothing was sent. Change the amount.")
_AT_LEAST = said("The terminal takes {low} or more. Nothing was sent. Change the amount.")
_UNEXPECTED = said(
    "The till could not do that. No charge is lost. Try again; if it happens again, restart the "
    "till and call the supervisor."
)
_NEWS = {
    News.SALE_DROPPED: said("Sale {about} was dropped. No charge is open for it."),
    News.FOUND_OPEN_CHARGE: said(
        "The charge of sale {about} was open when the till closed. The till is checking it: do not "
        "charge again."
    ),
    News.TERMINAL_SWITCHED: said(
        "{about} is in PDV mode now. Restart the terminal before you charge."
    ),
    News.SET_ASIDE: said(
        "Sale {about} is set aside: the till keeps looking for its payment. Do not charge it again."
    ),
    News.PAID_ASIDE: said("The payment of sale {about}, which was set aside, is confirmed."),
    News.UNPAID_ASIDE: said(
        "No payment came in for sale {about}, which was set aside. Open it again, or drop it."
    ),
    News.LATE_MONEY: said(
        "Money came in late for sale {about}. Call the supervisor: see Unresolved above."
    ),
    News.MONEY_FOUND: said(
        "Money came in that no sale claims. Call the supervisor: see Unresolved above."
    ),
    News.BACK_FROM_SLEEP: said("Back from sleep: the till is checking its open charges."),
    News.RESTORED: said(
        "The book was put back as it was at {about}. Payments of later sales appear under "
        "Unresolved. Ticket numbers given since then may come again."
    ),
    News.BEGUN_ANEW: said(
        "A new book of {about} has begun: payments of the last day appear under Unresolved. The "
        "damaged book is kept."
    ),
    News.DONE: said("What was decided is written down."),
}


def explain(error: BaseException, words: Words, currency: str = "ARS") -> str:
    """The error in the shop's language. Never the server's text: that is in the log."""
    match error:
        case AmountNotUnderstood(fault=fault):
            return words(_AMOUNTS[fault], example=words.example(currency))
        case LedgerError(fault=fault):
            return words(_LEDGER[fault])
        case ChargeRefused(why=why):
            return words(_REFUSALS[why])
        case AmountOutOfRange(smallest=low, largest=None):
            return words(_AT_LEAST, low=words.money(low))
        case AmountOutOfRange(smallest=low, largest=high) if high:
            return words(_RANGE, low=words.money(low), high=words.money(high))
        case UnknownCode(code=code):
            shown = "".join(each for each in code if each.isprintable())[:30]
            return words(_UNKNOWN_CODE, code=shown)
        case SettingsError(path=path, too_new=too_new):
            return words(_NEWER_SETTINGS if too_new else _SETTINGS, path=path)
    return _explain_act(error, words)


def _explain_act(error: BaseException, words: Words) -> str:
    match error:
        case ActRefused(why=why):
            return words(ACTS[why])
        case SupervisorNeeded(why=fault):
            return words(SUPERVISOR[fault])
        case LookTooEarly(seconds=seconds):
            return words(TOO_EARLY, seconds=seconds)
    return _explain_network(error, words)


def _explain_network(error: BaseException, words: Words) -> str:
    match error:
        case TillError(maybe_done=True):
            return words(_MAYBE)
        case NotSent(blocked=blocked):
            return words(_BLOCKED if blocked else _NOT_SENT)
        case NoAnswer():
            return words(_SILENT)
        case TooManyRequests(wait=wait):
            return words(_SLOW_FOR, seconds=-int(-wait // 1)) if wait else words(_SLOW)
        case RequestRefused(about_amount=about_amount):
            return words(_BAD_AMOUNT if about_amount else _REFUSED)
    sentence = next((row for kind, row in _OTHERS.items() if isinstance(error, kind)), _UNEXPECTED)
    return words(sentence, lines=MOST_LINES, pieces=MOST_OF_ONE)


def tell(notice: Notice, words: Words, currency: str = "ARS") -> str:
    """A notice in one line."""
    if isinstance(notice.what, News):
        return words(_NEWS[notice.what], about=notice.about)
    told = explain(notice.what, words, currency)
    return f"{told} ({notice.about})" if type(notice.what) is TillError and notice.about else told
