"""The floor of a till's memory: a bare window, the event loop, and one HTTP client."""

# python -m benchmarks.processes.bare_network ADDRESS STARTED

import asyncio
import sys

import httpx
import qasync
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


async def ask(address: str) -> None:
    async with httpx.AsyncClient(base_url=address, trust_env=False) as client:
        await client.get("/users/me")
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    app, window = QApplication(["bare"]), QMainWindow()
    window.setCentralWidget(QLabel("0.00"))
    window.resize(1366, 768)
    window.show()
    with asyncio.Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        runner.run(ask(sys.argv[1]))
