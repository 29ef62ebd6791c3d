"""What the services need of the rooms below: the provider, and the book."""

from typing import Protocol

from pos_app.domain.account import Account
from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import CancelAnswer, Fact, Prepared
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment
from pos_app.domain.product import Product
from pos_app.domain.sale import Sale, SaleFact
from pos_app.domain.terminal import Mode, Terminal


class ChargePort(Protocol):
    """One generation of the Point API. Every method raises TillError and nothing else."""

    @property
    def capability(self) -> Capability: ...

    @property
    def skew(self) -> int:
        """Milliseconds: our clock less the provider's."""

    async def create_intent(self, prepared: Prepared) -> IntentReport: ...

    async def read_intent(self, intent_id: str, currency: str) -> IntentReport: ...

    async def cancel_intent(self, intent_id: str, till_external_id: str) -> CancelAnswer: ...

    async def read_payment(self, payment_id: str) -> Payment: ...

    async def search_payments(self, external_reference: str) -> tuple[Payment, ...]: ...


class AccountPort(Protocol):
    async def read_account(self) -> Account: ...

    async def list_terminals(self) -> tuple[Terminal, ...]: ...

    async def set_mode(self, terminal_id: str, mode: Mode) -> Mode: ...


class MoneyBook(Protocol):
    """The ledger. What a method returned is on disk; every method raises LedgerError."""

    async def prepare(self, prepared: Prepared, actor: str) -> Attempt: ...

    async def append(self, attempt: Attempt, fact: Fact, actor: str) -> Attempt: ...

    async def open_sale(self, sale_id: str, currency: str, actor: str) -> Sale: ...

    async def change_sale(self, sale: Sale, fact: SaleFact, actor: str) -> Sale: ...

    async def current_sale(self) -> Sale | None: ...

    async def attempts_of(self, sale_id: str) -> tuple[Attempt, ...]: ...

    async def unfinished(self) -> tuple[Attempt, ...]: ...

    async def taken(self, payment_ids: tuple[str, ...], reference: str) -> tuple[str, ...]: ...

    async def probe(self) -> None: ...


class Shelf(Protocol):
    async def find_products(self, typed: str, limit: int) -> tuple[Product, ...]: ...

    async def product(self, code: str) -> Product | None: ...


class Memory(Protocol):
    """Small things that the till knows again at its next start."""

    async def recall(self, key: str) -> str | None: ...

    async def remember(self, key: str, value: str) -> None: ...


class Diary(Protocol):
    """Acts that are no fact about a sale or an attempt."""

    async def note(
        self, kind: str, subject: str, body: dict[str, str | int | bool], actor: str
    ) -> None: ...
