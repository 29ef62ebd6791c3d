"""A value that others may watch: the services' only way to speak to the screens."""

import logging
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
log = logging.getLogger(__name__)


class Observable(Generic[T]):
    def __init__(self, value: T) -> None:
        self.value = value
        self._watchers: list[Callable[[T], None]] = []

    def watch(self, watcher: Callable[[T], None]) -> Callable[[], None]:
        """Call `watcher` now and at every change. Call what is returned to stop."""
        self._watchers.append(watcher)
        watcher(self.value)
        return lambda: self._watchers.remove(watcher)

    def set(self, value: T) -> None:
        self.value = value
        for watcher in tuple(self._watchers):  # a watcher may leave while it is told
            try:
                watcher(value)
            except Exception:  # a page that fails must not stop a charge
                log.exception("a watcher failed")
