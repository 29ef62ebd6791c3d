"""The till hears no notification: nobody listens, and asking alone is enough (F36-F40, I15)."""

import socket
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pos_app.simulator.webhooks import Notification
from tests.whole.page import SMART
from tests.whole.process import KillShop, TillProcess, kill_shop

LISTENS, TCP, UDP = "0A", ("tcp", "tcp6"), ("udp", "udp6")  # as the kernel writes it


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[KillShop]:
    async with kill_shop(tmp_path) as shop:
        yield shop


def sockets(till: TillProcess) -> Iterator[tuple[str, int, str]]:
    """Those of that process: of which kind, at which port, in which state."""
    process = Path(f"/proc/{till.process.pid}")
    open_now = {str(link.readlink()) for link in (process / "fd").iterdir() if link.is_symlink()}
    for kind in (*TCP, *UDP):
        for line in (process / "net" / kind).read_text().splitlines()[1:]:
            row = line.split()
            if f"socket:[{row[9]}]" in open_now:
                yield kind, int(row[1].rpartition(":")[2], 16), row[3]


def nobody_listens(till: TillProcess) -> bool:
    return not any(kind in UDP or state == LISTENS for kind, _, state in sockets(till))


@dataclass
class Knocker:
    """Carries notifications to every door of a till that there may be."""

    till: TillProcess
    refused: int = 0
    taken: int = 0

    def deliver(self, told: Notification) -> int:
        for port in {port for _, port, _ in sockets(self.till)}:
            for each in (told, forged(told), told):
                self._knock(port, each)
        return 0

    def _knock(self, port: int, told: Notification) -> None:
        head = "".join(f"{name}: {value}\r\n" for name, value in told.headers.items())
        asked = f"POST /webhooks?{told.query} HTTP/1.1\r\n{head}\r\n".encode() + told.body
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=0.5) as door:
                door.sendall(asked)
                self.taken += 1
        except OSError:
            self.refused += 1


def forged(told: Notification) -> Notification:
    """Signed as the true one, and with another end (the body is not signed)."""
    ends = {b"CANCELED": b"CLOSED", b"CLOSED": b"CANCELED", b"ERROR": b"CLOSED"}
    body = told.body
    for said, other in ends.items():
        if said in body:
            return replace(told, body=body.replace(said, other))
    return told


@pytest.mark.parametrize("paid", [True, False], ids=["paid", "cancelled"])
async def test_forged_flooded_and_repeated_notifications_find_nobody_in(
    shop: KillShop, paid: bool
) -> None:
    till, terminal = await shop.start(), shop.terminal(SMART)
    knocker = Knocker(till)
    shop.world.options.webhook_copies, shop.world.options.webhook_jitter = 20, 1_000
    shop.world.webhooks.deliver = knocker.deliver
    await till.sell(terminal)
    await till.status("ON_TERMINAL")
    assert any(sockets(till)), "it is connected, so that there are ports to knock at"
    assert nobody_listens(till)
    if paid:
        shop.world.pay(terminal)
    else:
        shop.world.cancel_on_terminal(terminal)
    end = "paid" if paid else "not_paid"
    await till.shows(lambda shown: shown["outcome"] == end)
    for index in range(len(shop.world.webhooks.outbox)):
        shop.world.webhooks.repeat(index)  # days later, for all that the till knows
    assert (knocker.taken, knocker.refused > 20) == (0, True)
    assert till.shown["outcome"] == end
    assert nobody_listens(till)


async def test_a_till_at_rest_listens_to_nobody(shop: KillShop) -> None:
    till, terminal = await shop.start(), shop.terminal(SMART)
    await till.shows(lambda shown: shown["terminals"] > 0)
    assert nobody_listens(till)
    await till.sell(terminal)  # what the shop is compared with at its end
    await till.status("ON_TERMINAL")
    shop.world.pay(terminal)
    await till.shows(lambda shown: shown["outcome"] == "paid")
