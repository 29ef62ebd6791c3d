"""The till's window as it is first painted: before the network, the book and all that sells."""

from PySide6.QtWidgets import QApplication

from pos_app.config import Settings
from pos_app.ui.sale.opening import opening_screen
from pos_app.ui.sale.view import SaleView
from pos_app.ui.shared.fonts import load_fonts
from pos_app.ui.shared.language import speak
from pos_app.ui.shared.theme import apply, theme_for
from pos_app.ui.window import TillWindow


class Front:
    """What it imports is what the first paint costs."""

    def __init__(self, settings: Settings) -> None:
        found = QApplication.instance()
        self.qt = found if isinstance(found, QApplication) else QApplication(["pos-app"])
        self.qt.setQuitOnLastWindowClosed(False)  # the loop ends by itself; Qt would cut it short
        self.qt.setCursorFlashTime(0)  # a caret that stands still: a calm page, and a till at rest
        self.settings, self.words = settings, speak(settings.locale)
        apply(self.qt, theme_for(settings.theme, self.qt), load_fonts())
        self.view, self.window = SaleView(), TillWindow()
        self.window.show_page(self.view)
        currency, training = settings.site.currency, settings.training
        self.view.show_screen(opening_screen(settings.till, currency, training, self.words))

    def paint(self) -> None:
        """Show the window, and return when it has been painted."""
        self.window.show()
        self.qt.processEvents()
