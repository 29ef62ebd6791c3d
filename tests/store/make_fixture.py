"""Makes the ledger of this release for later ones: python -m tests.store.make_fixture."""

import shutil
import tempfile
from asyncio import run
from pathlib import Path

from pos_app.domain.charge.facts import (
    CancelAsked,
    Decision,
    Deferred,
    Lost,
    Missed,
    PersonSaid,
    Searched,
    Seen,
    Sending,
)
from pos_app.domain.charge.orphan import MoneyApart, MoneyFound, MoneyRead
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.sale import LineAdded, LineRemoved, QuantitySet, SaleCancelled, SaleTakenUp
from pos_app.store.files.folder import LEDGER
from pos_app.store.ledger import Ledger
from pos_app.store.schema import REVISION
from tests.store.cases.shop import adopted, came, cash, decided, found, put_aside, returned, unclear
from tests.store.shop import NOW, filled_sale, heard, line, open_here, paid_sale, prepared, tell


async def fill(folder: Path) -> None:
    """A paid sale, one that was dropped, and one whose charge is not clear."""
    ledger = await open_here(folder)
    await paid_sale(ledger, "sale-1", "payment-1")
    dropped = await filled_sale(ledger, "sale-2")
    for fact in (
        LineAdded(at=NOW, line=line(2, code="779")),
        QuantitySet(at=NOW, line_id="line-2", quantity=3),
        LineRemoved(at=NOW, line_id="line-1"),
        SaleCancelled(at=NOW),
    ):
        dropped = await ledger.change_sale(dropped, fact, "ana")
    attempt = await ledger.prepare(prepared(await filled_sale(ledger, "sale-3")), "ana")
    await tell(
        ledger,
        attempt,
        Sending(at=NOW),
        Deferred(at=NOW, wait=1000),
        Sending(at=NOW + 1000),
        Lost(at=NOW + 2000, why="silence"),
        Searched(at=NOW + 3000),
        heard(attempt, S.OPENED, at=NOW + 4000),
        Missed(at=NOW + 5000),
        CancelAsked(at=NOW + 6000, by="ana"),
    )
    await ledger.note("signed in", "ana", {"role": "cashier"}, "ana")
    await fill_with_cases(ledger)
    await ledger.close()


async def fill_with_cases(ledger: Ledger) -> None:
    """What a hard day leaves: cash beside an unclear charge, late money, money without a sale."""
    open_one = await unclear(ledger, "sale-4", "PAX_A910__2")
    await tell(ledger, open_one, PersonSaid(at=NOW + 61_000, seen=Seen.AMOUNT, by="ana"))
    aside = await put_aside(ledger, "sale-4")
    aside = await ledger.change_sale(aside, SaleTakenUp(at=NOW), "ana")
    aside = await put_aside(ledger, "sale-4")
    await ledger.pay_cash(aside, cash(aside), "ana")
    for number in (77, 78, 79):
        await ledger.cases.find_money(MoneyFound(at=NOW, payment=found(str(number))), "till")
    await ledger.cases.adopt(await filled_sale(ledger, "sale-5"), adopted("77"), "ana")
    for orphan in await ledger.cases.orphans():
        away = MoneyApart(at=NOW, by="sol", reason="not ours")
        apart = await ledger.cases.tell_money(orphan, away, "ana")
        gone = MoneyRead(at=NOW, payment=returned(apart.payment, 1000))
        await ledger.cases.tell_money(apart, gone, "till") if apart.payment.id == "79" else None
    late = await unclear(ledger, "sale-6", "PAX_A910__3")
    late = await tell(ledger, late, Searched(at=NOW + 3_800_000))
    await tell(ledger, late, came(late, "80", NOW + 3_900_000), decided(Decision.APPLIED))
    second = await unclear(ledger, "sale-7", "PAX_A910__3")
    await tell(ledger, second, decided(Decision.ATTESTED))
    await put_aside(ledger, "sale-7")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as outer:
        run(fill(Path(outer) / "till"))
        fixture = Path(__file__).parent / "fixtures" / f"ledger_{REVISION}.sqlite"
        shutil.copy(Path(outer) / "till" / LEDGER, fixture)
