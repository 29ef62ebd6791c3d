"""What an attempt may become, told a second time: nothing here is read from the till's rules."""

API = ("OPENED", "ON_TERMINAL", "PROCESSING", "PROCESSED")
ENDED_UNPAID = ("CANCELED", "EXPIRED", "ERROR")
FINAL = (*ENDED_UNPAID, "CLOSED", "CONFIRMATION_REQUIRED")
PREPARED, SENDING, UNKNOWN = "(prepared)", "(sending)", "(unknown)"
ODD, NOT_CREATED = "(unrecognized)", "(not created)"

SEARCH_MARGIN, LOOK_AFTER, SETTLE, GONE = 2_000, 60_000, 10_000, 3_700_000  # milliseconds
MOVED = frozenset({"APPROVED", "AUTHORIZED", "IN_PROCESS", "PENDING", "IN_MEDIATION"}) | {
    "CHARGED_BACK",
    "UNRECOGNIZED",
}

# From which word to which others (I12).
BECOMES: dict[str, frozenset[str]] = {
    PREPARED: frozenset({SENDING, NOT_CREATED, UNKNOWN}),
    SENDING: frozenset({PREPARED, NOT_CREATED, UNKNOWN, ODD, *API, *FINAL}),
    UNKNOWN: frozenset({ODD, *API, *FINAL}),
    ODD: frozenset({UNKNOWN, *API, *FINAL}),
    NOT_CREATED: frozenset(),
    **{
        word: frozenset({UNKNOWN, ODD, *API[number + 1 :], *FINAL})
        for number, word in enumerate(API)
    },
    **dict.fromkeys(FINAL, frozenset[str]()),
}

# From which outcome to which others. Money that comes late reopens what had ended (I12).
MEANS: dict[str, frozenset[str]] = {
    "pending": frozenset({"paid", "not_paid", "unsure"}),
    "unsure": frozenset({"paid", "not_paid", "pending"}),
    "not_paid": frozenset({"unsure"}),
    "paid": frozenset(),
}
