"""The whole program with its window, started on what a killed till has left: when is it shown?"""

import asyncio
import json
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from pathlib import Path
from time import perf_counter

from pos_app.simulator.backend import TOKEN
from tests.crashes.cases import KILL, befall
from tests.crashes.rig.bench import ROOT, Bench, Lived
from tests.crashes.rig.town import Customer

LEFT_AT = ("OPENED", "ON_TERMINAL", "PROCESSING", "CLOSED")


def shown_by_windows(bench: Bench) -> list[float]:
    """Seconds from the start of the program until its window has the charge, for each status."""
    return [_shown_in(bench, status) for status in LEFT_AT]


def _shown_in(bench: Bench, status: str) -> float:
    folder = bench.new_folder()

    async def at_line(life: Lived) -> None:
        if life.last["status"] == status:
            befall(life, KILL)

    life = bench.live(bench.orders(folder), at_line=at_line)
    spent = bench.wait_for(_start(folder, bench.url))
    found = bench.recover(folder, Customer.PAYS, life)
    assert not found.findings, found.findings
    return spent


async def _start(folder: Path, url: str) -> float:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "POS_APP_DATA_DIR": str(folder.parent),
        "POS_APP_TRAINING_URL": url,
        "POS_APP_TRAINING_TOKEN": TOKEN,
        "POS_APP_LOCALE": "en_US",
    }
    begun = perf_counter()
    words = (sys.executable, "-m", "tests.whole.child")
    till = await asyncio.create_subprocess_exec(
        *words, cwd=ROOT, env=environment, stdin=PIPE, stdout=PIPE, stderr=DEVNULL
    )
    assert till.stdout is not None
    async with asyncio.timeout(30):
        while not json.loads(await till.stdout.readline())["status"]:
            pass
    spent = perf_counter() - begun
    till.kill()
    await till.wait()
    return spent
