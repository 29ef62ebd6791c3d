"""From one seed: tills that live and lose power in turn, and the images of each cut, examined."""

import asyncio
import shutil
import tempfile
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from pos_app.store.files import seal
from pos_app.store.files.folder import LEDGER
from tests.crashes.power.disk import Disk, Said, Sync, Torn, Write
from tests.crashes.power.image import Expected, Found, examine
from tests.crashes.power.record import ROOT, TILL, Log, lay, record
from tests.crashes.power.till import Told

MEMORY = Path("/dev/shm")
OLDER = ROOT / "tests/store/fixtures"
LIVES = 3  # of one till: the second begins where a power cut left the first
IMAGES = 200  # of all of them
THOROUGH = 5  # one image in so many is verified before the till opens it, and while it is open


@dataclass
class Figures:
    """What was tried and what was found. `failures` say how to see each again."""

    counts: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        self.counts.update(other.counts)
        self.alarms.update(other.alarms)
        self.failures += other.failures


@dataclass(frozen=True)
class Run:
    seed: int
    images: int = IMAGES
    synchronous: str = "FULL"


def in_memory(run: Run) -> Figures:
    """On a disk of its own, a quick one if there is such a place."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as place:
        return cut_and_examine(run, Path(place))


def cut_and_examine(run: Run, place: Path) -> Figures:
    """`place`: a folder for the disks, emptied again."""
    figures, chance = Figures(), Random(f"power {run.seed}")
    content, held = _first(chance), None
    for number in range(LIVES):
        disk = place / f"life-{number}"
        lay(disk, content)
        log = record(disk, f"{run.seed}.{number}", "--synchronous", run.synchronous)
        shutil.rmtree(disk)
        share = run.images // LIVES + (number < run.images % LIVES)
        life = _Life(log, held, Random(f"{run.seed} {number}"), place, figures)
        life.examine(share, f"--seed {run.seed} --images {run.images}, life {number}")
        if chance.random() < 0.2 or life.left is None:
            content, held = _first(chance), None
        else:
            content, held = life.left
    return figures


def _first(chance: Random) -> dict[str, bytes | None]:
    """An empty disk, or the ledger of an earlier release (F56)."""
    if chance.random() < 0.7:
        return {}
    older = chance.choice(sorted(OLDER.glob("ledger_*.sqlite")))
    with tempfile.TemporaryDirectory() as place:
        ledger = Path(shutil.copy(older, Path(place) / LEDGER))
        seal.put(ledger)  # as it was closed
        files = {
            f"{TILL}/{path.name}": path.read_bytes() for path in (ledger, seal.path_of(ledger))
        }
    return {TILL: None, **files}


class _Life:
    """One recording, and the power cuts in it. `left`: a good image, and what it held."""

    def __init__(
        self, log: Log, held: Told | None, chance: Random, place: Path, figures: Figures
    ) -> None:
        self._log, self._chance, self._place, self._figures = log, chance, place, figures
        steps = log.steps
        self._said_at = [n for n, step in enumerate(steps) if isinstance(step, Said)]
        self._said = [held] + [Told.read(s.line) for s in steps if isinstance(s, Said)]
        self.left: tuple[dict[str, bytes | None], Told] | None = None

    def examine(self, images: int, name: str) -> None:
        """Half of the cuts fall anywhere, half near what is rare: names, sizes, the main file."""
        steps, chance = self._log.steps, self._chance
        rare = [n for n, step in enumerate(steps) if not isinstance(step, Write | Sync | Said)]
        ended = zip(self._said_at, self._said[1:], strict=True)
        rare += [n for n, told in ended if told is not None and told.closed]
        anywhere = [chance.randint(0, len(steps)) for _ in range(images - images // 2)]
        near = [
            min(chance.choice(rare) + chance.randint(0, 2), len(steps)) for _ in range(images // 2)
        ]
        disk, done = Disk(self._log.start, journalled=chance.random() < 0.5), 0
        for number, at in enumerate(sorted(anywhere + near)):
            for step in steps[done:at]:
                disk.take(step)
            done = at
            content, torn = disk.cut(chance)
            self._one(at, content, torn, f"{name}, image {number}, step {at}")

    def _one(self, at: int, content: dict[str, bytes | None], torn: Torn, name: str) -> None:
        past = bisect_right(self._said_at, at - 1)
        at_rest = past > 0 and self._said_at[past - 1] == at - 1
        coming = self._said[past + 1] if past + 1 < len(self._said) and not at_rest else None
        expected = Expected(self._said[past], coming)
        disk, thorough = self._place / "image", self._chance.randrange(THOROUGH) == 0
        lay(disk, content)
        (disk / TILL).mkdir(mode=0o700, exist_ok=True)
        found = asyncio.run(examine(disk / TILL, expected, thorough=thorough))
        shutil.rmtree(disk)
        self._count(torn, expected, found, thorough)
        self._figures.failures += [f"{name}: {what}" for what in found.wrong]
        if not found.wrong and found.held is not None and self._chance.random() < 0.1:
            self.left = content, found.held

    def _count(self, torn: Torn, expected: Expected, found: Found, thorough: bool) -> None:
        last = expected.last
        counts = {
            "images": 1,
            "images that lack something written": bool(torn),
            "sectors kept": torn.kept,
            "sectors dropped": torn.dropped,
            "sectors of rubbish": torn.rubbish,
            "changes of size undone": torn.sizes,
            "changes of names undone": torn.names,
            "images before the ledger was there": found.anew,
            "images of an upgrade cut short": bool(last is None and self._log.start),
            "images of a closed till": expected.closed,
            "images verified before and while open": thorough,
            "acknowledged events looked for": last.events if last else 0,
            "acknowledged events lost": found.lost,
            "backups in the images, all whole": found.backups,
            "images with a loss": found.lost > 0,
            "images with any failure": bool(found.wrong),
        }
        self._figures.counts.update({name: int(count) for name, count in counts.items()})
        self._figures.alarms.update({alarm.split(",")[0].split(":")[0] for alarm in found.alarms})
