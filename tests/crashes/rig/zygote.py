"""Starts till processes as fast as a fork: python -m tests.crashes.rig.zygote."""

import ctypes
import encodings.idna  # noqa: F401
import json
import os
import sys
import traceback
from importlib import import_module
from typing import NoReturn

# What a charge imports only when it gets there: no fault may hit an import in its place.
import anyio._backends._asyncio  # noqa: F401
import h11  # noqa: F401
import httpcore  # noqa: F401

from tests.crashes.rig.child import STDIN, live, say

ANY_MAY_TRACE = (0x59616D61, ctypes.c_ulong(-1))  # PR_SET_PTRACER; source: prctl(2)


def child(line: bytes) -> NoReturn:
    code = 1
    try:
        ctypes.CDLL(None).prctl(*ANY_MAY_TRACE)
        say({"pid": os.getpid()})
        code = live(json.loads(line))
    except BaseException:
        traceback.print_exc()
    os._exit(code)


def read_line() -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        if not (more := os.read(STDIN, 1)):
            sys.exit()
        line += more
    return line


if __name__ == "__main__":
    while True:
        if (asked := read_line()) == b"\n":
            continue  # the word to go on, to a till that did not live to hear it
        if json.loads(asked)["act"] == "open":
            import_module("pos_app.store.migrations")
        if (pid := os.fork()) == 0:
            child(asked)
        say({"ended": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])})
