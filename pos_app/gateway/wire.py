"""The JSON of intents and payments, field for field. Nothing outside gateway/ imports this."""

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Generic, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from pos_app.domain.charge.facts import Prepared
from pos_app.domain.charge.intent import IntentReport
from pos_app.domain.charge.payment import Payment, PaymentStatus
from pos_app.domain.charge.status import AttemptStatus
from pos_app.domain.money import DECIMALS, Money
from pos_app.domain.site import SITES
from pos_app.gateway.replies import clean

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CODE_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_DIGITS_4 = re.compile(r"[0-9]{4}")
_AUTHORIZATION = re.compile(r"[A-Za-z0-9]{1,12}")


def _text(value: object) -> object:
    """An id is text to us; some pages of the reference have it as a number, others as text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return clean(value, 256) if isinstance(value, str) else "" if value is None else value


def _word(value: object) -> str:
    """Any JSON at all: a status that makes no sense is a word we do not know (F26)."""
    return "" if value is None else clean(str(value), 40)


def _code_word(value: object) -> str:
    """Words for people to look up. Anything else is not kept: it could be personal (S30)."""
    return value if isinstance(value, str) and _CODE_WORD.fullmatch(value) else ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


Text = Annotated[str, BeforeValidator(_text)]
Id = Annotated[str, BeforeValidator(_text), Field(pattern=r"^[A-Za-z0-9_-]{1,128}$")]
Word = Annotated[str, BeforeValidator(_word)]
CodeWord = Annotated[str, BeforeValidator(_code_word)]
Count = Annotated[int, BeforeValidator(_count)]
Number = Annotated[str | int | Decimal | None, Field()]  # of an amount; read in _money alone


class Wire(BaseModel):
    """New fields are ignored; what we read is checked; errors never quote what they met."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True, hide_input_in_errors=True)


class Nothing(Wire):
    """A reply whose body says nothing that we need, and may be empty."""


Row = TypeVar("Row", bound=Wire)


class Paging(Wire):
    total: int | None = Field(default=None, ge=0)


class Page(Wire, Generic[Row]):
    results: list[Row]
    paging: Paging | None = None

    @property
    def total(self) -> int | None:
        return self.paging.total if self.paging else None


def _money(said: str | int | Decimal | None, currency: str) -> Money | None:
    """The exact amount, or None if that is none of this currency (exponents are none: S29)."""
    try:
        return Money.of_plain(str(said), currency)
    except ValueError:
        return None


class Result(Wire):
    """`source`: PAYMENT means that a payment was made of the intent (guide, node `results`)."""

    id: Id
    source: Word = "PAYMENT"


class Operation(Wire):
    amount: Number = None
    results: list[Result] | None = None


class IntentReply(Wire):
    """GET …/intents/{intent_id}/point. Sample: intent_closed.json.

    `id` is missing in the guide's sample; `results` is read in any status.
    """

    id: Text = ""
    status: Word = ""
    external_reference: Text = ""
    operations: list[Operation] | None = None

    def to_domain(self, currency: str, asked: str = "") -> IntentReport:
        """`asked`: the id that was asked for, where the reply does not repeat it."""
        status = AttemptStatus.read(self.status)
        operations = self.operations or []
        said = [operation.amount for operation in operations if operation.amount is not None]
        amount = _money(said[0], currency) if len(said) == 1 else None
        results = [result for operation in operations for result in operation.results or []]
        return IntentReport(
            status=status,
            intent_id=self.id or asked,
            word=self.status if status is AttemptStatus.UNRECOGNIZED else "",
            external_reference=self.external_reference,
            amount=amount,
            amount_is_odd=bool(said) and amount is None,
            results=tuple(dict.fromkeys(r.id for r in results if r.source.upper() == "PAYMENT")),
        )


class CreateReply(IntentReply):
    """POST …/intents/point/{device_id} and …/point/pos/{external_id}. Sample: intent_opened.json.

    Without an id that can be asked for, the answer is none: it may have been created.
    """

    id: Id


class PurchaseBody(Wire):
    type: str = "PURCHASE"
    amount: str


class TicketBody(Wire):
    device_payment_mode: str = "CARD"
    ticket_number: str | None = None
    print_on_terminal: list[str] = ["SELLER_TICKET"]


class CreateBody(Wire):
    """What goes to POST …/intents/point/…. Sample: create_body.json."""

    external_reference: str
    description: str
    operations: list[PurchaseBody]
    enabler_configuration: TicketBody

    @classmethod
    def of(cls, prepared: Prepared) -> "CreateBody":
        ticket, site = f"{prepared.ticket_number:06d}", SITES[prepared.site]
        printed = ticket if site.ticket_number else None
        return cls(
            external_reference=prepared.external_reference,
            description=f"{'Venda' if site.id == 'MLB' else 'Venta'} {ticket}",
            operations=[PurchaseBody(amount=prepared.amount.plain())],
            enabler_configuration=TicketBody(ticket_number=printed),
        )


class Card(Wire):
    last_four_digits: Text = ""


class PaymentReply(Wire):
    """GET /v1/payments/{id}. Samples: payment_approved.json, payment_rejected.json.

    Only what may be kept (S30). What it leaves out, or gives as null, is not said.
    """

    id: Id
    status: Word
    status_detail: CodeWord = ""
    date_created: Text = ""
    currency_id: Text = ""
    transaction_amount: Number = None
    transaction_amount_refunded: Number = None
    external_reference: Text = ""
    collector_id: Text = ""
    live_mode: bool | None = None
    pos_id: Text = ""
    payment_method_id: CodeWord = ""
    payment_type_id: CodeWord = ""
    installments: Count = 0
    authorization_code: Text = ""
    card: Card | None = None

    @model_validator(mode="after")
    def _refund_is_told(self) -> Self:
        """What was refunded and cannot be read must not pass for nothing."""
        self.refunded()
        return self

    def to_domain(self) -> Payment:
        known = self.currency_id in DECIMALS
        amount = _money(self.transaction_amount, self.currency_id) if known else None
        last_four = self.card.last_four_digits if self.card else ""
        code = self.authorization_code
        return Payment(
            id=self.id,
            status=PaymentStatus.read(self.status),
            amount=amount,
            detail=self.status_detail,
            external_reference=self.external_reference,
            merchant_id=self.collector_id,
            live=self.live_mode,
            created=_moment(self.date_created),
            refunded=self.refunded(),
            method=self.payment_method_id,
            kind=self.payment_type_id,
            instalments=self.installments,
            last_four=last_four if _DIGITS_4.fullmatch(last_four) else "",
            authorization_code=code if _AUTHORIZATION.fullmatch(code) else "",
            pos_id=self.pos_id,
        )

    def refunded(self) -> int:
        said, known = self.transaction_amount_refunded, self.currency_id in DECIMALS
        return (
            Money.of_plain(str(said), self.currency_id).minor if said is not None and known else 0
        )


class PaymentsPage(Page[PaymentReply]):
    """GET /v1/payments/search. Sample: payments_search.json."""


class AnyPaymentsPage(Page[PaymentReply | Nothing]):
    """The same of a whole account: what cannot be read (Nothing) hides none of those beside it."""


def _moment(text: str) -> int | None:
    """Milliseconds since the epoch, or None if the text is no time with an offset."""
    try:
        found = datetime.fromisoformat(text)
        return (found - _EPOCH) // timedelta(milliseconds=1)
    except (ValueError, TypeError, OverflowError):  # TypeError: it has no offset
        return None
