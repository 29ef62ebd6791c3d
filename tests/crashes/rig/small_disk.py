"""A disk of its own for one till, and very small; where none can be had, files that cannot grow."""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.crashes.cases import SMALLEST

FILLING = "filling"


class SmallDisk:
    def __init__(self, place: Path, *, mounted: bool) -> None:
        self.place, self.mounted = place, mounted

    def fill(self, pid: int) -> None:
        """Take all the room that there is; from this process, where the disk is no small one."""
        if not self.mounted:
            _limit(pid, SMALLEST)
            return
        with (self.place / FILLING).open("ab", buffering=0) as file:
            for size in (1 << 18, 1 << 12, 1 << 9):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError:
                    continue

    def free(self, pid: int) -> None:
        if not self.mounted:
            _limit(pid, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
        (self.place / FILLING).unlink(missing_ok=True)


def _limit(pid: int, size: int) -> None:
    most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    try:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))
    except ProcessLookupError:
        return  # it has ended


@contextmanager
def small_disk(place: Path, size: int, *, mounted: bool = True) -> Iterator[SmallDisk]:
    """Units: bytes. Where nobody may mount one, it is not mounted."""
    place.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    mounted = mounted and subprocess.run(asked, check=False, capture_output=True).returncode == 0
    try:
        yield SmallDisk(place, mounted=mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=True)
