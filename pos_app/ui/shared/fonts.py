"""The till's own font, so that screens look the same everywhere."""

from enum import Enum

from PySide6.QtGui import QFont, QFontDatabase

from pos_app.ui.shared.resources import resource


class Text(Enum):
    """The sizes of text, in pixels at 100 % scaling, and their weights."""

    BODY = (16, QFont.Weight.Normal)
    STRONG = (16, QFont.Weight.DemiBold)
    SECONDARY = (14, QFont.Weight.Normal)
    TITLE = (20, QFont.Weight.DemiBold)
    HEADLINE = (30, QFont.Weight.DemiBold)
    PRIMARY = (22, QFont.Weight.DemiBold)  # the primary button
    TOTAL = (48, QFont.Weight.DemiBold)
    AMOUNT = (72, QFont.Weight.DemiBold)

    @property
    def pixels(self) -> int:
        return self.value[0]

    def font(self, family: str = "") -> QFont:
        """This text in `family`, or, without one, in whatever the application has."""
        font = QFont(family) if family else QFont()
        font.setPixelSize(self.value[0])
        font.setWeight(self.value[1])
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


def load_fonts() -> str:
    """Load the till's font; its family, or "" if it cannot be had: then the system's serves."""
    try:
        files = sorted(resource("fonts").glob("*.otf"))
    except OSError:
        return ""
    loaded = [QFontDatabase.addApplicationFont(str(file)) for file in files]
    families = [name for one in loaded for name in QFontDatabase.applicationFontFamilies(one)]
    return families[0] if families else ""
