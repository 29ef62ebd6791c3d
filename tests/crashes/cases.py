"""What befalls a till at one of its calls, or at one moment, and what came of it."""

import asyncio
import os
import resource
import shutil
import signal
from dataclasses import dataclass, field
from pathlib import Path

from tests.crashes.rig import tracing
from tests.crashes.rig.bench import KILLED, Bench, Lived, Watch
from tests.crashes.rig.child import STOPPED, Orders
from tests.crashes.rig.recovery import Recovery
from tests.crashes.rig.town import Customer
from tests.crashes.rig.tracing import Call, Tracer

KILL, EIO, ENOSPC = "signal=KILL", "error=EIO", "error=ENOSPC"
NO_GROWTH = "RLIMIT_FSIZE"  # the kernel refuses whatever makes a file longer
SMALLEST = 100  # bytes: no page fits
ROPE = 0.05  # seconds of the computer's, three of the till's, to lie in after it told of trouble
ENDS = 0.7  # seconds, for a till whose disk never heals: most of them sooner
HEALS = 0.03  # seconds: two of the till's
UNTIL_END = "+"


@dataclass(frozen=True)
class Case:
    """`phase`: the "charge", the orderly "close" after it; at a start, "make" the ledger, "open" it
    or "resume" a charge that was left open.

    `call`: the call at which it befalls; without one, `moment` is when: seconds after the till
    may go on. `what` ends in "+" where it lasts until the till's end.
    """

    phase: str
    what: str
    call: Call | None = None
    moment: float = 0.0
    customer: Customer = Customer.PAYS
    left_at: str = ""  # the status that the till before showed when it was killed

    def __str__(self) -> str:
        where = f"{self.moment * 1000:.0f} ms"
        if self.call is not None:
            where = f"{self.call.name} {self.call.nth} of {self.call.file or 'a socket'}"
        return f"{self.phase} {self.left_at}: {self.what} at {where}, {self.customer.value}"


@dataclass
class Result:
    """`hit`: it came to that call, or lived until that moment. Units: seconds."""

    case: Case
    hit: bool
    findings: list[str] = field(default_factory=list)
    shown_in: float = 0.0
    took_up: str = ""


class Crasher:
    """A bench, and a ledger with a day's first sale in it to begin each case from."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        first = bench.new_folder()
        self._ends_well(first, bench.live(bench.orders(first)))
        self._template = bench.place / "template"
        shutil.move(first, self._template)

    def note(self, phase: str, left_at: str = "OPENED") -> list[Call]:
        """The calls of a run in which nothing befalls it. Raises NotAllowed."""
        given, tracers, noted = self._orders(phase, left_at), list[Tracer](), [""]
        if phase in ("make", "open"):
            given["gates"] = ["opening", "pressing"]

        async def at_gate(life: Lived) -> None:
            if tracers:
                noted[0] = tracers.pop().end()
            else:
                tracers.append(tracing.note(life.pid, self.bench.place / "noted"))

        life = self.bench.live(given, at_gate)
        for tracer in tracers:
            noted[0] = tracer.end()
        self._ends_well(Path(given["folder"]), life)
        names = {number: name for name, number in life.threads.items()}
        known = phase == "charge"  # at the start the threads are not there yet
        return tracing.calls(noted[0], Path(given["folder"]), names if known else {})

    def lasts(self, phase: str, left_at: str = "OPENED") -> float:
        """Seconds from the gate to the end."""
        life = self.bench.live(self._orders(phase, left_at))
        return life.ended - life.let_go

    def run(self, case: Case) -> Result:
        """One crash, and what the till that comes after it makes of what is left."""
        given = self._orders(case.phase, case.left_at)
        life, hit = self.befallen(given, case)
        found = self.aftermath(given, life, case.customer)
        return Result(case, hit, found.findings, found.shown_in, found.took_up)

    def befallen(self, given: Orders, case: Case) -> tuple[Lived, bool]:
        """The life of a till, and whether it came to what should befall it."""
        tracers = list[Tracer]()

        async def at_gate(life: Lived) -> None:
            loop = asyncio.get_running_loop()
            if case.call is not None:
                thread, out = life.threads.get(case.call.thread), self.bench.place / "spoilt"
                tracers.append(tracing.spoil(life.pid, thread, case.call, case.what, out))
            else:
                loop.call_later(case.moment, lambda: befall(life, case.what))
            if case.what.endswith(UNTIL_END):
                loop.call_later(case.moment + ENDS, lambda: befall(life, KILL))

        life = self.bench.live(given, at_gate, _kill_what_never_ends(case))
        noted = "".join(tracer.end() for tracer in tracers)
        return life, life.code == KILLED if case.what == KILL else not tracers or "(INJ" in noted

    def aftermath(self, given: Orders, life: Lived, customer: Customer = Customer.PAYS) -> Recovery:
        """Another till takes up what is left."""
        folder = Path(given["folder"])
        found = self.bench.recover(folder, customer, life)
        if life.code not in (0, STOPPED, KILLED):
            found.findings.append(f"ended with {life.code}")
        shutil.rmtree(folder)
        return found

    def orders(self, within: Path | None = None) -> Orders:
        """To sell once, on a ledger that has a sale in it."""
        return self._orders("charge", "", within)

    def _orders(self, phase: str, left_at: str, within: Path | None = None) -> Orders:
        bench = self.bench
        folder = bench.new_folder(None if phase == "make" else self._template, within)
        if phase == "resume":
            self.leave(folder, left_at)
        given = bench.orders(folder)
        given["gates"] = ["pressing" if phase in ("charge", "close") else "opening"]
        given["act"] = "resume" if phase == "resume" else "sell"
        return given

    def leave(self, folder: Path, left_at: str) -> None:
        """A till dies when it has just shown that status."""

        async def at_line(life: Lived) -> None:
            if life.last["status"] == left_at:
                befall(life, KILL)

        self.bench.live(self.bench.orders(folder), at_line=at_line)

    def _ends_well(self, folder: Path, life: Lived) -> None:
        assert life.code == 0, life
        found = self.bench.recover(folder, Customer.PAYS, life)
        assert not found.findings, found.findings


def _kill_what_never_ends(case: Case) -> Watch:
    """A till whose disk never heals says so until somebody ends it."""

    async def at_line(life: Lived) -> None:
        if case.what.endswith(UNTIL_END) and life.last["unsaved"] and not life.doomed:
            life.doomed = True
            asyncio.get_running_loop().call_later(ROPE, lambda: befall(life, KILL))

    return at_line


def befall(life: Lived, what: str) -> None:
    """Now, from outside."""
    if life.code is not None:
        return
    if what == KILL:
        os.kill(life.pid, signal.SIGKILL)
        return
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (SMALLEST, most))
    if not what.endswith(UNTIL_END):
        asyncio.get_running_loop().call_later(HEALS, lambda: _heal(life))


def _heal(life: Lived) -> None:
    if life.code is None:
        _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.prlimit(life.pid, resource.RLIMIT_FSIZE, (most, most))
