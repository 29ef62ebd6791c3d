"""What the till was told of each thing it asked for, against what was done; unknown is "maybe"."""

from dataclasses import dataclass
from enum import Enum

from pos_app.simulator.world.records import Intent
from tests.simulation.engine.world import World
from tests.simulation.oracles.steps import Known

ROUNDED = 5  # milliseconds


class Answer(Enum):
    DONE = "done"
    NOT_DONE = "not done"
    MAYBE = "maybe"


_ANSWERS = {
    "Heard": Answer.DONE,
    "Refused": Answer.NOT_DONE,
    "NotLeft": Answer.NOT_DONE,
    "Deferred": Answer.NOT_DONE,
    "Lost": Answer.MAYBE,
    "IdTaken": Answer.MAYBE,
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One sending of a create. Units: true milliseconds, UTC; no `end` where none was told."""

    begin: int
    end: int | None
    answer: Answer


def operations(known: Known) -> list[Operation]:
    found: list[Operation] = []
    begin: int | None = None
    for kind, at, _ in known.facts:
        if kind == "Sending":
            if begin is not None:
                found.append(Operation(begin, None, Answer.MAYBE))
            begin = at
        elif begin is not None and kind in _ANSWERS:
            found.append(Operation(begin, at, _ANSWERS[kind]))
            begin = None
    return found if begin is None else [*found, Operation(begin, None, Answer.MAYBE)]


def check(world: World, attempts: dict[str, Known]) -> None:
    """Each history must have one order of things in which every answer is true."""
    for reference, known in attempts.items():
        asked, made = operations(known), world.backend.truth.intents(reference)
        if why := _impossible(asked, made):
            world.trace.fail("history", f"{reference}: {why}")
        accepted = any(
            kind == "CancelAnswered" and body.get("answer") == "ACCEPTED"
            for kind, _, body in known.facts
        )
        if accepted and not any(str(intent.status) == "CANCELED" for intent in made):
            world.trace.fail("history", f"{reference}: a cancel was accepted, and nothing ended")


def _impossible(asked: list[Operation], made: tuple[Intent, ...]) -> str:
    answers = [each.answer for each in asked]
    if len(made) > 1:
        return f"asked for once, done {len(made)} times"
    if not made:
        return "done, says the answer, and there is nothing" if Answer.DONE in answers else ""
    if all(answer is Answer.NOT_DONE for answer in answers):
        return "not done, says every answer, and there it is"
    created = made[0].created
    could = [each for each in asked if each.answer is not Answer.NOT_DONE]
    in_time = any(
        each.begin - ROUNDED <= created
        and (each.answer is Answer.MAYBE or each.end is None or created <= each.end + ROUNDED)
        for each in could
    )
    return "" if in_time else f"done at {created}, when nobody asked: {asked}"
