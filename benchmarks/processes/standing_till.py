"""The till, ready to sell, and then waiting for the terminal; it says when it is each."""

# python -m benchmarks.processes.standing_till FOLDER ADDRESS STARTED

import asyncio
import sys
from pathlib import Path

from benchmarks.shop import Shop
from pos_app.domain.charge.status import AttemptStatus
from pos_app.services.clock import SystemClock
from pos_app.ui.shared.loop import run


async def stand(shop: Shop) -> int:
    """Each line that comes in asks for the next state; each one that goes out says it is there."""
    await shop.open(SystemClock())
    await shop.add()
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await shop.charge()
    await shop.reach(AttemptStatus.ON_TERMINAL)
    print("waiting", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    await shop.till.close()
    return 0


if __name__ == "__main__":
    shop = Shop(Path(sys.argv[1]), sys.argv[2])
    sys.exit(run(shop.till.front.qt, stand(shop)))
