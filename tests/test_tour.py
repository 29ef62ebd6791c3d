"""The tour: it tells what happens, leaves pictures of it, and does not pass over what is wrong."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from pos_app.config import Settings
from pos_app.tour import Guide, play


def test_the_tour_plays_to_its_end_and_leaves_a_picture_of_each_step(
    tmp_path: Path, qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    assert play(Settings(tmp_path / "data"), tmp_path) == 0
    said = capsys.readouterr().out
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == 18
    assert all(picture.name in said for picture in pictures)
    assert all(QImage(str(picture)).width() == 1366 for picture in pictures)
    assert "the cashier reads: Cobrado" in said
    assert "All as told; the ledger is whole" in said
    assert not (tmp_path / "data").exists()  # it plays beside the shop's own till


def test_the_tour_fails_when_something_is_not_as_told(
    tmp_path: Path, qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    async def wrong(guide: Guide) -> None:
        await guide.add("10")
        guide.check(False, "money grows on trees")

    assert play(Settings(tmp_path / "data"), tmp_path, (wrong,)) == 1
    assert "NOT AS TOLD: money grows on trees" in capsys.readouterr().out
    assert (tmp_path / "not-as-told.png").exists()
