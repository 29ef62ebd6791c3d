"""The life of an attempt, told once: loop, poller, screen, board and oracle read these rows."""

from enum import Enum

from pos_app.domain.charge.outcome import Outcome


class AttemptStatus(Enum):
    """Words of our own are in brackets; the API's are spelled as it spells them.

    `outcome` is what the word alone means to the sale: a final word of the API leaves it pending,
    because only payments, or their proved absence, settle it. `rank` orders the reports: a lower
    one that comes late is dropped (None: no place in that order). `final`: the API's word never
    changes again. Source of words and finals: guide "Crear y administrar intents".
    """

    # word, outcome, holds the terminal, rank, final
    PREPARED = ("(prepared)", Outcome.PENDING, True, 0, False)
    SENDING = ("(sending)", Outcome.PENDING, True, 0, False)
    UNKNOWN = ("(unknown)", Outcome.UNSURE, True, 0, False)  # sent; no answer to be trusted
    OPENED = ("OPENED", Outcome.PENDING, True, 1, False)
    ON_TERMINAL = ("ON_TERMINAL", Outcome.PENDING, True, 2, False)
    PROCESSING = ("PROCESSING", Outcome.PENDING, True, 3, False)
    PROCESSED = ("PROCESSED", Outcome.PENDING, True, 4, False)
    CLOSED = ("CLOSED", Outcome.PENDING, False, 5, True)  # done; only a payment says "paid"
    CANCELED = ("CANCELED", Outcome.PENDING, False, 5, True)
    EXPIRED = ("EXPIRED", Outcome.PENDING, False, 5, True)
    ERROR = ("ERROR", Outcome.PENDING, False, 5, True)
    CONFIRMATION_REQUIRED = ("CONFIRMATION_REQUIRED", Outcome.UNSURE, True, 5, True)
    UNRECOGNIZED = ("(unrecognized)", Outcome.PENDING, True, None, False)  # newer than us
    NOT_CREATED = ("(not created)", Outcome.NOT_PAID, False, 6, False)  # refused, or never left

    def __init__(
        self, word: str, outcome: Outcome, holds_terminal: bool, rank: int | None, final: bool
    ) -> None:
        self.word, self.outcome, self.holds_terminal = word, outcome, holds_terminal
        self.rank, self.final = rank, final

    @classmethod
    def read(cls, word: str) -> "AttemptStatus":
        """The row of the API's word, in any casing. One that is new to us is a row too."""
        wanted = word.strip().upper()
        heard = (row for row in cls if row.rank is not None and not row.word.startswith("("))
        return next((row for row in heard if row.word == wanted), cls.UNRECOGNIZED)


# A terminal that ended so has charged nothing, unless a payment raced it: asked once more below.
ENDED_UNPAID = frozenset({AttemptStatus.CANCELED, AttemptStatus.EXPIRED, AttemptStatus.ERROR})
WITH_PERSON = frozenset({AttemptStatus.UNKNOWN, AttemptStatus.CONFIRMATION_REQUIRED})
