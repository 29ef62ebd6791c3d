"""What the services need of the rooms below: the provider, and the book."""

from typing import Protocol

from pos_app.domain.account import Account
from pos_app.domain.capability import Capability
from pos_app.domain.charge.attempt import Attempt
from pos_app.domain.charge.facts import CancelAnswer, Fact, Prepared
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.orphan import MoneyFact, MoneyFound, Orphan
from pos_app.domain.charge.payment import Payment
from pos_app.domain.product import Product
from pos_app.domain.sale import MoneyAdopted, PaidCash, Sale, SaleFact
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

    async def payments_between(self, begin: int, end: int) -> tuple[Payment, ...]:
        """All of the account, made in that time. Milliseconds since the epoch, UTC."""


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

    async def pay_cash(self, sale: Sale, fact: PaidCash, actor: str) -> Sale:
        """Its attempts that are not settled are covered in the same transaction."""

    async def current_sale(self) -> Sale | None: ...

    async def attempts_of(self, sale_id: str) -> tuple[Attempt, ...]: ...

    async def unfinished(self) -> tuple[Attempt, ...]:
        """Those that are not settled, and those of which a task is left."""

    async def taken(self, payment_ids: tuple[str, ...], reference: str) -> tuple[str, ...]: ...

    async def probe(self) -> None: ...


class CaseBook(Protocol):
    """The part of the ledger about what has left the desk. It keeps what `MoneyBook` keeps."""

    async def kept(
        self, since: int
    ) -> tuple[tuple[Sale, ...], tuple[Orphan, ...], tuple[Attempt, ...]]:
        """All at one moment: the sales that are aside and not over yet, the money without a sale,
        and what was sent at `since` or later, ended unpaid, and may still turn into money."""

    async def orphans(self) -> tuple[Orphan, ...]:
        """Those of which a task is left."""

    async def sale(self, sale_id: str) -> Sale | None: ...

    async def attempt(self, reference: str) -> Attempt | None: ...

    async def owner_of(self, payment_id: str) -> str:
        """The reference of the attempt, or the id of the sale, that has it; empty if none."""

    async def find_money(self, fact: MoneyFound, actor: str) -> Orphan:
        """What it is by now, where it was found before."""

    async def tell_money(self, orphan: Orphan, fact: MoneyFact, actor: str) -> Orphan: ...

    async def adopt(self, sale: Sale, fact: MoneyAdopted, actor: str) -> Sale:
        """The orphan is claimed in the same transaction."""

    async def make_sale(self, made: Sale, fact: MoneyAdopted, actor: str) -> Sale:
        """A new one of these lines, and its adoption: all of it or nothing."""


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
