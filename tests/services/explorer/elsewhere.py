"""The terminals, the provider's own pages, and bad luck."""

from hypothesis import strategies as st
from hypothesis.stateful import rule

from pos_app.simulator.faults import CutOff, Delay, Drop, Edit, Late, Truncate, page, refusal
from tests.services.explorer.people import TERMINALS
from tests.services.explorer.town import LULLS, NTH, Town
from tests.services.shop import CREATE, INTENT, PAYMENT, SEARCH, SMART

FAULTS = st.sampled_from(
    [
        Drop(after_effect=True),
        Drop(),
        Delay(20_000),
        page(502, after_effect=True),
        refusal(429, retry_after=7),
        refusal(500),
        refusal(401),
        refusal(404),
        Truncate(25),
        CutOff(40),
    ]
)
OF_CREATE = st.sampled_from(
    [
        Late(40_000, hang=16_000),
        Late(150_000),
        refusal(409),
        Edit("external_reference", "SOMEBODY-ELSE"),
        Edit("status", "NEWER"),
    ]
)
AT_TERMINAL = st.sampled_from(
    [
        "green", "pay", "pay", "pay", "pay twice", "decline", "cancel", "fail", "unclear", "race",
        "typed", "unplug", "plug in",
    ]
)  # fmt: skip


class Elsewhere(Town):
    @rule(act=AT_TERMINAL, terminal=st.sampled_from([SMART, SMART, *TERMINALS]), lull=LULLS)
    def at_the_terminal(self, act: str, terminal: str, lull: float) -> None:
        self.act(lambda: self.people.at_terminal(act, terminal), lull)

    @rule(act=st.sampled_from(["refund", "again"]), nth=NTH, lull=LULLS)
    def on_the_web(self, act: str, nth: int, lull: float) -> None:
        self.act(lambda: self.people.on_the_web(act, nth), lull)

    # Bad luck.

    @rule(lull=LULLS)
    def pull_or_plug_the_cable(self, lull: float) -> None:
        self.shop.pulled = not self.shop.pulled
        self.act(lambda: None, lull)

    @rule(fault=FAULTS, where=st.sampled_from([CREATE, INTENT, PAYMENT, SEARCH, "*"]), times=NTH)
    def next_request_goes_wrong(self, fault: Drop, where: str, times: int) -> None:
        self.shop.fault(fault, "*", where, times=times + 1)

    @rule(fault=OF_CREATE)
    def next_charge_goes_wrong(self, fault: Late) -> None:
        self.shop.fault(fault, "POST", CREATE)

    @rule(how=st.lists(st.sampled_from(["", "before", "after"]), min_size=1, max_size=6))
    def next_writes_go_wrong(self, how: list[str]) -> None:
        self.refuses = how

    @rule()
    def all_is_well_again(self) -> None:
        self._heal()

    @rule(kill=st.booleans(), lull=LULLS)
    def start_again(self, kill: bool, lull: float) -> None:
        async def again() -> None:
            self.refuses.clear()
            await (self.shop.die() if kill else self.shop.close())
            await self.shop.open()
            await self.shop.wait(lull)

        self.go(again())

    @rule(seconds=st.sampled_from([5, 30, 75, 400, 3_800]))
    def time_passes(self, seconds: float) -> None:
        self.act(lambda: None, seconds)
