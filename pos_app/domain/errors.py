"""What can go wrong, in the shop's words: raised below, put into sentences once, in ui."""

from enum import Enum

from pos_app.domain.money import Money


class TillError(Exception):
    """`maybe_done`: may it have taken effect all the same? Then it is never simply retried.

    `detail` is for the log and the Details of a panel, never the first line that a person reads.
    """

    def __init__(self, detail: str = "", *, maybe_done: bool = False) -> None:
        super().__init__(detail)
        self.detail, self.maybe_done = detail, maybe_done


class AmountFault(Enum):
    """Why what was typed is not an amount."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not a number"
    SEPARATORS = "separators"  # could be read in two ways: never guessed
    DECIMALS = "decimals"  # finer than the currency
    NOT_POSITIVE = "not positive"
    TOO_LARGE = "too large"


class AmountNotUnderstood(TillError):
    def __init__(self, fault: AmountFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class AmountOutOfRange(TillError):
    def __init__(self, smallest: Money, largest: Money | None) -> None:
        super().__init__(f"outside {smallest.plain()} to {largest.plain() if largest else 'any'}")
        self.smallest, self.largest = smallest, largest


# What the network says.


class NotSent(TillError):
    """Not one byte of the request left: name look-up, connection or TLS failed before it.

    `blocked`: something in between answers in Mercado Pago's place. `clock`: the certificate is of
    another time than the computer's clock, which is the one that is wrong.
    """

    def __init__(self, detail: str = "", *, blocked: bool = False, clock: bool = False) -> None:
        super().__init__(detail)
        self.blocked, self.clock = blocked, clock


class NoAnswer(TillError):
    """Silence, trouble at the other end, or a reply that makes no sense."""


class TooManyRequests(TillError):
    """Units: `wait` in seconds, as the reply asked, or None where it did not say."""

    def __init__(self, detail: str = "", *, wait: float | None = None, sure: bool = True) -> None:
        super().__init__(detail, maybe_done=not sure)
        self.wait = wait


class CredentialsRefused(TillError):
    """401 or 403: the token is missing, revoked, or not for this."""


class NotFound(TillError):
    """404: it is not there, or not there yet."""


class RequestRefused(TillError):
    """400 and the like: nothing was done. `about_amount`: the amount was what it disliked."""

    def __init__(self, detail: str = "", *, about_amount: bool = False) -> None:
        super().__init__(detail)
        self.about_amount = about_amount


class TerminalBusy(TillError):
    """It still holds another intent."""


class TerminalNotReady(TillError):
    """It is not in PDV mode, or nobody has signed in on it."""


class TooLateToCancel(TillError):
    """The terminal has it already: it is cancelled there."""


# What the book says.


class LedgerFault(Enum):
    OPEN_ELSEWHERE = "open elsewhere"
    READ_ONLY = "read-only"
    DAMAGED = "damaged"
    TOO_NEW = "too new"
    OTHER_ENVIRONMENT = "other environment"
    DISK_FULL = "disk full"
    SHARED_FOLDER = "shared folder"  # a network or cloud-synced folder
    TROUBLE = "trouble"  # the disk refused a write or a read; what was asked is unknown


class LedgerError(TillError):
    """The book cannot be used, or did not take what was written."""

    def __init__(self, fault: LedgerFault, detail: str = "") -> None:
        super().__init__(detail or fault.value, maybe_done=fault is LedgerFault.TROUBLE)
        self.fault = fault


class AlreadyTaken(TillError):
    """The book refuses a second one: an attempt on a terminal or a sale, an id seen before."""


# What the till itself refuses.


class ChargeRefusal(Enum):
    NOTHING_TO_CHARGE = "nothing to charge"
    NO_TERMINAL = "no terminal chosen"
    NOT_IN_PDV = "terminal not in PDV mode"
    TERMINAL_HELD = "terminal held"
    SALE_HELD = "sale held"
    NO_ACCOUNT = "account not read"
    OTHER_MERCHANT = "other merchant"
    SIGN_IN = "sign in"
    NOT_SAVED = "last result not saved"
    LATE_MONEY = "money came in late"  # for this sale: what it is for is decided first


class ChargeRefused(TillError):
    def __init__(self, why: ChargeRefusal, detail: str = "") -> None:
        super().__init__(detail or why.value)
        self.why = why


class ActRefusal(Enum):
    """Why what a person decided about money is not done. Nothing was written."""

    NOTHING_THERE = "nothing there"  # no such charge, sale or payment
    NOT_SENT = "not sent yet"
    NOT_SAVED = "last result not saved"
    ENDED = "ended"  # the charge is over: there is nothing to set aside
    CHARGE_LIVES = "charge lives"
    LATE_MONEY = "money came in late"  # for this sale: what it is for is decided first
    DESK_TAKEN = "desk taken"  # by a sale with something in it
    SALE_OVER = "sale over"  # paid, cancelled, or not one that was set aside
    AMOUNT_DIFFERS = "amount differs"
    TOO_LITTLE = "too little cash"
    NOTHING_TO_PAY = "nothing to pay"
    CHANGED = "changed"  # it does not fit what is known by now


class ActRefused(TillError):
    def __init__(self, why: ActRefusal, detail: str = "") -> None:
        super().__init__(detail or why.value)
        self.why = why


class SupervisorFault(Enum):
    NAME = "no name"
    REASON = "no reason"
    TOO_LONG = "too long"


class SupervisorNeeded(TillError):
    """Only a supervisor decides this: by name, and with a reason."""

    def __init__(self, why: SupervisorFault = SupervisorFault.NAME) -> None:
        super().__init__(why.value)
        self.why = why


class LookTooEarly(TillError):
    """An idle terminal tells nothing yet. Units: `seconds` until it does."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s too early")
        self.seconds = seconds


class UnknownCode(TillError):
    """Nothing that the shop sells has this code or name."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class SaleFrozen(TillError):
    """The sale cannot be changed: a charge lives, or it is over."""


class SettingsError(TillError):
    """`path` is what cannot be read; `too_new`: a later release wrote it."""

    def __init__(self, path: str, detail: str = "", *, too_new: bool = False) -> None:
        super().__init__(detail)
        self.path, self.too_new = path, too_new
