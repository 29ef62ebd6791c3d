"""What must be so at the end of everything: the book against what truly happened."""

from collections import Counter
from pathlib import Path

from pos_app.domain.money import DECIMALS, Money
from pos_app.simulator.backend import Backend
from pos_app.store.files.folder import RESERVE
from pos_app.store.sales import SaleJson

MIB = 1024 * 1024


def make_room(folder: Path) -> None:
    """The room kept back on the disk, without the wait for writing it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / RESERVE).open("wb") as file:
        file.truncate(64 * MIB)


def compare(sales: list[SaleJson], world: Backend, in_doubt: int) -> None:
    """The book against the truth: no money lost, none counted twice, none made up (I1-I8)."""
    told = {a["external_reference"]: (sale, a) for sale in sales for a in sale["attempts"]}
    decimals = world.world.site.decimals
    for payment in world.truth.payments():
        if payment.approved is None or payment.refunded or payment.reference not in told:
            continue
        _, attempt = told[payment.reference]
        assert attempt["outcome"] != "not_paid", f"money came in for {attempt}"
        if attempt["outcome"] == "paid":
            assert str(payment.id) in attempt["payment_ids"], attempt
    paid = [(sale, a) for sale, a in told.values() if a["outcome"] == "paid"]
    for sale, attempt in paid:
        approved = world.truth.approved(attempt["external_reference"])
        right = [p for p in approved if Money(p.amount, sale["currency"]).plain() == sale["total"]]
        assert right, f"nobody paid {attempt}"
        assert sale["status"] == "paid", sale
        assert [t["amount"] for t in sale["tenders"]] == [sale["total"]], sale
        assert DECIMALS[sale["currency"]] == decimals
    most = Counter(id for _, a in paid for id in a["payment_ids"]).most_common(1)
    assert not most or most[0][1] == 1, f"a payment pays twice: {most}"
    for reference in told:
        assert len(world.truth.intents(reference)) <= 1, f"two intents for {reference}"
    open_ones = [a for _, a in told.values() if a["outcome"] in ("pending", "unsure")]
    assert len(open_ones) == in_doubt, open_ones
