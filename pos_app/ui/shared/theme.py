"""The till's look, put on the application: palette, font, one small style sheet; the sizes."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from pos_app.ui.shared.colours import DARK, LIGHT, Theme
from pos_app.ui.shared.fonts import Text

ThemeSetting = Literal["light", "dark", "system"]

_ROLES: Mapping[str, tuple[QPalette.ColorRole, ...]] = MappingProxyType(
    {
        "background": (QPalette.ColorRole.Window,),
        "surface": (QPalette.ColorRole.Base, QPalette.ColorRole.Button),
        "raised": (QPalette.ColorRole.AlternateBase, QPalette.ColorRole.ToolTipBase),
        "text": (
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.Text,
            QPalette.ColorRole.ButtonText,
            QPalette.ColorRole.ToolTipText,
        ),
        "secondary": (QPalette.ColorRole.PlaceholderText,),
        "line": (QPalette.ColorRole.Mid,),
        "accent": (QPalette.ColorRole.Accent, QPalette.ColorRole.Highlight),
        "on_accent": (QPalette.ColorRole.HighlightedText,),
        "focus": (QPalette.ColorRole.Link,),
    }
)
_FADED = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


@dataclass(frozen=True, slots=True)
class Sizes:
    """Pixels at 100 % scaling."""

    target: int = 44  # the least side of anything that is pressed
    gap: int = 8
    margin: int = 16
    apart: int = 24  # between what builds and what destroys
    row: int = 48
    field: int = 48  # inputs and small buttons
    primary: int = 72
    top_bar: int = 48
    cart_least: int = 380
    corner: int = 10
    ring: int = 2  # the keyboard focus


SIZES = Sizes()


def theme_for(setting: ThemeSetting, app: QApplication) -> Theme:
    """The theme that `setting` asks for; "system" is the desktop's, or light if it has none."""
    if setting == "system":
        dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return DARK if dark else LIGHT
    return DARK if setting == "dark" else LIGHT


def apply(app: QApplication, theme: Theme, family: str = "") -> None:
    """Dress the whole application, also while it runs. `family` comes from load_fonts()."""
    app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    app.setFont(_tabular(Text.BODY.font(family)))
    app.setStyleSheet(_style_sheet(theme))


def theme_in_use() -> Theme:
    """What was applied last: the application's palette is where the theme is kept."""
    ground = QApplication.palette().color(QPalette.ColorRole.Window).name()
    return DARK if ground == DARK.background else LIGHT


def _tabular(font: QFont) -> QFont:
    """Our own font has tabular digits by itself; a system font that steps in is asked for them."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    for name, roles in _ROLES.items():
        for role in roles:
            palette.setColor(role, QColor(getattr(theme, name)))
    for role in _FADED:
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.edge))
    return palette


def _style_sheet(theme: Theme) -> str:
    """Only what the palette cannot say. Buttons and surfaces paint themselves."""
    t, corner, inner = theme, SIZES.corner, SIZES.field - 2
    return f"""
QLineEdit {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.edge};
  border-radius: {corner}px; min-height: {inner}px; padding: 0 13px;
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QLineEdit:focus {{ border: 2px solid {t.focus}; min-height: {inner - 2}px; padding: 0 12px; }}
QLineEdit:disabled {{ background: {t.raised}; color: {t.secondary}; border-color: {t.line}; }}
QAbstractItemView {{ background: {t.surface}; color: {t.text}; border: 2px solid {t.surface};
  border-radius: {corner}px; outline: 0; padding: 2px; }}
QAbstractItemView:focus {{ border-color: {t.focus}; }}
QComboBox QAbstractItemView {{ border: 1px solid {t.edge}; border-radius: 0; }}
QAbstractItemView::item {{ min-height: {SIZES.row}px; padding: 0 10px;
  border-bottom: 1px solid {t.line}; }}
QAbstractItemView::item:hover {{ background: {t.background}; }}
QAbstractItemView::item:selected {{ background: {t.raised}; color: {t.text}; }}
QScrollBar {{ background: transparent; width: 14px; height: 14px; margin: 0; }}
QScrollBar::handle {{ background: {t.edge}; border: 4px solid {t.surface}; border-radius: 7px;
  min-height: {SIZES.target}px; min-width: {SIZES.target}px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.line}; padding: 6px; }}
"""
