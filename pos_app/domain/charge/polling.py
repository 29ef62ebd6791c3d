"""How long to wait before asking again: data, fitted to how long people take at a terminal."""

from pos_app.domain.charge.status import AttemptStatus as S

_EVER = float("inf")
_SETTLING = ((10.0, 0.8), (60.0, 1.0), (_EVER, 5.0))
# Until this many seconds in the status: seconds from one reply to the next question.
_GAPS = {
    S.OPENED: ((6.0, 1.0), (30.0, 2.0), (_EVER, 5.0)),
    S.ON_TERMINAL: ((0.5, 2.0), (25.0, 0.8), (45.0, 1.2), (90.0, 2.5), (_EVER, 5.0)),
    S.UNRECOGNIZED: ((30.0, 2.0), (_EVER, 5.0)),
}
_SEARCH_MARKS = (2.0, 5.0, 10.0, 20.0, 40.0, 60.0)  # seconds since it was sent, then each 60 s
# Until so many seconds since an attempt that ended unpaid was sent: seconds from look to look.
_WATCH = ((600.0, 60.0), (7_200.0, 300.0), (_EVER, 3_600.0))
_ERRORS = (2.0, 4.0, 8.0, 15.0)  # after so many silences in a row

WATCH_FOR = 25 * 3_600.0  # seconds since it was sent: what turns into money does so by then
SLOWEST = 30.0  # seconds between two questions, however often we were told to keep away
JITTER = 0.10  # of a gap, either way: tills that started together do not ask together


def gap(status: S, age: float) -> float:
    """Seconds to wait, for an attempt that has been `age` seconds in this status."""
    return next(wait for until, wait in _GAPS.get(status, _SETTLING) if age < until)


def search_gap(age: float) -> float:
    """Seconds to the next search, `age` seconds after it was sent."""
    return next((mark - age for mark in _SEARCH_MARKS if mark > age), 60.0)


def watch_gap(age: float) -> float:
    """Seconds from one look for late money to the next, `age` seconds after it was sent."""
    return next(wait for until, wait in _WATCH if age < until)


def error_gap(silences: int) -> float:
    """Seconds to wait after so many questions in a row without an answer."""
    return _ERRORS[min(silences, len(_ERRORS)) - 1] if silences else 0.0
