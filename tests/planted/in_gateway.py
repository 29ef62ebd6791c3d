"""Bugs in what an answer is taken for."""

from tests.planted.plant import bug

_DECIPHER, _DOOR, _WIRE = "gateway.decipher", "gateway.door", "gateway.wire"
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
    bug(
        "an answer that makes no sense is called not done",
        "I3 F11",
        _DOOR,
        "raise NoAnswer(said, maybe_done=call.acts) from error",
        "raise NoAnswer(said) from error",
    ),
    bug(
        "the first page of a search is all of it",
        "I13",
        _PAGES,
        "if len(rows) >= reply.total if reply.total is not None",
        "if len(rows) >= 0 if reply.total is not None",
        "sales",
    ),
    bug(
        "a search finds nothing",
        "I13",
        _INTENTS,
        "        ours = [row for row in rows if",
        "        rows = rows and []\n        ours = [row for row in rows if",
    ),
)
