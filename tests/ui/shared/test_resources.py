"""Fonts and icons: found wherever the till is installed; without them it opens all the same."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QFontMetricsF
from PySide6.QtWidgets import QApplication

from pos_app.ui.shared import resources
from pos_app.ui.shared.fonts import Text, load_fonts
from pos_app.ui.shared.icons import icon, pixmap
from pos_app.ui.shared.resources import resource

FIRST_PAINT = ("theme", "fonts", "widgets", "buttons", "step_line", "resources", "colours")


def test_a_source_run_finds_what_lies_beside_it() -> None:
    assert resource("icons/send.svg").is_file()
    assert resource("fonts").is_dir()


def test_a_built_program_finds_what_was_packed_with_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packed = tmp_path / "resources" / "icons" / "send.svg"
    packed.parent.mkdir(parents=True)
    packed.touch()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("icons/send.svg") == packed
    assert resource("icons/search.svg") != packed.with_name("search.svg")


def test_an_installed_wheel_finds_what_lies_in_the_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packed = tmp_path / "pos_app" / "_resources" / "icons"
    packed.mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "pos_app")
    assert resource("icons") == packed


def test_what_is_missing_is_named() -> None:
    with pytest.raises(FileNotFoundError, match=r"icons/nothing\.svg"):
        resource("icons/nothing.svg")


def test_the_font_is_ours_in_each_weight_and_its_digits_stand_in_columns(
    dressed: QApplication,
) -> None:
    family = load_fonts()
    for role in Text:
        font = role.font(family)
        assert QFontInfo(font).family() == family == "Till Sans"
        assert QFontInfo(font).weight() == font.weight()
        metrics = QFontMetricsF(font)
        pairs = [metrics.horizontalAdvance(a + b) for a in "0123456789" for b in "0123456789"]
        assert len(set(pairs)) == 1, role


def test_the_font_has_what_the_till_writes(dressed: QApplication) -> None:
    metrics = QFontMetricsF(Text.BODY.font(load_fonts()))
    for letter in "ABCXYZabcxyz0123456789$.,·×−–—…'\"áéíóúüñçãõâêôàÁÉÍÓÚÑÇÃÕ¿¡ºª€«»\u00a0\u202f":
        assert metrics.inFontUcs4(ord(letter)), letter


def test_without_its_font_the_till_has_the_systems(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path)
    assert load_fonts() == ""  # no folder
    broken = tmp_path / "_resources" / "fonts"
    broken.mkdir(parents=True)
    assert load_fonts() == ""  # no file
    (broken / "Broken.otf").write_bytes(b"not a font")
    assert load_fonts() == ""
    assert QFontInfo(Text.BODY.font("")).pixelSize() == Text.BODY.pixels


def test_fonts_and_icons_come_with_their_licences() -> None:
    assert "SIL OPEN FONT LICENSE" in resource("fonts/LICENSE").read_text()
    assert resource("icons/LICENSE").read_text().startswith("ISC License")
    assert sum(file.stat().st_size for file in resource("fonts").iterdir()) < 1_500_000


def test_every_icon_can_be_drawn_in_any_colour(qapp: QApplication) -> None:
    for file in resource("icons").glob("*.svg"):
        drawn = pixmap(file.stem, 24, "#6b21a8", 2.0)
        assert (drawn.width(), drawn.devicePixelRatio()) == (48, 2.0)
        image = drawn.toImage()
        seen = [image.pixelColor(x, y) for x in range(48) for y in range(48)]
        solid = {colour.name() for colour in seen if colour.alpha() == 255}
        assert solid == {"#6b21a8"}, file.stem
        assert not icon(file.stem).isNull()


def test_an_icon_that_is_not_there_is_named(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError, match=r"unicorn\.svg"):
        pixmap("unicorn", 24, "#000000")


def test_the_first_paint_brings_nothing_to_draw_icons_with() -> None:
    names = ", ".join(f"pos_app.ui.shared.{name}" for name in FIRST_PAINT)
    ask = (
        f"import sys, {names}; print(*sorted(m for m in sys.modules if m.startswith('PySide6.Qt')))"
    )
    told = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"]
