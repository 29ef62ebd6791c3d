"""What was asked for on the command line, read and checked."""

import argparse
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

BOOKS = ("live", "training", "demo")
SITES = ("MLA", "MLB", "MLM", "MLC")  # that the simulator has a shop for

USAGE = """\
pos-app                             open the till
pos-app demo [--tour DIR]           open it on the built-in simulator; with --tour, or where there
                                    is no display, play a guided tour and leave its pictures in DIR
pos-app verify [--json] [--mend]    check the ledger; exit 1 and the first break if it is not whole;
                                    with --mend, first make its tables again from its events
pos-app sales [--json] [--since D]  list sales with their attempts and payments; D is YYYY-MM-DD
pos-app simulator [--port N] [--auto-play] [--site MLA|MLB|MLM|MLC]
                                    serve the simulator on a loopback address

verify and sales read the live till's ledger, or that of --book training or --book demo.
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """Units: `since` in milliseconds since the epoch, UTC."""

    name: str
    tour: Path | None = None
    json: bool = False
    mend: bool = False
    since: int = 0
    book: str = ""
    port: int = 0
    auto_play: bool = False
    site: str = "MLA"


def read(words: list[str]) -> Asked:
    """Understand the words.

    Raises:
        SystemExit: 2 with the reason on standard error, or 0 after printing the help.
    """
    parser = argparse.ArgumentParser("pos-app", usage=USAGE.replace("%", "%%").strip())
    commands = parser.add_subparsers(dest="name", required=True, help=argparse.SUPPRESS)
    demo = commands.add_parser("demo")
    demo.add_argument("--tour", type=Path, metavar="DIR")
    verify = commands.add_parser("verify")
    verify.add_argument("--mend", action="store_true")
    sales = commands.add_parser("sales")
    sales.add_argument("--since", type=_day, default=0, metavar="YYYY-MM-DD")
    for command in (verify, sales):
        command.add_argument("--json", action="store_true")
        command.add_argument("--book", choices=BOOKS, default="")
    simulator = commands.add_parser("simulator")
    simulator.add_argument("--port", type=int, default=0)
    simulator.add_argument("--auto-play", action="store_true")
    simulator.add_argument("--site", choices=SITES, default="MLA")
    return Asked(**vars(parser.parse_args(words)))


def _day(text: str) -> int:
    """The midnight that begins the day where the shop is."""
    try:
        return int(datetime.strptime(text, "%Y-%m-%d").astimezone().timestamp()) * 1000
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError(f"not a day like 2026-03-31: {text!r}") from error
