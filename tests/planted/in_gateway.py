"""Bugs in what an answer is taken for."""

from tests.planted.plant import Bug, Edit, bug

_DECIPHER, _WIRE = "gateway.decipher", "gateway.wire"
_PAGES, _INTENTS, _EXCHANGE = "gateway.pages", "gateway.intents", "gateway.exchange"

BUGS = (
    bug(
        "a server's trouble is a refusal",
        "I3 F05",
        _DECIPHER,
        "return NoAnswer(detail, maybe_done=call.acts)",
        "return RequestRefused(detail)",
    ),
    bug(
        "any 429 was not carried out",
        "I3 F08",
        _DECIPHER,
        "sure = said.vendor or not call.acts",
        "sure = True",
    ),
    bug(
        "a time-out is called not sent",
        "I3 F02",
        _EXCHANGE,
        "        if self.left and not isinstance(error, _UNSENT):\n",
        "        if self.left and not call.acts and not isinstance(error, _UNSENT):\n",
    ),
    Bug(
        "an answer that makes no sense is called not done",
        "I3 F11",
        (
            Edit(
                "pos_app.gateway.door",
                "raise NoAnswer(said, maybe_done=call.acts) from error",
                "raise NoAnswer(said) from error",
            ),
            Edit(
                "pos_app.services.following.perform",
                "    if why is None and not isinstance(error, RequestRefused):\n",
                "    if False:\n",
            ),
        ),
    ),
    bug(
        "another amount is asked for than is due",
        "I14",
        _WIRE,
        "PurchaseBody(amount=prepared.amount.plain())",
        "PurchaseBody(amount=prepared.amount.plain()[:-1])",
    ),
    bug(
        "each sending has a key of its own",
        "I2",
        _INTENTS,
        '{"X-Idempotency-Key": prepared.idempotency_key}',
        '{"X-Idempotency-Key": str(self._door.skew)}',
    ),
    bug(
        "the first page of a search is all of it",
        "I13",
        _PAGES,
        "if len(rows) >= reply.total if reply.total is not None",
        "if len(rows) >= 0 if reply.total is not None",
        "tests/gateway/test_intents.py",
    ),
    bug(
        "a search finds nothing",
        "I13",
        _INTENTS,
        "        ours = [row for row in rows if",
        "        rows = rows and []\n        ours = [row for row in rows if",
    ),
)
