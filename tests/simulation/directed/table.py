"""All directed schedules by name; each begins with its fault's row, or its invariant."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from tests.simulation.directed import desk, disk, doubt, ending, following, sending
from tests.simulation.directed.stage import Stage
from tests.simulation.run import in_virtual_time

Schedule = Callable[[Stage], Awaitable[None]]
SCHEDULES: Mapping[str, Schedule] = MappingProxyType(
    {
        name: schedule
        for module in (sending, desk, following, ending, doubt, disk)
        for name, schedule in sorted(vars(module).items())
        if name[0] in "fi" and name[1:3].isdigit()
    }
)


def direct(name: str) -> tuple[str, ...]:
    """Play it. What the oracles found; AssertionError where the row's behaviour is not kept."""

    async def story(folder: Path) -> tuple[str, ...]:
        stage = Stage(folder)
        try:
            await stage.ready()
            await SCHEDULES[name](stage)
            await stage.end()
        except AssertionError:
            print("\n".join(stage.world.trace.lines))
            raise
        finally:
            await stage.story.clear()
        return tuple(stage.world.trace.failures)

    return in_virtual_time(story)
