"""python -m benchmarks NAME [ARGUMENTS]: measures one promise and prints its figures."""

import sys

from benchmarks import detect

NAMES = {"detect": detect.main}


def main() -> int:
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in NAMES:
        print(f"usage: python -m benchmarks {' | '.join(NAMES)} [ARGUMENTS]")
        return 2
    return NAMES[name](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
