"""Sees to the backups of the book: every hour in which something happened, and at the closing."""

import logging
from typing import Protocol

from pos_app.domain.errors import LedgerError, LedgerFault
from pos_app.services.clock import Clock
from pos_app.services.tasks import TaskOwner

HOUR = 3_600.0  # seconds

log = logging.getLogger(__name__)


class BackupPort(Protocol):
    async def make(self) -> bool:
        """False: nothing has happened since the last one. Raises LedgerError."""


class Keeper:
    """A backup that could not be made is said in the log, and never keeps anybody from selling."""

    def __init__(self, backups: BackupPort, tasks: TaskOwner, clock: Clock) -> None:
        self._backups, self._tasks, self._clock = backups, tasks, clock
        self._started = False

    def start(self) -> None:
        self._started = True
        self._tasks.spawn("backups", self._keep())

    async def close(self) -> None:
        """The last one of the day; none of a book that the till could not begin to work with."""
        if self._started:
            await self._make()

    async def _make(self) -> None:
        try:
            await self._backups.make()
        except LedgerError as error:
            damaged = error.fault is LedgerFault.DAMAGED  # the disk, or the book itself
            log.log(logging.ERROR if damaged else logging.WARNING, "no backup: %s", error.detail)
        except Exception:  # nothing may keep the till from closing, or from the next one (F59)
            log.exception("no backup")

    async def _keep(self) -> None:
        while True:
            await self._clock.sleep(HOUR)
            await self._make()
