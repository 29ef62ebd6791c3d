"""Who we are to Mercado Pago, and which terminals obey: read at the start, and when asked."""

import asyncio
import logging
from dataclasses import dataclass, replace

from pos_app.domain.account import Account
from pos_app.domain.errors import TillError
from pos_app.domain.terminal import Mode, Terminal
from pos_app.services.clock import Clock
from pos_app.services.observable import Observable
from pos_app.services.ports import AccountPort, Diary, Memory
from pos_app.services.tasks import TaskOwner

RETRY = (2.0, 4.0, 8.0, 15.0, 30.0)  # seconds, while it cannot be read
LEAST = 1.0  # seconds between two readings, however often it is asked for
RENEW = 24 * 3600.0  # seconds: a terminal may have been swapped, or switched (F21)
MERCHANT, SITE = "merchant", "site"  # what the ledger remembers: whose money it records

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Connected:
    account: Account | None = None
    other_merchant: bool = False
    terminals: tuple[Terminal, ...] = ()
    trouble: TillError | None = None


class Connection:
    def __init__(
        self, api: AccountPort, memory: Memory, diary: Diary, tasks: TaskOwner, clock: Clock
    ) -> None:
        self._api, self._memory, self._diary = api, memory, diary
        self._tasks, self._clock = tasks, clock
        self._again = asyncio.Event()
        self.state: Observable[Connected] = Observable(Connected())

    def start(self) -> None:
        self._tasks.spawn("connection", self._keep())

    def merchant(self) -> str:
        """Whose account the token is of; empty until that is known."""
        account = self.state.value.account
        return account.id if account else ""

    def refresh(self) -> None:
        """Read it all again, now."""
        self._again.set()

    async def switch_to_pdv(self, terminal_id: str, actor: str) -> None:
        """Make a terminal obey the till. It must be restarted after. Raises TillError."""
        mode = await self._api.set_mode(terminal_id, Mode.PDV)
        await self._diary.note("mode_set", terminal_id, {"mode": mode.value}, actor)
        now = self.state.value
        there = tuple(replace(t, mode=mode) if t.id == terminal_id else t for t in now.terminals)
        self.state.set(replace(now, terminals=there))

    async def _keep(self) -> None:
        failures = 0
        while True:
            self._again.clear()
            try:
                await self._read()
                failures, pause = 0, RENEW
            except Exception as error:  # a fault of ours must not leave the till signed out (F59)
                trouble = error if isinstance(error, TillError) else TillError(repr(error))
                if trouble is not error:
                    log.exception("the account is read again after a fault")
                pause = RETRY[min(failures, len(RETRY) - 1)]
                failures += 1
                self.state.set(replace(self.state.value, trouble=trouble))
            await self._clock.sleep(LEAST)
            await self._clock.wait(self._again, pause - LEAST)

    async def _read(self) -> None:
        account = await self._api.read_account()
        known = await self._memory.recall(MERCHANT)
        if known is None:
            await self._memory.remember(MERCHANT, account.id)
            await self._memory.remember(SITE, account.site_id)
            body: dict[str, str | int | bool] = {"site": account.site_id}
            await self._diary.note("account_read", account.id, body, "till")
        other = known is not None and known != account.id
        self.state.set(replace(self.state.value, account=account, other_merchant=other))
        terminals = await self._api.list_terminals()
        self.state.set(Connected(account, other, terminals))
