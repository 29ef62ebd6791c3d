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
    """Not one byte of the request left: name look-up, connection or TLS failed before it."""

    def __init__(self, detail: str = "", *, blocked: bool = False) -> None:
        super().__init__(detail)
        self.blocked = blocked  # something in between answers in Mercado Pago's place


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


class ChargeRefused(TillError):
    def __init__(self, why: ChargeRefusal, detail: str = "") -> None:
        super().__init__(detail or why.value)
        self.why = why


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
