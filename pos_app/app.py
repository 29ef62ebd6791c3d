"""The way in: which command it is, and for the till the window first and all else after."""

# The one module that imports late, on purpose: what the first paint does not need comes after it.

import gc
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos_app.commands import Asked
    from pos_app.front import Front


def main(words: "list[str] | None" = None) -> int:
    """Do what the command line says; its exit code: 0 done, 1 it said what is wrong, 2 misread."""
    words = sys.argv[1:] if words is None else words
    from pos_app.domain.errors import SettingsError

    try:
        return _do(words) if words else open_till()
    except SettingsError as error:
        return _say(f"{error.path}: {error.detail}")


def _do(words: "list[str]") -> int:
    from pos_app.commands import read

    asked = read(words)
    if asked.name == "simulator":
        from pos_app.simulator.server import serve

        return serve(asked.port, asked.auto_play, asked.site)
    if asked.name == "demo":
        return _demo(asked)
    from pos_app.reports import sales, verify

    return {"verify": verify, "sales": sales}[asked.name](asked)


def _demo(asked: "Asked") -> int:
    from pos_app.config import from_process

    if asked.tour or not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        os.environ.setdefault("QT_FONT_DPI", "96")
        from pos_app.tour import play

        return play(from_process("demo"), asked.tour)
    from pos_app.demo import open_demo

    return open_demo(from_process("demo"))


def _say(what: str) -> int:
    sys.stderr.write(f"pos-app: {what}\n")
    return 1


def has_display() -> bool:
    """Whether a window would be seen."""
    named = os.environ.get("QT_QPA_PLATFORM", "")
    screens = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return named != "offscreen" and bool(named or screens or sys.platform != "linux")


def open_till() -> int:
    """The till, until its window is closed."""
    gc.disable()  # all that is loaded stays: looking for rubbish in it delays the first paint
    from pos_app.config import from_process

    if not has_display() and not os.environ.get("QT_QPA_PLATFORM"):
        return _say("there is no display to open a window on")
    settings = from_process()
    from pos_app.front import Front

    front = Front(settings)
    front.paint()
    from pos_app.ui.shared.loop import run

    return run(front.qt, _sell(front))


async def _sell(front: "Front") -> int:
    import asyncio
    from importlib import import_module

    await asyncio.to_thread(import_module, "pos_app.till")  # keys are taken meanwhile
    from pos_app.services.clock import SystemClock
    from pos_app.services.ids import SystemIds
    from pos_app.till import Till

    till = Till(front)
    await till.furnish(SystemClock(), SystemIds())
    gc.freeze()  # and is never looked through again: that would be a stall
    gc.enable()
    await till.closed()
    await till.close()
    return 0
