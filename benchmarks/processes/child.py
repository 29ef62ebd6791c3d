"""Processes that a benchmark starts: each says what it found as one line of JSON."""

import contextlib
import ctypes
import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import PySide6

HERE = Path(__file__).resolve().parents[2]
TOKEN = "BENCHMARK-TOKEN"
Told = dict[str, float]
Child = subprocess.Popen[str]


def environment(**more: str) -> dict[str, str]:
    """As a shop has it: modules are compiled once, and nothing is set that a shop would not set."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "POS_APP_"))}
    compiled = Path(tempfile.gettempdir()) / f"pos-app-bench-{os.getuid()}" / "compiled"
    return ours | {"PYTHONPYCACHEPREFIX": str(compiled), "PYTHONPATH": str(HERE)} | more


def start(module: str, *arguments: str, **more: str) -> Child:
    """`python -m module`; its last argument is the moment it was started at."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments, repr(time.monotonic())],
        env=environment(**more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def last_words(child: Child) -> str:
    """The last line that it said. Raises RuntimeError with its own words if it failed."""
    out, err = child.communicate()
    if child.returncode:
        raise RuntimeError(f"{child.args!r}: {err[-2000:]}")
    return out.splitlines()[-1]


def ask(module: str, *arguments: str, **more: str) -> Told:
    """What it found."""
    told: Told = json.loads(last_words(start(module, *arguments, **more)))
    return told


@contextlib.contextmanager
def provider(*arguments: str) -> Iterator[str]:
    """The simulated Mercado Pago in a process of its own; gives its address."""
    child = start("benchmarks.processes.provider", *arguments)
    try:
        if child.stdout is None or not (address := child.stdout.readline().strip()):
            raise RuntimeError(child.communicate()[1][-2000:])
        yield address
    finally:
        child.terminate()
        child.communicate()


def fetch(address: str, trust: ssl.SSLContext | None = None) -> list[tuple[float, str, int]]:
    """The requests that came to the provider since it was last asked: when, method, line."""
    with urllib.request.urlopen(f"{address}/__noted__", context=trust) as answer:
        return [tuple(each) for each in json.load(answer)]


def platforms() -> Iterator[tuple[str, dict[str, str]]]:
    """Where a window can be shown: offscreen, and on an X server of our own if there is one."""
    yield "offscreen", {"QT_QPA_PLATFORM": "offscreen"}
    with contextlib.suppress(OSError), x_server() as display:
        yield "xcb", {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display}


@contextlib.contextmanager
def x_server() -> Iterator[str]:
    """Raises OSError where there is no Xvfb, or Qt cannot draw on it."""
    ctypes.CDLL(
        f"{Path(PySide6.__file__).parent}/Qt/plugins/platforms/libqxcb.so"
    )  # a bare machine lacks what it needs
    read, write = os.pipe()
    screen = ["-screen", "0", "1366x768x24", "-nolisten", "tcp", "-displayfd", str(write)]
    try:
        child = subprocess.Popen(["Xvfb", *screen], pass_fds=[write], stderr=subprocess.DEVNULL)
    finally:
        os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        child.terminate()
        child.wait()
