"""The settings of this till: its file, its environment, live or training."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pos_app.domain.errors import SettingsError
from pos_app.domain.site import SITES, Site

VERSION = 1
FILE = "settings.json"
LOCALES = {"es_AR": "MLA", "es_MX": "MLM", "pt_BR": "MLB", "en_US": "MLA"}  # and its usual country
Theme = Literal["system", "light", "dark"]
THEMES: tuple[Theme, ...] = ("system", "light", "dark")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TRAINING_PERSON = "Ana"


@dataclass(frozen=True, slots=True)
class Settings:
    """`book` names the ledger's folder: live, training or demo, which never share one (I24).

    `limits`: smallest and largest amount in minor units for a country, where the documented ones
    do not hold. `by_till`: charge by the till's external id instead of the terminal's own.
    """

    data_dir: Path
    book: str = "live"
    locale: str = "es_AR"
    theme: Theme = "system"
    till: str = "CAJA01"
    site_id: str = ""
    training_url: str = ""
    training_token: str = ""
    proxy: str = ""
    ca_file: str = ""
    by_till: bool = False
    limits: Mapping[str, tuple[int, int | None]] = field(default_factory=dict)
    trouble: SettingsError | None = None  # what could not be read; the defaults stand in its place

    @property
    def training(self) -> bool:
        return self.book != "live"

    @property
    def folder(self) -> Path:
        return self.data_dir / self.book

    @property
    def sites(self) -> Mapping[str, Site]:
        """Every country, with the limits that hold for this till."""
        return {
            site.id: replace(
                site, smallest=self.limits[site.id][0], largest=self.limits[site.id][1]
            )
            if site.id in self.limits
            else site
            for site in SITES.values()
        }

    @property
    def site(self) -> Site:
        return self.sites[self.site_id or LOCALES[self.locale]]


def load(environment: Mapping[str, str], book: str = "") -> Settings:
    """Read the environment and the file. A file that cannot be read is left as it is.

    Raises:
        SettingsError: the environment asks for what must not be; no till opens then.
    """
    data_dir = Path(environment.get("POS_APP_DATA_DIR") or _default_folder(environment))
    url = environment.get("POS_APP_TRAINING_URL", "")
    if url:
        check_loopback(url)
    book = book or ("training" if url else "live")
    settings = Settings(data_dir, book, training_url=url if book == "training" else "")
    settings = replace(settings, training_token=environment.get("POS_APP_TRAINING_TOKEN", ""))
    path = data_dir / FILE
    try:
        settings = _with_file(settings, path)
    except SettingsError as trouble:
        settings = replace(settings, trouble=trouble)
    locale = environment.get("POS_APP_LOCALE", "")
    if locale and locale not in LOCALES:
        raise SettingsError("POS_APP_LOCALE", f"not one of {', '.join(LOCALES)}: {locale!r}")
    return replace(settings, locale=locale) if locale else settings


def check_loopback(url: str) -> None:
    """Training money must stay on this machine. Raises SettingsError for any other address."""
    try:
        parts = urlsplit(url)
        right = parts.scheme == "http" and parts.hostname in LOOPBACK and parts.port != 0
        right = right and not (parts.username or parts.password or parts.query or parts.fragment)
    except ValueError:
        right = False
    if not right:
        raise SettingsError("POS_APP_TRAINING_URL", f"not http on a loopback address: {url!r}")


def _with_file(settings: Settings, path: Path) -> Settings:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return settings
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(str(path), str(error)) from error
    try:
        written = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingsError(str(path), str(error)) from error
    if not isinstance(written, dict) or type(written.get("version")) is not int:
        raise SettingsError(str(path), "no version")
    if written["version"] > VERSION:
        raise SettingsError(str(path), f"version {written['version']}", too_new=True)
    return _checked(settings, path, written)


def _checked(settings: Settings, path: Path, written: Mapping[str, object]) -> Settings:
    """Only values that can be what they say. Raises SettingsError that names the first other."""
    texts = {name: written.get(name, getattr(settings, name)) for name in ("till", "proxy")}
    texts["ca_file"] = written.get("ca_file", "")
    site_id = written.get("site", "")
    locale, theme = written.get("locale", settings.locale), written.get("theme", settings.theme)
    by_till = written.get("by_till", False)
    right = {
        "locale": locale in tuple(LOCALES),
        "theme": theme in THEMES,
        "site": site_id in ("", *SITES),
        "by_till": isinstance(by_till, bool),
        **{name: isinstance(text, str) and len(text) <= 200 for name, text in texts.items()},
    }
    if wrong := [name for name, fits in right.items() if not fits]:
        raise SettingsError(str(path), f"not a {wrong[0]}: {written.get(wrong[0])!r}")
    return replace(
        settings,
        locale=str(locale),
        theme=next(each for each in THEMES if each == theme),
        till=str(texts["till"]) or settings.till,
        proxy=str(texts["proxy"]),
        ca_file=str(texts["ca_file"]),
        site_id=str(site_id),
        by_till=bool(by_till),
        limits=_limits(path, written.get("limits", {})),
    )


def _limits(path: Path, written: object) -> dict[str, tuple[int, int | None]]:
    if not isinstance(written, dict):
        raise SettingsError(str(path), "not limits")
    found: dict[str, tuple[int, int | None]] = {}
    for site_id, ends in written.items():
        pair = isinstance(ends, list) and len(ends) == 2 and site_id in SITES
        if not pair or type(ends[0]) is not int or not (ends[1] is None or type(ends[1]) is int):
            raise SettingsError(str(path), f"not limits: {site_id}")
        if ends[0] < 1 or (ends[1] is not None and ends[1] < ends[0]):
            raise SettingsError(str(path), f"not limits: {site_id}")
        found[site_id] = (ends[0], ends[1])
    return found


def _default_folder(environment: Mapping[str, str]) -> Path:
    home = Path.home()
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "pos-app"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "pos-app"
    return Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share") / "pos-app"


def from_process(book: str = "") -> Settings:
    return load(os.environ, book)
