"""How long to wait: the numbers of the polling table."""

import pytest

from pos_app.domain.charge.polling import error_gap, gap, search_gap
from pos_app.domain.charge.status import AttemptStatus as S

SETTLING: list[tuple[float, float]] = [(0, 0.8), (9.9, 0.8), (10, 1), (59.9, 1), (60, 5), (1e6, 5)]
TABLE: dict[S, list[tuple[float, float]]] = {
    S.OPENED: [(0, 1), (5.9, 1), (6, 2), (29.9, 2), (30, 5), (1e6, 5)],
    S.ON_TERMINAL: [
        *[(0, 2), (0.4, 2), (0.5, 0.8), (24.9, 0.8), (25, 1.2), (44.9, 1.2)],
        *[(45, 2.5), (89.9, 2.5), (90, 5), (1e6, 5)],
    ],
    S.UNRECOGNIZED: [(0, 2), (29.9, 2), (30, 5), (1e6, 5)],
    S.PROCESSING: SETTLING,
    S.PROCESSED: SETTLING,
    S.CLOSED: SETTLING,
    S.CANCELED: SETTLING,
}


@pytest.mark.parametrize(
    ("status", "age", "wait"), [(s, age, wait) for s, row in TABLE.items() for age, wait in row]
)
def test_the_wait_follows_the_clock_of_the_status(status: S, age: float, wait: float) -> None:
    assert gap(status, age) == wait


@pytest.mark.parametrize("status", S)
def test_every_status_has_a_wait_at_every_age(status: S) -> None:
    assert all(0.8 <= gap(status, age / 10) <= 5 for age in range(40_000))


@pytest.mark.parametrize(
    ("age", "mark"),
    [(0, 2), (1.9, 2), (2, 5), (5, 10), (10, 20), (20, 40), (40, 60), (60, 120), (3_700, 3_760)],
)
def test_a_search_comes_at_its_mark_and_then_each_minute(age: float, mark: float) -> None:
    assert age + search_gap(age) == pytest.approx(mark)


def test_the_marks_of_a_search_are_met_one_after_another() -> None:
    now, marks = 0.0, []
    while now < 240:
        now += search_gap(now)
        marks.append(now)
    assert marks == [2, 5, 10, 20, 40, 60, 120, 180, 240]


def test_silence_makes_the_wait_longer_up_to_a_quarter_of_a_minute() -> None:  # F22
    assert [error_gap(n) for n in (0, 1, 2, 3, 4, 5, 100)] == [0, 2, 4, 8, 15, 15, 15]
