"""Pays a sale otherwise than by a charge: in cash, or with money that was found."""

from collections.abc import Awaitable

from pos_app.domain.errors import ActRefusal, ActRefused, AlreadyTaken, LedgerError, SaleFrozen
from pos_app.domain.money import Money
from pos_app.domain.sale import PaidCash, Sale
from pos_app.services.ports import CaseBook, MoneyBook


class Tenders:
    def __init__(self, book: MoneyBook, cases: CaseBook) -> None:
        self._book, self._cases = book, cases

    async def cash(self, sale: Sale, received: Money, at: int, actor: str) -> Sale:
        """All that it costs. Units: `at` in milliseconds since the epoch, UTC.

        Raises:
            ActRefused: nothing to pay, or too little was handed over.
            SaleFrozen: a charge of it lives that was not set aside, or it is over.
            LedgerError: the disk failed; the sale is as it was.
        """
        if not sale.total.minor:
            raise ActRefused(ActRefusal.NOTHING_TO_PAY)
        if received.currency != sale.currency or received.minor < sale.total.minor:
            raise ActRefused(ActRefusal.TOO_LITTLE)
        fact = PaidCash(at=at, amount=sale.total, received=received)
        return await self.told(sale, self._book.pay_cash(sale, fact, actor))

    async def told(self, sale: Sale, write: Awaitable[Sale]) -> Sale:
        """Where it failed, it may be on disk all the same: the book says (F49)."""
        try:
            return await write
        except (LedgerError, AlreadyTaken, SaleFrozen):
            stored = await self._cases.sale(sale.id)
            if stored is None or not stored.tenders or stored.lines != sale.lines:
                raise
            return stored
