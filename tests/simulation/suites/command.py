"""The command line of the simulation."""

import argparse
import json
from collections.abc import Sequence

from tests.simulation.run import play
from tests.simulation.suites.tally import CRASHED, Failure, Tally, run_seeds


def main(arguments: Sequence[str]) -> int:
    asked = _parser().parse_args(arguments)
    suite = CRASHED if asked.crash else "two-tills" if asked.two_tills else "sales"
    if asked.seed is not None:
        return _replay(asked.seed, suite, asked.at)
    return _some(suite, asked.seeds, at_first=asked.stop_at_first, as_json=asked.json)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="play this run again, and tell all of it")
    parser.add_argument("--seeds", type=_range, help="A:B, from A up to but without B")
    parser.add_argument("--crash", action="store_true", help="die at every boundary")
    parser.add_argument("--at", type=int, default=0, help="with --seed --crash: at this one alone")
    parser.add_argument("--two-tills", action="store_true", help="on one account")
    parser.add_argument("--stop-at-first", action="store_true", help="that fails")
    parser.add_argument("--json", action="store_true", help="tell it for programs")
    return parser


def _range(text: str) -> range:
    begin, _, end = text.partition(":")
    return range(int(begin), int(end))


def _replay(seed: int, suite: str, crash_at: int) -> int:
    verdict = play(seed, suite, crash_at=crash_at, whole=True)
    print("\n".join(verdict.lines))
    print(f"seed {seed} ({suite}): {verdict.sales} sales, hash {verdict.hash}")
    for failure in verdict.failures:
        print(f"FAILED {failure}")
    return 1 if verdict.failures else 0


def _some(suite: str, seeds: range, *, at_first: bool, as_json: bool) -> int:
    tally = run_seeds(suite, seeds, at_first=at_first)
    if as_json:
        print(json.dumps(_told(tally)))
    else:
        for failure in tally.failures:
            print(failure.text)
        print(f"{tally.runs} runs, {tally.sales} sales, {tally.failed} failed, {tally.cpu:.1f} s")
    return 1 if tally.failed else 0


def _told(tally: Tally) -> dict[str, object]:
    first: Failure | None = next(iter(tally.failures), None)
    return {
        "runs": tally.runs,
        "sales": tally.sales,
        "failed": tally.failed,
        "seed": first.seed if first else None,
        "crash_at": first.crash_at if first else None,
        "failures": list(first.failures) if first else [],
        "replay": first.replay if first else "",
    }
