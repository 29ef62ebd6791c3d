"""What each status means to each call, and what each envelope says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain import errors as e
from pos_app.gateway.address import About, Call, call
from pos_app.gateway.decipher import Envelope, error_for, read_envelope

READ = call(About.READ, "GET", "/intents/{intent_id}/point", intent_id="i1")
CREATE = call(About.CREATE, "POST", "/intents/point/{device_id}", device_id="D1")
CANCEL = call(About.CANCEL, "DELETE", "/intents/{intent_id}/point", intent_id="i1")
MODE = call(About.MODE, "PATCH", "/devices/{device_id}", device_id="D1")
SETUP = call(About.SETUP, "POST", "/pos")
CALLS = {"read": READ, "create": CREATE, "cancel": CANCEL, "mode": MODE, "setup": SETUP}
ACTING = [CREATE, CANCEL, MODE, SETUP]

FLAT = b'{"message": "something", "error": "bad_request", "status": 400, "cause": []}'


def _flat(message: str, error: str = "x") -> bytes:
    return json.dumps({"message": message, "error": error, "cause": []}).encode()


LOST, GONE, REFUSED = e.NoAnswer, e.NotFound, e.RequestRefused
LOGIN, HELD, LATE, SLOW = e.CredentialsRefused, e.TerminalBusy, e.TooLateToCancel, e.TooManyRequests
COLD = e.TerminalNotReady

# Rows: the status. Columns: read, create, cancel, mode, setup.
TABLE = {
    101: (LOST, LOST, LOST, LOST, LOST),
    301: (LOST, LOST, LOST, LOST, LOST),
    302: (LOST, LOST, LOST, LOST, LOST),
    304: (LOST, LOST, LOST, LOST, LOST),
    307: (LOST, LOST, LOST, LOST, LOST),
    400: (REFUSED, REFUSED, LATE, REFUSED, REFUSED),
    401: (LOGIN, LOGIN, LOGIN, LOGIN, LOGIN),
    403: (LOGIN, LOGIN, LOGIN, COLD, LOGIN),
    404: (GONE, GONE, GONE, GONE, GONE),
    405: (REFUSED, REFUSED, GONE, REFUSED, REFUSED),
    408: (LOST, LOST, LOST, LOST, LOST),
    409: (REFUSED, HELD, LATE, REFUSED, REFUSED),
    410: (REFUSED, REFUSED, LATE, REFUSED, REFUSED),
    422: (REFUSED, REFUSED, LATE, REFUSED, REFUSED),
    423: (SLOW, SLOW, SLOW, SLOW, SLOW),
    424: (REFUSED, REFUSED, LATE, REFUSED, REFUSED),
    429: (SLOW, SLOW, SLOW, SLOW, SLOW),
    499: (REFUSED, REFUSED, LATE, REFUSED, REFUSED),
    500: (LOST, LOST, LOST, LOST, LOST),
    502: (LOST, LOST, LOST, LOST, LOST),
    503: (LOST, LOST, LOST, LOST, LOST),
    504: (LOST, LOST, LOST, LOST, LOST),
    599: (LOST, LOST, LOST, LOST, LOST),
    999: (LOST, LOST, LOST, LOST, LOST),
}
CELLS = [
    (name, status, kind)
    for status, row in TABLE.items()
    for name, kind in zip(CALLS, row, strict=True)
]


@pytest.mark.parametrize(("name", "status", "kind"), CELLS)
def test_each_status_means_what_it_means_to_its_call_f05_f06_f08_f09_f10(
    name: str, status: int, kind: type[e.TillError]
) -> None:
    asked = CALLS[name]
    error = error_for(asked, status, {}, FLAT)
    assert type(error) is kind
    assert error.maybe_done is (kind is LOST and asked.acts)


@pytest.mark.parametrize(
    ("asked", "status", "body", "kind"),
    [
        (CREATE, 403, _flat("Forbidden Error checking device owner", "104"), GONE),
        (MODE, 403, _flat("Forbidden Error checking device owner", "104"), GONE),
        (CREATE, 403, b'{"code":"PA_UNAUTHORIZED_RESULT_FROM_POLICIES","message":"x"}', LOGIN),
        (MODE, 403, b'{"code":"PA_UNAUTHORIZED_RESULT_FROM_POLICIES","message":"x"}', LOGIN),
        (MODE, 403, b"", LOGIN),
        (MODE, 403, _flat("user not logged into the device"), COLD),
        (CREATE, 403, _flat("user not logged into the device"), COLD),
        (CREATE, 400, _flat("device is not in PDV mode"), COLD),
        (CREATE, 409, _flat("operating_mode must be PDV"), COLD),
        (CREATE, 409, _flat("There is already a queued intent for the device", "2205"), HELD),
        (CREATE, 409, b"", HELD),
        (CREATE, 404, _flat("point of sale with that externalId not found", "pos_not_found"), GONE),
        (CANCEL, 409, _flat("Payment intent is blocked by terminal", "101"), LATE),
    ],
)
def test_the_words_of_an_envelope_tell_cases_apart(
    asked: Call, status: int, body: bytes, kind: type[e.TillError]
) -> None:
    error = error_for(asked, status, {}, body)
    assert type(error) is kind
    assert not error.maybe_done


@pytest.mark.parametrize(
    ("body", "about_amount"),
    [
        (_flat("message -> amount: Must be greater than or equal to 1500"), True),
        (b'{"errors":[{"code":"invalid","message":"x","details":["operations[0].amount"]}]}', True),
        (b'{"message":"x","cause":[{"code":4040,"description":"Amount must be positive"}]}', True),
        (_flat("description is too long"), False),
        (b"<html>amount</html>", False),
        (b"", False),
    ],
)
def test_a_refusal_says_whether_it_is_about_the_amount_f09(body: bytes, about_amount: bool) -> None:
    error = error_for(CREATE, 400, {}, body)
    assert isinstance(error, e.RequestRefused)
    assert error.about_amount is about_amount


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            b'{"message":"m","error":"bad_request","status":400,"cause":[{"code":2063,"description":"d","data":null}]}',
            Envelope(True, ("bad_request", "2063"), ("m", "d")),
        ),
        (
            b'{"message":"m","error":"104","status":403,"cause":null}',
            Envelope(True, ("104",), ("m",)),
        ),
        (
            b'{"errors":[{"code":"already_queued","message":"m","details":["d1","d2"]}]}',
            Envelope(True, ("already_queued",), ("m", "d1", "d2")),
        ),
        (
            b'{"code":"unauthorized","message":"user not found"}',
            Envelope(True, ("unauthorized",), ("user not found",)),
        ),
        (
            b'{"code":"PA_UNAUTHORIZED","blocked_by":"PolicyAgent","message":"m","status":403}',
            Envelope(True, ("PA_UNAUTHORIZED",), ("m",)),
        ),
        (b"", Envelope()),
        (b"<html><title>502</title></html>", Envelope()),
        (b"[]", Envelope()),
        (b'"text"', Envelope()),
        (b'{"other": 1}', Envelope()),
        (b'{"message": {"a": 1}, "error": null, "cause": {"code": true}}', Envelope(True)),
        (b'{"message": 5, "errors": "x", "cause": [1, null, ["y"]]}', Envelope(True, (), ("5",))),
    ],
)
def test_every_envelope_is_understood_e1_to_e5(body: bytes, said: Envelope) -> None:
    assert read_envelope(body) == said


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": " 3 "}, 3.0),
        ({"retry-after": "0"}, 1.0),
        ({"retry-after": "86400"}, 60.0),
        ({"retry-after": "9" * 400}, 60.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "\u0663"}, None),
        ({"retry-after": "Mon, 02 Mar 2026 11:00:20 GMT"}, None),  # by whose clock?
        (
            {
                "retry-after": "Mon, 02 Mar 2026 11:00:20 GMT",
                "date": "Mon, 02 Mar 2026 11:00:00 GMT",
            },
            20.0,
        ),
        (
            {
                "retry-after": "Mon, 02 Mar 2026 10:00:00 GMT",
                "date": "Mon, 02 Mar 2026 11:00:00 GMT",
            },
            1.0,
        ),
        ({"retry-after": "Mon, 99 Mar 2026 11:00:20 GMT", "date": "x"}, None),
    ],
)
def test_the_wait_is_what_the_reply_asks_within_reason_f08_f24(
    headers: dict[str, str], wait: float | None
) -> None:
    error = error_for(READ, 429, headers, FLAT)
    assert isinstance(error, e.TooManyRequests)
    assert error.wait == wait


@pytest.mark.parametrize("status", [423, 429])
@pytest.mark.parametrize("asked", ACTING)
def test_too_many_without_the_providers_own_words_may_have_acted_f08(
    asked: Call, status: int
) -> None:
    assert not error_for(asked, status, {}, FLAT).maybe_done
    assert error_for(asked, status, {}, b"<html>slow down</html>").maybe_done
    assert error_for(asked, status, {}, b"").maybe_done
    assert not error_for(READ, status, {}, b"").maybe_done


def test_the_detail_says_where_what_and_the_request_number() -> None:
    error = error_for(CREATE, 409, {"x-request-id": "b1-77"}, _flat("There is already", "2205"))
    assert "POST /intents/point/{device_id}: HTTP 409" in error.detail
    assert "b1-77" in error.detail
    assert "2205" in error.detail
    assert "D1" not in error.detail


def test_hostile_text_stays_short_and_on_one_line_s31() -> None:
    evil = "x\r\nINFO root: paid \x1b[2J\u202e" * 500
    error = error_for(CREATE, 400, {"x-request-id": "a\r\nb"}, _flat(evil))
    assert error.detail.isprintable()
    assert len(error.detail) < 350
    assert "x-request-id -" in error.detail


@given(st.integers(100, 999), st.binary(max_size=200), st.text(max_size=40), st.text(max_size=40))
def test_no_reply_at_all_breaks_the_reading_of_it(
    status: int, body: bytes, retry_after: str, date: str
) -> None:
    for asked in CALLS.values():
        error = error_for(asked, status, {"retry-after": retry_after, "date": date}, body)
        assert error.detail.isprintable()
