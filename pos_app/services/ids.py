"""Chance: a port, and the real one."""

import random
import secrets
from typing import Protocol


class Ids(Protocol):
    def chance(self, count: int) -> bytes:
        """So many random bytes, that nobody can guess."""

    def between(self, low: float, high: float) -> float: ...


class SystemIds:
    def __init__(self) -> None:
        self._random = random.Random()  # for jitter alone

    def chance(self, count: int) -> bytes:
        return secrets.token_bytes(count)

    def between(self, low: float, high: float) -> float:
        return self._random.uniform(low, high)
