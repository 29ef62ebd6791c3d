"""python -m benchmarks NAME [NUMBERS]: measures one promise and prints its figures."""

import os
import sys
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from benchmarks import published
from benchmarks.figures import Measure

NAMES: Mapping[str, str] = MappingProxyType(  # each needs what others lack: loaded when asked for
    {
        "start": "start.measure",
        "charge": "charge.measure",
        "paint": "paint.measure",
        "detect": "detect.measure",
        "http": "http.measure",
        "idle": "at_rest.idle",
        "memory": "at_rest.memory",
        "frames": "frames.measure",
    }
)


def main(words: list[str]) -> int:
    """0: measured, whatever the figures say; 2: not understood."""
    name, arguments = (words[0], words[1:]) if words else ("", [])
    if name == "all" and not arguments:
        published.measure_all(list(NAMES))
        return 0
    if name not in NAMES or not all(each.isdecimal() for each in arguments):
        print(f"usage: python -m benchmarks all | {' | '.join(NAMES)} [NUMBERS]")
        print("docs/performance.md says what each measures, and what its numbers are.")
        return 2
    module, function = NAMES[name].split(".")
    measure: Measure = getattr(import_module(f"benchmarks.{module}"), function)
    for row in measure(arguments):
        print(row, flush=True)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.exit(main(sys.argv[1:]))
