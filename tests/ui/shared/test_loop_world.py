"""The event loop among threads, sockets and signals, and its end."""

import asyncio
import contextvars
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.ui.shared.loop import TillEventLoop
from tests.conftest import Until


@pytest.fixture
def loop(qapp: QApplication) -> Iterator[TillEventLoop]:
    """A loop that the test starts and stops itself."""
    loop = TillEventLoop(qapp)
    yield loop
    loop.close()


@pytest.mark.parametrize("ask", ["call_soon", "call_soon_threadsafe"])
def test_a_closed_loop_takes_no_more_calls(qapp: QApplication, ask: str) -> None:
    loop = TillEventLoop(qapp)
    loop.close()
    with pytest.raises(RuntimeError, match="closed"):
        getattr(loop, ask)(print)
    with pytest.raises(RuntimeError, match="closed"):
        loop.call_later(1, print)


async def test_a_call_from_a_thread_keeps_its_context_and_can_be_cancelled(
    qapp: QApplication,
) -> None:
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    actor, seen = contextvars.ContextVar("actor", default="nobody"), list[str]()

    def in_a_thread() -> None:
        actor.set("Ana")
        loop.call_soon_threadsafe(lambda: seen.append(actor.get()))
        loop.call_soon_threadsafe(seen.append, "cancelled").cancel()
        loop.call_soon_threadsafe(done.set)

    thread = threading.Thread(target=in_a_thread)
    thread.start()
    await done.wait()
    thread.join()
    assert seen == ["Ana"]
    assert actor.get() == "nobody"


async def test_many_threads_lose_no_call(qapp: QApplication, until: Until) -> None:
    loop, heard = asyncio.get_running_loop(), list[int]()

    def talk() -> None:
        for number in range(500):
            loop.call_soon_threadsafe(heard.append, number)

    threads = [threading.Thread(target=talk) for _ in range(4)]
    for thread in threads:
        thread.start()
    await until(lambda: len(heard) == 2000)
    for thread in threads:
        thread.join()


async def test_blocking_work_runs_in_ordinary_threads(qapp: QApplication) -> None:
    loop = asyncio.get_running_loop()
    assert (await asyncio.to_thread(threading.current_thread)).name.startswith("asyncio")
    await loop.shutdown_default_executor()
    with pytest.raises(RuntimeError):
        await loop.run_in_executor(None, print)


async def test_the_default_executor_can_be_chosen(qapp: QApplication) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(1, thread_name_prefix="book"))
    assert (await asyncio.to_thread(threading.current_thread)).name == "book_0"


async def test_sockets_are_heard(qapp: QApplication) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.readline()).upper())
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(echo, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"open\n")
        assert await reader.readline() == b"OPEN\n"
        writer.close()
        await writer.wait_closed()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_wakes_an_idle_loop(qapp: QApplication, number: signal.Signals) -> None:
    loop, asked = asyncio.get_running_loop(), asyncio.Event()
    loop.add_signal_handler(number, asked.set)
    sender = threading.Timer(0.05, os.kill, [os.getpid(), number])
    sender.start()
    await asked.wait()
    sender.join()
    loop.remove_signal_handler(number)


def test_leaving_the_program_from_a_callback_leaves_the_loop(loop: TillEventLoop) -> None:
    loop.call_soon(raise_, SystemExit(3))
    loop.call_later(30, print)
    with pytest.raises(SystemExit) as left:
        loop.run_forever()
    assert left.value.code == 3
    assert loop.run_until_complete(asyncio.sleep(0, "again")) == "again"


def raise_(error: BaseException) -> None:
    raise error


def test_an_error_in_a_callback_is_reported_and_the_next_one_runs(loop: TillEventLoop) -> None:
    reported, ran = list[object](), list[str]()
    loop.set_exception_handler(lambda _, context: reported.append(context["exception"]))
    error = ValueError("from a callback")
    loop.call_soon(raise_, error)
    loop.call_soon(ran.append, "next")
    loop.run_until_complete(asyncio.sleep(0))
    assert (reported, ran) == ([error], ["next"])


def test_a_runner_ends_its_tasks_and_closes_the_loop(qapp: QApplication) -> None:
    ended = list[str]()

    async def forever() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("told")

    async def main() -> None:
        keep.append(asyncio.create_task(forever()))
        await asyncio.sleep(0)

    keep = list[asyncio.Task[None]]()
    with asyncio.Runner(loop_factory=lambda: TillEventLoop(qapp)) as runner:
        runner.run(main())
    assert ended == ["told"]


async def test_a_socket_pair_can_be_read_by_hand(qapp: QApplication) -> None:
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.send(b"x")
        assert await loop.sock_recv(ours, 1) == b"x"


def test_nothing_runs_while_the_loop_does_not(qapp: QApplication, loop: TillEventLoop) -> None:
    """Qt's events may be handled before the loop runs, between two runs, and after."""
    ran: list[str] = []

    async def nap() -> None:
        await asyncio.sleep(0.01)
        ran.append(f"woke in {type(asyncio.get_running_loop()).__name__}")

    loop.call_soon(ran.append, "soon")
    loop.call_later(0.001, ran.append, "later")
    napping = loop.create_task(nap())
    loop.run_until_complete(asyncio.sleep(0))
    ran.clear()
    time.sleep(0.03)
    qapp.processEvents()
    assert ran == []
    loop.run_until_complete(napping)
    assert ran == ["later", "woke in TillEventLoop"]
