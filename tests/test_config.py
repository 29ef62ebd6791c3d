"""The settings of this till: what is read, and what is refused in words."""

import json
from pathlib import Path

import pytest

from pos_app.config import FILE, load
from pos_app.domain.errors import SettingsError


def _folder(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    return {"POS_APP_DATA_DIR": str(tmp_path)}


def test_without_a_file_and_an_environment_the_till_is_live_and_argentine(tmp_path: Path) -> None:
    settings = load({"POS_APP_DATA_DIR": str(tmp_path)})
    assert (settings.book, settings.training, settings.locale) == ("live", False, "es_AR")
    assert (settings.site.id, settings.site.smallest, settings.site.currency) == ("MLA", 500, "ARS")
    assert settings.folder == tmp_path / "live"


def test_the_file_says_country_theme_till_and_limits(tmp_path: Path) -> None:
    written = {"version": 1, "locale": "pt_BR", "theme": "dark", "till": "CX2", "by_till": True}
    environment = _folder(tmp_path, json.dumps({**written, "limits": {"MLB": [1500, None]}}))
    settings = load(environment)
    assert (settings.locale, settings.theme, settings.till) == ("pt_BR", "dark", "CX2")
    assert settings.by_till
    assert settings.trouble is None
    assert (settings.site.id, settings.site.smallest, settings.site.largest) == ("MLB", 1500, None)
    assert settings.sites["MLB"] == settings.site  # they hold whichever country the account is of
    assert settings.sites["MLA"].smallest == 500


def test_the_environment_wins_over_the_file_for_the_language(tmp_path: Path) -> None:
    environment = _folder(tmp_path, '{"version": 1, "locale": "pt_BR"}')
    assert load({**environment, "POS_APP_LOCALE": "es_MX"}).locale == "es_MX"
    with pytest.raises(SettingsError):
        load({**environment, "POS_APP_LOCALE": "tlh"})


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "NaN", '{"version": "1"}', '{"version": true}', "\x00", "[" * 50_000,
        '{"version": 1, "locale": "xx"}', '{"version": 1, "locale": []}',
        '{"version": 1, "theme": 3}', '{"version": 1, "site": "MLX"}',
        '{"version": 1, "till": 5}', '{"version": 1, "by_till": "yes"}',
        '{"version": 1, "limits": []}', '{"version": 1, "limits": {"MLA": [1]}}',
        '{"version": 1, "limits": {"MLA": [1.5, 2]}}', '{"version": 1, "limits": {"MLA": [9, 2]}}',
    ],
)  # fmt: skip
def test_a_damaged_file_is_named_left_alone_and_does_not_stop_the_till(
    tmp_path: Path, text: str
) -> None:
    settings = load(_folder(tmp_path, text))
    assert settings.trouble is not None
    assert settings.trouble.path.endswith(FILE)
    assert not settings.trouble.too_new
    assert settings.locale == "es_AR"
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text


def test_a_file_that_is_no_text_is_damaged(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe\x00")
    assert load({"POS_APP_DATA_DIR": str(tmp_path)}).trouble is not None


def test_a_file_from_a_later_release_is_told_apart(tmp_path: Path) -> None:
    settings = load(_folder(tmp_path, '{"version": 2, "locale": "pt_BR"}'))
    assert settings.trouble is not None
    assert settings.trouble.too_new
    assert settings.locale == "es_AR"


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:9000", "http://127.0.0.1"],
)
def test_training_stays_on_this_machine(tmp_path: Path, url: str) -> None:
    environment = {"POS_APP_DATA_DIR": str(tmp_path), "POS_APP_TRAINING_URL": url}
    settings = load({**environment, "POS_APP_TRAINING_TOKEN": "T"})
    assert settings.training
    assert settings.folder == tmp_path / "training"
    assert (settings.training_url, settings.training_token) == (url, "T")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1:8080", "http://10.0.0.1", "http://api.mercadopago.com", "ftp://localhost",
        "http://127.0.0.1.example.com", "http://user:pw@127.0.0.1", "http://localhost:99999",
        "127.0.0.1:8080", "http://", "http://[::1", "http://127.0.0.1/?a=1", "http://0.0.0.0:80",
    ],
)  # fmt: skip
def test_no_other_address_is_taken_for_training(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsError):
        load({"POS_APP_DATA_DIR": str(tmp_path), "POS_APP_TRAINING_URL": url})
