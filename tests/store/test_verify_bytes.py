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


def killed(folder: Path) -> dict[str, bytes]:
    """What a till that was killed at work leaves, by the names of the files."""
    ledger = run(open_here(folder))
    run(ledger.note("one", "", {}, "ana"))
    left = {path.name: path.read_bytes() for path in folder.iterdir()}
    run(ledger.close())
    seal.path_of(folder / LEDGER).unlink()
    return left


def put_back(folder: Path, content: dict[str, bytes]) -> None:
    for name, kept in content.items():
        (folder / name).write_bytes(kept)


@pytest.mark.parametrize("written", [24, 24 + 1000, 24 + 4096])  # bytes; the page is not all new
def test_half_a_frame_that_a_kill_left_is_no_damage(folder: Path, written: int) -> None:  # F45
    left = killed(folder)
    good = left[f"{LEDGER}-wal"]
    frame = good[-4120:-4096] + bytes(4096)  # a page of an earlier round under a new header
    put_back(folder, left | {f"{LEDGER}-wal": good + frame[:written]})
    assert verify(folder).findings == ()
    put_back(folder, left | {f"{LEDGER}-wal": good[:-4120] + frame[:written]})
    assert f"{LEDGER}-wal, frame" in str(places(verify(folder)))  # that one had been acknowledged
    put_back(folder, left | {f"{LEDGER}-wal": good + frame[:written]})
    run(run(open_here(folder)).close())
    assert (verify(folder).findings, verify(folder).events) == ((), 2)


@pytest.mark.parametrize("name", [f"{LEDGER}.seal", f"{LEDGER}-wal"])
def test_any_byte_that_changes_beside_it_is_found_too(folder: Path, name: str) -> None:
    if name.endswith("seal"):
        run(make_ledger(folder, 1))
    else:
        put_back(folder, killed(folder))
    good = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert verify(folder).findings == ()
    size = len(good[name])
    for offset in range(0, size, 1 if size < 1000 else 211):
        spoilt = bytearray(good[name])
        spoilt[offset] ^= 0x10
        put_back(folder, good | {name: bytes(spoilt)})
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
