"""The way back from a damaged book: what can be put in its place, and doing it."""

import asyncio

from pos_app.config import Settings
from pos_app.services.clock import Clock
from pos_app.services.following.sweep import DAY, FROM, OVERLAP
from pos_app.store.copies.restoring import Whole, begin_anew, newest_whole, restore
from pos_app.store.opening import Owner


class Rescue:
    """Both run in a thread: to prove a copy takes its time, and the window stays alive."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock

    def _owner(self) -> Owner:
        environment = "training" if self._settings.training else "live"
        return Owner(environment, self._settings.till, self._clock.now())

    async def look(self) -> Whole | None:
        """The newest copy that is whole, if there is any."""
        return await asyncio.to_thread(newest_whole, self._settings.folder, self._owner())

    async def put_right(self, copy: Whole | None, why: str) -> None:
        """Put the copy in the book's place; without one, begin a new book.

        Money that came in since is then looked for; where nothing tells since when, that of the
        last day. Raises LedgerError.
        """
        owner, folder = self._owner(), self._settings.folder
        if copy is not None:
            since = {FROM: str(copy.at - OVERLAP)}
            await asyncio.to_thread(restore, folder, owner, copy, why, since)
        else:
            since = {FROM: str(owner.now - DAY)}
            await asyncio.to_thread(begin_anew, folder, owner, why, since)
