"""Every background coroutine has a name, an owner and an end."""

import asyncio
from collections.abc import Callable, Coroutine


class TaskOwner:
    """One task for each name; every failure goes to `report`; close() ends what still runs."""

    def __init__(self, report: Callable[[BaseException], None]) -> None:
        self._report = report
        self._running: dict[str, asyncio.Task[None]] = {}

    def spawn(self, name: str, work: Coroutine[object, None, None]) -> bool:
        """Start `work`, or drop it while the name is taken. Whether it was started."""
        if name in self._running:
            work.close()
            return False
        task = self._running[name] = asyncio.create_task(work, name=name)
        task.add_done_callback(self._ended)
        return True

    async def close(self) -> None:
        for task in tuple(self._running.values()):
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)

    def _ended(self, task: asyncio.Task[None]) -> None:
        del self._running[task.get_name()]
        if not task.cancelled() and (error := task.exception()):
            self._report(error)
