"""The simulator on a loopback address: inside a running loop, or as a program of its own."""

import asyncio
import contextlib
import os
import random
import socket
import sys
from asyncio import Transport
from collections.abc import AsyncIterator, Iterator

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from pos_app.simulator.backend import Backend
from pos_app.simulator.clock import SystemClock
from pos_app.simulator.door import Sleep, simulated
from pos_app.simulator.faults import ConnectionDropped
from pos_app.simulator.options import Options
from pos_app.simulator.worlds import seeded_shop

_HOST = "127.0.0.1"


class _Connection(H11Protocol):
    """Closes the socket, answer or not, when the application drops the connection."""

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # always a stream
        super().connection_made(transport)
        self.app = _hanging_up(self.app, transport)


def _hanging_up(app: ASGIApp, transport: Transport) -> ASGIApp:
    async def guarded(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await app(scope, receive, send)
        except ConnectionDropped:
            transport.close()
            while (await receive())["type"] != "http.disconnect":
                pass  # only then uvicorn knows that nobody waits for the rest

    return guarded


class _Server(Server):
    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Signals belong to the program that the server runs in."""
        yield


def listen(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 is any free one. Raises OSError when it is taken."""
    # The protocol is named, so that asyncio turns Nagle's algorithm off: 44 ms a request.
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two programs share the port
            door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((_HOST, port))
        door.listen(128)
    except BaseException:
        door.close()
        raise
    return door


@contextlib.asynccontextmanager
async def serving(
    backend: Backend, port: int = 0, sleep: Sleep = asyncio.sleep
) -> AsyncIterator[str]:
    """Serve in the running loop for as long as the block lasts; gives the base URL.

    Raises OSError when the port is taken.
    """
    door = listen(port)
    config = Config(
        simulated(backend, sleep),
        http=_Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=False,  # the simulated world has a clock of its own
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[door]))
    task.add_done_callback(lambda _: server.ready.set())
    try:
        await server.ready.wait()
        yield f"http://{_HOST}:{door.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task
        door.close()


def serve(port: int, auto_play: bool, site: str = "MLA") -> int:
    """Serve until Ctrl-C, as a program; returns its exit code."""
    options = Options(auto_play=auto_play)
    backend = seeded_shop(site, SystemClock(), seed=random.randrange(2**32), options=options)
    try:
        asyncio.run(_serve(backend, port))
    except OSError as error:
        print(f"The simulator cannot use port {port}: {error.strerror}.", file=sys.stderr)
        print("Choose another one with --port, or 0 for any that is free.", file=sys.stderr)
        return 1
    except OverflowError:
        print(f"{port} is not a port: use 0 to 65535.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The simulator has stopped.")
    return 0


async def _serve(backend: Backend, port: int) -> None:
    async with serving(backend, port) as url:
        print(_welcome(backend, url), flush=True)
        await asyncio.Event().wait()


def _welcome(backend: Backend, url: str) -> str:
    world = backend.world
    tills = {till.id: till.external_id for till in world.tills.values()}
    lines = [
        f"Mercado Pago Point, simulated ({world.site.id}, {world.site.currency}). Ctrl-C stops it.",
        f"  address    {url}",
        f"  token      {backend.account.token}",
        *(
            f"  terminal   {t.id}  {t.mode}  till {tills.get(t.pos_id or 0) or '-'}"
            for t in world.terminals.values()
        ),
        f"  auto-play  {'on' if backend.options.auto_play else 'off'}",
        f"  control    {url}/__sim__/state",
    ]
    return "\n".join(lines)
