"""Notifications: signed, of final states only, told until acknowledged."""

import json
import re

import pytest

from pos_app.simulator.backend import SECRET
from pos_app.simulator.webhooks import Notification, signature
from tests.simulator.conftest import SMART, Shop, asked


@pytest.mark.parametrize(
    ("data_id", "request_id", "ts", "expected"),
    [
        (
            "98217700142",
            "5b1f0c2e-7d1a-4e0e-9a55-0f5f2d3c8e11",
            "1772465529104",
            "35246bdd196bed1fbfe993d058fe9b9c7325dec7f7419e65e9bfe173ef346a38",
        ),
        (
            "7c1e2b90-55d0-4c37-9b1f-0d6a4a0c93e1",
            None,
            "1772465529",
            "c21678d62baf9583b2688423782f82aea15da6d2c6796448b8dc989487c9390c",
        ),
    ],
)
def test_the_signature_is_that_of_the_published_vectors(
    data_id: str, request_id: str | None, ts: str, expected: str
) -> None:
    assert signature("example-webhook-secret", data_id, request_id, ts) == expected


async def test_only_the_end_is_told_and_with_what_the_till_asked_for(shop: Shop) -> None:
    intent_id = await shop.taken()
    assert shop.backend.webhooks.outbox == []
    shop.backend.cancel_on_terminal(SMART)
    (told,) = shop.backend.webhooks.outbox
    body = json.loads(told.body)
    assert body["type"] == "topic_instore_integration_wh"
    assert body["action"] == "topic_instore_integration_wh.application.authorized"
    assert (body["id"], body["user_id"], body["live_mode"]) == (intent_id, 48110023, True)
    url = body["data"].pop("url")
    assert url.endswith(f"/instore-api/integrations/v1/intents/{intent_id}/point")
    assert body["data"] == asked() | {"id": intent_id, "status": "CANCELED"}
    assert re.fullmatch(r"2026-03-02 11:32:01\.\d{9}-0400", body["date_created"])
    assert told.query == f"data.id={intent_id}&type=topic_instore_integration_wh"
    found = re.fullmatch(r"ts=(\d{13}),v1=([0-9a-f]{64})", told.headers["x-signature"])
    assert found
    expected = signature(SECRET, intent_id, told.headers["x-request-id"], found[1])
    assert found[2] == expected


async def test_a_notification_is_told_again_until_somebody_acknowledges(shop: Shop) -> None:
    heard: list[tuple[int, str]] = []
    answers = iter([0, 500, 302, 200])

    def deliver(told: Notification) -> int:
        heard.append((shop.backend.world.now, told.headers["x-retry"]))
        return next(answers)

    shop.backend.webhooks.deliver = deliver
    await shop.delete(await shop.create())
    start = shop.clock.now()
    shop.after(30 * 86_400)
    shop.backend.advance()
    assert [((at - start) // 60_000, retry) for at, retry in heard] == [
        (0, "0"),
        (15, "1"),
        (30, "2"),
        (45, "3"),
    ]


async def test_nobody_is_told_for_ever(shop: Shop) -> None:
    shop.backend.webhooks.deliver = lambda _: 500
    await shop.delete(await shop.create())
    shop.after(365 * 86_400)
    shop.backend.advance()
    (told,) = shop.backend.webhooks.outbox
    gaps = [b - a for (a, _), (b, _) in zip(told.answers, told.answers[1:], strict=False)]
    assert len(told.answers) == 8
    assert gaps == sorted(gaps)


async def test_notifications_may_come_twice_late_and_out_of_order(shop: Shop) -> None:  # F36, F38
    shop.backend.options.webhook_copies = 2
    shop.backend.options.webhook_jitter = 60_000
    ids = []
    for number in range(5):
        ids.append(await shop.create(f"T01-{number}-A1"))
        await shop.delete(ids[-1])
    shop.after(60)
    shop.backend.advance()
    told = [n.intent_id for n in shop.backend.webhooks.outbox]
    assert sorted(told) == sorted(ids * 2)
    assert told != [i for i in ids for _ in range(2)]


async def test_one_may_be_told_once_more_by_hand(shop: Shop) -> None:
    heard: list[str] = []

    def deliver(told: Notification) -> int:
        heard.append(told.intent_id)
        return 200

    shop.backend.webhooks.deliver = deliver
    intent_id = await shop.create()
    await shop.delete(intent_id)
    assert (await shop.http.post("/__sim__/webhooks/0/repeat")).status_code == 200
    assert heard == [intent_id, intent_id]
    assert (await shop.http.post("/__sim__/webhooks/1/repeat")).status_code == 404
