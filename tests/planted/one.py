"""One planted bug against what must catch it: python -m tests.planted.one NAME MODULE ..."""

import runpy
import sys

from tests.planted.bugs import named
from tests.planted.plant import plant


def main(name: str, module: str, *arguments: str) -> None:
    """Run `module` as a command, with the bug in the till's code. It ends the process."""
    plant(named(name))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
