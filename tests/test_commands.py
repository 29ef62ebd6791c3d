"""The command line: what is asked for, and what the exit code says."""

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from pos_app.commands import read
from pos_app.store.ledger import open_ledger


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    plain = {"PATH": os.environ["PATH"], "POS_APP_DATA_DIR": str(folder), **environment}
    command = [sys.executable, "-W", "error", "-m", "pos_app", *words]
    return subprocess.run(command, env=plain, capture_output=True, text=True, timeout=50)


async def _sell(folder: Path) -> None:
    ledger = await open_ledger(folder, "live", "CAJA01", clock_ms=lambda: 1_772_465_520_000)
    await ledger.open_sale("s1", "ARS", "Ana")
    await ledger.close()


async def test_sales_and_verify_read_the_book_as_json_and_as_words(tmp_path: Path) -> None:
    await _sell(tmp_path / "live")
    sold = json.loads(run(tmp_path, "sales", "--json").stdout)
    assert [sale["id"] for sale in sold["sales"]] == ["s1"]
    assert "open" in run(tmp_path, "sales").stdout
    later = json.loads(run(tmp_path, "sales", "--json", "--since", "2026-03-05").stdout)
    assert later == {"sales": [], "money_without_sale": []}
    verified = run(tmp_path, "verify", "--json")
    assert (verified.returncode, json.loads(verified.stdout)["whole"]) == (0, True)


async def test_verify_exits_with_one_and_names_the_place(tmp_path: Path) -> None:
    await _sell(tmp_path / "live")
    ledger = tmp_path / "live" / "ledger.sqlite"
    content = bytearray(ledger.read_bytes())
    content[len(content) // 2] ^= 1
    ledger.write_bytes(content)
    verified = run(tmp_path, "verify")
    assert verified.returncode == 1
    assert "ledger.sqlite" in verified.stdout
    assert "NOT WHOLE" in verified.stdout


async def test_verify_mends_the_tables_where_it_is_asked_to(tmp_path: Path) -> None:  # F53
    await _sell(tmp_path / "live")
    with closing(sqlite3.connect(tmp_path / "live" / "ledger.sqlite")) as db:
        db.execute("UPDATE sale SET total = 5")
        db.commit()
    assert run(tmp_path, "verify").returncode == 1
    mended = run(tmp_path, "verify", "--mend", "--json")
    assert (mended.returncode, json.loads(mended.stdout)["whole"]) == (0, True)
    assert run(tmp_path, "verify").returncode == 0


async def test_what_the_events_do_not_tell_is_not_mended(tmp_path: Path) -> None:  # F51, F53
    await _sell(tmp_path / "live")
    with closing(sqlite3.connect(tmp_path / "live" / "ledger.sqlite")) as db:
        db.execute("DROP TRIGGER event_update")
        db.execute("UPDATE event SET actor = 'Eva'")
        db.commit()
    before = (tmp_path / "live" / "ledger.sqlite").read_bytes()
    refused = run(tmp_path, "verify", "--mend")
    assert (refused.returncode, "NOT WHOLE" in refused.stdout) == (1, True)
    assert "not mended: event" in refused.stderr
    assert (tmp_path / "live" / "ledger.sqlite").read_bytes() == before


async def test_a_book_that_a_till_has_open_is_not_mended(tmp_path: Path) -> None:  # F20
    ledger = await open_ledger(tmp_path / "live", "live", "CAJA01", clock_ms=lambda: 1)
    await ledger.close()
    with closing(sqlite3.connect(tmp_path / "live" / "ledger.sqlite")) as db:
        db.execute("INSERT INTO sale VALUES ('x', 9, 'ARS', 1, 5, 'open', 0)")
        db.commit()
    ledger = await open_ledger(tmp_path / "live", "live", "CAJA01", clock_ms=lambda: 1)
    refused = run(tmp_path, "verify", "--mend")
    assert (refused.returncode, "not mended" in refused.stderr) == (1, True)
    await ledger.close()


def test_a_book_that_is_not_there_is_not_made_by_mending(tmp_path: Path) -> None:
    answered = run(tmp_path, "verify", "--mend")
    assert answered.returncode == 1
    assert "Traceback" not in answered.stderr
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_book_that_is_not_there_is_said_is_said_without_a_traceback(tmp_path: Path) -> None:
    for words in (["sales"], ["verify"], ["sales", "--json", "--book", "training"]):
        answered = run(tmp_path, *words)
        assert answered.returncode == 1, words
        assert "Traceback" not in answered.stderr
        assert answered.stdout + answered.stderr != ""


@pytest.mark.parametrize(
    "words", [["sing"], ["sales", "--since", "yesterday"], ["sales", "--book", "x"], ["--fly"]]
)
def test_what_is_not_understood_exits_with_two(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        read(words)
    assert stop.value.code == 2
    assert "pos-app" in capsys.readouterr().err


def test_a_till_without_a_display_says_so(tmp_path: Path) -> None:
    answered = run(tmp_path)
    assert (answered.returncode, "display" in answered.stderr) == (1, sys.platform == "linux")


def test_an_environment_that_must_not_be_is_refused_in_words(tmp_path: Path) -> None:
    answered = run(tmp_path, "sales", POS_APP_TRAINING_URL="http://10.0.0.1:80")
    assert answered.returncode == 1
    assert "POS_APP_TRAINING_URL" in answered.stderr
    assert "Traceback" not in answered.stderr
