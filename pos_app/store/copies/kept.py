"""The copies that are kept, by their names."""

import re
import time
from pathlib import Path

from pos_app.store.files.folder import BACKUPS

MOST = 30
_NAME = re.compile(r"ledger-(\d{6,})-\d{8}T\d{6}Z\.sqlite")
_STAMP = "%Y%m%dT%H%M%SZ"


def copies_in(folder: Path) -> list[Path]:
    """Of a till's folder, the newest first.

    By their numbers: a clock that was wrong for a while does not change which one is the newest.
    """
    found = (path for path in (folder / BACKUPS).glob("*") if _NAME.fullmatch(path.name))
    return sorted(found, key=_number, reverse=True)


def next_name(folder: Path, now: int) -> Path:
    """Units: `now` in milliseconds since the epoch, UTC."""
    number = max(map(_number, copies_in(folder)), default=0) + 1
    return folder / BACKUPS / f"ledger-{number:06d}-{stamp(now)}.sqlite"


def stamp(now: int) -> str:
    """A moment, in UTC, as a name tells it."""
    return time.strftime(_STAMP, time.gmtime(now // 1000))


def _number(path: Path) -> int:
    found = _NAME.fullmatch(path.name)
    return int(found[1]) if found else 0
