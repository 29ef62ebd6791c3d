"""All that a till holds at one moment: what it reaches, what runs, what is open."""

import asyncio
import gc
import os
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from types import BuiltinFunctionType, CodeType, CoroutineType, FrameType, ModuleType

from pos_app.services.following.inbox import Kept
from pos_app.services.observable import Observable
from pos_app.store.book import Book
from tests.services.shop import Shop

# What ended unpaid is kept for 25 hours, by design; what is under way comes and goes.
_KEPT = (Kept, CodeType, CoroutineType, FrameType, Context, asyncio.Future)
_OF_ALL = (type, ModuleType, BuiltinFunctionType, Path, asyncio.AbstractEventLoop)
_OTHERS = ("pos_app.simulator", "tests.", "benchmarks.", "_pytest", "logging", "sqlalchemy")


@dataclass(frozen=True)
class Holdings:
    """`objects`: by kind, all that can be reached from the till and is no part of the world."""

    objects: Mapping[str, int]
    tasks: int
    timers: int
    files: int
    watchers: int
    following: int
    cases: int
    known: int  # what the book remembers, so as not to read it: full or empty by chance

    @property
    def reached(self) -> int:
        return sum(self.objects.values())

    def counts(self) -> tuple[int, ...]:
        return (self.tasks, self.files, self.watchers, self.following, self.cases)


async def count(shop: Shop) -> Holdings:
    """At the quietest of many moments: whatever is asked just then comes and goes."""
    moments = []
    for _ in range(20):
        await shop.wait(3.7)
        moments.append(_count(shop))
    return min(moments, key=lambda each: (each.tasks, each.reached))


def _count(shop: Shop) -> Holdings:
    gc.collect()
    house, loop = shop.house, asyncio.get_running_loop()
    book = house.book._book
    found = _reach(house, book.known)
    timers: list[asyncio.TimerHandle] = loop._scheduled  # type: ignore[attr-defined]  # asyncio's own
    return Holdings(
        objects=Counter(type(each).__qualname__ for each in found),
        tasks=len(asyncio.all_tasks()),
        timers=len(timers),
        files=len(os.listdir("/proc/self/fd")),
        watchers=sum(len(each._watchers) for each in found if isinstance(each, Observable)),
        following=len(house.charges.following.value),
        cases=len(house.board.now.cases),
        known=len(book.known),
    )


def _reach(start: object, *but: object) -> list[object]:
    seen = {id(each): each for each in (start, *but)}
    left = [start]
    while left:
        for each in gc.get_referents(left.pop()):
            if id(each) not in seen and _is_its_own(each):
                seen[id(each)] = each
                left.append(each)
    return [*seen.values()]


def _is_its_own(thing: object) -> bool:
    if isinstance(thing, Book):
        return True
    if isinstance(thing, _KEPT + _OF_ALL) or type(thing).__module__.startswith(_OTHERS):
        return False
    if isinstance(thing, Callable):  # type: ignore[arg-type]  # what code refers to is no holding
        return type(thing).__module__.startswith("pos_app")
    return not (isinstance(thing, dict) and "__builtins__" in thing)
