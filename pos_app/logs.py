"""Where the till writes what it did: rotated files beside the ledger, no secret and no person."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILES, BYTES = 10, 5_000_000
FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


class _OneLine(logging.Formatter):
    """What came from outside cannot begin a line of its own (S31)."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(record).replace("\r", " ").replace("\n", "\n    ")


class _File(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A disk without room: no log either, and no traceback in its place."""


def start_logging(folder: Path) -> None:
    """Log to `folder`; where it cannot be written the till goes on without a log."""
    for chatty in ("httpx", "httpcore"):  # they would write addresses and headers
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = _File(folder / "till.log", "a", BYTES, FILES, encoding="utf-8")
    except OSError:
        return
    file.setFormatter(_OneLine(FORMAT))
    ours = logging.getLogger("pos_app")
    ours.setLevel(logging.INFO)
    ours.addHandler(file)
