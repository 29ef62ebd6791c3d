"""The simulation as a command: many runs, or one of them again."""

import sys

from tests.simulation.suites.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
