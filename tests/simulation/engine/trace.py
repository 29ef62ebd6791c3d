"""What happened in one run, in order, at virtual times; and one hash over all of it."""

from collections import Counter, deque
from collections.abc import Callable
from hashlib import blake2b

KEPT = 60  # lines, where nobody wants to read the whole


class Trace:
    """Units: `now` tells milliseconds of the world since the epoch, UTC."""

    def __init__(self, now: Callable[[], int], *, whole: bool = False) -> None:
        self._now, self._start, self._hash = now, now(), blake2b(digest_size=12)
        self.lines: deque[str] = deque(maxlen=None if whole else KEPT)
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []

    def add(self, what: str) -> None:
        line = f"{(self._now() - self._start) / 1000:11.3f} {what}"
        self._hash.update(line.encode("utf-8", "backslashreplace") + b"\n")
        self.lines.append(line)

    def count(self, what: str) -> None:
        """For the gates: this was met once more."""
        self.counts[what] += 1

    def fail(self, oracle: str, what: str) -> None:
        """An oracle found a lie."""
        self.add(f"FAILURE {oracle}: {what}")
        self.failures.append(f"{oracle}: {what}")

    @property
    def hash(self) -> str:
        return self._hash.hexdigest()
