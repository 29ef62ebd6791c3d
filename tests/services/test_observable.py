"""A watched value: told at once, told late comers too, and no page can stop the teller."""

import pytest

from pos_app.services.observable import Observable


def test_a_watcher_is_told_now_and_at_every_change() -> None:
    seen: list[int] = []
    value = Observable(1)
    stop = value.watch(seen.append)
    value.set(2)
    stop()
    value.set(3)
    assert seen == [1, 2]
    assert value.value == 3


def test_a_page_that_fails_does_not_stop_the_others(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[int] = []
    value = Observable(0)

    def fails(number: int) -> None:
        if number:
            raise RuntimeError("broken page")

    value.watch(fails)
    value.watch(seen.append)
    value.set(7)
    assert seen == [0, 7]
    assert "a watcher failed" in caplog.text


def test_a_watcher_may_leave_while_it_is_told() -> None:
    seen: list[int] = []
    value = Observable(0)
    stops = [value.watch(lambda number: stops[0]() if number else None)]
    value.watch(seen.append)
    value.set(1)
    value.set(2)
    assert seen == [0, 1, 2]
