"""python -m benchmarks NAME [NUMBERS]: measures one promise and prints its figures."""

import os
import sys
from collections.abc import Mapping
from types import MappingProxyType

from benchmarks import at_rest, charge, detect, frames, http, paint, published, start
from benchmarks.figures import Measure

NAMES: Mapping[str, Measure] = MappingProxyType(
    {
        "start": start.measure,
        "charge": charge.measure,
        "paint": paint.measure,
        "detect": detect.measure,
        "http": http.measure,
        "idle": at_rest.idle,
        "memory": at_rest.memory,
        "frames": frames.measure,
    }
)


def main(words: list[str]) -> int:
    """0: measured, whatever the figures say; 2: not understood."""
    name, arguments = (words[0], words[1:]) if words else ("", [])
    if name == "all" and not arguments:
        published.measure_all(list(NAMES))
        return 0
    if name not in NAMES or not all(each.isdecimal() for each in arguments):
        print("usage: python -m benchmarks all, or a NAME and its numbers:")
        for each, measure in NAMES.items():
            print(f"  {each:8} {measure.__doc__}")
        return 2
    for row in NAMES[name](arguments):
        print(row, flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
