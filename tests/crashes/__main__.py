"""Passes of real crashes, and their figures: python -m tests.crashes [--passes N]."""

import argparse
import json
import sys
from pathlib import Path

from tests.crashes.report import crash, markdown


def main() -> int:
    asked = argparse.ArgumentParser("python -m tests.crashes", description=__doc__)
    asked.add_argument(
        "--passes", type=int, default=1, help="each tries other calls, and others' luck"
    )
    asked.add_argument("--first", type=int, default=0, help="the number of the first pass")
    asked.add_argument("--jobs", type=int, default=2, help="processes side by side")
    asked.add_argument("--only", choices=("kills", "refusals"), help="SIGKILL, or EIO and ENOSPC")
    asked.add_argument("--report", type=Path, help="where the figures go: .json, or else Markdown")
    given = asked.parse_args()
    numbers = range(given.first, given.first + given.passes)
    figures = crash(numbers, given.jobs, given.only or "")
    table = markdown(figures)
    print(table)
    if given.report is not None:
        whole = json.dumps(figures, indent=2, ensure_ascii=False)
        given.report.write_text(whole if given.report.suffix == ".json" else table)
    return 1 if figures["findings"] else 0


if __name__ == "__main__":
    sys.exit(main())
