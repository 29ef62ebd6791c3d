"""The two themes: what can be read in them, and that they can be put on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.ui.shared.colours import DARK, LIGHT, Theme, Tone, contrast
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.resources import resource
from pos_app.ui.shared.theme import SIZES, apply, theme_for, theme_in_use
from pos_app.ui.shared.widgets import mixed

BOTH = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
ENDS = (Tone.APPROVED, Tone.DECLINED, Tone.UNKNOWN)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#1d5bd8", "#1d5bd8") == 1


@BOTH
def test_every_text_can_be_read(theme: Theme) -> None:
    grounds = (theme.background, theme.surface, theme.raised)
    pairs = [(ink, ground) for ink in (theme.text, theme.secondary) for ground in grounds]
    pairs += [(theme.danger, theme.surface), (theme.danger, theme.background)]
    pairs += [(theme.on_accent, theme.accent)]
    pairs += [(paint.ink, paint.fill) for paint in theme.tones.values()]
    pairs += [(paint.ink, paint.stripe) for paint in theme.tones.values() if paint.stripe]
    for ink, ground in pairs:
        assert contrast(ink, ground) >= 4.5, (ink, ground)


@BOTH
def test_a_button_can_be_read_while_it_is_held_down(theme: Theme) -> None:
    set_aside = theme.tones[Tone.SET_ASIDE]
    pairs = [(theme.on_accent, theme.accent), (theme.text, theme.surface)]
    pairs += [(theme.danger, theme.surface), (set_aside.ink, set_aside.fill)]
    for ink, fill in pairs:
        for share in (0.07, 0.16):
            assert contrast(ink, mixed(fill, theme.text, share)) >= 4.5, (ink, fill, share)


@BOTH
def test_what_can_be_pressed_stands_out_from_what_it_lies_on(theme: Theme) -> None:
    shapes = [theme.edge, theme.accent, theme.danger]
    for ground in (theme.background, theme.surface):
        for shape in shapes:
            assert contrast(shape, ground) >= 3, (shape, ground)


@BOTH
def test_the_focus_is_seen_on_every_ground(theme: Theme) -> None:
    grounds = [theme.background, theme.surface, theme.raised, theme.accent]
    grounds += [paint.fill for paint in theme.tones.values()]
    for ground in grounds:  # the ring has two colours: one of them is enough
        assert max(contrast(theme.focus, ground), contrast(theme.surface, ground)) >= 3, ground
    assert contrast(theme.focus, theme.surface) >= 3


@BOTH
def test_the_end_of_a_charge_is_seen_on_the_line_of_steps(theme: Theme) -> None:
    for tone in ENDS:
        assert contrast(theme.tones[tone].fill, theme.surface) >= 3, tone


@BOTH
def test_no_tone_is_told_by_colour_alone(theme: Theme) -> None:
    assert set(theme.tones) == set(Tone)
    assert len({tone.icon for tone in Tone}) == len(Tone)
    for tone in Tone:
        assert resource(f"icons/{tone.icon}.svg").is_file()
    striped = {tone for tone, paint in theme.tones.items() if paint.stripe}
    assert striped == {Tone.UNKNOWN, Tone.TRAINING}


def test_no_money_moved_is_never_red() -> None:
    for theme in (LIGHT, DARK):
        cancelled = theme.tones[Tone.CANCELLED]
        assert contrast(cancelled.fill, theme.tones[Tone.PREPARING].fill) < 1.2  # grey, as at rest


def test_the_theme_is_the_one_asked_for_or_the_desktops(qapp: QApplication) -> None:
    desktop = DARK if qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    assert theme_for("light", qapp) is LIGHT
    assert theme_for("dark", qapp) is DARK
    assert theme_for("system", qapp) is desktop


def test_a_theme_can_be_changed_while_the_till_runs(dressed: QApplication) -> None:
    assert theme_in_use() is LIGHT
    apply(dressed, DARK)
    assert theme_in_use() is DARK
    assert dressed.palette().color(QPalette.ColorRole.WindowText).name() == DARK.text
    apply(dressed, LIGHT)
    assert theme_in_use() is LIGHT


def test_a_field_is_as_high_as_a_finger_needs(dressed: QApplication, qtbot: QtBot) -> None:
    field = QLineEdit("1834,50")
    qtbot.addWidget(field)
    field.show()
    assert field.sizeHint().height() == SIZES.field
    field.setFocus()
    assert field.sizeHint().height() == SIZES.field  # the ring of the focus moves nothing


def test_sizes_are_those_of_the_design() -> None:
    assert (SIZES.target, SIZES.gap, SIZES.row, SIZES.field, SIZES.primary) == (44, 8, 48, 48, 72)
    assert (SIZES.top_bar, SIZES.apart, SIZES.cart_least) == (48, 24, 380)
    sizes = [one.pixels for one in (Text.BODY, Text.SECONDARY, Text.TOTAL, Text.AMOUNT)]
    assert sizes == [16, 14, 48, 72]
