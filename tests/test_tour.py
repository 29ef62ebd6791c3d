"""The tour: it tells what happens, leaves pictures of it, and does not pass over what is wrong."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from pos_app.config import Settings
from pos_app.tour import (
    Guide,
    cancelled_in_time,
    paid,
    play,
    set_aside,
    typed_on_the_terminal,
)


def test_the_tour_sells_and_leaves_a_picture_of_each_step(
    tmp_path: Path, qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(Settings(tmp_path / "data"), tmp_path, (paid, cancelled_in_time)) == 0
    said = capsys.readouterr().out
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == 5
    assert all(picture.name in said for picture in pictures)
    assert all(QImage(str(picture)).width() == 1366 for picture in pictures)
    assert "the cashier reads: Cobrado" in said
    assert not (tmp_path / "data").exists()  # it plays beside the shop's own till


def test_the_tour_sets_aside_takes_cash_and_finds_money(
    tmp_path: Path, qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(Settings(tmp_path / "data"), tmp_path, (set_aside, typed_on_the_terminal)) == 0
    assert len(sorted(tmp_path.glob("*.png"))) == 9
    assert "All as told; the ledger is whole" in capsys.readouterr().out


def test_the_tour_fails_when_something_is_not_as_told(
    tmp_path: Path, qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    async def wrong(guide: Guide) -> None:
        await guide.add("10")
        guide.check(False, "money grows on trees")

    assert play(Settings(tmp_path / "data"), tmp_path, (wrong,)) == 1
    assert "NOT AS TOLD: money grows on trees" in capsys.readouterr().out
    assert (tmp_path / "not-as-told.png").exists()
