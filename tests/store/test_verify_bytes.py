"""Whatever bytes the files hold: verify answers, and names the place that is not as it was."""

import json
import random
from asyncio import run
from pathlib import Path

import pytest

from pos_app.store.files import seal, wal
from pos_app.store.files.folder import LEDGER
from pos_app.store.verify import Report, report_json, verify
from tests.store.shop import make_ledger, open_here


@pytest.fixture
def closed(folder: Path) -> Path:
    run(make_ledger(folder))
    return folder


def places(report: Report) -> list[str]:
    return [finding.place for finding in report.findings]


@pytest.mark.parametrize("part", range(8))
def test_any_byte_that_changes_in_a_closed_ledger_is_found_and_placed(
    closed: Path, part: int
) -> None:  # S09
    good = (closed / LEDGER).read_bytes()
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    offsets = [*range(97 * part, len(good), 97 * 8), *chance.sample(range(len(good)), 25)]
    for offset in offsets:
        spoilt = bytearray(good)
        spoilt[offset] ^= chance.randrange(1, 256)
        (closed / LEDGER).write_bytes(spoilt)
        first = offset - offset % seal.BLOCK
        named = [p for p in places(verify(closed)) if p.startswith(f"{LEDGER}, bytes {first} to")]
        assert named, offset


@pytest.mark.parametrize("name", [f"{LEDGER}.seal", f"{LEDGER}-wal"])
def test_any_byte_that_changes_beside_it_is_found_too(folder: Path, name: str) -> None:
    if name.endswith("seal"):
        run(make_ledger(folder, 1))
    else:
        ledger = run(open_here(folder))
        run(ledger.note("one", "", {}, "ana"))
        content = {path.name: path.read_bytes() for path in folder.iterdir()}
        run(ledger.close())
        seal.path_of(folder / LEDGER).unlink()
        for path, kept in content.items():  # as after a kill
            (folder / path).write_bytes(kept)
    assert verify(folder).findings == ()
    good = (folder / name).read_bytes()
    for offset in range(0, len(good), 1 if len(good) < 1000 else 211):
        spoilt = bytearray(good)
        spoilt[offset] ^= 0x10
        (folder / name).write_bytes(spoilt)
        in_salt = name.endswith("wal") and 40 <= offset % 4120 < 48 and offset > 4120
        assert in_salt or any(p.startswith(name) for p in places(verify(folder))), offset


def test_a_ledger_cut_short_or_grown_is_found(closed: Path) -> None:
    good = (closed / LEDGER).read_bytes()
    for other in (good[:-1], good[:-4096], good + b"\0", good + bytes(4096), b""):
        (closed / LEDGER).write_bytes(other)
        assert not verify(closed).whole, len(other)


@pytest.mark.parametrize("what", ["nothing", "a folder", "rubbish", "empty", "half", "no wal"])
def test_verify_has_an_answer_to_anything(folder: Path, what: str) -> None:  # F51
    run(make_ledger(folder, 1))
    ledger = folder / LEDGER
    content = ledger.read_bytes()
    ledger.unlink()
    if what == "a folder":
        ledger.mkdir()
    elif what != "nothing":
        ledger.write_bytes(
            {"rubbish": bytes(range(256)) * 999, "empty": b"", "half": content[:50_001]}.get(
                what, content
            )
        )
    for sealed in (True, False):
        if not sealed:
            seal.path_of(ledger).unlink()
        report = verify(folder)
        assert report.whole is (what == "no wal" and sealed)
        assert report.whole or all(f.place and f.what for f in report.findings)
        assert json.loads(report_json(report))["whole"] is report.whole
    assert not verify(folder / "nowhere").whole
    seal.path_of(ledger).write_bytes(b"\xff[[[")
    assert f"{LEDGER}.seal" in places(verify(folder))


def test_pages_of_rubbish_inside_the_file_never_stop_verify(closed: Path) -> None:
    good = (closed / LEDGER).read_bytes()
    seal.path_of(closed / LEDGER).unlink()
    wal.path_of(closed / LEDGER).touch()
    seed = random.randrange(10**6)
    print("seed", seed)
    chance = random.Random(seed)
    for page in range(len(good) // 4096):
        spoilt = bytearray(good)
        spoilt[page * 4096 : (page + 1) * 4096] = chance.randbytes(4096)
        (closed / LEDGER).write_bytes(spoilt)
        verify(closed)
