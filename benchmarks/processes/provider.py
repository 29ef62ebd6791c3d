"""The simulated Mercado Pago on loopback; it notes when each request came, and on which line."""

# python -m benchmarks.processes.provider MS_OPENED MS_ON_TERMINAL [CERTIFICATE] STARTED

import asyncio
import json
import sys
import time

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server

from benchmarks.processes.child import TOKEN
from pos_app.simulator.backend import Backend
from pos_app.simulator.clock import SystemClock
from pos_app.simulator.door import simulated
from pos_app.simulator.options import Delays, Options
from pos_app.simulator.server import listen
from pos_app.simulator.worlds import seeded_shop

NOTED = "/__noted__"  # answers with what came since it was last asked


class Noting:
    """One line a request: seconds of the clock that all processes share, method, client's port."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._noted: list[tuple[float, str, int]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        at = time.monotonic()
        if scope["path"] != NOTED:
            self._noted.append((at, scope["method"], scope["client"][1]))
            await self._app(scope, receive, send)
            return
        body, self._noted = json.dumps(self._noted).encode(), []
        length = (b"content-length", str(len(body)).encode())
        await send({"type": "http.response.start", "status": 200, "headers": [length]})
        await send({"type": "http.response.body", "body": body})


def _world(opened: int, on_terminal: int) -> Backend:
    """`on_terminal` 0: nobody ever pays."""
    delays = Delays(opened, max(1, on_terminal), processing=1, processed=1, shown=1)
    options = Options(auto_play=bool(on_terminal), delays=delays)
    return seeded_shop("MLA", SystemClock(), options=options, token=TOKEN)


async def _serve(opened: int, on_terminal: int, certificate: str) -> None:
    door = listen(0)
    config = Config(
        Noting(simulated(_world(opened, on_terminal))),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=75,
        ssl_certfile=certificate or None,
    )
    scheme = "https" if certificate else "http"
    print(f"{scheme}://127.0.0.1:{door.getsockname()[1]}", flush=True)
    await Server(config).serve(sockets=[door])


if __name__ == "__main__":
    opened, on_terminal, *rest = sys.argv[1:-1]
    asyncio.run(_serve(int(opened), int(on_terminal), rest[0] if rest else ""))
