"""What may go wrong with a request, without a lie about money."""

from pos_app.simulator.faults import (
    CutOff,
    Delay,
    Drip,
    Drop,
    Edit,
    Fault,
    Late,
    Pad,
    Remove,
    Truncate,
    page,
    refusal,
)

ANYWHERE: tuple[Fault, ...] = (
    Drop(after_effect=True),
    Drop(after_effect=False),
    Delay(20_000, after_effect=True),
    Delay(90_000, after_effect=False),
    page(502, after_effect=True),
    page(503),
    page(429, after_effect=True),
    refusal(500, after_effect=True),
    refusal(429, retry_after=7),
    refusal(401),
    refusal(403),
    refusal(404),
    Truncate(25),
    CutOff(40),
    Drip(900),
    Pad(300_000),
)
OF_CREATE: tuple[Fault, ...] = (
    Late(40_000, hang=16_000),
    Late(200_000),
    refusal(409),
    refusal(400),
    Edit("external_reference", "SOMEBODY-ELSE"),
    Edit("external_reference", ""),
    Edit("id", "00000000-0000-4000-8000-000000000000"),
    Edit("operations.0.amount", "1.00"),
    Edit("status", "NEWER"),
    Remove("id"),
)
OF_INTENT = (Edit("status", "NEWER"), Edit("status", None), Edit("operations.0.amount", "1.00"))
OF_PAYMENT = (Edit("transaction_amount", 1), Edit("collector_id", 1))
