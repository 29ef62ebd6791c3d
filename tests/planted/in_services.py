"""Bugs in what the till does over time: driving, watching, sweeping, putting aside."""

from tests.planted.plant import Bug, Edit, bug

_DRIVE, _CHARGES = "services.following.drive", "services.charges"
_PERFORM, _WATCH, _SWEEP = (
    "services.following.perform",
    "services.watch",
    "services.following.sweep",
)
_CHECKOUT, _RESOLVER, _CASES = (
    "services.checkout",
    "services.resolver",
    "services.following.cases",
)

BUGS = (
    bug(
        "the screen is told before the disk",
        "I19",
        _DRIVE,
        "                self.attempt = await self._write(fact, actor)\n",
        "                self.attempt = self.attempt.apply(fact)\n"
        "                self._tell()\n"
        "                self.attempt = await self._write(fact, actor)\n",
    ),
    bug(
        "what the disk refused is taken for written",
        "I19 F48",
        _DRIVE,
        "                await self._clock.sleep(RETRY_WRITE)\n",
        "                self.attempt = self.attempt.apply(fact)\n                break\n",
    ),
    bug(
        "a lost answer is followed by a second request",
        "I3 F02",
        _PERFORM,
        "    if error.maybe_done:\n        return Lost(at=now, why=error.detail)\n",
        "    if error.maybe_done:\n        return NotLeft(at=now, why=Refusal.NOT_LEFT)\n",
    ),
    bug(
        "what was being sent when the power went is sent again",
        "I3 F45",
        _CHARGES,
        'return Lost(at=now, why="the program ended while it was being sent")',
        "return None",
        "crash",
    ),
    bug(
        "what was being sent when the power went is taken for not sent",
        "I13 F45",
        _CHARGES,
        'return Lost(at=now, why="the program ended while it was being sent")',
        "return Refused(at=now, why=Refusal.INTERRUPTED)",
        "crash",
    ),
    bug(
        "after a restart nobody takes up what was unfinished",
        "I23 F45",
        _CHARGES,
        "        left = await self._book.unfinished()\n        left = tuple",
        "        left = (await self._book.unfinished())[:0]\n        left = tuple",
        "crash",
    ),
    bug(
        "the terminal is asked more than once a second",
        "F24",
        _DRIVE,
        "floor = self._asked_at + self._api.capability.poll_floor - now",
        "floor = 0.0",
    ),
    bug(
        "money that was asked for is not waited for",
        "I23 F22",
        _DRIVE,
        "            self._pace = _slower(self._pace, trouble)\n",
        "            self._pace = _slower(self._pace, trouble)._replace(hold=1e6)\n",
    ),
    bug(
        "the disk is not tried before money is asked for",
        "I20 F47",
        _CHECKOUT,
        "            await self._book.probe()  # I20\n",
        "",
    ),
    bug(
        "late money does not keep anybody from charging again",
        "I6",
        _CHECKOUT,
        "            raise ChargeRefused(ChargeRefusal.LATE_MONEY)\n",
        "            self._board.let_go()\n",
        "tests/services/following/test_late.py",
    ),
    bug(
        "ended charges are not watched",
        "I5 F33",
        _WATCH,
        "        for attempt in kept.ended:\n",
        "        for attempt in kept.ended[:0]:\n",
        "tests/services/test_watch.py",
    ),
    Bug(
        "money that comes late is found and not told",
        "I5",
        (
            Edit(
                "pos_app.services.watch",
                "        if attempt.apply(fact) != attempt:\n"
                "            await self._charges.learn(attempt, fact)\n\n",
                "\n",
            ),
            Edit(
                "pos_app.services.following.sweep",
                "            attempt = await self._tell(attempt, payment)\n",
                "            pass\n",
            ),
        ),
    ),
    bug(
        "money without a sale is not looked for",
        "I5",
        _SWEEP,
        "elif attempt is None and self._is_ours(payment)",
        "elif attempt is None and False",
        "tests/services/following/test_sweep.py",
    ),
    bug(
        "the sweep skips what was paid while the till was closed",
        "I5",
        _SWEEP,
        "begin = max(marks.begin, min(marks.to, now) - OVERLAP, now - FARTHEST)",
        "begin = max(marks.begin, now - OVERLAP)",
        "tests/services/following/test_sweep.py",
    ),
    bug(
        "a second payment is not told to its charge",
        "I6 F31 F35",
        _SWEEP,
        "            attempt = await self._tell(attempt, payment)\n",
        "            pass\n",
        "tests/services/following/test_sweep.py",
    ),
    bug(
        "a look at the terminal is believed within the first minute",
        "I13",
        _RESOLVER,
        "        if seen is Seen.IDLE and now < attempt.look_at:\n"
        "            raise LookTooEarly(-((now - attempt.look_at) // 1000))\n"
        "        return PersonSaid(at=now, seen=seen, by=self._board.place.person)\n",
        "        at = max(now, attempt.look_at)\n"
        "        return PersonSaid(at=at, seen=seen, by=self._board.place.person)\n",
        "tests/services/test_resolver.py",
    ),
    bug(
        "a sale that was set aside is forgotten",
        "I23",
        _CASES,
        "            yield sale.opened_at, Case(sale.id, Task.UNPAID, sale=sale)\n",
        "            yield from ()\n",
    ),
    bug(
        "what is unclear is on no list",
        "I23",
        _CASES,
        "        if task is not None:\n            sale_id",
        "        if task is not None and task is not Task.RESOLVE:\n            sale_id",
    ),
    bug(
        "a supervisor's act needs no name",
        "I18",
        _RESOLVER,
        "    if not by or not reason:\n",
        "    if False:\n",
        "tests/services/test_resolver.py",
    ),
)
