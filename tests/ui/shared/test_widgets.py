"""Labels say what they are told and nothing more; surfaces speak in their tone."""

import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pos_app.ui.shared.colours import DARK, LIGHT, Theme, Tone
from pos_app.ui.shared.fonts import Text
from pos_app.ui.shared.theme import apply
from pos_app.ui.shared.widgets import Card, Overflow, ToneSurface, fitted, mixed, plain_label

MARKUP = (
    "<b>bold</b>",
    "<img src='file:///etc/hostname'>",
    "<a href='https://x.example'>x</a>",
    "<h1>A</h1>",
    "&lt;&amp;",
    "&F",
)


def colours(widget: QWidget) -> set[str]:
    image = widget.grab().toImage()
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize("text", MARKUP)
@pytest.mark.parametrize("overflow", Overflow)
def test_a_label_never_takes_words_for_markup(
    dressed: QApplication, qtbot: QtBot, text: str, overflow: Overflow
) -> None:  # S22
    for label in (plain_label(text, overflow=overflow), plain_label(overflow=overflow)):
        qtbot.addWidget(label)
        label.setText(text)
        assert label.textFormat() is Qt.TextFormat.PlainText
        letter = label.fontMetrics().horizontalAdvance(text)
        assert label.sizeHint().width() >= letter or overflow is Overflow.WRAP
        label.grab()


def test_words_that_were_cut_are_whole_in_the_tooltip_and_no_markup_there(
    dressed: QApplication, qtbot: QtBot
) -> None:  # S22
    name = "<b>Empanada</b> de carne cortada a cuchillo, docena"
    label = plain_label(name, overflow=Overflow.ELIDE)
    qtbot.addWidget(label)
    label.resize(120, 24)
    label.grab()
    assert label.toolTip() == "&lt;b&gt;Empanada&lt;/b&gt; de carne cortada a cuchillo, docena"
    label.resize(900, 24)
    label.grab()
    assert label.toolTip() == ""


def test_an_amount_is_made_smaller_and_never_cut(dressed: QApplication, qtbot: QtBot) -> None:
    amount, room = "$ 4.000.000.000,00", 348
    label = plain_label(amount, Text.TOTAL, Overflow.SHRINK)
    qtbot.addWidget(label)
    assert QFontMetricsF(label.font()).horizontalAdvance(amount) > room
    label.resize(room, 60)
    label.grab()
    assert label.toolTip() == ""  # nothing was cut
    smaller = fitted(label.font(), amount, room, Text.SECONDARY.pixels)
    assert QFontMetricsF(smaller).horizontalAdvance(amount) <= room
    assert smaller.pixelSize() < Text.TOTAL.pixels


def test_letters_are_not_made_too_small_to_read(dressed: QApplication) -> None:
    assert fitted(Text.TOTAL.font(), "$ 1" * 90, 100, 14).pixelSize() == 14
    assert fitted(Text.BODY.font(), "$ 1", 100, 14) == Text.BODY.font()


def test_words_that_wrap_keep_their_room(dressed: QApplication, qtbot: QtBot) -> None:
    label = plain_label("No entregues. " * 12, overflow=Overflow.WRAP)
    qtbot.addWidget(label)
    assert label.heightForWidth(200) > label.heightForWidth(800)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("tone", Tone)
def test_the_words_on_a_surface_have_its_ink(
    dressed: QApplication, qtbot: QtBot, theme: Theme, tone: Tone
) -> None:
    surface = ToneSurface(Tone.PREPARING)
    qtbot.addWidget(surface)
    column, words = QVBoxLayout(surface), plain_label("Cobrado", Text.SECONDARY)
    column.addWidget(words)
    surface.resize(QSize(300, 100))
    surface.show()
    surface.show_tone(tone)
    apply(dressed, theme)  # also of one that is there already
    dressed.processEvents()
    paint = theme.tones[tone]
    assert surface.tone is tone
    assert words.palette().color(words.foregroundRole()).name() == paint.ink
    assert colours(surface) >= {paint.ink, paint.fill} | ({paint.stripe} - {""})


def test_not_known_yet_is_striped_and_paid_is_not(dressed: QApplication, qtbot: QtBot) -> None:
    for tone in (Tone.UNKNOWN, Tone.APPROVED):
        surface = ToneSurface(tone)
        qtbot.addWidget(surface)
        surface.resize(200, 100)
        row = surface.grab().toImage()
        ground = {row.pixelColor(x, 50).name() for x in range(20, 180)}
        assert (len(ground) > 1) is (tone is Tone.UNKNOWN)


def test_a_card_lies_on_the_page(dressed: QApplication, qtbot: QtBot) -> None:
    card = Card()
    qtbot.addWidget(card)
    card.resize(80, 80)
    assert colours(card) >= {LIGHT.surface, LIGHT.background}  # its corners are round


def test_secondary_words_are_quieter(dressed: QApplication, qtbot: QtBot) -> None:
    label: QLabel = plain_label("turno 14", Text.SECONDARY)
    qtbot.addWidget(label)
    assert label.foregroundRole() is QPalette.ColorRole.PlaceholderText
    assert label.palette().color(label.foregroundRole()).name() == LIGHT.secondary


def test_colours_mix_from_one_to_the_other() -> None:
    assert mixed("#000000", "#ffffff", 0.0) == "#000000"
    assert mixed("#000000", "#ffffff", 1.0) == "#ffffff"
    assert mixed("#102030", "#304050", 0.5) == "#203040"


def test_a_surface_that_went_away_with_the_old_theme_is_left_alone(dressed: QApplication) -> None:
    surface = ToneSurface(Tone.SENT)
    surface.show()
    apply(dressed, DARK)
    surface.deleteLater()
    dressed.sendPostedEvents(surface, QEvent.Type.DeferredDelete)
    dressed.processEvents()  # an exception here fails the test
