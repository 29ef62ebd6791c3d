"""What a simulated process has in place of the machine's own: the driver's door to the disk."""

import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, partial

from sqlalchemy import Engine, Pool, create_engine

from pos_app.store import connection
from tests.simulation.engine.disk import SimulatedConnection, disk_usage


@cache
def _first() -> Engine:
    engine = create_engine("sqlite://")
    with engine.connect():  # the dialect asks what it speaks with
        return engine


def _engine(
    url: str, *, creator: Callable[[], sqlite3.Connection], poolclass: type[Pool]
) -> Engine:
    """As create_engine makes it, with statements that were compiled once for the whole process."""
    first = _first()
    pool = poolclass(creator)  # type: ignore[arg-type]  # of sqlite3, as the dialect wants it
    engine = Engine(pool, first.dialect, first.url)
    engine._compiled_cache = first._compiled_cache
    return engine


@contextmanager
def installed() -> Iterator[None]:
    """Simulated disks can fail while it lasts; nothing is logged, for faults are many."""
    _first()
    stands = (
        (sqlite3, "connect", partial(sqlite3.connect, factory=SimulatedConnection)),
        (shutil, "disk_usage", disk_usage),
        (connection, "create_engine", _engine),
    )
    real = [(place, name, getattr(place, name)) for place, name, _ in stands]
    level = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        for place, name, stand in stands:
            setattr(place, name, stand)
        yield
    finally:
        for place, name, was in real:
            setattr(place, name, was)
        logging.disable(level)
