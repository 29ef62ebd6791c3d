"""Bugs in what an answer is taken for."""

from tests.planted.plant import bug

_DECIPHER, _DOOR, _WIRE = "gateway.decipher", "gateway.door", "gateway.wire"
_PAGES, _INTENTS = "gateway.pages", "gateway.intents"

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
        _DOOR,
        "if not came.left or isinstance(error, _UNSENT):",
        "if call.acts or not came.left or isinstance(error, _UNSENT):",
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
        "        if (\n            len(rows) >= reply.total\n",
        "        if (\n            len(rows) >= 0\n",
        "unit",
    ),
    bug(
        "a search that fails has found nothing",
        "I13",
        _INTENTS,
        "        rows = await read_pages(self._door, search, PaymentsPage, query)\n        ours",
        "        try:\n"
        "            rows = await read_pages(self._door, search, PaymentsPage, query)\n"
        "        except NoAnswer:\n"
        "            rows = []\n        ours",
    ),
)
