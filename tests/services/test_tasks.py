"""Background work: one task for each name, no failure lost, an ordered end."""

import asyncio

from pos_app.services.tasks import TaskOwner


async def test_the_same_name_twice_is_one_task() -> None:  # F17
    ran: list[str] = []

    async def work(name: str) -> None:
        ran.append(name)
        await asyncio.sleep(0)

    owner = TaskOwner(lambda error: None)
    assert owner.spawn("charge", work("first")) is True
    assert owner.spawn("charge", work("second")) is False
    await asyncio.sleep(0.01)
    assert ran == ["first"]
    assert owner.spawn("charge", work("third")) is True
    await owner.close()


async def test_a_failure_is_reported_and_not_swallowed() -> None:  # F59
    seen: list[BaseException] = []

    async def fail() -> None:
        raise RuntimeError("x")

    owner = TaskOwner(seen.append)
    owner.spawn("fails", fail())
    await asyncio.sleep(0.01)
    assert [str(error) for error in seen] == ["x"]


async def test_the_end_waits_for_what_runs() -> None:
    ended: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0)
            ended.append("done")

    owner = TaskOwner(lambda error: None)
    owner.spawn("long", work())
    await asyncio.sleep(0)
    await owner.close()
    assert ended == ["done"]
