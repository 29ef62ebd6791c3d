"""Makes the ledger of this release for later ones: python -m tests.store.make_fixture."""

import shutil
import tempfile
from asyncio import run
from pathlib import Path

from pos_app.domain.charge.facts import CancelAsked, Deferred, Lost, Missed, Searched, Sending
from pos_app.domain.charge.status import AttemptStatus as S
from pos_app.domain.sale import LineAdded, LineRemoved, QuantitySet, SaleCancelled
from pos_app.store.files.folder import LEDGER
from pos_app.store.schema import REVISION
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
    await ledger.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as outer:
        run(fill(Path(outer) / "till"))
        fixture = Path(__file__).parent / "fixtures" / f"ledger_{REVISION}.sqlite"
        shutil.copy(Path(outer) / "till" / LEDGER, fixture)
