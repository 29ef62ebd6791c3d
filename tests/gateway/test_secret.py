"""The token is shown by nothing that shows things (S12)."""

import copy
import pickle
from dataclasses import dataclass

import pytest

from pos_app.gateway.secret import Secret
from tests.gateway.conftest import CANARY


@dataclass
class Holder:
    secret: Secret


def test_a_token_never_prints_more_than_its_last_four() -> None:
    secret = Secret(CANARY)
    shown = [repr(secret), str(secret), f"{secret}", f"{secret:>90}", f"{secret} {secret!r}"]
    shown += [repr(Holder(secret)), repr([secret]), repr({"token": secret})]
    for text in shown:
        assert CANARY[:-4] not in text
        assert "1d5a" in text


def test_a_token_has_no_fields_to_dump() -> None:
    with pytest.raises(TypeError):
        vars(Secret(CANARY))


@pytest.mark.parametrize("keep", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_token_is_neither_pickled_nor_copied(keep: object) -> None:
    assert callable(keep)
    with pytest.raises(TypeError) as caught:
        keep(Secret(CANARY))
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    "value", ["a" * 1281, "APP_USR-1234\n", "APP USR-12345", "ñandu-12345", "\x00"]
)
def test_what_no_header_takes_is_no_token_and_is_not_quoted(value: str) -> None:
    # Otherwise the HTTP library would refuse it later, and quote it in its message.
    with pytest.raises(ValueError, match="not a token") as caught:
        Secret(value)
    assert value not in str(caught.value)


def test_a_token_is_revealed_to_who_asks_plainly() -> None:
    assert Secret(CANARY).reveal() == CANARY


def test_a_short_token_shows_nothing_of_itself() -> None:
    assert repr(Secret("TEST-123")) == "Secret(…)"


def test_no_token_yet_is_false() -> None:
    assert not Secret("")
    assert Secret(CANARY)
