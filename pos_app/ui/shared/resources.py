"""Where the till's fonts, icons and catalogues lie: beside the source, in the wheel, or frozen."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[2]


def resource(name: str) -> Path:
    """The file or folder `name` of resources/, such as "icons/send.svg".

    Raises:
        FileNotFoundError: naming what is missing; the installation is damaged.
    """
    homes = [_PACKAGE / "_resources", _PACKAGE.parent / "resources"]
    if frozen := getattr(sys, "_MEIPASS", ""):
        homes.insert(0, Path(frozen, "resources"))
    for home in homes:
        if (found := home / name).exists():
            return found
    raise FileNotFoundError(f"the till's resource {name} is missing: install the till again")
